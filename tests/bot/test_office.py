"""Events come in, and their answers go out exactly once."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.conversation import Conversation
from bot.desk import Desk, Message
from bot.journal import digest, set_up
from bot.library import bundled, load
from bot.limits import Allowance, Buckets, Crashed, Line, TimedOut
from bot.limits.desk import responding_worker
from bot.markdown import markdown_of
from bot.office import Envelope, Office
from bot.outgoing import Parcel, pack, unpack
from bot.reply import Reply
from bot.site import Site
from bot.store import Store
from bot.threads import read_threads

LIBRARY = load()
DESK = Desk(LIBRARY)
LOG = next(thread for thread in read_threads(bundled()) if thread.id == "two-blocks").log


async def _respond(conversation: Conversation, message: Message, site: Site) -> tuple[Conversation, Reply]:
    return DESK.respond(conversation, message, site)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """Return an empty store."""
    async with await Store.open(None, data_dir=tmp_path) as opened:
        yield opened


def _envelope(text: str, event_id: str = "1", tenant: str = "terminal:team", person: str = "p", **more: object) -> Envelope:
    return Envelope(tenant, "room", person, event_id, "thread", Message(text=text, lang="en"), to="there", **more)  # type: ignore[arg-type]


async def test_an_event_is_answered_once_and_the_conversation_goes_on(store: Store) -> None:
    """The second delivery of an event gets nothing; the next event finds the conversation."""
    office = Office(store, _respond, LIBRARY)
    first = await office.receive(_envelope(LOG))
    assert first.state == "answered"
    assert first.reply is not None
    assert (await office.receive(_envelope(LOG))).state == "duplicate"
    await office.delivered(first, "platform-1")
    second = await office.receive(_envelope("on this server; the IP is not ours", "2"))
    assert second.reply is not None
    assert "relay abuse" in markdown_of(second.reply)


async def test_another_adapter_does_not_take_over_what_is_left(store: Store) -> None:
    """Each adapter delivers its own answers only."""
    first = Office(store, _respond, LIBRARY, lease_seconds=0)
    await first.receive(_envelope(LOG))
    assert await Office(store, _respond, LIBRARY, lease_seconds=0, adapter="slack").left_over() == ()
    assert len(await first.left_over()) == 1


async def test_the_latest_answer_can_be_had_again(store: Store) -> None:
    """It is made anew with its choices, and the conversation stays as it was."""
    office = Office(store, _respond, LIBRARY)
    given = (await office.receive(_envelope(LOG))).reply
    again = await office.again("terminal:team", "room", "thread")
    assert given is not None
    assert again is not None
    assert again.choices == given.choices
    assert again.section("walkthrough") is not None
    kept = await office.case("terminal:team", "thread")
    assert kept is not None
    assert kept.turns == 1
    assert await office.again("terminal:team", "room", "no such thread") is None


async def test_what_was_answered_but_not_sent_is_left_over(store: Store) -> None:
    """A process that dies between answering and sending leaves the answer for the next one."""
    office = Office(store, _respond, LIBRARY, lease_seconds=0.01)
    given = await office.receive(_envelope(LOG))
    await asyncio.sleep(0.05)
    left = await office.left_over()
    assert [(delivery.key, delivery.to, delivery.reply) for delivery in left] == [(given.key, "there", given.reply)]
    await office.delivered(left[0], "platform-1")
    await asyncio.sleep(0.05)
    assert await office.left_over() == ()


async def test_two_answers_to_one_conversation_at_once_keep_both(store: Store) -> None:
    """Two people answer at the same moment; neither is lost."""
    office = Office(store, _respond, LIBRARY, line=Line(at_once=2))
    await office.receive(_envelope(LOG))
    await asyncio.gather(
        office.receive(_envelope("on this server", "2", person="a")), office.receive(_envelope("the IP is not ours", "3", person="b"))
    )
    last = await office.receive(_envelope("thanks", "4"))
    assert last.state == "answered"
    stored = await store.load("terminal:team", "thread")
    assert stored is not None
    assert '"verdict":"relay_abuse"' in stored.body


@pytest.mark.parametrize("failure", [TimedOut(3.0), Crashed("memory", "")])
async def test_a_desk_that_fails_apologises_and_loses_nothing(store: Store, failure: TimedOut | Crashed) -> None:
    """The conversation stays as it was."""
    await Office(store, _respond, LIBRARY).receive(_envelope(LOG))
    before = await store.load("terminal:team", "thread")

    async def fails(*_: object) -> TimedOut | Crashed:
        return failure

    answer = await Office(store, fails, LIBRARY).receive(_envelope("on this server", "2"))
    assert answer.reply is not None
    assert "Nothing you told was lost" in markdown_of(answer.reply)
    after = await store.load("terminal:team", "thread")
    assert before is not None
    assert after is not None
    assert after.body == before.body


async def test_too_many_messages_get_a_kind_word_and_can_be_sent_again(store: Store) -> None:
    """Limits hold a person back without losing the event."""
    now = [0.0]
    buckets = Buckets({"user": Allowance(rate=0.1, burst=1)}, clock=lambda: now[0])
    office = Office(store, _respond, LIBRARY, buckets=buckets)
    assert (await office.receive(_envelope("hello", "1"))).state == "answered"
    held = await office.receive(_envelope(LOG, "2"))
    assert held.state == "waiting"
    assert held.reply is not None
    assert "try again in 10 seconds" in markdown_of(held.reply)
    now[0] = 60.0
    assert (await office.receive(_envelope(LOG, "2"))).state == "answered"


async def test_a_full_line_gives_the_event_back(store: Store) -> None:
    """Nobody waits for ever, and the event can be sent again."""
    going = asyncio.Event()

    async def slow(conversation: Conversation, message: Message, site: Site) -> tuple[Conversation, Reply]:
        await going.wait()
        return DESK.respond(conversation, message, site)

    office = Office(store, slow, LIBRARY, line=Line(at_once=1, places=0))
    running = asyncio.create_task(office.receive(_envelope(LOG, "1", person="a")))
    await asyncio.sleep(0.1)
    assert (await office.receive(_envelope(LOG, "2", person="b"))).state == "waiting"
    going.set()
    assert (await running).state == "answered"
    assert (await office.receive(_envelope(LOG, "2", person="b"))).state == "answered"


async def test_forget_erases_the_conversation(store: Store) -> None:
    """By word, and by command."""
    office = Office(store, _respond, LIBRARY)
    await office.receive(_envelope(LOG))
    await office.receive(_envelope("forget this", "2"))
    assert await store.load("terminal:team", "thread") is None
    await office.receive(_envelope(LOG, "3"))
    await office.forget("terminal:team", "thread")
    assert await store.load("terminal:team", "thread") is None


async def test_sites_are_kept_by_room_and_team(store: Store) -> None:
    """A room's site goes before the team's, and another team's counts for nothing."""
    site = Site(networks=("111.111.111.111",))
    await store.save_site("terminal:team", "", site.model_dump_json())
    office = Office(store, _respond, LIBRARY)
    upper = "\n".join(LOG.splitlines()[:7])
    ours = await office.receive(_envelope(upper))
    theirs = await office.receive(_envelope(upper, tenant="terminal:other"))
    assert ours.reply is not None
    assert theirs.reply is not None
    assert (ours.reply.severity, theirs.reply.severity) == ("fine", "unknown")


