"""Conversations and what a team keeps beside them: which message belongs where, sites, feedback, gaps, preferences, tokens."""

from __future__ import annotations

import secrets

from sqlalchemy import Table, and_, select, update

from bot.redact import redact
from bot.store.errors import StoreError
from bot.store.shelf import Shelf
from bot.store.tables import conversations, feedback, gaps, links, preferences, sites, tokens
from bot.store.values import Feedback, Found, Gap, Stored


class Remembering(Shelf):
    """The part of the store that keeps values by tenant and name."""

    async def load(self, tenant: str, conversation_id: str) -> Stored | None:
        """Return a conversation, or None if there is none."""
        this = and_(conversations.c.tenant == tenant, conversations.c.conversation_id == conversation_id)
        async with self._database.reading() as connection:
            row = (await connection.execute(select(conversations).where(this))).one_or_none()
        if row is None:
            return None
        latest = None if row.latest is None else self._seal.open(row.latest)
        return Stored(self._seal.open(row.body), row.version, row.updated, latest)

    async def link(self, tenant: str, platform_message_id: str, conversation_id: str, role: str, *, reply_to: str = "") -> None:
        """Remember that a message of the platform belongs to a conversation; what comes in is linked before it is answered."""
        row = {"conversation_id": conversation_id, "role": role, "reply_to": reply_to, "made": self._clock()}
        await self._put(links, {"tenant": tenant, "message_id": platform_message_id}, row)

    async def find(self, tenant: str, platform_message_id: str) -> Found | None:
        """Return where a message of the platform belongs, and the messages that answer it."""
        this = and_(links.c.tenant == tenant, links.c.message_id == platform_message_id)
        replies = and_(links.c.tenant == tenant, links.c.reply_to == platform_message_id)
        async with self._database.reading() as connection:
            row = (await connection.execute(select(links).where(this))).one_or_none()
            if row is None:
                return None
            order = select(links.c.message_id).where(replies).order_by(links.c.made)
            answers = (await connection.scalars(order)).all()
        return Found(row.conversation_id, row.role, row.reply_to, tuple(answers))

    async def answers(self, tenant: str, conversation_id: str) -> tuple[str, ...]:
        """Return what the platform calls the answers of a conversation, oldest first, so that all of them can be taken away."""
        this = and_(links.c.tenant == tenant, links.c.conversation_id == conversation_id, links.c.role == "answer")
        async with self._database.reading() as connection:
            return tuple((await connection.scalars(select(links.c.message_id).where(this).order_by(links.c.made))).all())

    async def site(self, tenant: str, room: str = "") -> str | None:
        """Return the site of a room, or else that of the whole tenant, or None."""
        wanted = and_(sites.c.tenant == tenant, sites.c.room.in_((room, "")))
        async with self._database.reading() as connection:
            rows = (await connection.execute(select(sites).where(wanted))).all()
        # The tenant's own has the empty name, so the longer name is the room's.
        return self._seal.open(max(rows, key=lambda row: len(row.room)).body) if rows else None

    async def save_site(self, tenant: str, room: str, body: str) -> None:
        """Keep the site of a room, or of the whole tenant if the room is ``""``."""
        await self._put(sites, {"tenant": tenant, "room": room}, {"body": self._seal.close(body)})

    async def add_feedback(self, tenant: str, conversation_id: str, helped: bool, reason: str = "") -> None:
        """Keep what someone thought of an answer; the names in the reason are taken out, as people quote lines there."""
        row = {
            "conversation_id": conversation_id, "helped": helped,
            "reason": self._seal.close(redact(reason) if reason else ""), "given": self._clock(),
        }  # fmt: skip
        await self._put(feedback, {"tenant": tenant, "feedback_id": secrets.token_hex(8)}, row)

    async def feedback(self, tenant: str | None) -> tuple[Feedback, ...]:
        """Return a tenant's feedback, or that of all for those who write the knowledge base, oldest first."""
        query = select(feedback).order_by(feedback.c.given)
        if tenant is not None:
            query = query.where(feedback.c.tenant == tenant)
        async with self._database.reading() as connection:
            rows = (await connection.execute(query)).all()
        return tuple(
            Feedback(row.conversation_id, row.helped, "" if row.reason is None else self._seal.open(row.reason), row.given) for row in rows
        )

    async def add_gap(self, tenant: str, kind: str, text: str) -> None:
        """Note that the knowledge base had no word for this; the same text again is counted."""
        digests = self._seal.digests(tenant, kind, text)
        known = and_(gaps.c.tenant == tenant, gaps.c.kind == kind, gaps.c.digest.in_(digests))
        async with self._database.writing() as connection:
            now = self._clock()
            counted = await connection.execute(update(gaps).where(known).values(times=gaps.c.times + 1, last=now))
            if counted.rowcount:
                return
            row = {"tenant": tenant, "kind": kind, "digest": digests[0], "text": self._seal.close(text), "times": 1, "last": now}
            insert = self._database.insert(gaps).values(row)
            again = {"times": gaps.c.times + 1, "last": now}
            await connection.execute(insert.on_conflict_do_update(index_elements=["tenant", "kind", "digest"], set_=again))

    async def gaps(self, tenant: str | None, limit: int = 100) -> tuple[Gap, ...]:
        """Return the gaps of a tenant, or of all for those who write the knowledge base: the most missed first."""
        query = select(gaps).order_by(gaps.c.times.desc(), gaps.c.last.desc()).limit(limit)
        if tenant is not None:
            query = query.where(gaps.c.tenant == tenant)
        async with self._database.reading() as connection:
            rows = (await connection.execute(query)).all()
        return tuple(Gap(row.tenant, row.kind, self._seal.open(row.text), row.times, row.last) for row in rows)

    async def preference(self, tenant: str, person: str, name: str) -> str | None:
        """Return what a person chose, or None."""
        this = and_(preferences.c.tenant == tenant, preferences.c.person == person, preferences.c.name == name)
        async with self._database.reading() as connection:
            value: str | None = await connection.scalar(select(preferences.c.value).where(this))
        return value

    async def save_preference(self, tenant: str, person: str, name: str, value: str) -> None:
        """Keep what a person chose."""
        await self._put(preferences, {"tenant": tenant, "person": person, "name": name}, {"value": value})

    async def token(self, tenant: str, name: str) -> str | None:
        """Return a token of the tenant's platform, or None."""
        this = and_(tokens.c.tenant == tenant, tokens.c.name == name)
        async with self._database.reading() as connection:
            value = await connection.scalar(select(tokens.c.value).where(this))
        return None if value is None else self._seal.open(value)

    async def save_token(self, tenant: str, name: str, value: str) -> None:
        """Keep a token of the tenant's platform.

        Raises:
            StoreError: there is no key to encrypt it with.
        """
        if not self._seal.has_key:
            raise StoreError("A token is only kept encrypted, and no key for the database is set.")
        await self._put(tokens, {"tenant": tenant, "name": name}, {"value": self._seal.close(value)})

    async def _put(self, table: Table, key: dict[str, str], values: dict[str, object]) -> None:
        insert = self._database.insert(table).values({**key, **values})
        async with self._database.writing() as connection:
            await connection.execute(insert.on_conflict_do_update(index_elements=list(key), set_=values))
