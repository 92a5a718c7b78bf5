"""Text for Discord: spans and blocks in its own markdown, with nothing in it that does anything but be read.

Discord's markdown is not CommonMark. A backslash makes any sign literal, a code block ends at the first three backticks whatever it began
with, and inline code may be fenced with two (Markdown Text 101, support.discord.com/hc/en-us/articles/210298617). Mentions, time stamps,
channel links and emoji are written in angle brackets or between colons (Reference, "Message Formatting", docs.discord.com).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.markdown import visible
from bot.reply import Block, Code, Heading, Items, Log, Paragraph, Span, Spans, Table, Terms

GAP = "\u200b"
"""A space of no width: it stands between signs that would do something together."""
MOST_OF_A_VALUE = 240
MOST_OF_A_LINE = 700
"""So many characters of an overlong value or line are shown in a chat; the file has all of it."""
_BACKTICKS = re.compile(r"`(?=`)")
_SIGNS = re.compile(r"([\\`*_~|<>\[\]])")
_LINE_START = re.compile(r"(?m)^([ \t]*)(#{1,3}(?= )|-#(?= )|[-+](?= )|\d+(?=[.)] ))")
_COLON = re.compile(r":(?=//|[\w+-]{1,64}:)")
_INVITE = re.compile(r"(?i)(discord(?:app)?)\.(?=gg\b|com\b|me\b|io\b)")
_MENTION = re.compile(r"@(?=everyone|here)|(?<!\w)@(?=[\w!&])")
_EVERYBODY = re.compile(r"@(?=everyone|here)")
_ADDRESS = re.compile(r"https://[A-Za-z0-9./_~%#?=&+-]+[A-Za-z0-9/]")
_MARKS = {"strong": "**", "emphasis": "*"}
_TONES = {"attention": "▶", "good": "✓"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that is not divided between two pages; ``follows``: it stands on the line after the one before, as items do."""

    text: str
    follows: bool = False


