"""The line to Discord: taken up again, begun anew, refused at first; calls that are limited or fail; what was left over."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager

import pytest

from adapters.discord.program import has_token, run
from adapters.discord.standin.rules import walk
from adapters.discord.standin.server import TOKEN
from adapters.discord.standin.world import BEN, CHANNEL, EPHEMERAL
from bot.configuration import Configuration
from bot.desk import Message
from bot.errors import UsageError
from bot.office import Envelope
from bot.store import Store
from tests.adapters.contract import LOG
from tests.fakes.discord_place import DiscordHouse, house


async def test_commands_are_sent_only_when_they_changed(home):
    """Not at a restart; and again when what was sent last is not what they are."""
    assert home.rest.synced == 1
    await home.restart()
    assert home.rest.synced == 1
    await home.store.save_preference("discord", "900001", "commands", "another")
    await home.restart()
    assert home.rest.synced == 2


async def test_no_intent_is_privileged(home):
    """Servers, messages in them, direct messages."""
    assert home.gateway.identified[0]["intents"] == 1 << 0 | 1 << 9 | 1 << 12


async def test_events_in_the_gap_are_not_lost(home, pasted):
    """The line breaks, and is taken up again; what was asked meanwhile is answered."""
    anna = home.person()
    home.gateway.up.clear()
    home.gateway.cut()
    answer = await anna.explain(pasted)
    assert home.gateway.resumed
    assert "まだ決められません" in anna.sees(answer)


async def test_asked_to_reconnect(home, pasted):
    """Discord asks for it now and then."""
    anna = home.person()
    home.gateway.up.clear()
    await home.gateway.reconnect()
    assert "まだ決められません" in anna.sees(await anna.explain(pasted))
    assert len(home.gateway.identified) == 1


async def test_a_session_that_is_invalid_is_begun_anew(home, pasted, monkeypatch):
    """The library waits for some seconds before; here it does not."""
    monkeypatch.setattr("discord.gateway.asyncio.sleep", _at_once(asyncio.sleep))
    home.gateway.up.clear()
    await home.gateway.invalidate()
    await asyncio.wait_for(home.gateway.up.wait(), 30)
    anna = home.person()
    assert "まだ決められません" in anna.sees(await anna.explain(pasted))
    assert len(home.gateway.identified) == 2


def _at_once(sleep):
    """Give a sleep that takes a moment only."""

    async def short(seconds, *_):
        await sleep(min(seconds, 0.01))

    return short


async def test_a_call_that_is_limited_is_made_again(anna, home):
    """The library waits as long as it is told to."""
    home.rest.next_answers = [(429, {"message": "You are being rate limited.", "retry_after": 0.05, "global": False}, {})]
    await anna.say(LOG)
    assert "まだ決められません" in anna.sees(anna.answers()[-1])


async def test_a_call_that_fails_is_made_again(anna, home, monkeypatch):
    """A fault on the other side passes."""
    monkeypatch.setattr("discord.http.asyncio.sleep", _at_once(asyncio.sleep))
    home.rest.next_answers = [(502, {}, {})]
    await anna.say(LOG)
    assert "まだ決められません" in anna.sees(anna.answers()[-1])


async def test_an_interaction_that_is_over_is_left_alone(anna, home, pasted):
    """Three seconds had gone before it came to us; nothing is answered, and nothing fails."""
    times = iter([0.0, 4.0, 4.0, 4.0])
    home.rest.interactions.clock = lambda: next(times, 5.0)
    assert await anna.explain(pasted) == {}
    assert home.rest.refused == ["Unknown interaction"]


async def test_an_interaction_that_is_delivered_again_is_answered_once(anna, home, answer):
    """As may happen when the line is taken up again."""
    answered = anna.sees(await anna.press(answer, "このサーバにある"))
    data = next(one for one in walk(answer["components"]) if one.get("label") == "はい")
    again = anna._interaction(3, {"custom_id": data["custom_id"], "component_type": 2}, CHANNEL, answer, anna.last)
    await home.gateway.tell("INTERACTION_CREATE", again)
    await anna.quiet()
    assert home.rest.refused == ["Interaction has already been acknowledged."]
    assert anna.sees(answer) == answered


async def test_a_fault_of_ours_is_told_and_the_next_is_answered(tmp_path, monkeypatch):
    """Whoever asked gets an apology."""
    async with house(tmp_path) as home:
        anna = home.person()
        pasted = home.world.message(CHANNEL, BEN, LOG)
        with monkeypatch.context() as broken:
            broken.setattr("adapters.discord.delivering.card", lambda *_: 1 / 0)
            assert "こちらの不具合" in anna.sees(await anna.explain(pasted))
        answer = await anna.explain(pasted)
        with monkeypatch.context() as broken:
            broken.setattr("adapters.discord.pressed.view_pages", lambda *_: 1 / 0)
            assert "こちらの不具合" in anna.sees(await anna.press(answer, "一行ずつ"))
        assert "【上段】" in anna.sees(await anna.press(answer, "一行ずつ"))


async def test_what_was_answered_but_not_sent_is_sent_later(home):
    """The process was stopped in between; the next one sends it, once, with its buttons."""
    anna = home.person()
    said = home.world.message(CHANNEL, anna.id, LOG)
    await _answered_but_not_sent(home, said)
    await home.client._delivering.left_over()
    await home.client._delivering.left_over()
    answers = anna.answers(said["id"])
    assert len(answers) == 1
    assert "名前をかたった" in anna.sees(await anna.press(await anna.press(answers[0], "このサーバにある"), "いいえ"))


async def _answered_but_not_sent(home, said):
    """Let the office answer a message, and let time pass so that another process may send the answer."""
    from adapters.discord.target import Target

    office = home.client.answering.office
    office.lease_seconds = 0.0
    target = Target("say", said["id"], "700001", "ja", int(CHANNEL), int(said["id"]), threaded=True)
    name = f"{CHANNEL}.{said['id']}"
    await office.receive(
        Envelope(
            "discord:500001", CHANNEL, "700001", f"message:{said['id']}", said["id"], Message(text=LOG, lang="ja"), target.text(), name
        )
    )


async def test_a_private_answer_that_was_not_sent_is_sent_in_private(home, anna, pasted):
    """By the interaction's token, as long as that holds."""
    from adapters.discord.target import Target

    first = await anna.explain(pasted)
    office = home.client.answering.office
    office.lease_seconds = 0.0
    target = Target("hook", "c", "700001", "ja", token=anna.last.token, until=time.time() + 60, private=True)
    await office.receive(Envelope("discord:500001", CHANNEL, "700001", "event", "c", Message(text=LOG, lang="ja"), target.text()))
    await home.client._delivering.left_over()
    (later,) = (one for one in anna.answers() if one["id"] != first["id"])
    assert later["flags"] & EPHEMERAL
    assert "まだ決められません" in anna.sees(later)
    assert await office.left_over() == ()


