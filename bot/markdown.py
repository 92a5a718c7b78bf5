"""A reply as markdown.

What came out of a paste stands in code spans and code blocks only, with fences longer than any run of backticks in it, so that no
renderer takes it for markup, a mention or a link.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from bot.reply import Block, Heading, Items, Log, Paragraph, Reply, Spans, Table, Terms

_BACKTICKS = re.compile(r"`+")
_BARE_PIPE = re.compile(r"(?<!\\)\|")
_ESCAPED = re.compile(r"([\\`*_\[\]<>~|])")


def markdown_of(reply: Reply) -> str:
    """Return a whole reply as CommonMark, ending in a line break."""
    parts: list[str] = []
    for section in reply.sections:
        if section.title:
            parts.append(f"## {section.title}")
        parts.extend(_block(block) for block in section.blocks)
    return "\n\n".join(part for part in parts if part) + "\n"


def code(text: str) -> str:
    """Return text as a code span (CommonMark 6.1), on one line."""
    flat = " ".join(text.split())
    ticks = "`" * (max((len(run) for run in _BACKTICKS.findall(flat)), default=0) + 1)
    gap = " " if flat.startswith("`") or flat.endswith("`") else ""
    return f"{ticks}{gap}{flat}{gap}{ticks}" if flat else ""


def fenced(lines: Sequence[str]) -> str:
    """Return lines as a code block whose fence is longer than any run of backticks in them."""
    longest = max((len(run) for line in lines for run in _BACKTICKS.findall(line)), default=0)
    fence = "`" * max(3, longest + 1)
    return "\n".join([fence + "text", *lines, fence])


def visible(text: str) -> str:
    """Return text on one line, with what cannot be seen (control characters, bidirectional marks) made visible."""
    return "".join(sign if sign.isprintable() or sign == "\u3000" else f"<{ord(sign):02x}>" for sign in text.replace("\t", "    "))


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return f"{'#' * block.level} {_inline(block.spans)}"
    if isinstance(block, Paragraph):
        return _inline(block.spans)
    if isinstance(block, Items):
        marks = [f"{i}." if block.ordered else "-" for i in range(1, len(block.items) + 1)]
        return "\n".join(f"{mark} {_inline(item)}" for mark, item in zip(marks, block.items, strict=True))
    if isinstance(block, Terms):
        return "\n".join(f"- **{term}**: {_inline(said)}" for term, said in block.items)
    if isinstance(block, Log):
        width = max((len(str(line.number)) for line in block.lines), default=1)
        return fenced([f"{line.number:>{width}}  {visible(line.text)}" for line in block.lines])
    if isinstance(block, Table):
        return _table(block)
    return fenced([visible(line) for line in block.lines])


def _table(table: Table) -> str:
    """Return a table as GFM writes it; ``|`` within a cell is escaped, in code spans too."""
    rows = [[_cell(cell) for cell in row] for row in (table.head, *table.rows)]
    rows.insert(1, ["---"] * len(table.head))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _cell(cell: Spans) -> str:
    return _BARE_PIPE.sub(r"\\|", " ".join(_inline(cell).split()))


def _inline(parts: Spans) -> str:
    """Return spans as inline markdown; where a delimiter would not open or close by CommonMark's rules, a space is put beside it.

    So is one between two code spans, which would otherwise run into one another and let the second one's text out.
    """
    result = ""
    for part in parts:
        mark = _MARKS.get(part.style, "")
        text = code(visible(part.text)) if part.style in ("value", "code") else _ESCAPED.sub(r"\\\1", part.text).replace("\n", "  \n  ")
        if part.link and text.strip():
            text = f"[{text}](<{part.link}>)"
        core = text.strip()
        if mark and core:
            before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
            before = before or (" " if _is_sign(core[0]) and not _is_edge(result[-1:]) else "")
            after = after or (" " if _is_sign(core[-1]) else "")
            text = f"{before}{mark}{core}{mark}{after}"
        if result.endswith("** ") and text.startswith(" "):
            text = text[1:]
        if result.endswith("`") and text.startswith("`"):
            text = f" {text}"
        result += text
    return result.rstrip(" ")


_MARKS = {"strong": "**", "emphasis": "*"}


def _is_sign(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


def _is_edge(character: str) -> bool:
    return not character or character.isspace() or _is_sign(character)
