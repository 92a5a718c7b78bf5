"""Text for rich that is broken as Japanese and Latin text are; rich itself breaks at spaces, which Japanese text hardly has."""

from __future__ import annotations

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from bot.rendering.breaking import breaks


class Wrapped:
    """Text broken to the width it is given; following lines are set in by ``indent`` columns."""

    def __init__(self, text: Text, indent: int = 0) -> None:
        self.text = text
        self.indent = indent

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the text's lines."""
        width = max(options.max_width - self.indent, 8)
        for i, line in enumerate(self.text.divide(breaks(self.text.plain, width, cell_len))):
            line.rstrip()
            line.plain = line.plain.rstrip("\n")
            yield Text(" " * self.indent if i else "").append_text(line)
