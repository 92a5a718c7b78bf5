"""Parts of a reply as Slack's rich text, in which nothing is parsed: no mention, link, emoji or markup can come out of a text.

What a rich text block and its elements look like: Slack's Block Kit reference, "Rich text block". Lines of a log stand in
``rich_text_preformatted`` alone, and values out of a paste in ``code``.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from bot.markdown import visible
from bot.reply import Block, Code, Heading, Items, Log, LogQuote, Paragraph, Span, Spans, Table, Terms

Json = dict[str, Any]
LONGEST = 2800
"""Characters of one element; what is longer is cut, or goes on in the next one."""
_VALUE = 300
_LINE = 500
_TONES = {"attention": "▶ ", "good": "✓ "}


def rich_text(elements: Sequence[Json]) -> Json:
    """Return elements as a block."""
    return {"type": "rich_text", "elements": list(elements)}


def said(text: str, *, bold: bool = False) -> Json:
    """Return a sentence of ours as an element."""
    return section((Span(text),), bold=bold)


def section(spans: Spans, *, bold: bool = False, last: bool = True) -> Json:
    """Return spans as a paragraph.

    Args:
        spans: the text.
        bold: all of it is bold.
        last: no paragraph follows it directly, so that no empty line is needed.
    """
    found = _texts(spans, bold=bold)
    if not last:
        found.append({"type": "text", "text": "\n"})
    return {"type": "rich_text_section", "elements": found}


def elements(blocks: Sequence[Block]) -> list[Json]:
    """Return blocks as elements of rich text, none longer than ``LONGEST``."""
    found: list[Json] = []
    for i, block in enumerate(blocks):
        follows = i + 1 < len(blocks) and isinstance(blocks[i + 1], (Paragraph, Heading))
        is_last = isinstance(block, Heading) or not follows  # a heading stands close to what it is of
        found.extend(_elements(block, last=is_last))
    return found


def preformatted(lines: Sequence[str]) -> Iterator[Json]:
    """Yield lines exactly as they stand, in as many elements as they need."""
    for run in _runs(lines):
        yield {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "\n".join(run) or " "}]}


def quoted(lines: Sequence[LogQuote]) -> Iterator[Json]:
    """Yield lines of a log, each with its number and a sign for its tone."""
    width = max((len(str(line.number)) for line in lines), default=1)
    return preformatted([f"{line.number:>{width}}  {_TONES.get(line.tone, '')}{inert(line.text, _LINE)}" for line in lines])


def inert(text: str, most: int = _VALUE) -> str:
    """Return text out of a paste on one line, what cannot be seen made visible, and cut where it goes on for too long."""
    shown = visible(" ".join(text.split("\n")))
    return shown if len(shown) <= most else shown[: most - 1] + "…"


def size(block: Json) -> int:
    """Return the characters of all texts in a block that are shown."""
    found = 0
    for key, value in block.items():
        if isinstance(value, str):
            found += len(value) if key == "text" else 0
        elif isinstance(value, dict):
            found += size(value)
        elif isinstance(value, list):
            found += sum(size(one) for one in value if isinstance(one, dict))
    return found


def _elements(block: Block, *, last: bool) -> Iterator[Json]:
    if isinstance(block, (Paragraph, Heading)):
        yield section(block.spans, bold=isinstance(block, Heading), last=last)
    elif isinstance(block, Items):
        yield from _list(block.items, ordered=block.ordered)
    elif isinstance(block, Terms) and all(_is_number(term) for term, _ in block.items):
        yield from _by_number([(int(term), spans) for term, spans in block.items])
    elif isinstance(block, Terms):
        yield from _list([(Span(f"{term}  ", "strong"), *spans) for term, spans in block.items])
    elif isinstance(block, Table):
        yield from _list([_row(block, row) for row in block.rows])
    elif isinstance(block, Log):
        yield from quoted(block.lines)
    elif isinstance(block, Code):
        yield from preformatted([visible(line) for line in block.lines])


def _row(table: Table, row: tuple[Spans, ...]) -> Spans:
    """Return a row of a table as one item, each cell after its column's title; Slack's own table may stand in a message only once."""
    found: list[Span] = []
    for title, cell in zip(table.head, row, strict=True):
        name = "".join(span.text for span in title)
        found += [*([Span("; ")] if found else []), *([Span(f"{name}: ", "strong")] if name else []), *cell]
    return tuple(found)


def _is_number(term: str) -> bool:
    """Tell whether a term is the number of a line."""
    return term.isdecimal() and len(term) < 10 and int(term) > 0


def _by_number(items: Sequence[tuple[int, Spans]]) -> Iterator[Json]:
    """Yield what is said of lines as lists that bear the lines' own numbers; after a gap another one begins."""
    run: list[Spans] = []
    first = 0
    for number, spans in items:
        if run and number != first + len(run):
            yield from _list(run, ordered=True, first=first - 1)
            run = []
        first = first if run else number
        run.append(spans)
    if run:
        yield from _list(run, ordered=True, first=first - 1)


def _list(items: Sequence[Spans], *, ordered: bool = False, first: int = 0) -> Iterator[Json]:
    """Yield a list in as many elements as it needs; a numbered one goes on counting, after ``first``."""
    run: list[Json] = []
    filled = 0
    for item in items:
        one = section(item)
        if run and filled + size(one) > LONGEST:
            yield _run(run, first, ordered=ordered)
            first, filled, run = first + len(run), 0, []
        run.append(one)
        filled += size(one)
    if run:
        yield _run(run, first, ordered=ordered)


def _run(items: list[Json], first: int, *, ordered: bool) -> Json:
    made: Json = {"type": "rich_text_list", "style": "ordered" if ordered else "bullet", "elements": items}
    return {**made, "offset": first} if ordered and first else made


def _texts(spans: Spans, *, bold: bool) -> list[Json]:
    """Return spans as texts, cut after ``LONGEST`` characters; there is always one."""
    found: list[Json] = []
    left = LONGEST
    for span in spans:
        text = inert(span.text) if span.style in ("value", "code") else _clean(span.text)
        text = text if len(text) <= left else text[: max(0, left - 1)] + "…"
        if not text or left <= 0:
            continue
        left -= len(text)
        found.append(_text(span, text, bold=bold))
    return found or [{"type": "text", "text": " "}]


def _text(span: Span, text: str, *, bold: bool) -> Json:
    style = {name: True for name, is_so in _styles(span, bold=bold) if is_so}
    made: Json = {"type": "link", "url": span.link, "text": text} if span.link and span.style != "value" else {"type": "text", "text": text}
    return {**made, "style": style} if style else made


def _styles(span: Span, *, bold: bool) -> tuple[tuple[str, bool], ...]:
    is_code = span.style in ("value", "code")
    return ("bold", bold or span.style == "strong"), ("italic", span.style == "emphasis"), ("code", is_code)


def _clean(text: str) -> str:
    """Return a text of ours without control characters other than line breaks."""
    return "".join(sign for sign in text if sign == "\n" or unicodedata.category(sign) not in ("Cc", "Cs"))


def _runs(lines: Sequence[str]) -> Iterator[list[str]]:
    """Yield lines in runs that are not too long; one that is too long by itself is cut."""
    run: list[str] = []
    filled = 0
    for line in lines:
        line = line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
        if run and filled + len(line) + 1 > LONGEST:
            yield run
            run, filled = [], 0
        run.append(line)
        filled += len(line) + 1
    if run:
        yield run
