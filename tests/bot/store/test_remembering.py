"""Sites, feedback, gaps, preferences and tokens come back as they were kept."""

from __future__ import annotations

import pytest
from cryptography.fernet import Fernet

from bot.store import Store, StoreError


async def test_link_can_change(store: Store):
    """A message that is linked again belongs to the later conversation."""
    await store.link("team", "m1", "case 1", "question")
    await store.link("team", "m1", "case 2", "question")
    found = await store.find("team", "m1")
    assert found is not None
    assert found.conversation_id == "case 2"
    assert await store.find("team", "m2") is None


async def test_answers_are_found_oldest_first(store: Store, clock):
    """The answers to a message come in the order in which they were sent."""
    await store.link("team", "m1", "case", "question")
    for name in ("z", "a"):
        clock.now += 1
        await store.link("team", name, "case", "answer", reply_to="m1")
    found = await store.find("team", "m1")
    assert found is not None
    assert found.answers == ("z", "a")


async def test_all_answers_of_a_conversation_are_found(store: Store, clock):
    """Whatever they answer, oldest first; questions and other conversations' answers are not among them."""
    await store.link("team", "m1", "case", "question")
    for name in ("z", "a"):
        clock.now += 1
        await store.link("team", name, "case", "answer")
    await store.link("team", "other", "another case", "answer")
    assert await store.answers("team", "case") == ("z", "a")
    await store.forget("team", "case")
    assert await store.answers("team", "case") == ()


@pytest.mark.parametrize("keys", [[], [Fernet.generate_key().decode()]], ids=["plain", "encrypted"])
async def test_latest_reply_is_kept_with_its_conversation(open_store, keys):
    """It comes back after a restart, gives way to the next one, and goes with the conversation."""
    store = await open_store(keys=keys)
    for version, latest in enumerate(("つないできた相手", "then", None)):
        claim = await store.claim("team", f"event {version}", lease_seconds=60)
        await store.commit(claim, "case", "body", expected_version=version, latest=latest)
        assert (await (await open_store(keys=keys)).load("team", "case")).latest == latest
    claim = await store.claim("team", "last", lease_seconds=60)
    await store.commit(claim, "case", "body", expected_version=3, latest="again")
    await store.forget("team", "case")
    assert await store.load("team", "case") is None


async def test_room_falls_back_to_the_tenant(store: Store):
    """A room without a site of its own has that of its tenant."""
    assert await store.site("team", "room") is None
    await store.save_site("team", "", "of the tenant")
    await store.save_site("team", "room", "draft")
    await store.save_site("team", "room", "of the room")
    assert await store.site("team", "room") == "of the room"
    assert await store.site("team", "other") == "of the tenant"
    assert await store.site("team") == "of the tenant"


async def test_feedback_is_kept(store: Store, clock):
    """Feedback comes back in its order, with its reason."""
    await store.add_feedback("team", "case", True)
    clock.now += 1
    await store.add_feedback("team", "case", False, "wrong server")
    assert [(entry.helped, entry.reason, entry.conversation_id) for entry in await store.feedback("team")] == [
        (True, "", "case"),
        (False, "wrong server", "case"),
    ]


async def test_a_reason_names_nobody(store: Store):
    """What people quote beside their blame is kept without names, addresses and secrets."""
    reason = "wrong: client=mail.example.com[192.0.2.7] sasl_username=hanako to=<taro@example.org> is ours, password: hunter2"
    await store.add_feedback("team", "case", False, reason)
    (kept,) = [entry.reason for entry in await store.feedback("team")]
    assert kept.startswith("wrong: client=")
    assert not [name for name in ("mail.example.com", "192.0.2.7", "hanako", "taro", "hunter2") if name in kept]


@pytest.mark.parametrize("keys", [[], [Fernet.generate_key().decode()]], ids=["plain", "encrypted"])
async def test_same_gap_is_counted(open_store, clock, keys):
    """The same text of the same kind counts up; the most missed comes first, and the limit holds."""
    store = await open_store(keys=keys)
    await store.add_gap("team", "line", "seldom")
    for _ in range(3):
        clock.now += 1
        await store.add_gap("team", "line", "often")
    await store.add_gap("team", "question", "often")
    gaps = await store.gaps("team")
    assert [(gap.kind, gap.text, gap.count) for gap in gaps] == [("line", "often", 3), ("question", "often", 1), ("line", "seldom", 1)]
    assert gaps[0].last == clock.now
    assert [gap.count for gap in await store.gaps("team", 1)] == [3]


async def test_gaps_of_all_tenants(store: Store):
    """Those who write the knowledge base see what every tenant missed."""
    for tenant in ("team", "team", "others"):
        await store.add_gap(tenant, "line", "text")
    assert [(gap.tenant, gap.count) for gap in await store.gaps(None)] == [("team", 2), ("others", 1)]


async def test_preference_is_kept(store: Store):
    """A preference can be chosen anew."""
    assert await store.preference("team", "person", "lang") is None
    for value in ("ja", "en"):
        await store.save_preference("team", "person", "lang", value)
    assert await store.preference("team", "person", "lang") == "en"


async def test_token_needs_a_key(open_store):
    """A token is refused without a key, and comes back with one."""
    with pytest.raises(StoreError, match=r"^A token is only kept encrypted, and no key for the database is set\.$"):
        await (await open_store()).save_token("team", "bot", "secret")
    store = await open_store(keys=[Fernet.generate_key().decode()])
    assert await store.token("team", "bot") is None
    await store.save_token("team", "bot", "old")
    await store.save_token("team", "bot", "secret")
    assert await store.token("team", "bot") == "secret"
