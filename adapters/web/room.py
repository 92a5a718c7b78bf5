"""The room: a log is pasted, questions are answered, and the verdict stands on a page of its own address."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import cast

from aiohttp import web

from adapters.web.forms import MOST_BYTES, MOST_FILE_BYTES, MOST_FILES, Form, FormError, read_form
from adapters.web.pages import Pages, sent_on
from adapters.web.pictures import Shown, shown_of
from adapters.web.reviews import Reviews
from adapters.web.safety import FIELD, form_token, is_ours
from adapters.web.showing import case_of, said_of
from adapters.web.tongue import chosen, keep, preferred
from bot.answer import Answer
from bot.conversation import Conversation
from bot.desk import Message
from bot.office import Delivery, Envelope, Office
from bot.outgoing import is_heard
from bot.reply import Reply
from bot.threads import Thread

TENANT = "web:room"
FORGOTTEN = "/?forgotten=1"
MEGABYTE = 1024 * 1024


@dataclass(slots=True)
class Room:
    """Answers the room's requests.

    Attributes:
        office: answers messages, and keeps conversations.
        reviews: the latest answers of conversations.
        pages: fills templates.
        threads: worked cases to try.
        days: for how long a conversation is kept.
        pictures: whether pictures can be drawn here.
    """

    office: Office
    reviews: Reviews
    pages: Pages
    threads: tuple[Thread, ...]
    days: float
    pictures: bool = False

    async def index(self, request: web.Request) -> web.Response:
        """Show the empty form."""
        return self._form(request)

    async def begin(self, request: web.Request) -> web.StreamResponse:
        """Take a first message; its conversation gets an address that nobody can guess."""
        return await self.take(request, secrets.token_urlsafe(18))

    async def go_on(self, request: web.Request) -> web.StreamResponse:
        """Take a further message of a conversation."""
        return await self.take(request, request.match_info["id"])

    async def take(self, request: web.Request, conversation: str) -> web.StreamResponse:
        """Take a message, and send the browser on to the page that shows its answer."""
        try:
            form = await read_form(request)
        except FormError as error:
            return self._refused(request, error)
        if not is_ours(request, form.get(FIELD)):
            return self.pages.problem(request, 403, "web-not-from-here")
        envelope = self._envelope(request, conversation, form)
        if envelope is None:
            return self._form(request, status=422, note="web-nothing-sent", form=form)
        if "application/x-ndjson" in request.headers.get("Accept", ""):
            from adapters.web.streaming import stream  # it knows the room

            return await stream(self, request, envelope)
        delivery = await self.office.receive(envelope)
        if delivery.state == "waiting":
            return self._waiting(request, delivery, form)
        location = await self.delivered(delivery, envelope)
        response = sent_on(location)
        if delivery.reply is not None and chosen(request) not in (None, delivery.reply.lang):
            keep(response, request, delivery.reply.lang)
        return response

    async def delivered(self, delivery: Delivery, envelope: Envelope) -> str:
        """Note that an answer is about to be shown, and return the address of its page; a form that came twice leads to the same."""
        conversation = envelope.conversation_id
        if delivery.state == "duplicate":
            conversation = await self.office.conversation_of(TENANT, envelope.message_id) or conversation
        elif delivery.reply is not None:
            await self.office.delivered(delivery, envelope.event_id)
            if await self.office.case(TENANT, conversation) is None:
                self.reviews.drop(conversation)
                return FORGOTTEN
        return f"/c/{conversation}"

    async def show(self, request: web.Request) -> web.Response:
        """Show a conversation as it stands."""
        name = request.match_info["id"]
        found = await self.office.kept(TENANT, name)
        if found is None:
            return self.pages.problem(request, 404, "web-gone")
        kept, latest = found
        lang = self.pages.lang_of(request, kept.lang)
        case, drawn = None, cast("tuple[Shown, ...]", ())
        if kept.text:
            answer = await self.answer(kept, lang)
            if answer is None:
                return self.pages.problem(request, 503, "web-unreachable")
            case, drawn = case_of(answer, latest), shown_of(answer, self.pages.library()) if self.pictures else ()
        said = None
        if latest is not None and (case is None or (latest.lang == lang and not is_heard(latest))):
            said = said_of(latest, without_questions=case is not None)
        compare = request.query.get("view") == "compare" and case is not None and bool(case.transcript.pairs)
        return self.pages.page(
            request, "case.html", lang, case=case, said=said, kept=kept, id=name, compare=compare, pictures=drawn,
            event=secrets.token_urlsafe(9), days=f"{self.days:g}",
        )  # fmt: skip

    async def answer(self, kept: Conversation, lang: str) -> Answer | None:
        """Return the latest answer of a conversation in a language; None if it could not be made."""
        return await self.reviews.answer(kept, lang, self.office.site)

    async def forget(self, request: web.Request) -> web.StreamResponse:
        """Erase a conversation."""
        try:
            form = await read_form(request)
        except FormError as error:
            return self._refused(request, error)
        if not is_ours(request, form.get(FIELD)):
            return self.pages.problem(request, 403, "web-not-from-here")
        self.reviews.drop(request.match_info["id"])
        await self.office.forget(TENANT, request.match_info["id"])
        return sent_on(FORGOTTEN)

    def _envelope(self, request: web.Request, conversation: str, form: Form) -> Envelope | None:
        """Return a form as an event, None if nothing was said in it."""
        example = next((thread.log for thread in self.threads if thread.id == form.get("example")), "")
        text = example or form.get("text").replace("\r\n", "\n")
        choice = form.get("choice")[:200] or None
        if not (text.strip() or form.files or choice or form.get("question").strip()):
            return None
        event = form.get("event")[:64] or secrets.token_urlsafe(9)
        message = Message(
            text=text,
            files=tuple(form.files),
            question=form.get("question").strip(),
            server=next((name for name, _ in self.servers("en") if name == form.get("server")), None),
            choice=choice,
            lang=chosen(request),
            locale_lang=preferred(request) or self.pages.lang,
        )
        return Envelope(TENANT, request.remote or "", form_token(request), event, conversation, message, message_id=event)

    def servers(self, lang: str) -> tuple[tuple[str, str], ...]:
        """Return the mail servers that a visitor may name: their short names, and what they are called."""
        known = self.pages.library().servers.values()
        return tuple((each.server, each.name.in_(lang)) for each in known if each.is_a_mail_server)

    def _form(self, request: web.Request, *, status: int = 200, note: str = "", said: str = "", form: Form | None = None) -> web.Response:
        """Show the form, with a note above it and what was typed still in it."""
        lang = self.pages.lang_of(request)
        if not note and request.query.get("forgotten"):
            note = "web-forgotten"
        said = said or (self.pages.library().phrase(note, lang) if note else "")
        typed = form or Form()
        return self.pages.page(
            request, "room.html", lang, status=status, note=said, text=typed.get("text"), question=typed.get("question"),
            servers=self.servers(lang), server=typed.get("server"), threads=self.threads,
            event=secrets.token_urlsafe(9), files=MOST_FILES, size=MOST_FILE_BYTES // MEGABYTE,
        )  # fmt: skip

    def _refused(self, request: web.Request, error: FormError) -> web.Response:
        status = 400 if error.phrase == "web-unreadable" else 413
        values = {"size": MOST_FILE_BYTES // MEGABYTE, "total": MOST_BYTES // MEGABYTE, "count": MOST_FILES}
        said = self.pages.library().phrase(error.phrase, self.pages.lang_of(request), **values)
        response = self._form(request, status=status, said=said, form=Form(error.words))
        response.force_close()
        return response

    def _waiting(self, request: web.Request, delivery: Delivery, form: Form) -> web.Response:
        return self._form(request, status=429, said=sentence(delivery.reply), form=form)


def sentence(reply: Reply | None) -> str:
    """Return one of the office's own sentences as text."""
    blocks = [block for section in reply.sections for block in section.blocks] if reply else []
    return "".join(span.text for block in blocks for span in getattr(block, "spans", ()))
