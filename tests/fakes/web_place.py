"""A web room on a port of loopback, and somebody who visits it with a browser that knows no scripts."""

from __future__ import annotations

import inspect
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path

import aiohttp
from aiohttp import web
from aiohttp.test_utils import unused_port

from adapters.serving import Premises
from adapters.web.api import Api
from adapters.web.application import runner_of
from adapters.web.program import put_together
from adapters.web.room import Room
from bot.asking import Librarian
from bot.configuration import Configuration
from bot.desk import Desk
from bot.library import load
from bot.limits import Allowance, Buckets, Crashed
from bot.store import Store


class Seen(HTMLParser):
    """What a page shows, and the forms in it."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.forms: list[dict[str, object]] = []
        self._label: str | None = None
        self._hidden = 0
        self.feed(html)

    @property
    def text(self) -> str:
        """Return the text, its white space made single spaces."""
        return re.sub(r"\s+", " ", "".join(self.parts))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep forms with their fields and buttons."""
        told = {name: value or "" for name, value in attrs}
        self._hidden += tag in ("script", "style", "title")
        if tag == "form":
            self.forms.append({"action": told["action"], "whole": "enctype" in told, "fields": {}, "buttons": {}})
        elif tag == "input" and told.get("type") == "hidden":
            self.forms[-1]["fields"][told["name"]] = told["value"]
        elif tag == "button" and self.forms:
            self._label, self._told = "", told

    def handle_endtag(self, tag: str) -> None:
        """Keep a button under its label."""
        self._hidden -= tag in ("script", "style", "title")
        if tag == "button" and self._label is not None:
            self.forms[-1]["buttons"][re.sub(r"\s+", " ", self._label).strip()] = self._told
            self._label = None

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        if not self._hidden:
            self.parts.append(data)
        if self._label is not None:
            self._label += data


class Visitor:
    """A browser without scripts: it opens pages, fills in forms, and follows where it is sent."""

    def __init__(self, house: House, lang: str = "ja") -> None:
        self.house = house
        self.lang = lang
        self.session = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True), headers={"Accept-Language": lang})
        self.url = "/"
        self.html = ""
        self.status = 0

    @property
    def seen(self) -> Seen:
        """Return what the page shows."""
        return Seen(self.html)

    async def open(self, path: str) -> Seen:
        """Open a page."""
        async with self.session.get(f"{self.house.address}{path}") as response:
            await self._took(response)
        return self.seen

    async def send(self, form: dict[str, object], files: tuple[tuple[str, bytes], ...] = (), **fields: str) -> Seen:
        """Send a form with what it bears."""
        data = aiohttp.FormData(default_to_multipart=bool(form["whole"]))
        for name, value in {**form["fields"], **fields}.items():
            data.add_field(name, value)
        for name, content in files:
            data.add_field("files", content, filename=name, content_type="application/octet-stream")
        headers = {"Origin": self.house.address, "Sec-Fetch-Site": "same-origin"}
        async with self.session.post(f"{self.house.address}{form['action']}", data=data, headers=headers) as response:
            await self._took(response)
        return self.seen

    async def _took(self, response: aiohttp.ClientResponse) -> None:
        self.html = await response.text()
        self.status = response.status
        self.url = response.url.path


@lru_cache(maxsize=1)
def _desk() -> Desk:
    return Desk(load())


class House:
    """The room over its store; it can be stopped and started anew."""

    def __init__(self, folder: Path, **settings: object) -> None:
        self.folder = folder
        self.port = unused_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.configuration = Configuration(data_dir=folder, web_port=self.port, **settings)
        self.library = load()
        self.review_fails = False
        self.buckets: Buckets | None = None

    async def start(self) -> None:
        """Open the store and the room."""
        self.desk = _desk()
        self.store = await Store.open(data_dir=self.folder)

        async def respond(conversation, message, site):
            return self.desk.respond(conversation, message, site)

        async def review(conversation, site):
            return Crashed("ended") if self.review_fails else self.desk.review(conversation, site)

        async def explain(message, site, account):
            return self.desk.explain(message, site, account)

        self.premises = Premises(self.configuration, self.library, Librarian(self.library), self.store, respond, buckets=self.buckets)
        self.runner = runner_of(put_together(self.premises, review, explain))
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", self.port).start()

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Let nobody ask any more for a while."""
        office = self.premises._offices[0]
        buckets, office.buckets = office.buckets, Buckets({"tenant": Allowance(0.001, 1)})
        office.buckets.take({"tenant": "web:room"})
        try:
            yield
        finally:
            office.buckets = buckets

    def api(self) -> Api:
        """Return what answers programs."""
        route = next(
            route for route in self.runner.app.router.routes() if route.resource is not None and route.resource.canonical == "/api/ask"
        )
        return inspect.getclosurevars(route.handler).nonlocals["self"]

    def room(self) -> Room:
        """Return what answers visitors."""
        route = next(route for route in self.runner.app.router.routes() if route.resource is not None and route.resource.canonical == "/")
        return route.handler.__self__

    async def stop(self) -> None:
        """Close both."""
        await self.runner.cleanup()
        await self.store.close()


@asynccontextmanager
async def house(folder: Path, **settings: object) -> AsyncIterator[House]:
    """Give a house that is open."""
    built = House(folder, **settings)
    await built.start()
    try:
        yield built
    finally:
        await built.stop()


class WebPlace:
    """The room as the contract's suite sees it."""

    can = frozenset({"files", "redelivery"})

    def __init__(self, built: House, visitor: Visitor) -> None:
        self.house = built
        self.visitor = visitor

    async def say(self, text: str, *, event_id: str | None = None) -> str:
        """Fill in the form of the page and send it; a form that came twice shows nothing new."""
        form = await self._form()
        if event_id:
            await self.visitor.open("/")
            form = self.visitor.seen.forms[0]
            form["fields"]["event"] = event_id
        before = set(await self._addresses())
        seen = await self.visitor.send(form, text=text)
        if event_id and self.visitor.url in before:
            return ""
        self._known = {*before, self.visitor.url}
        return seen.text

    async def press(self, label: str) -> str:
        """Press the button that bears a label."""
        for form in self.visitor.seen.forms:
            if label in form["buttons"]:
                button = form["buttons"][label]
                return (await self.visitor.send(form, **{button["name"]: button["value"]})).text
        raise AssertionError(label)

    async def restart(self) -> None:
        """Start the room anew over its store."""
        await self.house.stop()
        await self.house.start()

    async def attach(self, name: str, data: bytes) -> str:
        """Send a file."""
        return (await self.visitor.send(await self._form(), files=((name, data),), text="")).text

    async def _addresses(self) -> set[str]:
        return getattr(self, "_known", set())

    async def _form(self) -> dict[str, object]:
        """Return the form to write in: of the page that is open, else of the first one."""
        if not self.visitor.html:
            await self.visitor.open("/")
        forms = self.visitor.seen.forms
        return next((form for form in forms if "説明を見る" in form["buttons"] or "送る" in form["buttons"]), forms[0])
