"""A reply drawn for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from adapters.terminal.tables import table
from adapters.terminal.wrapping import Wrapped
from bot.markdown import visible
from bot.reply import Block, Code, Heading, Items, Log, Paragraph, Reply, Section, Spans, Table, Terms

_COLOURS = {"act_now": "red", "problem": "yellow", "stopped": "green", "fine": "green", "unknown": "cyan"}
_SIGNS = {"act_now": "!!", "problem": "!", "stopped": "✓", "fine": "✓", "unknown": "?"}
_TONES = {"attention": ("▶", "bold red"), "good": ("✓", "green"), "plain": (" ", "bright_black")}
_STYLES = {"strong": "bold", "emphasis": "italic", "code": "cyan", "value": "cyan"}


def draw(reply: Reply, console: Console, note: str = "") -> None:
    """Print a reply.

    Args:
        reply: what is said.
        console: where to; its width, colours and encoding are obeyed.
        note: a sentence set quietly beneath the headline.
    """
    for section in reply.sections:
        if section.name == "headline":
            console.print(_headline(reply, section))
            if note:
                console.print(Padding(Wrapped(Text(note, style="dim")), (0, 1)))
            continue
        if section.title:
            console.print()
            console.rule(Text(f" {section.title} ", style="bold"), align="left", style="bright_black")
        else:
            console.print()
        for renderable in _drawn(section.blocks):
            console.print(renderable)


def _headline(reply: Reply, section: Section) -> Panel:
    colour = _COLOURS.get(reply.severity, "cyan")
    parts: list[RenderableType] = []
    for block in section.blocks:
        if isinstance(block, Heading):
            parts.append(Wrapped(Text("", style="bold").append_text(_text(block.spans))))
        elif isinstance(block, Paragraph):
            parts.extend((Text(), Wrapped(_text(block.spans))))
    return Panel(
        Group(*parts),
        title=Text(f" {_SIGNS.get(reply.severity, '?')} {reply.badge} "),
        title_align="left",
        border_style=colour,
    )


def _drawn(blocks: tuple[Block, ...]) -> Iterator[RenderableType]:
    for i, block in enumerate(blocks):
        if i and not (isinstance(block, Items) and block.ordered is False and isinstance(blocks[i - 1], Items)):
            yield Text()
        yield _block(block)


def _block(block: Block) -> RenderableType:
    if isinstance(block, Heading):
        return Wrapped(Text("", style="bold underline").append_text(_text(block.spans)))
    if isinstance(block, Paragraph):
        return Wrapped(_text(block.spans))
    if isinstance(block, Items):
        return Group(*_items(block))
    if isinstance(block, Terms):
        return Group(*_terms(block))
    if isinstance(block, Table):
        return table([_text(cell) for cell in block.head], [[_text(cell) for cell in row] for row in block.rows])
    if isinstance(block, Code):
        return Padding(Group(*(Wrapped(Text(visible(line), style="cyan"), indent=2) for line in block.lines)), (0, 0, 0, 4))
    return _log(block)


def _items(block: Items) -> Iterator[RenderableType]:
    for i, item in enumerate(block.items, start=1):
        mark = f"{i}. " if block.ordered else "• "
        yield Padding(Wrapped(Text.assemble((mark, "bold"), _text(item)), indent=len(mark)), (0, 0, 0, 1))


def _terms(block: Terms) -> Iterator[RenderableType]:
    for term, said in block.items:
        yield Padding(Wrapped(Text.assemble((f"{term}  ", "bold"), _text(said)), indent=2), (0, 0, 0, 2))


def _log(block: Log) -> RenderableType:
    """Return quoted lines: the number in the paste, a sign for the tone, the line as it was pasted."""
    width = max((len(str(line.number)) for line in block.lines), default=1)
    lines: list[RenderableType] = []
    for line in block.lines:
        sign, style = _TONES.get(line.tone, _TONES["plain"])
        head = Text(f"{sign} {line.number:>{width}} │ ", style=style)
        lines.append(
            Wrapped(
                head.append_text(Text(visible(line.text), style="white" if line.tone == "plain" else style)),
                indent=width + 5,
            )
        )
    return Padding(Group(*lines), (0, 0, 0, 1))


def _text(spans: Spans) -> Text:
    """Return spans as rich text; what came out of a paste is made visible and never read as markup."""
    result = Text()
    for span in spans:
        text = visible(span.text) if span.style in ("value", "code") else span.text
        result.append(text, style=_STYLES.get(span.style, ""))
        if span.link and span.link != span.text:
            result.append(f" ({span.link})")
    return result
