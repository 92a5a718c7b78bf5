"""A second opinion: RelayDoc at work against ``emulate``, another's reading of Slack's reference, for chat, threads, scopes and errors.

Events, commands and presses are delivered to the program by HTTP, since ``emulate`` has no interactivity; all that the program then calls
is answered by it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from adapters.slack.doctoring import check_slack
from adapters.slack.standin import Person, StandIn
from adapters.slack.standin.showing import shown
from adapters.slack.wiring import Surroundings
from bot.errors import UsageError
from tests.adapters.contract import HOSTILE, LOG
from tests.adapters.slack.conftest import Service, configuration
from tests.fakes.drawing import DRAWS
from tests.fakes.emulate import BOT, GENERAL, GONE, MUTE, PERSON, TEAM, Emulate, NotThereError, bridged, emulating
from tests.fakes.slack import SECRET, Deliveries, free_port

MANY = "\n".join(
    LOG.replace("533", str(2000 + n)).replace("11:16", f"{n % 12 + 1:02}:16").replace("aaa.aaa", f"a{n}a.aaa").replace("f1.", f"f{n}.")
    for n in range(20)
)


@pytest.fixture(scope="module")
def peer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulate]:
    """Give it at work; where it cannot be had, its tests are left out."""
    try:
        with emulating(tmp_path_factory.mktemp("emulate")) as running:
            yield running
    except NotThereError as reason:
        pytest.skip(str(reason))


class Guest(Service):
    """The program, with the other's Web API, and what else there is of Slack as our own stand-in has it."""

    def __init__(self, folder: Path, slack: StandIn, peer: Emulate, api: str, **given: object) -> None:
        self.port = free_port()
        super().__init__(folder, slack, slack_app_token=None, slack_signing_secret=SECRET, slack_port=self.port, **given)
        self.peer, self.api = peer, api
        slack.carrier = Deliveries(self.port).send

    async def say(self, text: str, channel: str = GENERAL) -> str:
        """Write a message to us as a person, and return its time stamp."""
        ts = str(self.peer.call("chat.postMessage", channel=channel, text=text)["ts"])
        person = Person(self.slack, PERSON, TEAM)
        await person.event({"type": "app_mention", "user": PERSON, "channel": channel, "ts": ts, "text": f"<@U0BOT> {text}"})
        await self.done()
        return ts

    def thread(self, ts: str, channel: str = GENERAL) -> list[dict[str, Any]]:
        """Return our messages in a thread, as the other has them."""
        messages = self.peer.call("conversations.replies", channel=channel, ts=ts)["messages"]
        return [{**message, "channel": channel} for message in messages if message.get("user") == "U0BOT"]


@asynccontextmanager
async def visiting(folder: Path, peer: Emulate, **given: object) -> AsyncIterator[Guest]:
    """Give the program at work."""
    async with StandIn() as slack, bridged(peer) as api:
        service = Guest(folder, slack, peer, api, **given)
        await service.start()
        try:
            await service.listening(service.port)
            yield service
        finally:
            await service.stop()


@pytest.fixture
async def guest(tmp_path: Path, peer: Emulate) -> AsyncIterator[Guest]:
    """Give the program at work, with the token that has all it needs."""
    async with visiting(tmp_path, peer) as service:
        yield service


@pytest.fixture
def person(guest: Guest) -> Person:
    """Give somebody of the workspace."""
    return Person(guest.slack, PERSON, TEAM)


async def test_an_answer_stands_in_the_thread_with_all_its_blocks(guest: Guest) -> None:
    """Every kind of block that we send is taken and kept."""
    ts = await guest.say(f"不正中継でしょうか\n{LOG}")
    (answer,) = guest.thread(ts)
    assert "まだ決められません" in shown(answer)
    assert {block["type"] for block in answer["blocks"]} == {"header", "rich_text", "context", "actions", "context_actions"}
    assert answer["thread_ts"] == ts
    assert answer["text"]


async def test_a_press_changes_the_answer_in_its_place(guest: Guest, person: Person) -> None:
    """Two presses, one message."""
    ts = await guest.say(LOG)
    for label in ("このサーバにある", "いいえ"):
        await person.press(guest.thread(ts)[0], label)
        await guest.done()
    (answer,) = guest.thread(ts)
    assert "名前をかたった不正中継" in shown(answer)
    assert answer["edited"]["user"] == "U0BOT"


async def test_more_of_an_answer_and_its_end(guest: Guest, person: Person) -> None:
    """The lines come in the thread; "delete" takes all of it away."""
    ts = await guest.say(LOG)
    (answer,) = guest.thread(ts)
    await person.press(answer, "一行ずつ")
    await guest.done()
    assert len(guest.thread(ts)) > 1
    await person.press(answer, "消す")
    await guest.done()
    assert guest.thread(ts) == []


