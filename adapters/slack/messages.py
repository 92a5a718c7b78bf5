"""What people write: mentions in channels, direct messages, their edits and deletions; and what becomes of the app itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.addresses import Address, key_of, message_of, tenant_of
from adapters.slack.counter import Counter
from adapters.slack.files import Fetched
from adapters.slack.pictures import illustrate
from adapters.slack.reading import text_in
from adapters.slack.waiting import Status
from bot.desk import Message
from bot.journal import journal
from bot.office import Envelope

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Messages:
    """Listens to messages."""

    counter: Counter

    async def mention(self, event: Json, body: Json, client: AsyncWebClient, context: AsyncBoltContext) -> None:
        """Answer a mention in its thread."""
        await self._answer(event, body, client, context)

    async def direct(self, event: Json, body: Json, client: AsyncWebClient, context: AsyncBoltContext) -> None:
        """Answer a direct message in its thread."""
        if event.get("channel_type") != "im" or event.get("bot_id") or not event.get("user"):
            return
        await self._answer(event, body, client, context)

    async def changed(self, event: Json, body: Json, client: AsyncWebClient, context: AsyncBoltContext) -> None:
        """Read an edited direct message anew, and change its answer; what Slack itself changes, such as a preview, is no edit."""
        message, before = event.get("message") or {}, event.get("previous_message") or {}
        tenant = tenant_of(context.team_id)
        if event.get("channel_type") != "im" or message.get("bot_id") or not message.get("user"):
            return
        if message.get("subtype") == "tombstone":
            await self._forget(client, tenant, key_of(event["channel"], str(message.get("ts"))))
            return
        bot = context.bot_user_id or ""
        if text_in(message, bot) == text_in(before, bot) and _ids(message) == _ids(before):
            return
        key = key_of(event["channel"], message["ts"])
        answers = [message_of(name) for name in await self.counter.office.answers_to(tenant, key)]
        update = next((ts for channel, ts in answers if channel == event["channel"]), "")
        whole = {**message, "channel": event["channel"]}
        await self._answer(whole, body, client, context, update=update, anew=True)

    async def deleted(self, event: Json, client: AsyncWebClient, context: AsyncBoltContext) -> None:
        """Forget a deleted direct message, and delete what answered it."""
        previous = event.get("previous_message") or {}
        ts = event.get("deleted_ts") or previous.get("ts")
        if event.get("channel_type") == "im" and ts and not previous.get("bot_id"):
            await self._forget(client, tenant_of(context.team_id), key_of(event["channel"], str(ts)))

    async def opened(self, event: Json, client: AsyncWebClient, context: AsyncBoltContext) -> None:
        """Offer ways to begin in the agent's pane; ``thread_ts`` would make the call fail silently there (reference of the method)."""
        if event.get("tab") != "messages":
            return
        lang = await self.counter.lang_of(tenant_of(context.team_id), str(event.get("user")))
        names = ("relay", "rbl", "what")
        prompts = [
            {"title": self.counter.phrase(f"slack-prompt-{name}", lang), "message": self.counter.phrase(f"slack-prompt-{name}-says", lang)}
            for name in names
        ]
        title = self.counter.phrase("slack-prompts", lang)
        await client.api_call(
            "assistant.threads.setSuggestedPrompts", json={"channel_id": event["channel"], "title": title, "prompts": prompts}
        )

    async def uninstalled(self, context: AsyncBoltContext) -> None:
        """Erase all that a workspace left behind."""
        await self.counter.office.store.forget_tenant(tenant_of(context.team_id))
        journal().info("forgotten")

    async def revoked(self, event: Json, context: AsyncBoltContext) -> None:
        """Do the same when the bot's token was revoked; tokens of single people are none of ours."""
        if (event.get("tokens") or {}).get("bot"):
            await self.uninstalled(context)

    async def nothing(self) -> None:
        """Leave alone what needs no answer, such as our own messages."""

    async def _answer(
        self,
        event: Json,
        body: Json,
        client: AsyncWebClient,
        context: AsyncBoltContext,
        *,
        update: str = "",
        anew: bool = False,
    ) -> None:
        """Read a message with its files, and have it answered in its thread, where it is said meanwhile that it is being read."""
        counter, tenant, channel, person = self.counter, tenant_of(context.team_id), str(event["channel"]), str(event["user"])
        thread = str(event.get("thread_ts") or event["ts"])
        lang = await counter.lang_of(tenant, person)
        status = Status(client, counter.library, channel, thread, lang)
        status.reading()
        fetched = await counter.downloads.fetch(client, event["files"]) if event.get("files") else Fetched()
        envelope = Envelope(
            tenant,
            channel,
            person,
            str((not anew and event.get("client_msg_id")) or body.get("event_id") or key_of(channel, event["ts"])),
            await counter.conversation(tenant, channel, thread),
            Message(text_in(event, context.bot_user_id or ""), files=fetched.files, locale_lang=lang),
            Address(channel, thread, update, person).to_json(),
            key_of(channel, str(event["ts"])),
            anew,
        )
        placed = await counter.take(client, envelope, fetched.missed, waiting=status)
        if placed is not None:
            await illustrate(counter, client, tenant, *placed)

    async def _forget(self, client: AsyncWebClient, tenant: str, key: str) -> None:
        conversation = await self.counter.office.conversation_of(tenant, key)
        if conversation is not None:
            await self.counter.take_away(client, tenant, conversation)


def _ids(message: Json) -> list[str]:
    """Return the ids of a message's files."""
    return [str(file.get("id")) for file in message.get("files") or ()]
