"""The message shortcut and ``/maillog``: asked for privately, so answered in the person's direct messages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.addresses import Address, tenant_of
from adapters.slack.asides import pointer, tell
from adapters.slack.counter import Counter, fresh
from adapters.slack.files import Fetched
from adapters.slack.forms import about_of, files_of, log_form, value_of
from adapters.slack.pictures import illustrate
from adapters.slack.reading import text_in, unescaped
from adapters.slack.waiting import Aside
from bot.desk import Message
from bot.office import Envelope

Json = Mapping[str, Any]
TRIGGER_ERRORS = frozenset({
    "expired_trigger_id", "trigger_expired", "invalid_trigger_id", "invalid_trigger", "exchanged_trigger_id", "trigger_exchanged",
})  # fmt: skip
"""What ``views.open`` answers when its three seconds are over, or the trigger was used (its reference)."""


@dataclass(frozen=True, slots=True)
class Requests:
    """Listens to the shortcut and the command for logs."""

    counter: Counter

    async def explain(self, ack: AsyncAck, shortcut: Json, client: AsyncWebClient, context: AsyncBoltContext) -> None:
        """Explain the message that the shortcut was used on."""
        await ack()
        tenant, person, channel = tenant_of(context.team_id), str(shortcut["user"]["id"]), str(shortcut["channel"]["id"])
        message = shortcut["message"]
        lang = await self.counter.lang_of(tenant, person)
        fetched = await self._fetch(client, message.get("files") or ())
        said = Message(text_in(message, context.bot_user_id or ""), files=fetched.files, locale_lang=lang)
        envelope = Envelope(
            tenant,
            channel,
            person,
            f"trigger:{shortcut['trigger_id']}",
            fresh(),
            said,
            Address(person, asker=person, origin=channel).to_json(),
        )
        await self._answer_privately(client, envelope, fetched, shortcut.get("response_url"), lang)

    async def open_form(self, ack: AsyncAck, command: Json, client: AsyncWebClient, context: AsyncBoltContext) -> None:
        """Open the form for a log; what was typed after the command is the question."""
        await ack()
        lang = await self.counter.lang_of(tenant_of(context.team_id), str(command["user_id"])) or "en"
        about = {"channel": str(command["channel_id"]), "url": str(command.get("response_url", "")), "lang": lang}
        view = log_form(self.counter.library, lang, about, unescaped(str(command.get("text") or "")))
        await open_view(self.counter, client, str(command["trigger_id"]), view, command.get("response_url"), lang)

    async def submitted(self, ack: AsyncAck, body: Json, view: Json, client: AsyncWebClient, context: AsyncBoltContext) -> None:
        """Answer what was put into the form; an empty one is given back with a word."""
        about, text, files = about_of(view), value_of(view, "log"), files_of(view)
        question = value_of(view, "question")
        if not text.strip() and not files and not question.strip():
            await ack(response_action="errors", errors={"log": self.counter.phrase("slack-form-empty", about.get("lang"))})
            return
        await ack()
        tenant, person = tenant_of(context.team_id), str(body["user"]["id"])
        lang = await self.counter.lang_of(tenant, person)
        fetched = await self._fetch(client, files)
        envelope = Envelope(
            tenant,
            about.get("channel", person),
            person,
            f"view:{view['id']}",
            fresh(),
            Message(text, files=fetched.files, question=question, server=value_of(view, "server") or None, locale_lang=lang),
            Address(person, asker=person, origin=about.get("channel", "")).to_json(),
        )
        await self._answer_privately(client, envelope, fetched, about.get("url"), lang or about.get("lang"))

    async def _fetch(self, client: AsyncWebClient, files: Any) -> Fetched:
        return await self.counter.downloads.fetch(client, files) if files else Fetched()

    async def _answer_privately(
        self, client: AsyncWebClient, envelope: Envelope, fetched: Fetched, response_url: str | None, lang: str | None
    ) -> None:
        """Answer in the direct messages, and say so where it was asked."""
        waiting = Aside(response_url, self.counter.library, lang)
        placed = await self.counter.take(client, envelope, fetched.missed, waiting=waiting)
        if placed is not None:
            address, reply = placed
            await tell(response_url, await pointer(client, self.counter.library, reply.lang, address))
            await illustrate(self.counter, client, envelope.tenant, address, reply)


async def open_view(
    counter: Counter, client: AsyncWebClient, trigger: str, view: Mapping[str, Any], response_url: str | None, lang: str
) -> None:
    """Open a form; where Slack waited too long for it, say so."""
    try:
        await client.views_open(trigger_id=trigger, view=dict(view))
    except SlackApiError as error:
        if error.response.get("error") not in TRIGGER_ERRORS:
            raise
        await tell(response_url, counter.sentence("slack-too-late", lang))
