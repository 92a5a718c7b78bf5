"""A table in a terminal, its columns measured in cells, of which a full-width character fills two."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from adapters.terminal.wrapping import Wrapped

_NARROWEST = 8


class _Cell(Wrapped):
    """Text in a column, which may be made narrower than the text."""

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """Return how narrow and how wide the text may be set."""
        widest = max((cell_len(line) for line in self.text.plain.split("\n")), default=0) or 1
        return Measurement(min(widest, _NARROWEST), min(widest, options.max_width))


def table(head: Sequence[Text], rows: Sequence[Sequence[Text]]) -> Table:
    """Return a table; on a narrow terminal its cells are broken as Japanese and Latin text are."""
    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for title in head:
        drawn.add_column(_Cell(title), overflow="fold")
    for row in rows:
        drawn.add_row(*(_Cell(cell) for cell in row))
    return drawn
