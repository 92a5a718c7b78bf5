"""Events are answered exactly once, conversations are not overwritten, and what is to be sent is not lost."""

from __future__ import annotations

import asyncio

import pytest

from bot.store import Claim, ClaimLost, Conflict, Outgoing, Store


async def _claim(store: Store, event_id: str = "event", *, tenant: str = "team") -> Claim:
    claim = await store.claim(tenant, event_id, lease_seconds=60)
    assert claim is not None
    return claim


async def test_event_is_claimed_once(store: Store, clock):
    """Nobody else gets an event while its lease runs, nor after it was answered."""
    claim = await _claim(store)
    assert await store.claim("team", "event", lease_seconds=60) is None
    await store.commit(claim, "case", "body", expected_version=0)
    clock.now += 3600
    assert await store.claim("team", "event", lease_seconds=60) is None


async def test_one_of_many_claims_wins(store: Store):
    """Of many claims at the same moment one succeeds."""
    claims = await asyncio.gather(*(store.claim("team", "event", lease_seconds=60) for _ in range(8)))
    assert len([claim for claim in claims if claim]) == 1


async def test_lease_that_ran_out_can_be_claimed(store: Store, clock):
    """An event whose process was killed goes to another one, and the first, should it still live, cannot commit."""
    first = await _claim(store)
    clock.now += 61
    second = await _claim(store)
    with pytest.raises(ClaimLost):
        await store.commit(first, "case", "from the first", expected_version=0, outgoing=[Outgoing("key", "from the first")])
    assert await store.load("team", "case") is None
    await store.commit(second, "case", "from the second", expected_version=0)
    stored = await store.load("team", "case")
    assert stored is not None
    assert stored.body == "from the second"


async def test_lease_that_ran_out_unnoticed_still_commits(store: Store, clock):
    """A slow process whose event nobody took over may still answer it."""
    claim = await _claim(store)
    clock.now += 3600
    assert await store.commit(claim, "case", "body", expected_version=0) == 1


async def test_released_event_can_be_claimed_at_once(store: Store):
    """An event that was given back can be claimed; a claim that is answered cannot be given back."""
    await store.release(await _claim(store))
    claim = await _claim(store)
    await store.commit(claim, "case", "body", expected_version=0)
    await store.release(claim)
    assert await store.claim("team", "event", lease_seconds=60) is None


async def test_versions_count(store: Store, clock):
    """Each save moves the version and the time."""
    assert await store.load("team", "case") is None
    assert await store.commit(await _claim(store, "1"), "case", "one", expected_version=0) == 1
    clock.now += 5
    assert await store.commit(await _claim(store, "2"), "case", "two", expected_version=1) == 2
    stored = await store.load("team", "case")
    assert stored is not None
    assert (stored.body, stored.version, stored.updated) == ("two", 2, clock.now)


@pytest.mark.parametrize("expected", [0, 1, 3])
async def test_conflict_changes_nothing(store: Store, expected: int):
    """A save that expects another version leaves the conversation, the event and the outbox as they were."""
    for version in (0, 1):
        await store.commit(await _claim(store, str(version)), "case", f"after {version}", expected_version=version)
    claim = await _claim(store)
    for body in ("lost", None):
        with pytest.raises(Conflict):
            await store.commit(claim, "case", body, expected_version=expected, outgoing=[Outgoing("key", "lost")])
    stored = await store.load("team", "case")
    assert stored is not None
    assert (stored.body, stored.version) == ("after 1", 2)
    assert await store.commit(claim, "case", "tried again", expected_version=2) == 3


async def test_one_of_two_simultaneous_saves_conflicts(store: Store):
    """Of two saves of the same version at the same moment one conflicts."""
    claims = [await _claim(store, "1"), await _claim(store, "2")]
    for version in (0, 1):
        saves = (store.commit(claim, "case", claim.event_id, expected_version=version) for claim in claims)
        outcomes = await asyncio.gather(*saves, return_exceptions=True)
        assert {type(outcome) for outcome in outcomes} == {int, Conflict}
        claims = [await _claim(store, f"{version} again {number}") for number in (1, 2)]


async def test_outbox_offers_what_was_left(store: Store, clock):
    """Messages come out in their order once the lease ran out, each to one taker, until they are sent."""
    first, second = await _claim(store, "1"), await _claim(store, "2")
    await store.commit(first, "case", "body", expected_version=0, outgoing=[Outgoing("z", "one", "question"), Outgoing("a", "two")])
    assert await store.outbox() == ()
    clock.now += 30
    await store.commit(second, "case", "body", expected_version=1, outgoing=[Outgoing("m", "three")])
    clock.now += 61
    pending = await store.outbox(lease_seconds=10)
    assert [(message.key, message.body, message.reply_to) for message in pending] == [
        ("z", "one", "question"),
        ("a", "two", ""),
        ("m", "three", ""),
    ]
    assert {(message.tenant, message.conversation_id) for message in pending} == {("team", "case")}
    assert await store.outbox() == ()
    await store.sent("team", "z", "platform 1")
    clock.now += 11
    assert [message.key for message in await store.outbox()] == ["a", "m"]


async def test_outbox_gives_each_message_to_one_taker(store: Store, clock):
    """Processes that look into the outbox at the same moment share what is there."""
    messages = [Outgoing(f"key {number}", "text") for number in range(20)]
    await store.commit(await _claim(store), "case", "body", expected_version=0, outgoing=messages)
    clock.now += 61
    taken = await asyncio.gather(*(store.outbox() for _ in range(4)))
    assert sorted(message.key for part in taken for message in part) == sorted(message.key for message in messages)


async def test_same_key_is_the_same_message(store: Store, clock):
    """A key that is in the outbox already is not queued twice."""
    await store.commit(await _claim(store, "1"), "case", "body", expected_version=0, outgoing=[Outgoing("key", "first")])
    await store.commit(await _claim(store, "2"), "case", "body", expected_version=1, outgoing=[Outgoing("key", "second")])
    clock.now += 61
    assert [message.body for message in await store.outbox()] == ["first"]


async def test_sent_message_leads_back_to_its_conversation(store: Store):
    """What the platform called our answer is found, and so is the answer to a question."""
    claim = await _claim(store)
    await store.link("team", "m1", "case", "question")
    await store.commit(claim, "case", "body", expected_version=0, outgoing=[Outgoing("a", "one", "m1"), Outgoing("b", "two", "m1")])
    await store.sent("team", "a", "m2")
    await store.sent("team", "b", "m3")
    await store.sent("team", "b", "m4")
    question, answer = await store.find("team", "m1"), await store.find("team", "m2")
    assert question is not None
    assert answer is not None
    assert (question.conversation_id, question.role, sorted(question.answers)) == ("case", "question", ["m2", "m3"])
    assert (answer.conversation_id, answer.role, answer.reply_to) == ("case", "answer", "m1")
    assert await store.find("team", "m4") is None


async def test_commit_without_a_body_keeps_nothing(store: Store, clock):
    """The answer to "forget this" goes out, and the conversation with all its traces is gone in the same step."""
    await store.link("team", "m1", "case", "question")
    await store.commit(await _claim(store, "1"), "case", "body", expected_version=0, outgoing=[Outgoing("old", "text")])
    assert await store.commit(await _claim(store, "2"), "case", None, expected_version=1, outgoing=[Outgoing("new", "forgotten")]) == 0
    clock.now += 61
    assert await store.load("team", "case") is None
    assert await store.find("team", "m1") is None
    assert [message.key for message in await store.outbox()] == ["new"]
