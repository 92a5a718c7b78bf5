"""The office behind every chat: an event comes in, and its answer goes out exactly once, whatever happens in between.

It puts store, limits and desk together; an adapter gives it envelopes, delivers the parcels it gets back, and reports each delivery.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Literal

from bot.conversation import Conversation, from_json, to_json
from bot.desk import Message
from bot.journal import about, journal
from bot.library import Library
from bot.limits import Buckets, Crashed, Full, Line, TimedOut, Wait
from bot.outgoing import Parcel, pack, unpack, unreviewed
from bot.reply import Missed, Paragraph, Reply, Section, Span
from bot.responding import AGAIN
from bot.site import Site
from bot.store import ClaimLost, Conflict, Outgoing, Store, StoreError

Respond = Callable[[Conversation, Message, Site], Awaitable["tuple[Conversation, Reply] | TimedOut | Crashed"]]
"""What answers a message: the desk, here or in a worker's process."""

_TRIES = 5  # at saving a conversation that another process changed meanwhile


@dataclass(frozen=True, slots=True)
class Envelope:
    """One event of a platform.

    Attributes:
        tenant: the team: a server, a workspace, or the terminal's user; it begins with the adapter's name and a colon.
        room: the channel it came from; sites are kept by it.
        person: who sent it.
        event_id: the platform's id, the same when the event is delivered again.
        conversation_id: the thread that it belongs to.
        message: what was said.
        to: whatever the adapter needs to deliver the answer.
        message_id: the platform's id of the message, so that edits and deletions find its answer.
        anew: the message was edited: the log is read anew, and what was told about names still holds.
    """

    tenant: str
    room: str
    person: str
    event_id: str
    conversation_id: str
    message: Message
    to: str = ""
    message_id: str = ""
    anew: bool = False


@dataclass(frozen=True, slots=True)
class Delivery:
    """An answer to be sent under its key, or why there is none: it was answered before, or the sender has to wait (``reply`` says so)."""

    state: Literal["answered", "duplicate", "waiting"]
    reply: Reply | None = None
    key: str = ""
    to: str = ""
    tenant: str = ""


