"""Pages: templates filled in one language, with everything that is not ours escaped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Any

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from yarl import URL

from adapters.web.safety import FIELD, form_token
from adapters.web.tongue import LANGUAGES, chosen, keep, preferred
from bot.library import Library
from bot.markdown import visible

HERE = Path(__file__).parent
STATIC = HERE / "static"
_SIGNS = {"act_now": "!!", "problem": "!", "stopped": "✓", "fine": "✓", "unknown": "?"}


@dataclass(frozen=True, slots=True)
class Pages:
    """Fills templates.

    Attributes:
        library: whose phrases, asked for each time, since it changes.
        lang: the language of visitors who name none.
        notes: what every page is told beside what it shows.
    """

    library: Callable[[], Library]
    lang: str | None = None

    def lang_of(self, request: web.Request, conversation: str | None = None) -> str:
        """Return the language of a page.

        Args:
            request: what was asked.
            conversation: the language of the conversation that it shows.
        """
        return chosen(request) or conversation or preferred(request) or self.lang or "en"

    def page(self, request: web.Request, template: str, lang: str, *, status: int = 200, **values: Any) -> web.Response:
        """Return a template filled in."""
        text = (
            _environment()
            .get_template(template)
            .render(
                lang=lang,
                t=self._phrases(lang),
                other=next(other for other in LANGUAGES if other != lang),
                in_language=lambda other: str(request.rel_url.update_query(lang=other)),
                form_field=FIELD,
                form_token=form_token(request),
                here=request.path,
                **values,
            )
        )
        response = web.Response(text=text, content_type="text/html", charset="utf-8", status=status)
        keep(response, request)
        return response

    def problem(self, request: web.Request, status: int, phrase: str, **values: object) -> web.Response:
        """Return a page that says what went wrong and how to go on."""
        lang = self.lang_of(request)
        said = self.library().phrase(phrase, lang, **values)
        title = "web-gone-title" if status == 404 else "web-problem-title"
        return self.page(request, "problem.html", lang, status=status, title=title, said=said)

    def _phrases(self, lang: str) -> Callable[..., str]:
        library = self.library()

        def phrase(name: str, **values: object) -> str:
            return library.phrase(name, lang, **values)

        return phrase


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["visible"] = visible
    environment.filters["sign"] = lambda severity: _SIGNS.get(severity, "?")
    environment.filters["prose"] = _prose
    environment.filters["runs"] = _runs
    environment.globals["asset"] = _asset
    return environment


def _prose(text: str, lang: str) -> str:
    """Return sentences that stand on a line each as running text; Japanese has no blanks between them."""
    return ("" if lang == "ja" else " ").join(text.split("\n"))


def _runs(text: str) -> list[tuple[bool, list[str]]]:
    """Return the lines of a setting's text in runs: those that begin with a dash, which are a list, and those that do not."""
    grouped = groupby(text.splitlines(), key=lambda line: line.startswith("- "))
    return [(listed, [line.removeprefix("- ") for line in lines]) for listed, lines in grouped]


@lru_cache(maxsize=32)
def _asset(name: str) -> str:
    """Return the address of a file of ours, which changes with what is in it, so that browsers may keep it."""
    digest = sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return str(URL(f"/static/{name}").with_query(v=digest))


def markup(html: str) -> Markup:
    """Return HTML that ``bot.rendering.html`` made, in which everything else is escaped already."""
    return Markup(html)  # noqa: S704 - made of our tags and escaped text alone


def sent_on(location: str) -> web.Response:
    """Return an answer that sends a browser on to a page."""
    return web.Response(status=303, headers={"Location": location})