async def test_a_private_answer_opens_the_direct_messages(guest: Guest, person: Person) -> None:
    """A person's id stands for the channel; the pointer in the channel links to the answer."""
    await person.shortcut({"ts": "3.3", "user": "U0002", "text": LOG}, GENERAL)
    await guest.done()
    direct = next(
        one["id"] for one in guest.peer.call("conversations.list", types="im")["channels"] if one.get("user") in (PERSON, "U0BOT")
    )
    answer = guest.peer.call("conversations.history", channel=direct)["messages"][0]
    assert "まだ決められません" in shown(answer)
    (aside,) = guest.slack.asides
    (link,) = (part["url"] for block in aside["blocks"] for one in block["elements"] for part in one["elements"] if part["type"] == "link")
    assert direct in link


async def test_a_long_answer_comes_with_a_file_that_goes_with_it(guest: Guest, person: Person) -> None:
    """It is uploaded in three steps, and shared in the thread."""
    ts = await guest.say(MANY)
    answer, shared = guest.thread(ts)
    (file,) = shared["files"]
    assert file["name"] == "relaydoc.md"
    assert file["size"] > 10_000
    assert guest.peer.call("files.info", file=file["id"])["ok"]
    await person.press(answer, "消す")
    await guest.done()
    assert guest.peer.call("files.info", file=file["id"])["error"] == "file_not_found"


async def test_a_picture_follows_into_the_thread(tmp_path: Path, peer: Emulate) -> None:
    """As an image, with its title."""
    async with visiting(tmp_path, peer, illustrator=DRAWS) as service:
        ts = await service.say(MANY)
        answer, *shared = service.thread(ts)
        (picture,) = (file for message in shared for file in message["files"] if file["name"] == "timeline.png")
        assert picture["mimetype"] == "image/png"
        assert picture["title"] == "つないできた相手と、その結果"
        assert answer["thread_ts"] == ts


async def test_hostile_text_is_kept_as_text(guest: Guest) -> None:
    """Nothing of it stands in the text for notifications as markup."""
    (answer,) = guest.thread(await guest.say(HOSTILE))
    assert "<!channel>" not in answer["text"]
    assert "evil.example" in str(answer["blocks"])


async def test_a_channel_that_is_not_there_is_given_up(guest: Guest, person: Person) -> None:
    """And one that was archived; nothing waits for them for ever."""
    closed = next(one["id"] for one in guest.peer.call("conversations.list")["channels"] if one["name"] == "closed")
    guest.peer.call("conversations.archive", channel=closed)
    for channel in ("C0NOWHERE", closed):
        await person.event({"type": "app_mention", "user": PERSON, "channel": channel, "ts": "1.1", "text": LOG})
        await guest.done()
    assert await guest.store.outbox(f"slack:{TEAM}", lease_seconds=0) == ()


async def test_an_answer_that_was_deleted_meanwhile_is_posted_anew(guest: Guest, person: Person) -> None:
    """``message_not_found`` is its word for that, too."""
    ts = await guest.say(LOG)
    (answer,) = guest.thread(ts)
    guest.peer.call("chat.delete", BOT, channel=GENERAL, ts=answer["ts"])
    await person.press(answer, "このサーバにある")
    await guest.done()
    (anew,) = guest.thread(ts)
    assert "うかがったこと" in shown(anew)


async def test_forms_open_once_and_in_time(guest: Guest, person: Person) -> None:
    """A trigger opens one form; one that was used, or never given, is explained to the person."""
    trigger = guest.peer.call("views.generateTriggerId", BOT, user_id=PERSON)["trigger_id"]
    await person.command("/maillog", "これは不正中継?", GENERAL, trigger=trigger)
    await guest.done()
    assert guest.slack.asides == []
    for used in (trigger, "9.9.never"):
        await person.command("/mailsite", "", GENERAL, trigger=used)
        await guest.done()
    assert len(guest.slack.asides) == 2
    assert "too long to open" in guest.asides()


async def test_without_the_scope_nothing_is_lost(tmp_path: Path, peer: Emulate) -> None:
    """The answer waits until the app may write."""
    async with visiting(tmp_path, peer, slack_bot_token=MUTE) as service:
        ts = await service.say(LOG)
        assert service.thread(ts) == []
        service.clock_ahead = 200.0
        (waiting,) = await service.store.outbox(f"slack:{TEAM}", lease_seconds=0)
        assert "まだ決められません" in waiting.body


async def test_a_token_of_nobody_is_refused_in_one_sentence(tmp_path: Path, peer: Emulate) -> None:
    """At the start, and by the doctor."""
    with pytest.raises(UsageError, match=r"refuses the bot token \(invalid_auth\)"):
        async with visiting(tmp_path, peer, slack_bot_token=GONE) as service:
            await service.task
    settings = configuration(tmp_path, slack_bot_token=GONE)
    found = await check_slack(settings, Surroundings(peer.api))
    assert (found.state, found.what) == ("unwell", "invalid_auth")
