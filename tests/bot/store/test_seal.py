"""Pasted text is unreadable without the key; keys can be changed; a wrong one is told in one sentence; any text survives."""

from __future__ import annotations

import asyncio
from itertools import count

import pytest
from cryptography.fernet import Fernet
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import LargeBinary, select

from bot.redact import redact
from bot.store import Outgoing, Store, StoreError
from bot.store.seal import Seal
from bot.store.tables import SEALED, gaps, metadata

_OLD, _NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()
_SECRET = "pasted 192.0.2.1"  # which stays as it is when names are taken out
_WRONG_KEY = r"^The database is encrypted with another key: none of the keys that are set opens it\.$"
_ANY_TEXT = st.text(st.characters(), max_size=60)  # lone surrogates and NUL among them


async def _fill(store: Store, event_id: str = "event") -> None:
    claim = await store.claim("team", event_id, lease_seconds=60)
    assert claim is not None
    await store.commit(claim, event_id, _SECRET, expected_version=0, outgoing=[Outgoing(event_id, _SECRET)], latest=_SECRET)
    await store.save_site("team", event_id, _SECRET)
    await store.add_feedback("team", event_id, False, _SECRET)
    await store.add_gap("team", "line", _SECRET)


async def _texts(store: Store, event_id: str = "event") -> list[str | None]:
    stored = await store.load("team", event_id)
    pending = [message.body for message in await store.outbox("team", lease_seconds=0) if message.key == event_id]
    reasons = [entry.reason for entry in await store.feedback("team") if entry.conversation_id == event_id]
    return [
        stored and stored.body,
        stored and stored.latest,
        *pending,
        *reasons,
        await store.site("team", event_id),
        *(gap.text for gap in await store.gaps("team")),
    ]


async def _raw(store: Store) -> bytes:
    """Return all sealed bytes of the database, as someone sees them who has the database alone."""
    content = []
    async with store._database.reading() as connection:
        for table in metadata.tables.values():
            for column in table.c:
                if isinstance(column.type, LargeBinary):
                    content += [value for value in (await connection.scalars(select(column))).all() if value]
    return b"\n".join(content)


def test_every_sealed_column_rotates():
    """The list of columns to encrypt anew holds every column of bytes."""
    columns = {
        (table.name, column.name) for table in metadata.tables.values() for column in table.c if isinstance(column.type, LargeBinary)
    }
    assert columns == {(table.name, column) for table, column in SEALED} | {(gaps.name, "text")}


async def test_key_hides_what_was_pasted(open_store, clock):
    """Without a key text stands in the database as it is; with one it does not, and comes back all the same."""
    plain = await open_store()
    await _fill(plain, "before")
    assert _SECRET.encode() in await _raw(plain)
    await plain.forget_tenant("team")
    store = await open_store(keys=[_NEW])
    await _fill(store)
    clock.now += 61
    assert _SECRET.encode() not in await _raw(store)
    assert await _texts(store) == [_SECRET] * 6


async def test_values_from_before_the_key_stay_readable(open_store, clock):
    """What was written plain can be read once a key is set, and the same gap still counts."""
    await _fill(await open_store())
    clock.now += 61
    store = await open_store(keys=[_NEW])
    await store.add_gap("team", "line", _SECRET)
    assert await _texts(store) == [_SECRET] * 6
    assert [gap.count for gap in await store.gaps("team")] == [2]


async def test_rotation_makes_the_old_key_dispensable(open_store, clock):
    """After the rotation the new key opens everything (plain values too are encrypted now), and the old one opens nothing."""
    await _fill(await open_store(), "plain")
    await _fill(await open_store(keys=[_OLD]), "old")
    both = await open_store(keys=[_NEW, _OLD])
    await both.save_token("team", "bot", "secret")
    await _fill(both, "new")
    # three conversations, outgoing messages, sites and reasons, one gap, one token, and the mark
    assert await both.rotate() == 3 * 5 + 3
    clock.now += 61
    store = await open_store(keys=[_NEW])
    for event_id in ("plain", "old", "new"):
        assert await _texts(store, event_id) == [_SECRET] * 6
    assert await store.token("team", "bot") == "secret"
    assert [gap.count for gap in await store.gaps("team")] == [3]
    assert _SECRET.encode() not in await _raw(store)
    with pytest.raises(StoreError, match=_WRONG_KEY):
        await open_store(keys=[_OLD])