@dataclass(slots=True)
class Office:
    """Answers envelopes.

    Attributes:
        store: where conversations are kept.
        respond: what answers.
        library: for the office's own few sentences.
        site: what is known of every asker's site.
        buckets: how many messages a person, room and team may send.
        line: in front of the desk.
        lease_seconds: for how long an event is held by who answers it.
        adapter: the adapter's name, for the journal.
        keeps_replies: the latest reply is kept with each conversation, as far as a review does not tell it; for places that show it again.
    """

    store: Store
    respond: Respond
    library: Library
    site: Site = field(default_factory=Site)
    buckets: Buckets | None = None
    line: Line = field(default_factory=Line)
    lease_seconds: float = 120.0
    adapter: str = "terminal"
    keeps_replies: bool = False

    async def receive(self, envelope: Envelope, on_position: Callable[[int], None] | None = None) -> Delivery:
        """Answer one event.

        Args:
            envelope: the event.
            on_position: told the place in the line while the sender waits for others.

        Returns:
            The answer to deliver under its key; report it with ``delivered``. A duplicate needs nothing.
        """
        started = time.monotonic()
        with about(envelope.tenant, envelope.conversation_id, self.adapter):
            delivery = await self._receive(envelope, on_position)
            event = {"answered": "answered", "waiting": "limited", "duplicate": "refused"}[delivery.state]
            journal().info(event, seconds=round(time.monotonic() - started, 3))
            return delivery

    async def _receive(self, envelope: Envelope, on_position: Callable[[int], None] | None) -> Delivery:
        """Answer one event, whatever is written of it being about its conversation."""
        wait = self._wait(envelope)
        if wait is not None:
            return Delivery("waiting", self.say("please-wait", envelope.message, seconds=max(1, round(wait.seconds))), to=envelope.to)
        claim = await self.store.claim(envelope.tenant, envelope.event_id, lease_seconds=self.lease_seconds)
        if claim is None:
            return Delivery("duplicate")
        if envelope.message_id:
            await self.store.link(envelope.tenant, envelope.message_id, envelope.conversation_id, "question")
        async with self.line.place((envelope.tenant, envelope.person), on_position) as turn:
            if isinstance(turn, Full):
                await self.store.release(claim)
                return Delivery("waiting", self.say("line-full", envelope.message), to=envelope.to)
            for _ in range(_TRIES):
                stored = await self.store.load(envelope.tenant, envelope.conversation_id)
                conversation = _conversation(envelope, stored.body if stored else None)
                if envelope.anew:
                    conversation = Conversation(
                        conversation.id, lang=conversation.lang, account=conversation.account, site=conversation.site
                    )
                after, reply = await self._answered(conversation, envelope)
                reply, missed = replace(reply, missed=()), reply.missed
                outgoing = Outgoing(envelope.event_id, pack(Parcel(envelope.to, reply)), envelope.message_id)
                body = None if after.forgotten else to_json(after)
                try:
                    await self.store.commit(
                        claim,
                        envelope.conversation_id,
                        body,
                        expected_version=stored.version if stored else 0,
                        outgoing=(outgoing,),
                        latest=pack(Parcel("", unreviewed(reply))) if self.keeps_replies else None,
                    )
                except Conflict:
                    journal().info("conflict")
                    continue
                except ClaimLost:
                    return Delivery("duplicate")
                await self._keep(envelope.tenant, missed)
                return Delivery("answered", reply, envelope.event_id, envelope.to, envelope.tenant)
            await self.store.release(claim)
            return Delivery("waiting", self.say("line-full", envelope.message), to=envelope.to)

    async def _keep(self, tenant: str, missed: tuple[Missed, ...]) -> None:
        """Keep what the knowledge base had no word for; if that fails, the answer is sent all the same."""
        try:
            for each in missed:
                await self.store.add_gap(tenant, each.kind, each.text)
        except StoreError:
            journal().warning("failed", exc_info=True)

    async def delivered(self, delivery: Delivery, platform_id: str) -> None:
        """Report that an answer was sent, and under which id the platform has it."""
        await self.store.sent(delivery.tenant, delivery.key, platform_id)

    async def left_over(self) -> tuple[Delivery, ...]:
        """Return answers that were given but not sent when a process was stopped; ask at start, and every minute or so."""
        left = []
        for pending in await self.store.outbox(adapter=self.adapter, lease_seconds=self.lease_seconds):
            parcel = unpack(pending.body)
            left.append(Delivery("answered", parcel.reply, pending.key, parcel.to, pending.tenant))
        return tuple(left)

    async def case(self, tenant: str, conversation_id: str) -> Conversation | None:
        """Return a conversation as it is kept, None if there is none."""
        kept = await self.kept(tenant, conversation_id)
        return kept[0] if kept else None

    async def kept(self, tenant: str, conversation_id: str) -> tuple[Conversation, Reply | None] | None:
        """Return a conversation as it is kept, with its latest reply if that is kept; None if there is none."""
        stored = await self.store.load(tenant, conversation_id)
        if stored is None:
            return None
        envelope = Envelope(tenant, "", "", "", conversation_id, Message())
        return _conversation(envelope, stored.body), _latest(stored.latest)

    async def again(self, tenant: str, room: str, conversation_id: str) -> Reply | None:
        """Return the whole latest answer of a conversation, made anew, so that more of it can be shown; it changes nothing.

        Returns:
            The answer with the choices that stand; None if the conversation is not kept (any more), or could not be answered.
        """
        conversation = await self.case(tenant, conversation_id)
        if conversation is None:
            return None
        envelope = Envelope(tenant, room, "", "", conversation_id, Message(choice=AGAIN))
        result = await self.respond(conversation, envelope.message, await self._site(envelope))
        return None if isinstance(result, (TimedOut, Crashed)) else result[1]

    async def conversation_of(self, tenant: str, message_id: str) -> str | None:
        """Return the conversation that a message of the platform, ours or theirs, belongs to."""
        found = await self.store.find(tenant, message_id)
        return found.conversation_id if found else None

    async def answers_to(self, tenant: str, message_id: str) -> tuple[str, ...]:
        """Return the platform's ids of our answers to a message, so that they can be edited with it."""
        found = await self.store.find(tenant, message_id)
        return found.answers if found else ()

    async def answers_in(self, tenant: str, conversation_id: str) -> tuple[str, ...]:
        """Return the platform's ids of all our answers in a conversation, so that they can be taken away with it."""
        return await self.store.answers(tenant, conversation_id)

    async def deleted(self, tenant: str, message_id: str) -> tuple[str, ...]:
        """Forget a deleted message's conversation, and return the platform's ids of our answers, which should go too."""
        found = await self.store.find(tenant, message_id)
        if found is None:
            return ()
        await self.store.forget(tenant, found.conversation_id)
        return found.answers

    async def forget(self, tenant: str, conversation_id: str) -> None:
        """Erase a conversation with all that hangs on it."""
        await self.store.forget(tenant, conversation_id)

    def say(self, phrase: str, message: Message, **values: object) -> Reply:
        """Return one of the office's own sentences as a reply."""
        lang = message.lang or message.locale_lang or "en"
        text = self.library.phrase(phrase, lang, **values)
        return Reply(lang, "unknown", "", (Section("close", "", (Paragraph((Span(text),)),)),))

    def _wait(self, envelope: Envelope) -> Wait | None:
        if self.buckets is None:
            return None
        tenant = envelope.tenant
        taken = self.buckets.take({"user": (tenant, envelope.person), "room": (tenant, envelope.room), "tenant": tenant})
        return taken if isinstance(taken, Wait) else None

    async def _answered(self, conversation: Conversation, envelope: Envelope) -> tuple[Conversation, Reply]:
        """Return the conversation and the reply; if the desk failed, the conversation as it was and an apology."""
        site = await self._site(envelope)
        result = await self.respond(conversation, envelope.message, site)
        if isinstance(result, TimedOut):
            journal().warning("timed out", seconds=result.seconds)
            return conversation, self.say("took-too-long", envelope.message)
        if isinstance(result, Crashed):
            journal().error("crashed", where=result.where)
            return conversation, self.say("went-wrong", envelope.message)
        return result

    async def _site(self, envelope: Envelope) -> Site:
        """Return the site of a room, else that of the whole team, else the program's own."""
        body = await self.store.site(envelope.tenant, envelope.room)
        return Site.model_validate_json(body) if body else self.site


def _conversation(envelope: Envelope, body: str | None) -> Conversation:
    """Return the conversation as it was kept; one that is not there, or of a layout that cannot be read, begins anew."""
    if body is not None:
        try:
            return from_json(body)
        except ValueError:
            pass
    return Conversation(envelope.conversation_id)


def _latest(body: str | None) -> Reply | None:
    """Return the latest reply as it was kept; None if none was, or in a layout that cannot be read."""
    if body is None:
        return None
    try:
        return unpack(body).reply
    except ValueError:
        return None
