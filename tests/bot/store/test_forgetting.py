"""What is forgotten is gone, from the file too; what is old goes by itself; what is younger stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.store import Outgoing, Store

_SECRET = "words that must go 192.0.2.1"  # which stays as it is when names are taken out


async def _converse(store: Store, conversation_id: str, tenant: str = "team") -> None:
    claim = await store.claim(tenant, f"event of {conversation_id}", lease_seconds=60)
    assert claim is not None
    await store.link(tenant, f"question in {conversation_id}", conversation_id, "question")
    await store.commit(claim, conversation_id, _SECRET, expected_version=0, outgoing=[Outgoing(f"key of {conversation_id}", _SECRET)])
    await store.add_feedback(tenant, conversation_id, False, _SECRET)


async def _traces(store: Store, conversation_id: str, tenant: str = "team") -> list[bool]:
    """Tell what is left of a conversation: itself, its link, its outgoing message, its feedback's words."""
    return [
        await store.load(tenant, conversation_id) is not None,
        await store.find(tenant, f"question in {conversation_id}") is not None,
        any(message.conversation_id == conversation_id for message in await store.outbox(tenant, lease_seconds=0)),
        any(entry.conversation_id == conversation_id or entry.reason for entry in await store.feedback(tenant)),
    ]


async def test_forget_leaves_no_trace(store: Store, clock):
    """A forgotten conversation is gone with its links, outgoing messages and the words of its feedback; the count stays."""
    await _converse(store, "case")
    clock.now += 61
    assert all(await _traces(store, "case"))
    await store.forget("team", "case")
    assert not any(await _traces(store, "case"))
    assert [entry.helped for entry in await store.feedback("team")] == [False]


async def test_forget_spares_the_others(store: Store, clock):
    """Another conversation of the same tenant stays whole."""
    await _converse(store, "case")
    await _converse(store, "other")
    clock.now += 61
    await store.forget("team", "case")
    assert all(await _traces(store, "other"))


async def test_late_answer_to_a_forgotten_conversation_leaves_nothing(store: Store):
    """A message that is being sent while its conversation is forgotten is not linked again."""
    await _converse(store, "case")
    await store.forget("team", "case")
    await store.sent("team", "key of case", "m9")
    assert await store.find("team", "m9") is None


async def test_forgotten_tenant_is_gone(store: Store, clock):
    """Everything of a tenant goes, and nothing of the others."""
    for tenant in ("team", "others"):
        await _converse(store, "case", tenant)
        await store.save_site(tenant, "", _SECRET)
        await store.add_gap(tenant, "line", _SECRET)
        await store.save_preference(tenant, "person", "lang", "ja")
    clock.now += 61
    await store.forget_tenant("team")
    assert not any(await _traces(store, "case"))
    assert (await store.feedback("team"), await store.gaps("team"), await store.site("team")) == ((), (), None)
    assert await store.preference("team", "person", "lang") is None
    assert await store.claim("team", "event of case", lease_seconds=60) is not None
    assert all(await _traces(store, "case", "others"))
    assert await store.site("others") == _SECRET


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("forget", ["forget", "forget_tenant", "expire"])
async def test_forgotten_text_is_not_in_the_files(store: Store, tmp_path: Path, forget: str, clock):
    """SQLite's files hold nothing of what was forgotten, not even as free space."""

    def found() -> bool:
        return any(_SECRET.encode() in path.read_bytes() for path in (tmp_path / "data").iterdir())

    await _converse(store, "case")
    assert found()
    if forget == "expire":
        clock.pass_days(8)
        await store.expire()
    else:
        await getattr(store, forget)("team", *(["case"] if forget == "forget" else []))
    assert not found()


async def test_old_conversations_expire(open_store, clock):
    """A conversation goes when its last message is older than the retention; one that went on stays."""
    store = await open_store(retention_days=3)
    await _converse(store, "old")
    await _converse(store, "went on")
    clock.pass_days(2)
    claim = await store.claim("team", "later", lease_seconds=60)
    assert claim is not None
    await store.commit(claim, "went on", _SECRET, expected_version=1)
    assert await store.expire() == 0
    clock.pass_days(2)
    assert await store.expire() == 1
    assert (await _traces(store, "old"))[:3] == [False, False, False]
    assert (await _traces(store, "went on"))[:3] == [True, True, True]
    assert sorted(entry.reason for entry in await store.feedback("team")) == ["", _SECRET]


async def test_more_than_one_batch_expires(store: Store, clock, monkeypatch):
    """However many are old, all of them go."""
    monkeypatch.setattr("bot.store.forgetting._BATCH", 2)
    for number in range(5):
        await _converse(store, str(number))
    clock.pass_days(8)
    assert await store.expire() == 5


async def test_strays_expire(store: Store, clock):
    """What belongs to no conversation (any more) goes too, though another tenant has one of that name."""
    await store.link("team", "question in none", "none", "question")
    claim = await store.claim("team", "event", lease_seconds=60)
    assert claim is not None
    await store.commit(claim, "none", None, expected_version=0, outgoing=[Outgoing("key", "text")])
    await store.link("team", "question in none", "none", "question")
    await store.add_feedback("team", "none", True, "reason")
    clock.pass_days(6)
    await _converse(store, "none", "others")
    await store.expire()
    assert (await _traces(store, "none"))[1:] == [True, True, True]
    clock.pass_days(2)
    await store.expire()
    assert all(await _traces(store, "none", "others"))
    assert not any(await _traces(store, "none"))


async def test_event_ids_are_kept_two_days(open_store, clock):
    """An event is known for two days though conversations go sooner; one that is being worked on stays known."""
    store = await open_store(retention_days=0)
    claim = await store.claim("team", "event", lease_seconds=60)
    assert claim is not None
    await store.commit(claim, "case", "body", expected_version=0)
    assert await store.claim("team", "long", lease_seconds=10 * 86400) is not None
    clock.pass_days(1.9)
    await store.expire()
    assert await store.claim("team", "event", lease_seconds=60) is None
    clock.pass_days(0.2)
    await store.expire(clock.now)
    assert await store.claim("team", "event", lease_seconds=60) is not None
    assert await store.claim("team", "long", lease_seconds=60) is None
