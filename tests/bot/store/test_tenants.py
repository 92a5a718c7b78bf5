"""No tenant reaches what belongs to another, though all their names are the same."""

from __future__ import annotations

import inspect
from dataclasses import replace

import pytest
from cryptography.fernet import Fernet

from bot.store import Claim, ClaimLost, Outgoing, Store

_HOUSEKEEPING = {"open", "close", "expire", "rotate"}  # work on the whole database and give out nothing


@pytest.fixture
async def full(open_store, clock) -> Store:
    """Give a store where the tenant ``theirs`` has something of every kind."""
    store = await open_store(keys=[Fernet.generate_key().decode()])
    await _fill(store, "theirs")
    clock.now += 61
    return store


async def _fill(store: Store, tenant: str) -> None:
    claim = await store.claim(tenant, "event", lease_seconds=60)
    assert claim is not None
    await store.link(tenant, "m1", "case", "question")
    messages = [Outgoing("waiting", "secret"), Outgoing("done", "secret", "m1")]
    await store.commit(claim, "case", f"body of {tenant}", expected_version=0, outgoing=messages)
    await store.sent(tenant, "done", "m2")
    await store.save_site(tenant, "", "secret")
    await store.save_site(tenant, "room", "secret")
    await store.add_feedback(tenant, "case", False, "secret")
    await store.add_gap(tenant, "line", "secret")
    await store.save_preference(tenant, "person", "lang", "secret")
    await store.save_token(tenant, "bot", "secret")
    held = await store.claim(tenant, "held", lease_seconds=3600)
    assert held is not None


async def _seen(store: Store, tenant: str) -> list[object]:
    """Return everything that a tenant gets to see, in the order of the methods' names."""
    return [
        await store.answers(tenant, "case"),
        await store.feedback(tenant),
        await store.find(tenant, "m1"),
        await store.find(tenant, "m2"),
        await store.gaps(tenant),
        await store.load(tenant, "case"),
        await store.outbox(tenant, lease_seconds=0),
        await store.preference(tenant, "person", "lang"),
        await store.site(tenant, "room"),
        await store.site(tenant),
        await store.token(tenant, "bot"),
    ]


async def _claim_same(store: Store) -> None:
    assert await store.claim("mine", "event", lease_seconds=60) is not None


async def _commit_same(store: Store) -> None:
    claim = await store.claim("mine", "event", lease_seconds=60)
    assert claim is not None
    await store.commit(claim, "case", "mine", expected_version=0, outgoing=[Outgoing("waiting", "mine")])


async def _outbox_same(store: Store) -> None:
    claim = await store.claim("mine", "event", lease_seconds=0)
    assert claim is not None
    await store.commit(claim, "case", "mine", expected_version=0, outgoing=[Outgoing("waiting", "mine")])
    assert len(await store.outbox("mine")) == 1


async def _commit_nothing(store: Store) -> None:
    claim = await store.claim("mine", "event", lease_seconds=60)
    assert claim is not None
    await store.commit(claim, "case", None, expected_version=0)


_ATTEMPTS = {
    "add_feedback": lambda store: store.add_feedback("mine", "case", True, "mine"),
    "add_gap": lambda store: store.add_gap("mine", "line", "secret"),
    "answers": lambda store: store.answers("mine", "case"),
    "claim": _claim_same,
    "commit": _commit_same,
    "commit nothing": _commit_nothing,
    "feedback": lambda store: store.feedback("mine"),
    "find": lambda store: store.find("mine", "m1"),
    "forget": lambda store: store.forget("mine", "case"),
    "forget_tenant": lambda store: store.forget_tenant("mine"),
    "gaps": lambda store: store.gaps("mine"),
    "link": lambda store: store.link("mine", "m1", "mine", "answer", reply_to="m1"),
    "load": lambda store: store.load("mine", "case"),
    "outbox": lambda store: store.outbox("mine"),
    "outbox same": _outbox_same,
    "preference": lambda store: store.preference("mine", "person", "lang"),
    "release": lambda store: store.release(Claim("mine", "held", "guessed", 60)),
    "save_preference": lambda store: store.save_preference("mine", "person", "lang", "mine"),
    "save_site": lambda store: store.save_site("mine", "", "mine"),
    "save_token": lambda store: store.save_token("mine", "bot", "mine"),
    "sent": lambda store: store.sent("mine", "waiting", "m2"),
    "site": lambda store: store.site("mine", "room"),
    "token": lambda store: store.token("mine", "bot"),
}


def test_every_method_is_tried():
    """A method that is added later is tried too."""
    methods = {name for name, _ in inspect.getmembers(Store, inspect.isfunction) if not name.startswith("_")} - _HOUSEKEEPING
    assert methods == {name.partition(" ")[0] for name in _ATTEMPTS}


async def test_nothing_of_another_tenant_is_seen(full: Store):
    """Whoever asks with another tenant's names gets nothing."""
    assert await _seen(full, "mine") == [(), (), None, None, (), None, (), None, None, None, None]
    assert all(await _seen(full, "theirs"))


@pytest.mark.parametrize("attempt", _ATTEMPTS)
async def test_nothing_of_another_tenant_is_changed(full: Store, attempt: str):
    """Whatever one tenant does under the same names, the other sees what it saw before, and its claims hold."""
    before = await _seen(full, "theirs")
    await _ATTEMPTS[attempt](full)
    assert await _seen(full, "theirs") == before
    assert await full.claim("theirs", "held", lease_seconds=60) is None
    assert await full.claim("theirs", "event", lease_seconds=60) is None


async def test_claim_of_another_tenant_is_worth_nothing(store: Store):
    """Even who knows a claim's secret word cannot use it in another tenant's name, nor does an equal event there touch it."""
    claim = await store.claim("theirs", "event", lease_seconds=0)
    assert claim is not None
    for _ in range(2):
        assert await store.claim("mine", "event", lease_seconds=0) is not None
    forged = replace(claim, tenant="mine")
    await store.release(forged)
    with pytest.raises(ClaimLost):
        await store.commit(forged, "case", "mine", expected_version=0)
    assert await store.commit(claim, "case", "theirs", expected_version=0) == 1
