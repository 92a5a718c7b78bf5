"""A reply as plain text, for where nothing else can be shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.markdown import visible
from bot.rendering.breaking import breaks, cells, lines
from bot.reply import Block, Code, Heading, Items, Log, Paragraph, Reply, Section, Spans, Table, Terms

_SIGNS = {"attention": ">", "good": "+", "plain": " "}
_NARROWEST = 20
_NARROWEST_COLUMN = 6
_GAP = 2


def plain_of(reply: Reply, width: int = 80) -> str:
    """Return a whole reply as plain text, ending in a line break.

    Args:
        reply: what is said; its choices are left to the place, which knows how they are made.
        width: columns of a line, at least 20; only lines of code, which are copied as they stand, may be longer.
    """
    width = max(width, _NARROWEST)
    parts = [f"[{visible(reply.badge)}]"] if reply.badge else []
    parts = ["\n".join(lines(part, width)) for part in parts]
    parts += ["\n".join(_section(section, width)) for section in reply.sections]
    return "\n\n".join(part for part in parts if part) + "\n"


def _section(section: Section, width: int) -> Iterator[str]:
    if section.title:
        yield from _underlined(visible(section.title), width)
    for i, block in enumerate(section.blocks):
        if i or section.title:
            yield ""
        yield from _block(block, width)


def _underlined(title: str, width: int) -> list[str]:
    shown = lines(title, width)
    return [*shown, "-" * max(map(cells, shown))]


def _block(block: Block, width: int) -> list[str]:
    if isinstance(block, (Heading, Paragraph)):
        return lines(_text(block.spans), width)
    if isinstance(block, Items):
        marks = [f"{i}. " if block.ordered else "- " for i in range(1, len(block.items) + 1)]
        return [line for mark, item in zip(marks, block.items, strict=True) for line in _hanging(mark, _text(item), len(mark), width)]
    if isinstance(block, Terms):
        return [line for term, said in block.items for line in _hanging("", f"{visible(term)}: {_text(said)}", 2, width)]
    if isinstance(block, Log):
        return _log(block, width)
    if isinstance(block, Table):
        return _table(block, width)
    return _code(block)


def _hanging(mark: str, text: str, indent: int, width: int) -> list[str]:
    """Return a mark with a text after it, whose later lines are set in."""
    whole = mark + text
    places = breaks(whole, width)
    if not places:
        return [whole.rstrip()]
    return [whole[: places[0]].rstrip(), *(" " * indent + line for line in lines(whole[places[0] :], width - indent))]


def _log(block: Log, width: int) -> list[str]:
    """Return quoted lines: a sign for the tone, the number in the paste, the line as it was pasted."""
    digits = max((len(str(line.number)) for line in block.lines), default=1)
    return [
        shown
        for line in block.lines
        for shown in _hanging(f"{_SIGNS.get(line.tone, ' ')} {line.number:>{digits}} | ", visible(line.text), digits + 5, width)
    ]


def _code(block: Code) -> list[str]:
    return [f"    {visible(line)}".rstrip() for line in block.lines]


def _table(table: Table, width: int) -> list[str]:
    """Return a table in columns; where these would be too narrow, each row as a list of titles with their cells."""
    rows = [[_text(cell).replace("\n", " ") for cell in row] for row in (table.head, *table.rows)]
    sizes = _columns(rows, width - _GAP * (len(table.head) - 1))
    if sizes is None:
        told = [[f"{title}: {cell}" if title else cell for title, cell in zip(rows[0], row, strict=True)] for row in rows[1:]]
        return [line for row in told for i, cell in enumerate(row) for line in _hanging("- " if i == 0 else "  ", cell, 2, width)]
    ruled = [rows[0], ["-" * size for size in sizes], *rows[1:]]
    return [line for row in ruled for line in _row(row, sizes)]


def _columns(rows: Sequence[Sequence[str]], room: int) -> list[int] | None:
    """Return the columns' widths, the widest made narrower until all fit; None if they cannot."""
    sizes = [max(1, *(cells(row[column]) for row in rows)) for column in range(len(rows[0]))]
    while sum(sizes) > room:
        widest = max(range(len(sizes)), key=lambda column: sizes[column])
        if sizes[widest] <= _NARROWEST_COLUMN:
            return None
        sizes[widest] = max(_NARROWEST_COLUMN, sizes[widest] - (sum(sizes) - room))
    return sizes


def _row(row: Sequence[str], sizes: Sequence[int]) -> Iterator[str]:
    broken = [lines(cell, size) for cell, size in zip(row, sizes, strict=True)]
    for i in range(max(map(len, broken))):
        shown = [cell[i] if i < len(cell) else "" for cell in broken]
        padded = [text + " " * (size - cells(text)) for text, size in zip(shown, sizes, strict=True)]
        yield (" " * _GAP).join(padded).rstrip()


def _text(spans: Spans) -> str:
    """Return spans as text; where a link leads stands after its words."""
    parts: list[str] = []
    for span in spans:
        parts.append("\n".join(map(visible, span.text.split("\n"))) if span.style != "value" else visible(span.text))
        if span.link and span.style != "value" and span.link != span.text:
            parts.append(f" ({visible(span.link)})")
    return "".join(parts)