async def test_what_cannot_be_sent_any_more_is_dropped(home):
    """The channel is gone, the token of the interaction has ended, or another version wrote where it goes."""
    office = home.client.answering.office
    office.lease_seconds = 0.0
    from adapters.discord.target import Target

    targets = [
        Target("say", "1", "700001", "ja", 42, 43).text(),
        Target("hook", "2", "700001", "ja", token="old", until=1.0).text(),
        "another version's",
    ]
    for place, target in enumerate(targets):
        await office.receive(Envelope("discord:500001", CHANNEL, "700001", f"event-{place}", str(place), Message(text=LOG), target))
    await home.client._delivering.left_over()
    assert await office.left_over() == ()


@asynccontextmanager
async def _served(tmp_path, **more):
    """Give a stand-in with a house that nobody has started."""
    built = DiscordHouse(tmp_path, **more)
    async with built.standin.running():
        with built.standin.pointed_at():
            built.store = await Store.open(None, data_dir=tmp_path)
            yield built
            await built.store.close()


async def test_it_starts_though_the_first_connections_are_refused(tmp_path):
    """The library gives up at the very first one; we do not."""
    async with _served(tmp_path) as built:
        built.gateway.refuses = 2
        stop = asyncio.Event()
        running = asyncio.create_task(run(built.premises(), stop, built.make, pauses=(0.01,)))
        await asyncio.wait_for(built.gateway.up.wait(), 30)
        stop.set()
        await asyncio.wait_for(running, 30)


async def test_a_token_that_is_refused_ends_it_with_a_sentence(tmp_path):
    """Nothing else helps than another token."""
    async with _served(tmp_path) as built:
        built.rest.token = "another"
        with pytest.raises(UsageError, match="refuses RELAYDOC_DISCORD_TOKEN"):
            await run(built.premises(), asyncio.Event(), built.make)


async def test_it_stops_while_it_waits(tmp_path):
    """Nobody waits for the next try."""
    async with _served(tmp_path) as built:
        built.gateway.refuses = 99
        stop = asyncio.Event()
        running = asyncio.create_task(run(built.premises(), stop, built.make, pauses=(600.0,)))
        while built.gateway.refuses == 99:
            await asyncio.sleep(0.01)
        stop.set()
        await asyncio.wait_for(running, 30)


def test_it_is_served_where_a_token_is_set(tmp_path):
    """And nowhere else."""
    assert has_token(Configuration(data_dir=tmp_path, discord_token=TOKEN))
    assert not has_token(Configuration(data_dir=tmp_path))
