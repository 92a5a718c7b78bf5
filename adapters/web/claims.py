"""Claims and their lines: where a text of ours names lines of the paste, it leads to them."""

from __future__ import annotations

import re
from collections.abc import Collection

from bot.rendering.html import inline_html
from bot.reply import Span, Spans

_NUMBERS = r"\d+(?:(?:–|〜|, |、)\d+)*"
# As the phrases this-line and these-lines write it, in both languages.
_MENTION = re.compile(rf"\blines? (?P<en>{_NUMBERS})|(?<!\d)(?P<ja>{_NUMBERS})行目")
_RANGE = re.compile(r"(\d+)(?:[–〜](\d+))?")
_LONGEST = 2000


def numbers_in(mention: str) -> tuple[int, ...]:
    """Return the line numbers that a mention such as ``5, 12–14`` names."""
    found: list[int] = []
    for first, last in _RANGE.findall(mention):
        found.extend(range(int(first), min(int(last or first), int(first) + _LONGEST) + 1))
    return tuple(found)


class Claims:
    """Makes HTML of spans in which mentions of lines lead to those lines.

    Args:
        shown: numbers of the lines that the page shows; others are only text.
    """

    def __init__(self, shown: Collection[int]) -> None:
        self._shown = frozenset(shown)

    def inline(self, spans: Spans) -> str:
        """Return spans as inline HTML; text out of a paste leads nowhere, whatever it says."""
        parts: list[str] = []
        for span in spans:
            at = 0
            if span.style in ("plain", "strong", "emphasis") and not span.link:
                for mention in _MENTION.finditer(span.text):
                    link = self._link(mention)
                    if link:
                        parts += [inline_html((span._replace(text=span.text[at : mention.start()]),)), link]
                        at = mention.end()
            rest = span.text[at:]
            parts.append(inline_html((span._replace(text=rest),)) if rest else "")
        return "".join(parts)

    def _link(self, mention: re.Match[str]) -> str:
        numbers = [number for number in numbers_in(mention["en"] or mention["ja"]) if number in self._shown]
        if not numbers:
            return ""
        text = inline_html((Span(mention[0]),))
        return f'<a class="claim" href="#line-{numbers[0]}" data-lines="{" ".join(map(str, numbers))}">{text}</a>'
