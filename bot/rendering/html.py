"""Blocks as HTML: only tags and classes of ours, everything else escaped, no style and no script.

Classes: ``value`` for text out of a paste, ``log`` with ``tone-plain``, ``tone-good`` and ``tone-attention`` for quoted lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from bot.markdown import visible
from bot.reply import Block, Heading, Items, Log, Paragraph, Span, Spans, Table, Terms

_TONES = ("plain", "good", "attention")
_TAGS = {"strong": "strong", "emphasis": "em", "code": "code"}


def html_of(blocks: Sequence[Block]) -> str:
    """Return blocks as HTML, each on a line of its own; what came out of a paste can be nothing but text in it."""
    return "\n".join(map(_block, blocks))


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        level = min(max(block.level, 1), 6)
        return f"<h{level}>{inline_html(block.spans)}</h{level}>"
    if isinstance(block, Paragraph):
        return f"<p>{inline_html(block.spans)}</p>"
    if isinstance(block, Items):
        tag = "ol" if block.ordered else "ul"
        return f"<{tag}>{''.join(f'<li>{inline_html(item)}</li>' for item in block.items)}</{tag}>"
    if isinstance(block, Terms):
        return f"<dl>{''.join(f'<dt>{_shown(term)}</dt><dd>{inline_html(said)}</dd>' for term, said in block.items)}</dl>"
    if isinstance(block, Log):
        return _log(block)
    if isinstance(block, Table):
        return _table(block)
    return f"<pre><code>{chr(10).join(map(_shown, block.lines))}</code></pre>"


def _log(block: Log) -> str:
    """Return quoted lines with their numbers in the paste, each with its tone as a class."""
    items = []
    for line in block.lines:
        tone = line.tone if line.tone in _TONES else "plain"
        items.append(f'<li value="{int(line.number)}" class="tone-{tone}"><code>{_shown(line.text)}</code></li>')
    return f'<ol class="log">{"".join(items)}</ol>'


def _table(table: Table) -> str:
    head = "".join(f"<th>{inline_html(cell)}</th>" for cell in table.head)
    rows = "".join(f"<tr>{''.join(f'<td>{inline_html(cell)}</td>' for cell in row)}</tr>" for row in table.rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def inline_html(spans: Spans) -> str:
    """Return spans as inline HTML."""
    return "".join(map(_span, spans))


def _span(span: Span) -> str:
    if span.style == "value":
        return f'<bdi class="value">{_shown(span.text)}</bdi>'  # isolated, so that right-to-left letters turn nothing around it
    text = "<br>".join(map(_shown, span.text.split("\n")))
    if span.style in _TAGS:
        text = f"<{_TAGS[span.style]}>{text}</{_TAGS[span.style]}>"
    if span.link.startswith("https://"):
        text = f'<a href="{_shown(span.link)}" rel="noopener noreferrer">{text}</a>'
    return text


def _shown(text: str) -> str:
    """Return text escaped for HTML, in attributes too, with what cannot be seen made visible."""
    return escape(visible(text))