async def test_rotation_joins_gaps_that_were_counted_apart(open_store, clock):
    """The same text counted under two keys by processes that did not know each other's key becomes one gap again."""
    store = await open_store(keys=[_OLD])
    await store.add_gap("team", "line", "text")
    stranger = Store(store._database, Seal([_NEW]), clock, 7.0)
    clock.now += 1
    await stranger.add_gap("team", "line", "text")
    both = await open_store(keys=[_NEW, _OLD])
    assert len(await both.gaps("team")) == 2
    await both.rotate()
    assert [(gap.text, gap.count, gap.last) for gap in await both.gaps("team")] == [("text", 2, clock.now)]


async def test_wrong_key_is_told(open_store):
    """Another key, and no key at all, are refused at the start with one sentence."""
    await open_store(keys=[_OLD])
    with pytest.raises(StoreError, match=_WRONG_KEY):
        await open_store(keys=[_NEW])
    with pytest.raises(StoreError, match=r"^The database is encrypted, and no key is set\.$"):
        await open_store()


@pytest.mark.parametrize("key", ["", "short", "é" * 43 + "=", "\0" * 44, "x" * 44])
async def test_key_that_is_none_is_told(open_store, key: str):
    """Something that is not a key is refused with one sentence, which does not repeat it."""
    with pytest.raises(StoreError, match=r"^A key for the database is not valid: it must be 32 bytes, written in URL-safe base64\.$"):
        await open_store(keys=[key])


async def test_rotation_needs_a_key(store: Store):
    """Without a key there is nothing to rotate to."""
    with pytest.raises(StoreError, match=r"^There is no key to encrypt the database with\.$"):
        await store.rotate()


def test_damaged_value_is_told():
    """Bytes that nobody sealed are refused."""
    with pytest.raises(StoreError, match=r"^A value in the database was not written by RelayDoc, or is damaged\.$"):
        Seal().open(b"\xff\xfe")


@given(text=_ANY_TEXT, keys=st.sampled_from([[], [_NEW], [_NEW, _OLD]]))
def test_any_text_can_be_sealed(text: str, keys: list[str]):
    """Whatever text is closed is the same when opened."""
    seal = Seal(keys)
    assert seal.open(seal.close(text)) == text


async def test_any_text_survives(store: Store):
    """Any body, site or gap comes back as it was, NUL and lone surrogates too, and a reason without its names."""
    loop, numbers = asyncio.get_running_loop(), count()

    async def keep(text: str) -> None:
        name = str(next(numbers))
        claim = await store.claim("team", name, lease_seconds=0)
        assert claim is not None
        await store.commit(claim, name, text, expected_version=0, outgoing=[Outgoing(name, text)])
        await store.save_site("team", name, text)
        await store.add_gap(name, "line", text)
        await store.add_feedback(name, name, True, text)
        stored = await store.load("team", name)
        assert stored is not None
        assert [stored.body, await store.site("team", name)] == [text, text]
        assert [(await store.gaps(name))[0].text, (await store.feedback(name))[0].reason] == [text, redact(text)]
        assert [message.body for message in await store.outbox("team", lease_seconds=3600)] == [text]

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(text=_ANY_TEXT)
    def survives(text: str) -> None:
        asyncio.run_coroutine_threadsafe(keep(text), loop).result()

    for text in ("", "\0", "\ud800", "a\0\udfff😀"):
        await keep(text)
    await asyncio.to_thread(survives)


async def test_any_name_survives_or_is_refused(store: Store):
    """A name comes back as it was, or is refused with a sentence that does not repeat it."""
    loop = asyncio.get_running_loop()

    async def keep(name: str) -> None:
        if "\0" in name or any("\ud800" <= sign <= "\udfff" for sign in name) or len(name.encode()) > 500:
            with pytest.raises(StoreError, match=r"^A name "):
                await store.save_preference(name, name, name, name)
        else:
            await store.save_preference(name, name, name, name)
            assert await store.preference(name, name, name) == name

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(name=_ANY_TEXT)
    def survives(name: str) -> None:
        asyncio.run_coroutine_threadsafe(keep(name), loop).result()

    for name in ("\0", "\udfff", "x" * 500, "あ" * 166, "あ" * 167):
        await keep(name)
    await asyncio.to_thread(survives)


@pytest.mark.parametrize("name", ["a\0b", "a\ud800", "x" * 501])
async def test_bad_name_is_refused_by_reading_too(store: Store, name: str):
    """Asking with a name that cannot be stored is refused just as cleanly."""
    with pytest.raises(StoreError, match=r"^A name "):
        await store.load(name, "case")
    with pytest.raises(StoreError, match=r"^A name "):
        await store.claim("team", name, lease_seconds=1)
