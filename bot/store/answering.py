"""Answering each event exactly once, whichever process does it and wherever that one is killed.

Claim the event, load the conversation, answer, commit (conversation, event and outgoing messages in one transaction), send, tell that it
was sent. Killed before the commit: the lease runs out and the event can be claimed again. Killed after it: the messages are in the outbox
and come out again once their lease ran out. Killed between sending and telling: sent again with the same key, which the platform knows.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.errors import ClaimLost, Conflict
from bot.store.shelf import Shelf, erase
from bot.store.tables import conversations, events, links, outbox
from bot.store.values import Claim, Outgoing, Pending


class Answering(Shelf):
    """The part of the store that sees to it that nothing is lost and nothing answered twice."""

    async def claim(self, tenant: str, event_id: str, *, lease_seconds: float) -> Claim | None:
        """Take an event to answer it.

        Returns:
            The claim, or None: the event is answered already, or another live process works on it.
        """
        claim = Claim(tenant, event_id, secrets.token_hex(8), lease_seconds)
        async with self._database.writing() as connection:
            now = self._clock()
            row = {"tenant": tenant, "event_id": event_id, "owner": claim.owner, "lease_until": now + lease_seconds, "seen": now}
            new = await connection.execute(self._database.insert(events).values(row).on_conflict_do_nothing())
            if new.rowcount:
                return claim
            free = and_(_event(claim), events.c.answered.is_(None), events.c.lease_until <= now)
            taken = await connection.execute(update(events).where(free).values(owner=claim.owner, lease_until=now + lease_seconds))
            return claim if taken.rowcount else None

    async def release(self, claim: Claim) -> None:
        """Give an event back unanswered, so that it can be claimed again at once."""
        async with self._database.writing() as connection:
            await connection.execute(delete(events).where(and_(_ours(claim), events.c.answered.is_(None))))

    async def commit(
        self,
        claim: Claim,
        conversation_id: str,
        body: str | None,
        *,
        expected_version: int,
        outgoing: Sequence[Outgoing] = (),
        latest: str | None = None,
    ) -> int:
        """Save the conversation, mark the event answered and put the outgoing messages into the outbox: all of it or nothing.

        Whoever commits sends the messages, in their order, and reports each with ``sent``; ``outbox`` offers them to nobody else
        before the claim's lease would have run out. A key that is in the outbox already is the same message.

        Args:
            claim: the right to answer the event.
            conversation_id: the conversation.
            body: the conversation as it is now; None keeps none and erases what was kept.
            expected_version: the version that was loaded, 0 if there was none.
            outgoing: what is to be sent.
            latest: the latest reply, to be kept with the conversation in place of the one before; None keeps none.

        Returns:
            The new version; 0 when nothing is kept.

        Raises:
            Conflict: the conversation was saved by someone else since it was loaded. The claim stays good for another try.
            ClaimLost: another process has taken over the event.
        """
        async with self._database.writing() as connection:
            now = self._clock()
            mine = and_(_ours(claim), events.c.answered.is_(None))
            answered = await connection.execute(update(events).where(mine).values(answered=now))
            if not answered.rowcount:
                raise ClaimLost("Another process has taken over the event.")
            await self._save(connection, claim.tenant, conversation_id, body, latest, expected_version)
            for place, message in enumerate(outgoing):
                row = {
                    "tenant": claim.tenant, "key": message.key, "conversation_id": conversation_id, "reply_to": message.reply_to,
                    "body": self._seal.close(message.body), "created": now, "place": place, "due": now + claim.lease_seconds,
                }  # fmt: skip
                await connection.execute(self._database.insert(outbox).values(row).on_conflict_do_nothing())
        return 0 if body is None else expected_version + 1

    async def _save(
        self, connection: AsyncConnection, tenant: str, conversation_id: str, body: str | None, latest: str | None, expected: int
    ) -> None:
        this = and_(conversations.c.tenant == tenant, conversations.c.conversation_id == conversation_id)
        if body is None:
            version = await connection.scalar(select(conversations.c.version).where(this).with_for_update())
            saved = (version or 0) == expected
            await erase(connection, tenant, conversation_id)
        else:
            kept = None if latest is None else self._seal.close(latest)
            values = {"version": expected + 1, "body": self._seal.close(body), "updated": self._clock(), "latest": kept}
            if expected:
                change = update(conversations).where(this, conversations.c.version == expected).values(values)
                saved = bool((await connection.execute(change)).rowcount)
            else:
                row = {"tenant": tenant, "conversation_id": conversation_id, **values}
                new = self._database.insert(conversations).values(row).on_conflict_do_nothing()
                saved = bool((await connection.execute(new)).rowcount)
        if not saved:
            raise Conflict("The conversation was saved by someone else in the meantime.")

    async def outbox(self, tenant: str | None = None, *, adapter: str = "", lease_seconds: float = 60.0) -> tuple[Pending, ...]:
        """Take over the messages that were to be sent by a process which seems to be gone, of one tenant or of all, oldest first.

        They are the caller's for the length of the lease; after that they are offered again, unless they were sent.

        Args:
            tenant: whose messages; None: of all.
            adapter: only those of this adapter's tenants, whose names are its own or begin with it and a colon; empty: of all.
            lease_seconds: how long they are the caller's.
        """
        async with self._database.writing() as connection:
            now = self._clock()
            waiting = select(outbox).where(outbox.c.due <= now).order_by(outbox.c.created, outbox.c.place)
            if tenant is not None:
                waiting = waiting.where(outbox.c.tenant == tenant)
            if adapter:
                of_it = or_(outbox.c.tenant == adapter, outbox.c.tenant.startswith(f"{adapter}:", autoescape=True))
                waiting = waiting.where(of_it)
            rows = (await connection.execute(waiting.with_for_update(skip_locked=True))).all()
            for row in rows:
                this = and_(outbox.c.tenant == row.tenant, outbox.c.key == row.key)
                await connection.execute(update(outbox).where(this).values(due=now + lease_seconds))
        return tuple(Pending(row.tenant, row.conversation_id, row.key, self._seal.open(row.body), row.reply_to) for row in rows)

    async def sent(self, tenant: str, key: str, platform_id: str) -> None:
        """Take a message out of the outbox and link what the platform called it to its conversation, as an ``answer``.

        A message that is not in the outbox (told before, or forgotten) changes nothing.
        """
        async with self._database.writing() as connection:
            this = and_(outbox.c.tenant == tenant, outbox.c.key == key)
            row = (await connection.execute(select(outbox).where(this).with_for_update())).one_or_none()
            if row is None:
                return
            await connection.execute(delete(outbox).where(this))
            link = {
                "tenant": tenant, "message_id": platform_id, "conversation_id": row.conversation_id,
                "role": "answer", "reply_to": row.reply_to, "made": self._clock(),
            }  # fmt: skip
            insert = self._database.insert(links).values(link)
            await connection.execute(insert.on_conflict_do_update(index_elements=["tenant", "message_id"], set_=link))


def _event(claim: Claim) -> ColumnElement[bool]:
    return and_(events.c.tenant == claim.tenant, events.c.event_id == claim.event_id)


def _ours(claim: Claim) -> ColumnElement[bool]:
    return and_(_event(claim), events.c.owner == claim.owner)
