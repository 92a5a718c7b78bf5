"""The library: the pages that the answers rest on, to be browsed, searched and linked to."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass

from aiohttp import web
from yarl import URL

from adapters.web.claims import Claims
from adapters.web.forms import FormError, read_form
from adapters.web.pages import Pages, markup, sent_on
from adapters.web.safety import FIELD, is_ours
from adapters.web.showing import Part
from bot.asked import page_reply
from bot.asking import Librarian
from bot.browsing import Category
from bot.rendering.html import html_of
from bot.store import Store

TENANT = "web:room"
_MOST_OF_A_QUESTION = 1000
_MOST_OF_A_REASON = 4000
_NAME = re.compile(r"(?:faq|settings)/[a-z0-9_-]+(?:/[a-z0-9_-]+)?")
_PLACED = ("headline", "others", "sources")
"""Sections of a page that it has places of its own for."""


@dataclass(slots=True)
class Reading:
    """Shows the library.

    Attributes:
        librarian: finds pages.
        store: where it is kept whether a page helped.
        pages: fills templates.
    """

    librarian: Librarian
    store: Store
    pages: Pages

    async def index(self, request: web.Request) -> web.Response:
        """Show the shelves."""
        lang = self.pages.lang_of(request)
        return self.pages.page(request, "library.html", lang, shelves=self.librarian.shelves(lang))

    async def search(self, request: web.Request) -> web.Response:
        """Show what came of a question."""
        lang, question = self.pages.lang_of(request), request.query.get("q", "").strip()[:_MOST_OF_A_QUESTION]
        if not question:
            return sent_on("/kb/")
        found = await asyncio.to_thread(self.librarian.ask, question, lang)
        shelves = self.librarian.shelves(lang) if not found.hits else ()
        return self.pages.page(request, "found.html", lang, question=question, found=found, shelves=shelves)

    async def suggest(self, request: web.Request) -> web.Response:
        """Return pages for a question that is being typed, as a list of addresses and titles."""
        lang, typed = self.pages.lang_of(request), request.query.get("q", "")[:_MOST_OF_A_QUESTION]
        found = await asyncio.to_thread(self.librarian.suggest, typed, lang)
        told = self.pages.library().phrase("web-suggestions-count", lang, count=len(found))
        return web.json_response({"said": told, "pages": [{"address": f"/kb/{page.id}", "title": page.title} for page in found]})

    async def page(self, request: web.Request) -> web.Response:
        """Show a page."""
        lang, name = self.pages.lang_of(request), request.match_info["name"]
        page = self.librarian.page(name, lang) if _NAME.fullmatch(name) else None
        if page is None:
            return self.pages.problem(request, 404, "web-no-page")
        reply = page_reply(page, self.librarian, lang)
        inline = Claims(()).inline
        parts = [Part(s.name, s.title, markup(html_of(s.blocks, inline))) for s in reply.sections if s.name not in _PLACED]
        sources = reply.section("sources")
        return self.pages.page(
            request, "page.html", lang, page=page, name=name, parts=parts, sources=markup(html_of(sources.blocks)) if sources else "",
            sources_title=sources.title if sources else "", related=self.librarian.browsing.related(name, lang),
            category=self._category(name, lang), thanks="thanks" in request.query, file=f"knowledge/{page.file}",
        )  # fmt: skip

    async def feedback(self, request: web.Request) -> web.Response:
        """Keep whether a page helped, and what was missing in it."""
        try:
            form = await read_form(request)
        except FormError:
            return self.pages.problem(request, 400, "web-unreadable")
        if not is_ours(request, form.get(FIELD)):
            return self.pages.problem(request, 403, "web-not-from-here")
        name, helped = form.get("page"), form.get("helped")
        if self.librarian.page(name, "en") is None or helped not in ("yes", "no"):
            return self.pages.problem(request, 400, "web-unreadable")
        await self.store.add_feedback(TENANT, f"page:{name}", helped == "yes", form.get("reason").strip()[:_MOST_OF_A_REASON])
        return sent_on(str(URL(f"/kb/{name}").with_query(thanks="1")))

    def _category(self, name: str, lang: str) -> Category | None:
        """Return the shelf that a page stands on."""
        return next((shelf for shelf in self.librarian.shelves(lang) if any(link.id == name for link in shelf.pages)), None)