def size(text: str) -> int:
    """Return how long a text is for Discord; counted in UTF-16 units, which is never less than what it counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def plain(text: str) -> str:
    """Return text with which nothing happens: no markup, mention, link, invitation or emoji comes of it."""
    text = _SIGNS.sub(r"\\\1", text)
    text = _LINE_START.sub(lambda found: f"{found[1]}{found[2]}\\" if found[2].isdecimal() else f"{found[1]}\\{found[2]}", text)
    text = _COLON.sub(r"\\:", text)
    text = _INVITE.sub(r"\1\\.", text)
    return _MENTION.sub(f"@{GAP}", text)


def code(text: str) -> str:
    """Return text that came out of a paste as inline code, on one line."""
    flat = " ".join(visible(text).split())
    flat = flat if len(flat) <= MOST_OF_A_VALUE else f"{flat[: MOST_OF_A_VALUE - 1]}…"
    if not flat:
        return ""
    flat = _EVERYBODY.sub(f"@{GAP}", flat)
    if "`" not in flat:
        return f"`{flat}`"
    return f"`` {_BACKTICKS.sub('`' + GAP, flat)} ``"


def fenced(lines: Sequence[str]) -> str:
    """Return lines as a code block; the language after the fence is always named, so that no first line is taken for one."""
    shown = [_EVERYBODY.sub(f"@{GAP}", _BACKTICKS.sub(f"`{GAP}", _short(line))) for line in lines]
    return "\n".join(["```text", *(shown if any(shown) else [GAP]), "```"])  # without a sign in it, a block would not end here


def _short(line: str) -> str:
    seen = visible(line)
    return seen if len(seen) <= MOST_OF_A_LINE else f"{seen[: MOST_OF_A_LINE - 1]}…"


def inline(parts: Spans, *, links: bool = False) -> str:
    """Return spans in Discord's markdown.

    Marks of emphasis are set so that they work by CommonMark's rules too, which some clients and all copies of the text go by.

    Args:
        parts: the spans.
        links: whether addresses in plain text lead there; only for text that is all our own.
    """
    result = ""
    for part in _merged(parts):
        coded = part.style in ("value", "code")
        text = code(part.text) if coded else _with_addresses(part.text) if links else plain(part.text)
        if part.link and part.style != "value" and text.strip():
            text = f"[{text}]({_target(part.link)})"
        text = _marked(text, _MARKS.get(part.style, ""), result)
        if result.endswith("** ") and text.startswith(" "):
            text = text[1:]
        meets = result[-1:] in ("`", "*") and text.startswith(result[-1:])
        result += f"{' ' if text.startswith('`') else GAP}{text}" if meets else text
    return result.rstrip(" ")


def _merged(parts: Spans) -> Spans:
    """Return spans with neighbours of one kind made one, so that no sign escapes by being cut in two."""
    merged: list[Span] = []
    for part in parts:
        last = merged[-1] if merged else None
        if last and part.style in ("plain", *_MARKS) and (last.style, last.link) == (part.style, part.link):
            merged[-1] = last._replace(text=last.text + part.text)
        else:
            merged.append(part)
    return tuple(merged)


def _with_addresses(text: str) -> str:
    """Return plain text whose addresses stay what they are."""
    found, at = [], 0
    for address in _ADDRESS.finditer(text):
        found += [plain(text[at : address.start()]), f"<{address[0]}>"]
        at = address.end()
    return "".join([*found, plain(text[at:])])


def _target(link: str) -> str:
    return re.sub(r"[\s()<>]", lambda sign: f"%{ord(sign[0]):02X}", link)


def _marked(text: str, mark: str, before: str) -> str:
    """Return text with emphasis, a space put beside a mark that would not open or close there."""
    core = text.strip()
    if not mark or not core:
        return text
    ahead, behind = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    ahead = ahead or (" " if _is_sign(core[0]) and not _is_edge(before[-1:]) else "")
    behind = behind or (" " if _is_sign(core[-1]) else "")
    return f"{ahead}{mark}{core}{mark}{behind}"


def _is_sign(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


def _is_edge(character: str) -> bool:
    return not character or character.isspace() or _is_sign(character)


def pieces(block: Block, *, links: bool = False) -> Iterator[Piece]:
    """Yield a block as pieces, each of which fits on any page."""
    if isinstance(block, Heading):
        yield Piece(f"{'#' * min(block.level + 1, 3)} {_one_line(inline(block.spans))}")
    elif isinstance(block, Paragraph):
        yield Piece(inline(block.spans, links=links))
    elif isinstance(block, Items):
        marks = [f"{place}." if block.ordered else "-" for place in range(1, len(block.items) + 1)]
        for place, (mark, item) in enumerate(zip(marks, block.items, strict=True)):
            yield Piece(f"{mark} {_one_line(inline(item, links=links))}", follows=place > 0)
    elif isinstance(block, Terms):
        for place, (term, said) in enumerate(block.items):
            yield Piece(f"{_name(term)}{inline(said)}", follows=place > 0)
    elif isinstance(block, Table):
        yield from _rows(block)
    else:
        yield from _quoted(block)


def _name(term: str) -> str:
    """Return a term before what is said of it: the number of a line as it stands beside the line, others in strong."""
    return f"`{term}` " if term.isascii() and term.isdecimal() else f"**{plain(term.strip())}** " if term.strip() else ""


def _rows(table: Table) -> Iterator[Piece]:
    """Yield a table's rows as items, since Discord has no tables: the first cell, then each other with the title of its column."""
    heads = [inline(head) for head in table.head]
    for place, row in enumerate(table.rows):
        first, *others = [_one_line(inline(cell)) for cell in row]
        told = "; ".join(f"{head}: {cell}" for head, cell in zip(heads[1:], others, strict=True) if cell)
        yield Piece(" ".join(["-", *([f"**{first}**"] if first else []), told]).rstrip(), follows=place > 0)


def _quoted(block: Log | Code) -> Iterator[Piece]:
    """Yield quoted lines in code blocks, no longer than a page each."""
    lines = list(block.lines) if isinstance(block, Code) else log_lines(block)
    while lines:
        taken = 1
        while taken < len(lines) and sum(size(_short(line)) + 1 for line in lines[: taken + 1]) <= 2 * MOST_OF_A_LINE:
            taken += 1
        yield Piece(fenced(lines[:taken]))
        lines = lines[taken:]


def log_lines(log: Log) -> list[str]:
    """Return quoted lines of a log, each with its number in the paste and a sign for its tone."""
    width = max((len(str(line.number)) for line in log.lines), default=1)
    return [f"{_TONES.get(line.tone, ' ')} {line.number:>{width}} │ {line.text}" for line in log.lines]


def _one_line(text: str) -> str:
    return " ".join(text.splitlines())
