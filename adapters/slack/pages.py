"""``/mailfaq``: a question gets its page, or pages that it may mean; without a question the library is browsed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.addresses import Address, key_of, tenant_of
from adapters.slack.asides import tell
from adapters.slack.buttons import Press
from adapters.slack.counter import Counter
from adapters.slack.reading import unescaped
from bot.asked import page_reply, reply_to
from bot.language import language_of
from bot.rendering.limits import SLACK
from bot.rendering.slack_messages import Drawn, Slip, escaped, page, plain
from bot.rendering.slack_rich_text import Json as Block
from bot.rendering.slack_rich_text import rich_text, said

Json = Mapping[str, Any]
BROWSE = "browse"
"""The ``action_id`` of the list of pages."""


@dataclass(frozen=True, slots=True)
class Pages:
    """Listens to questions to the knowledge base."""

    counter: Counter

    async def ask(self, ack: AsyncAck, command: Json, context: AsyncBoltContext) -> None:
        """Answer a question privately, or offer the pages."""
        await ack()
        tenant, person = tenant_of(context.team_id), str(command["user_id"])
        question = unescaped(str(command.get("text") or "")).strip()
        lang = language_of(question) or await self.counter.lang_of(tenant, person) or "en"
        if not question:
            drawn = self._browse(lang)
        else:
            drawn = page(reply_to(self.counter.librarian.ask(question, lang), self.counter.librarian), self.counter.library, Slip())
        await tell(command.get("response_url"), drawn)

    async def suggest(self, ack: AsyncAck, payload: Json, body: Json, context: AsyncBoltContext) -> None:
        """Give the pages for what was typed into the list: all by category as long as nothing was."""
        lang = await self.counter.lang_of(tenant_of(context.team_id), str(body["user"]["id"])) or "en"
        typed = str(payload.get("value") or "")
        if typed.strip():
            lang = language_of(typed) or lang
            found = self.counter.librarian.suggest(typed, lang, 20)
            await ack(options=[_option(one.title, one.id) for one in found])
            return
        shelves = self.counter.librarian.browsing.categories(lang)
        groups = [
            {"label": plain(shelf.title), "options": [_option(one.title, one.id) for one in shelf.pages[: SLACK.options]]}
            for shelf in shelves
        ]
        await ack(option_groups=groups[: SLACK.options])

    async def open(self, ack: AsyncAck, body: Json, client: AsyncWebClient, context: AsyncBoltContext) -> None:
        """Open the page that a button or the list names: in place of an ephemeral message, else in the thread."""
        await ack()
        press = Press.of(body, context)
        action = body["actions"][0]
        option = action.get("selected_option") or {}
        chosen = option.get("value") or press.slip.what.partition(":")[2]
        label = str((option.get("text") or action.get("text") or {}).get("text") or "")
        lang = language_of(label) or await self.counter.lang_of(press.tenant, press.person) or "en"
        found = self.counter.librarian.page(str(chosen), lang)
        if found is None:
            await tell(press.url, self.counter.sentence("slack-faq-none", lang))
            return
        drawn = page(page_reply(found, self.counter.librarian, lang), self.counter.library, Slip())
        if (body.get("container") or {}).get("is_ephemeral"):
            await tell(press.url, drawn, instead=True)
            return
        placed = await self.counter.put(client, Address(press.channel, press.thread), drawn)
        conversation = await self.counter.office.conversation_of(press.tenant, key_of(press.channel, press.ts))
        if placed and conversation:
            await self.counter.office.store.link(press.tenant, key_of(placed.channel, placed.update), conversation, "answer")

    def _browse(self, lang: str) -> Drawn:
        """Return the message with the list of pages."""
        sentence = self.counter.phrase("slack-faq-browse", lang)
        select: Block = {
            "type": "external_select", "action_id": BROWSE, "min_query_length": 0,
            "placeholder": plain(self.counter.phrase("slack-faq-type", lang)),
        }  # fmt: skip
        return Drawn((rich_text([said(sentence)]), {"type": "actions", "elements": [select]}), escaped(sentence))


def _option(title: str, id_: str) -> Block:
    return {"text": plain(title, SLACK.option_label), "value": id_}
