"""Pages into blocks: their markdown is ours, and what is filled into it is not.

Placeholders are filled in after the markdown was parsed, so that nothing out of a paste can become markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.emphasis import with_japanese_emphasis
from bot.reply import Block, Code, Heading, Items, Paragraph, Span, Spans, Style, Table

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]{0,31})\}")
_BRACKETS = re.compile(r" ?\((?P<held>\{[a-z0-9_]{1,32}\}(?: \{[a-z0-9_]{1,32}\})?)\)")
_STYLES: dict[str, Style] = {"strong_open": "strong", "em_open": "emphasis"}
_MARKDOWN = with_japanese_emphasis(MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table"))


class Filling(NamedTuple):
    """What placeholders are filled with, and which of them hold text out of a paste (the others hold phrases of ours)."""

    values: Mapping[str, str]
    pasted: frozenset[str] = frozenset()


NOTHING = Filling({})


def fill(template: str, filling: Filling) -> str:
    """Return a template with its ``{placeholders}`` filled in, in one pass, so that braces in a value stay braces."""
    return PLACEHOLDER.sub(lambda found: filling.values.get(found[1], ""), template)


def spans(template: str, filling: Filling = NOTHING, style: Style = "plain") -> Spans:
    """Return a plain template as spans; what came out of a paste is a span of its own.

    A phrase of ours begins a sentence large; in Japanese it is not set off by spaces, as what was pasted is. Brackets around nothing but
    placeholders go where none of these is filled.
    """
    if "({" in template:
        template = _BRACKETS.sub(lambda found: _held(found, filling), template)
    pieces = _pieces(template, style)
    if len(pieces) == 1:
        return (pieces[0][0],) if template else ()
    result: list[Span] = []
    follows_phrase = False
    for own, name in pieces:
        if not name and not follows_phrase:
            result += [own] if own.text else []
            continue
        value = filling.values.get(name, "") if name else own.text
        if not value:
            continue
        pasted = name in filling.pasted and not (value.isascii() and value.isdecimal())
        phrase = bool(name) and name not in filling.pasted
        if phrase and (not result or result[-1].text.endswith(". ")):
            value = value[0].upper() + value[1:]
        if phrase and result and _is_japanese(value[0]) and result[-1].style != "value":
            result[-1] = result[-1]._replace(text=result[-1].text.removesuffix(" "))
        if follows_phrase and not name:
            value = value.removeprefix(" ")
        follows_phrase = phrase and _is_japanese((value.rstrip(")") or value)[-1])
        result.append(Span(value, "value" if pasted else style))
    return tuple([span for span in result if span.text])


def _held(found: re.Match[str], filling: Filling) -> str:
    """Return brackets with those of their placeholders that are filled, and nothing where none is."""
    kept = [name for name in found["held"].split(" ") if filling.values.get(name[1:-1])]
    return found[0].replace(found["held"], " ".join(kept)) if kept else ""


def _is_japanese(character: str) -> bool:
    return ord(character) > 0x2E7F


@lru_cache(maxsize=4096)
def _pieces(template: str, style: Style) -> tuple[tuple[Span, str], ...]:
    """Return a template as spans of its own text and names of placeholders in their order, one of the two empty in each piece."""
    pieces: list[tuple[Span, str]] = []
    at = 0
    for found in PLACEHOLDER.finditer(template):
        pieces += [(Span(template[at : found.start()], style), ""), (Span("", style), found[1])]
        at = found.end()
    return (*pieces, (Span(template[at:], style), ""))


@lru_cache(maxsize=512)
def _tokens(markdown: str) -> tuple[Token, ...]:
    return tuple(_MARKDOWN.parse(markdown))


def blocks(markdown: str, filling: Filling = NOTHING) -> tuple[Block, ...]:
    """Return a page's markdown as blocks; images and raw HTML are not part of our pages and are left out."""
    result: list[Block] = []
    tokens = iter(_tokens(markdown))
    for token in tokens:
        if token.type == "paragraph_open":
            result.append(Paragraph(_inline(next(tokens), filling)))
        elif token.type == "heading_open":
            result.append(Heading(int(token.tag[1]), _inline(next(tokens), filling)))
        elif token.type in ("ordered_list_open", "bullet_list_open"):
            result.append(Items(tuple(_items(tokens, filling)), token.type == "ordered_list_open"))
        elif token.type in ("fence", "code_block"):
            result.append(Code(tuple(fill(token.content, filling).rstrip("\n").split("\n"))))
        elif token.type == "table_open":
            result.append(_table(tokens, filling))
    return tuple(result)


def _table(tokens: Iterator[Token], filling: Filling) -> Table:
    """Return the table up to its end; markdown-it has given each row as many cells as the head has."""
    rows: list[list[Spans]] = []
    for token in tokens:
        if token.type == "table_close":
            break
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(_inline(token, filling))
    return Table(tuple(rows[0]), tuple(tuple(row) for row in rows[1:]))


def _items(tokens: Iterator[Token], filling: Filling) -> Iterator[Spans]:
    """Yield the items of a list up to its end; an item's paragraphs run together."""
    depth = 1
    item: list[Span] = []
    for token in tokens:
        if token.type.endswith("_list_open"):
            depth += 1
        elif token.type.endswith("_list_close"):
            depth -= 1
            if depth == 0:
                return
        elif token.type == "inline":
            item.extend(_inline(token, filling))
        elif token.type in ("fence", "code_block"):
            item.extend((Span(" "), Span(" ".join(fill(token.content, filling).split()), "code")))
        elif token.type == "list_item_close" and depth == 1:
            yield tuple(item)
            item = []


def _inline(token: Token, filling: Filling) -> Spans:
    result: list[Span] = []
    styles: list[Style] = ["plain"]
    link = ""
    for child in token.children or ():
        if child.type in ("link_open", "link_close"):
            link = _address(child)
        elif child.type in _STYLES:
            styles.append(_STYLES[child.type])
        elif child.type in ("strong_close", "em_close"):
            styles.pop()
        elif child.type == "text":
            result.extend(_linked(spans(child.content, filling, styles[-1]), link))
        elif child.type == "code_inline":
            result.extend(spans(child.content, filling, "code"))
        elif child.type in ("softbreak", "hardbreak"):
            result.append(Span("\n"))
    return _joined(result)


def _address(token: Token) -> str:
    """Return where a link leads, nothing at its end or if it is not an address that may be followed: others stay text."""
    address = str(token.attrGet("href") or "")
    return address if address.startswith("https://") else ""


def _linked(parts: Spans, link: str) -> Spans:
    """Return spans that lead somewhere; what came out of a paste never does."""
    return tuple(part if part.style == "value" else part._replace(link=link) for part in parts) if link else parts


def _joined(parts: Sequence[Span]) -> Spans:
    """Return spans with line breaks made spaces between Latin text and nothing between Japanese text."""
    result: list[Span] = []
    for i, part in enumerate(parts):
        if part.text == "\n" and part.style == "plain":
            before = result[-1].text[-1:] if result else ""
            after = parts[i + 1].text[:1] if i + 1 < len(parts) else ""
            if before and after and not (ord(before) > 0x2E7F and ord(after) > 0x2E7F) and not (ord(before) > 0x2E7F):
                result.append(Span(" "))
            continue
        result.append(part)
    return tuple(result)


def text_of(spans_: Spans) -> str:
    """Return spans as plain text."""
    return "".join(span.text for span in spans_)
