"""A reply as a picture of a terminal (SVG), for documentation."""

from __future__ import annotations

import html
import io
import re

from rich.cells import cell_len
from rich.console import Console

from adapters.terminal.drawing import draw
from bot.reply import Reply

_COLUMN = 12.2  # rich's width of a character in its SVG
_TEXT = re.compile(r'(<text\b[^>]*?textLength=")[\d.]+("[^>]*>)([^<]*)(</text>)')
_FONT_FACE = re.compile(r"@font-face \{[^}]*\}\s*")


def picture(reply: Reply, title: str, note: str = "", width: int = 100) -> str:
    """Return a reply as rich draws it, as SVG.

    rich gives a run of text the width of its count of characters, so full-width ones would be squeezed into half their room; and it names
    fonts on another host, which a picture of ours does not ask for.
    """
    console = Console(record=True, width=width, file=io.StringIO(), force_terminal=True, color_system="truecolor", legacy_windows=False)
    draw(reply, console, note)
    drawn = console.export_svg(title=title, unique_id="relaydoc")
    drawn = _TEXT.sub(lambda run: f"{run[1]}{cell_len(html.unescape(run[3])) * _COLUMN:g}{run[2]}{run[3]}{run[4]}", drawn)
    return _FONT_FACE.sub("", drawn)
