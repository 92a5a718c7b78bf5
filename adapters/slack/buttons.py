"""The buttons of an answer: its questions, the rest of it, and what can be done with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.addresses import Address, key_of, tenant_of
from adapters.slack.asides import tell
from adapters.slack.counter import LANGUAGE, Counter
from adapters.slack.forms import about_of, reason_form, value_of
from adapters.slack.requests import open_view
from adapters.slack.waiting import Status
from bot.desk import Message
from bot.office import Envelope
from bot.rendering.slack_messages import Drawn, Slip, escaped, part, shared
from bot.rendering.slack_rich_text import rich_text
from bot.reply import Reply
from bot.responding import AGAIN

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Press:
    """A button that was pressed.

    Attributes:
        tenant, person, channel, ts: whose press it was, and on which message.
        thread: the thread of that message.
        slip: what the button carried.
        id: the same when the press is delivered again.
        url: where the person alone can be told something.
        trigger: opens a form.
    """

    tenant: str
    person: str
    channel: str
    ts: str
    thread: str
    slip: Slip
    id: str
    url: str
    trigger: str

    @classmethod
    def of(cls, body: Json, context: AsyncBoltContext) -> Press:
        """Return the press that a payload tells of."""
        action, container = body["actions"][0], body.get("container") or {}
        message = body.get("message") or {}
        channel = str(container.get("channel_id") or (body.get("channel") or {}).get("id") or "")
        ts = str(container.get("message_ts") or message.get("ts") or "")
        thread = str(container.get("thread_ts") or message.get("thread_ts") or ts)
        value = str(action.get("value") or (action.get("selected_option") or {}).get("value") or "")
        return cls(
            tenant_of(context.team_id), str(body["user"]["id"]), channel, ts, thread, Slip.from_json(value),
            f"press:{ts}:{action.get('action_ts', '')}", str(body.get("response_url") or ""), str(body.get("trigger_id") or ""),
        )  # fmt: skip

    @property
    def is_private(self) -> bool:
        """Tell whether the message stands in direct messages (ids of such channels begin with D)."""
        return self.channel.startswith("D")


@dataclass(frozen=True, slots=True)
class Buttons:
    """Listens to the buttons of answers."""

    counter: Counter

    async def choose(self, ack: AsyncAck, body: Json, client: AsyncWebClient, context: AsyncBoltContext) -> None:
        """Take an answer to a question; the verdict stands anew in the same message."""
        await ack()
        press = Press.of(body, context)
        await self._again(client, press, Message(choice=press.slip.what, locale_lang=press.slip.lang or None))

    async def speak(self, ack: AsyncAck, body: Json, client: AsyncWebClient, context: AsyncBoltContext) -> None:
        """Remember the language that a person chose, and give the answer in it."""
        await ack()
        press = Press.of(body, context)
        await self.counter.office.store.save_preference(press.tenant, press.person, LANGUAGE, press.slip.what)
        await self._again(client, press, Message(choice=AGAIN, lang=press.slip.what))

    async def show(self, ack: AsyncAck, body: Json, client: AsyncWebClient, context: AsyncBoltContext) -> None:
        """Show a part of the answer in its thread; one that is too long to be read in messages comes as a file."""
        opened = await self._opened(ack, body, context)
        if opened is None:
            return
        press, conversation, reply = opened
        address = Address(press.channel, press.thread)
        drawn = part(reply, press.slip.what, self.counter.library)
        if press.slip.what == "walkthrough" and len(drawn) > 1:
            await self.counter.upload(client, press.tenant, conversation, address, reply, "slack-file-comment")
            return
        for one in drawn:
            placed = await self.counter.put(client, address, one)
            if placed is not None:
                await self.counter.office.store.link(press.tenant, key_of(placed.channel, placed.update), conversation, "answer")

    async def share(self, ack: AsyncAck, body: Json, client: AsyncWebClient, context: AsyncBoltContext) -> None:
        """Show a private answer in the channel that it was asked for in."""
        opened = await self._opened(ack, body, context)
        if opened is None or not opened[0].slip.origin:
            return
        press, conversation, reply = opened
        placed = await self._in_channel(client, press, shared(reply, self.counter.library, press.person), reply.lang)
        if placed is not None:
            await self.counter.office.store.link(press.tenant, key_of(placed.channel, placed.update), conversation, "answer")
            await tell(press.url, self.counter.sentence("slack-shared", reply.lang))

    async def human(self, ack: AsyncAck, body: Json, client: AsyncWebClient, context: AsyncBoltContext) -> None:
        """Ask the channel for a person, and give the whole case as a file to hand on; the log is not shown to the channel."""
        opened = await self._opened(ack, body, context)
        if opened is None:
            return
        press, conversation, reply = opened
        address = Address(press.channel, press.thread, asker=press.person)
        if press.is_private:
            await self.counter.upload(client, press.tenant, conversation, address, reply, "slack-human-case")
        wanted = self._wanted(press.person, reply.lang)
        if not press.is_private:
            await self.counter.put(client, address, wanted)
        elif not press.slip.origin or press.slip.origin.startswith("D"):
            await tell(press.url, self.counter.sentence("slack-human-nowhere", reply.lang))
        elif await self._in_channel(client, press, wanted, reply.lang) is not None:
            await tell(press.url, self.counter.sentence("slack-human-asked", reply.lang))

    async def delete(self, ack: AsyncAck, body: Json, client: AsyncWebClient, context: AsyncBoltContext) -> None:
        """Delete the answer with all that hangs on it, for the one who asked."""
        await ack()
        press = Press.of(body, context)
        lang = await self._lang(press)
        if not press.is_private and press.person != press.slip.asker:
            await tell(press.url, self.counter.sentence("slack-delete-other", lang))
            return
        conversation = await self.counter.office.conversation_of(press.tenant, key_of(press.channel, press.ts))
        if conversation is not None:
            await self.counter.take_away(client, press.tenant, conversation)
        else:
            await client.chat_delete(channel=press.channel, ts=press.ts)
        await tell(press.url, self.counter.sentence("slack-deleted", lang))

    async def judge(self, ack: AsyncAck, body: Json, client: AsyncWebClient, context: AsyncBoltContext) -> None:
        """Keep praise; ask blame for its reason."""
        await ack()
        press = Press.of(body, context)
        lang = await self._lang(press) or "en"
        conversation = await self.counter.office.conversation_of(press.tenant, key_of(press.channel, press.ts)) or ""
        if press.slip.what == "bad":
            view = reason_form(self.counter.library, lang, {"conversation": conversation, "url": press.url, "lang": lang})
            await open_view(self.counter, client, press.trigger, view, press.url, lang)
        elif await self._is_first(press):
            await self.counter.office.store.add_feedback(press.tenant, conversation, True)
            await tell(press.url, self.counter.sentence("slack-thanks", lang))

    async def reasoned(self, ack: AsyncAck, view: Json, context: AsyncBoltContext) -> None:
        """Keep blame with its reason."""
        await ack()
        about, tenant = about_of(view), tenant_of(context.team_id)
        if await self.counter.office.store.claim(tenant, f"view:{view['id']}", lease_seconds=3600.0):
            await self.counter.office.store.add_feedback(tenant, about.get("conversation", ""), False, value_of(view, "reason"))
            await tell(about.get("url"), self.counter.sentence("slack-thanks", about.get("lang")))

    async def _again(self, client: AsyncWebClient, press: Press, message: Message) -> None:
        """Have something answered in the place of the message whose button was pressed."""
        found = await self.counter.office.store.find(press.tenant, key_of(press.channel, press.ts))
        if found is None:
            await tell(press.url, self.counter.sentence("slack-gone", await self._lang(press)))
            return
        address = Address(press.channel, press.thread, press.ts, press.slip.asker or press.person, press.slip.origin)
        room = press.slip.origin or press.channel
        envelope = Envelope(press.tenant, room, press.person, press.id, found.conversation_id, message, address.to_json(), found.reply_to)
        status = Status(client, self.counter.library, press.channel, press.thread, press.slip.lang)
        await self.counter.take(client, envelope, aside=lambda drawn: tell(press.url, drawn), waiting=status)

    async def _opened(self, ack: AsyncAck, body: Json, context: AsyncBoltContext) -> tuple[Press, str, Reply] | None:
        """Acknowledge a press, and return it with its conversation and the latest answer; None if there is nothing (more) to do."""
        await ack()
        press = Press.of(body, context)
        found = await self._found(press)
        return (press, *found) if found is not None and await self._is_first(press) else None

    async def _found(self, press: Press) -> tuple[str, Reply] | None:
        """Return the conversation of a message, with its latest answer; the person is told where there is none any more."""
        office = self.counter.office
        conversation = await office.conversation_of(press.tenant, key_of(press.channel, press.ts))
        reply = await office.again(press.tenant, press.slip.origin or press.channel, conversation) if conversation else None
        if conversation is None or reply is None or reply.section("walkthrough") is None:
            await tell(press.url, self.counter.sentence("slack-gone", await self._lang(press)))
            return None
        return conversation, reply

    async def _is_first(self, press: Press) -> bool:
        """Tell whether a press was not seen before, by any process."""
        return await self.counter.office.store.claim(press.tenant, press.id, lease_seconds=3600.0) is not None

    async def _in_channel(self, client: AsyncWebClient, press: Press, drawn: Drawn, lang: str) -> Address | None:
        """Post in the channel that a private answer was asked for in; where we are not in it, say how to invite us."""
        placed = await self.counter.put(client, Address(press.slip.origin), drawn)
        if placed is None:
            await tell(press.url, self.counter.sentence("slack-invite", lang))
        return placed

    def _wanted(self, person: str, lang: str) -> Drawn:
        """Return the sentence that asks for a person."""
        text = self.counter.phrase("slack-human-wanted", lang)
        gap = "" if lang == "ja" else " "
        who = [{"type": "user", "user_id": person}, {"type": "text", "text": f"{gap}{text}"}]
        return Drawn((rich_text([{"type": "rich_text_section", "elements": who}]),), escaped(text))

    async def _lang(self, press: Press) -> str | None:
        """Return the language of what is said beside an answer: the answer's, else the person's."""
        return press.slip.lang or await self.counter.lang_of(press.tenant, press.person)
