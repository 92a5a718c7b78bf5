"""Serving: every place that has its token, put together over one store and one worker, and stopped in good order."""

from __future__ import annotations

import asyncio
import socket
import sys

import pytest

from adapters.serving import PLATFORMS, _together, configured, premises_of
from bot.__main__ import PLACES, main
from bot.configuration import Configuration
from bot.conversation import Conversation
from bot.desk import Message
from bot.errors import UsageError
from bot.journal import set_up
from bot.site import Site
from tests.adapters.contract import LOG
from tests.adapters.pasted import MANY


@pytest.fixture(autouse=True)
def open_journal():
    """Leave the journal no stream of a test that is over."""
    yield
    set_up("error", stream=sys.__stderr__)


def test_every_place_can_be_shown():
    """The command line knows the places without importing them."""
    assert tuple(PLATFORMS) == PLACES


def test_places_with_a_token_are_served(tmp_path):
    """Others are left out."""
    assert configured(Configuration(data_dir=tmp_path)) == ("web",)
    assert configured(Configuration(data_dir=tmp_path, discord_token="x")) == ("web", "discord")


def test_a_port_that_is_taken_is_told(monkeypatch, tmp_path, capsys):
    """One sentence, and what to set."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        for name in ("RELAYDOC_DISCORD_TOKEN", "RELAYDOC_SLACK_BOT_TOKEN", "RELAYDOC_SLACK_APP_TOKEN"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("RELAYDOC_DATA_DIR", str(tmp_path))
        monkeypatch.setenv("RELAYDOC_WEB_PORT", str(taken.getsockname()[1]))
        monkeypatch.chdir(tmp_path)
        assert main(["serve"]) == 2
    assert "RELAYDOC_WEB_PORT" in capsys.readouterr().err


def test_the_web_room_needs_no_stand_in(capsys):
    """Its demo is the room itself, which one sentence says."""
    assert main(["serve", "--demo", "web"]) == 2
    assert "relaydoc serve" in capsys.readouterr().err


async def test_premises_answer(tmp_path):
    """What all places share works together: the worker answers, and the store is there."""
    async with premises_of(Configuration(data_dir=tmp_path), "ja") as premises:
        answered = await premises.respond(Conversation("x"), Message(text=LOG, lang="ja"), Site())
        assert isinstance(answered, tuple)
        assert answered[1].lang == premises.lang == "ja"
        assert premises.office("discord").adapter == "discord"


@pytest.mark.parametrize("installed", [True, False])
async def test_pictures_are_drawn_where_the_library_for_them_is(tmp_path, monkeypatch, installed):
    """Without it there are none, and nothing fails."""
    monkeypatch.setattr("adapters.serving.can_draw", lambda: installed)
    async with premises_of(Configuration(data_dir=tmp_path), "en") as premises:
        answered = await premises.respond(Conversation("x"), Message(text=MANY, lang="en"), Site())
        picture = await premises.illustrator.picture(answered[1], premises.library, 1000)
    assert (picture is not None) is installed


async def test_when_one_place_cannot_go_on_all_are_stopped():
    """In good order; its error is told."""
    stop = asyncio.Event()
    ended = []

    async def goes_on():
        await stop.wait()
        ended.append("other")

    async def fails():
        raise UsageError("The token is refused.")

    with pytest.raises(UsageError, match="refused"):
        await _together([goes_on(), fails()], stop)
    assert ended == ["other"]


@pytest.mark.parametrize(("lang", "shown"), [("ja", "名前をかたった不正中継とみられます"), ("en", "relay abuse under a borrowed name")])
def test_demo_shows_a_conversation(capsys, lang, shown):
    """From the context menu to a page of the knowledge base; nothing on stderr."""
    assert main(["serve", "--demo", "discord", "--lang", lang]) == 0
    told = capsys.readouterr()
    assert told.out.count(shown) >= 3
    assert "RBL" in told.out
    assert told.err == ""
