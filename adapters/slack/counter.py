"""The counter: takes what came from Slack to the office, and brings the answers back, each to its place."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.illustrating import Illustrator
from adapters.slack.addresses import FILE, PICTURE, Address, key_of, message_of
from adapters.slack.files import Downloads, Missed
from adapters.slack.waiting import Waiting
from bot.asked import reply_to
from bot.asking import Librarian
from bot.journal import journal
from bot.language import language_of
from bot.library import Library
from bot.markdown import markdown_of
from bot.office import Delivery, Envelope, Office
from bot.rendering.limits import SLACK
from bot.rendering.slack_messages import Drawn, Slip, answer, note, page, sentence
from bot.reply import Paragraph, Reply, Section, Span, Spans

WORKSPACE = "*"
"""The person by whom a workspace's own choices are kept."""
LANGUAGE = "language"
GONE_FOR_GOOD = frozenset({
    "channel_not_found", "is_archived", "not_in_channel", "account_inactive", "invalid_auth", "token_revoked", "user_not_found",
    "cannot_dm_bot", "restricted_action", "user_disabled", "messages_tab_disabled", "no_permission",
})  # fmt: skip
"""Errors of ``chat.postMessage`` after which trying again is of no use (its reference lists them)."""
Say = Callable[[Drawn], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Counter:
    """Brings messages and answers from one side to the other.

    Attributes:
        office: what answers.
        librarian: finds pages for questions without a log.
        downloads: fetches files.
        lang: the language of workspaces that chose none.
        illustrator: draws pictures.
    """

    office: Office
    librarian: Librarian
    downloads: Downloads = field(default_factory=Downloads)
    lang: str | None = None
    illustrator: Illustrator = field(default_factory=Illustrator)

    @property
    def library(self) -> Library:
        """Return the knowledge."""
        return self.office.library

    async def lang_of(self, tenant: str, person: str) -> str | None:
        """Return the language that a person chose, else the workspace's, else the program's; None if nobody chose one."""
        store = self.office.store
        mine = await store.preference(tenant, person, LANGUAGE)
        return mine or await store.preference(tenant, WORKSPACE, LANGUAGE) or self.lang

    def phrase(self, name: str, lang: str | None, **values: object) -> str:
        """Return one of the fixed phrases."""
        return self.library.phrase(name, lang or "en", **values)

    def missed(self, missed: Sequence[Missed], lang: str) -> tuple[Spans, ...]:
        """Return a sentence for each file that was not read."""
        return tuple(note(self.library.phrases[one.phrase].in_(lang), one.name) for one in missed)

    async def conversation(self, tenant: str, channel: str, ts: str) -> str:
        """Return the conversation that a thread belongs to; a new one is called by the message that it begins with."""
        key = key_of(channel, ts)
        return await self.office.conversation_of(tenant, key) or key

    async def take(
        self,
        client: AsyncWebClient,
        envelope: Envelope,
        missed: Sequence[Missed] = (),
        aside: Say | None = None,
        waiting: Waiting | None = None,
    ) -> tuple[Address, Reply] | None:
        """Have a message answered, and deliver the answer.

        Args:
            client: with the workspace's token.
            envelope: the message; ``to`` is an ``Address``.
            missed: files that could not be read.
            aside: says to the person alone what should not take an answer's place.
            waiting: says how it goes meanwhile.

        Returns:
            Where the answer stands, with the answer; None if there is none to give.
        """
        delivery = await self.office.receive(envelope, waiting.in_line if waiting else None)
        if waiting is not None:
            await waiting.over(posts=delivery.reply is not None and not Address.from_json(envelope.to).update)
        if delivery.reply is None:
            return None
        found = None if missed else await self._with_pages(envelope, delivery)
        reply = found or delivery.reply
        notes = self.missed(missed, reply.lang)
        return await self.deliver(client, replace(delivery, reply=reply), notes, aside, is_page=reply is not delivery.reply)

    async def deliver(
        self, client: AsyncWebClient, delivery: Delivery, notes: Sequence[Spans] = (), aside: Say | None = None, *, is_page: bool = False
    ) -> tuple[Address, Reply] | None:
        """Put an answer, or a page of the knowledge base, in its place, and report that it is there."""
        reply, address = delivery.reply, Address.from_json(delivery.to)
        if reply is None:
            return None
        slip = Slip(asker=address.asker, origin=address.origin, lang=reply.lang)
        drawn = page(reply, self.library, slip) if is_page else answer(reply, self.library, slip, notes)
        is_answer = reply.section("headline") is not None or reply.section("questions") is not None
        if address.update and aside is not None and not is_answer:
            await aside(drawn)
            placed: Address | None = replace(address)
        else:
            placed = await self.put(client, address, drawn)
        if delivery.state == "answered":
            name = key_of(placed.channel, placed.update) if placed else f"nowhere:{delivery.key}"
            await self.office.delivered(delivery, name)
        if placed is None:
            return None
        if delivery.state == "answered" and not address.update and not is_page:
            await self._whole_if_long(client, delivery.tenant, placed, reply)
        return placed, reply

    async def put(self, client: AsyncWebClient, address: Address, drawn: Drawn) -> Address | None:
        """Post a message, or put it in the place of another; return where it stands (``update``), None if it can stand nowhere."""
        content: dict[str, Any] = {"blocks": list(drawn.blocks), "text": drawn.text}
        if address.update:
            try:
                await client.chat_update(channel=address.channel, ts=address.update, **content)
            except SlackApiError as error:
                if error.response.get("error") not in ("message_not_found", "cant_update_message", "edit_window_closed"):
                    raise
            else:
                return address
        quiet: dict[str, Any] = {"unfurl_links": False, "unfurl_media": False}
        try:
            posted = await client.chat_postMessage(channel=address.channel, thread_ts=address.thread or None, **quiet, **content)
        except SlackApiError as error:
            if error.response.get("error") not in GONE_FOR_GOOD:
                raise
            journal().warning("failed", error="SlackApiError")
            return None
        return replace(address, channel=str(posted["channel"]), update=str(posted["ts"]))

    async def upload(self, client: AsyncWebClient, tenant: str, conversation: str, placed: Address, reply: Reply, comment: str) -> None:
        """Put the whole answer as a file beside it; it goes when the answer goes."""
        uploaded = await client.files_upload_v2(
            channel=placed.channel,
            thread_ts=placed.thread or placed.update,
            filename="relaydoc.md",
            title=self.phrase("slack-file-title", reply.lang),
            content=markdown_of(reply),
            initial_comment=self.phrase(comment, reply.lang),
        )
        for file in uploaded.get("files") or ():
            await self.office.store.link(tenant, key_of(FILE, str(file["id"])), conversation, "answer")

    async def take_away(self, client: AsyncWebClient, tenant: str, conversation: str) -> None:
        """Delete all answers of a conversation with their files, and forget it."""
        names = await self.office.answers_in(tenant, conversation)
        await self.office.forget(tenant, conversation)
        for name in names:
            channel, ts = message_of(name)
            try:
                if channel in (FILE, PICTURE):
                    await client.files_delete(file=ts)
                else:
                    await client.chat_delete(channel=channel, ts=ts)
            except SlackApiError as error:
                journal().info("failed", error="SlackApiError", count=int(error.response.get("error") == "message_not_found"))

    def sentence(self, name: str, lang: str | None, **values: object) -> Drawn:
        """Return one of the fixed phrases as a message."""
        return sentence(self.phrase(name, lang, **values))

    async def _whole_if_long(self, client: AsyncWebClient, tenant: str, placed: Address, reply: Reply) -> None:
        """Add the whole answer to a new piece of log as a file, where its lines are too many to be read in messages."""
        told = reply.section("walkthrough")
        if told is None or reply.section("changed") is not None or len(markdown_of(replace(reply, sections=(told,)))) <= SLACK.inline:
            return
        conversation = await self.office.conversation_of(tenant, key_of(placed.channel, placed.update))
        if conversation is not None:
            await self.upload(client, tenant, conversation, placed, reply, "slack-file-comment")

    async def _with_pages(self, envelope: Envelope, delivery: Delivery) -> Reply | None:
        """Return the reply to a question without a log together with the page that answers it, or those it may mean; None: no page."""
        reply, text = delivery.reply, f"{envelope.message.question}\n{envelope.message.text}".strip()
        assert reply is not None  # noqa: S101 - the caller has looked
        is_question = delivery.state == "answered" and text and not envelope.message.files and envelope.message.choice is None
        if not is_question or reply.section("headline") is None or reply.section("walkthrough"):
            return None
        case = await self.office.case(envelope.tenant, envelope.conversation_id)
        if case is None or case.text:
            return None
        found = self.librarian.ask(text[:1000], language_of(text) or reply.lang)
        if found.outcome == "dont_know":
            return None
        pages = reply_to(found, self.librarian)
        if found.outcome == "did_you_mean":
            asked = pages.section("headline")
            return replace(reply, choices=pages.choices, sections=(*reply.sections, *((replace(asked, name="close"),) if asked else ())))
        invited = Section("close", "", (Paragraph((Span(self.phrase("asked-log", pages.lang)),)),))
        return replace(pages, sections=(*pages.sections, invited))


def fresh() -> str:
    """Return a name for a conversation that begins with no message of its own."""
    return secrets.token_hex(12)
