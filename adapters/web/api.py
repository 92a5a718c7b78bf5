"""The JSON API: the same answers as the command line's, for programs."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from pydantic import SecretStr, ValidationError

from adapters.web.asked import MOST_OF_A_QUESTION, Asked, first_unwritten, is_question
from adapters.web.openapi import openapi
from adapters.web.pages import Pages
from adapters.web.safety import Asking, is_from_here
from bot.answer import Answer
from bot.ask_command import document as ask_document
from bot.asking import Librarian
from bot.contract import document
from bot.desk import Message
from bot.limits import Buckets, Crashed, TimedOut, Wait
from bot.site import Site
from bot.told import Account, read_tells

Explain = Callable[[Message, Site | None, Account | None], Awaitable[Answer | TimedOut | Crashed]]
MOST_BYTES = 4 * 1024 * 1024


@dataclass(slots=True)
class Api:
    """Answers programs.

    Attributes:
        explain: answers pastes.
        librarian: finds pages.
        pages: for phrases, and the library.
        site: what is known of every asker's place, where they tell nothing of theirs.
        token: what must be shown; None: only this machine is answered.
        buckets: how often each address may ask.
    """

    explain: Explain
    librarian: Librarian
    pages: Pages
    site: Site
    token: SecretStr | None
    buckets: Buckets

    def routes(self) -> list[web.RouteDef]:
        """Return what is answered here."""
        return [
            web.post("/api/explain", self.guarded(self.explained)),
            web.get("/api/ask", self.guarded(self.asked)),
            web.get("/api/suggest", self.guarded(self.suggested)),
            web.get("/api/openapi.json", self.described),
        ]

    def guarded(self, answer: Asking) -> Asking:
        """Return an answer that is given only to those who may have it, and not too often."""

        async def guarded(request: web.Request) -> web.StreamResponse:
            refused = self._refusal(request)
            return refused if refused is not None else await answer(request)

        return guarded

    def _refusal(self, request: web.Request) -> web.Response | None:
        if self.token is None:
            if not is_from_here(request):
                return self.problem(request, 403, "web-api-switched-off")
        elif not secrets.compare_digest(_bearer(request), self.token.get_secret_value().encode()):
            response = self.problem(request, 401, "web-api-unauthorised")
            response.headers["WWW-Authenticate"] = "Bearer"
            return response
        taken = self.buckets.take({"user": ("web:api", request.remote)})
        if isinstance(taken, Wait):
            response = self.problem(request, 429, "please-wait", seconds=max(1, round(taken.seconds)))
            response.headers["Retry-After"] = str(max(1, round(taken.seconds)))
            return response
        return None

    async def explained(self, request: web.Request) -> web.StreamResponse:
        """Answer one paste."""
        body = await self._body(request)
        if isinstance(body, web.Response):
            return body
        try:
            asked = Asked.model_validate(body)
        except ValidationError as error:
            return self.problem(request, 422, "web-api-wrong", part=_part(error))
        facts = self.pages.library().vocabulary.facts
        if first_unwritten(asked.tell, facts) is not None:
            return self.problem(request, 422, "web-api-wrong", part="tell")
        site, account = asked.site.site() if asked.site else self.site, read_tells(asked.tell, facts)
        message = Message(text=asked.text, question=asked.question, lang=asked.lang, locale_lang=self.pages.lang)
        answer = await self.explain(message, site, account)
        if not isinstance(answer, Answer):
            return self.problem(request, 503, "web-unreachable")
        return web.json_response(document(answer), dumps=_dumps)

    async def asked(self, request: web.Request) -> web.StreamResponse:
        """Answer one question to the knowledge base."""
        question = request.query.get("q", "")
        if not is_question(question):
            return self.problem(request, 422, "web-api-wrong", part="q")
        lang = request.query.get("lang")
        if lang not in ("ja", "en", None):
            return self.problem(request, 422, "web-api-wrong", part="lang")
        found = await asyncio.to_thread(self.librarian.ask, question, lang)
        return web.json_response(ask_document(found, self.librarian), dumps=_dumps)

    async def suggested(self, request: web.Request) -> web.StreamResponse:
        """Finish a question that is being typed."""
        typed, lang = request.query.get("q", ""), request.query.get("lang", self.pages.lang or "en")
        if len(typed) > MOST_OF_A_QUESTION:
            return self.problem(request, 422, "web-api-wrong", part="q")
        if lang not in ("ja", "en"):
            return self.problem(request, 422, "web-api-wrong", part="lang")
        found = await asyncio.to_thread(self.librarian.suggest, typed, lang)
        return web.json_response({"lang": lang, "suggestions": [{"id": page.id, "title": page.title} for page in found]}, dumps=_dumps)

    async def described(self, _request: web.Request) -> web.StreamResponse:
        """Return the API's description, which tells nothing that the source does not."""
        return web.json_response(openapi(self.pages.library()), dumps=_dumps)

    def problem(self, request: web.Request, status: int, phrase: str, **values: object) -> web.Response:
        """Return why a request is not answered."""
        said = self.pages.library().phrase(phrase, self.pages.lang_of(request), **values)
        return web.json_response({"error": {"status": status, "message": said}}, status=status, dumps=_dumps)

    async def _body(self, request: web.Request) -> object:
        """Return the JSON that a request holds, or why it is not taken."""
        if request.content_type != "application/json":
            return self.problem(request, 415, "web-api-not-json")
        data = bytearray()
        async for chunk in request.content.iter_chunked(65536):
            data += chunk
            if len(data) > MOST_BYTES:
                response = self.problem(request, 413, "web-too-large", size=MOST_BYTES // 2**20, total=MOST_BYTES // 2**20)
                response.force_close()
                return response
        try:
            return json.loads(data)
        except (ValueError, RecursionError):  # no JSON, no UTF-8, or nested without end
            return self.problem(request, 400, "web-api-not-json")


def _bearer(request: web.Request) -> bytes:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip().encode() if kind.lower() == "bearer" else b""


def _part(error: ValidationError) -> str:
    """Return the name of the part that is wrong, as far as it is ours; names that were made up are not repeated."""
    name = str(next(iter(error.errors()[0]["loc"]), ""))
    known = Asked.model_fields
    return name if name in known else "body"


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