async def test_the_desk_in_a_worker(store: Store) -> None:
    """The same, with the desk in a process of its own."""
    async with responding_worker() as worker:
        office = Office(store, worker.run, LIBRARY)
        answer = await office.receive(_envelope(LOG))
        assert answer.reply is not None
        assert "Not decided yet" in markdown_of(answer.reply)


def test_parcels_survive_being_written_down() -> None:
    """Every reply of a conversation comes back as it was."""
    conversation, reply = DESK.respond(Conversation("x"), Message(text=LOG))
    assert unpack(pack(Parcel("there", reply))) == Parcel("there", reply)
    assert conversation.concluded is not None


async def test_edits_and_deletions_find_their_answers(store: Store) -> None:
    """An edited message is read anew under the same answer; what was told still holds; a deleted one is forgotten."""
    office = Office(store, _respond, LIBRARY)
    upper = "\n".join(LOG.splitlines()[:7])
    first = await office.receive(_envelope(upper, "1", message_id="m1"))
    await office.delivered(first, "a1")
    assert await office.conversation_of("terminal:team", "a1") == "thread"
    await office.receive(_envelope("111.111.111.111 is ours", "2"))
    again = await office.receive(_envelope(LOG, "1.edited", message_id="m1", anew=True))
    assert again.reply is not None
    assert "lower" in markdown_of(again.reply)
    assert again.reply.severity == "unknown"
    assert await office.answers_to("terminal:team", "m1") == ("a1",)
    assert await office.deleted("other", "m1") == ()
    assert await office.deleted("terminal:team", "m1") == ("a1",)
    assert await store.load("terminal:team", "thread") is None


async def test_the_journal_tells_of_answers_and_holds_no_paste(store: Store) -> None:
    """One id a conversation, and nothing of what was said."""
    lines = io.StringIO()
    set_up("debug", console=False, stream=lines)
    try:
        office = Office(store, _respond, LIBRARY, adapter="test")
        await office.receive(_envelope(LOG))
        await office.receive(_envelope("the IP is not ours", "2"))
        await office.receive(_envelope("the IP is not ours", "2"))
    finally:
        set_up("error")
    told = [json.loads(line) for line in lines.getvalue().splitlines()]
    answered = [line for line in told if line["event"] == "answered"]
    assert len(answered) == 2
    assert {line["conversation"] for line in answered} == {digest("terminal:team", "thread")}
    assert {line["adapter"] for line in answered} == {"test"}
    assert not [word for word in ("aaa.aaa", "terminal:team", "thread", "SMTP", "the IP") if word in lines.getvalue()]


async def test_all_answers_of_a_conversation_are_known(store: Store) -> None:
    """So that they can be taken away with it."""
    office = Office(store, _respond, LIBRARY)
    for number, text in enumerate((LOG, "on this server")):
        await office.delivered(await office.receive(_envelope(text, str(number))), f"a{number}")
    assert await office.answers_in("terminal:team", "thread") == ("a0", "a1")
    assert await office.answers_in("terminal:team", "no such thread") == ()
