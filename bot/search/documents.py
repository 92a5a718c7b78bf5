"""What can be found: pages of a knowledge base as documents, one for each language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.library import Library
from bot.library.pages import Page
from bot.library.schema import FaqFront, SettingFront
from bot.search.text import codes, fold

_FENCE = re.compile(r"^\s*```.*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Document:
    """One page in one language.

    Attributes:
        id: the page's name, the same in all languages.
        lang: ``en`` or ``ja``.
        title: what it is called.
        aliases: other ways to ask for it.
        readings: its title and aliases in hiragana, as far as they are Japanese and hold kanji.
        body: the whole text.
        tags: what it is about; the first is its category.
        about: words that all its titles and aliases are about, though they may not say so.
        codes: reply codes and enhanced status codes that it explains.
    """

    id: str
    lang: str
    title: str
    aliases: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    body: str = ""
    tags: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    about: tuple[str, ...] = ()


def documents(library: Library) -> tuple[Document, ...]:
    """Return the FAQ and setting pages of a knowledge base, each under the name that ``related`` uses."""
    faq = [_faq(page) for _, pages in sorted(library.faq.items()) for page in pages.values()]
    settings = [_setting(page) for _, pages in sorted(library.settings.items()) for page in pages.values()]
    return (*faq, *settings)


def _faq(page: Page[FaqFront]) -> Document:
    """Return a FAQ page as a document; the codes that its title and aliases name are those that it explains, unless it lists them."""
    front = page.front
    named = [code for text in (front.title, *front.aliases) for code in codes(fold(text))[:1]]
    return Document(
        f"faq/{page.id}", page.lang, front.title, front.aliases, front.reading, "\n".join(_texts(page)),
        (*front.tags, *(server for server in front.servers if server not in front.tags)), front.codes or tuple(dict.fromkeys(named)),
    )  # fmt: skip


def _setting(page: Page[SettingFront]) -> Document:
    """Return a setting page as a document; its letter is another name of it."""
    front = page.front
    letter = () if front.letter is None else (f"設定{front.letter}" if page.lang == "ja" else f"setting {front.letter}",)
    body = "\n".join([*_texts(page), *(where.path for where in front.where)])
    return Document(
        f"settings/{page.id}",
        page.lang,
        front.title,
        (*front.aliases, *letter),
        front.reading,
        body,
        (front.server, "settings"),
        front.codes,
        (front.server,),
    )


def _texts(page: Page[FaqFront] | Page[SettingFront]) -> Iterator[str]:
    """Yield a page's prose with its headings, the marks of fences left out."""
    yield _FENCE.sub("", page.intro)
    for name, text in page.sections.items():
        yield name
        yield _FENCE.sub("", text)
