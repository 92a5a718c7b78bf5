"""Pictures drawn with matplotlib, which is imported by the first of them: PNG for a chat, SVG for a page."""

from __future__ import annotations

import io
from collections.abc import Iterable
from importlib.util import find_spec
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal

from bot.pictures.composing import Path, Stop
from bot.timeline import Row, Timeline

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Form = Literal["png", "svg"]
FONTS = (
    "Noto Sans CJK JP", "Noto Sans JP", "Source Han Sans JP", "Hiragino Sans", "Yu Gothic", "Meiryo", "BIZ UDPGothic", "IPAexGothic",
    "IPAGothic", "TakaoPGothic", "VL PGothic", "MS Gothic",
)  # fmt: skip
"""Fonts with Japanese letters on Linux, macOS and Windows, the best first."""
LATIN = "DejaVu Sans"
"""It comes with matplotlib."""
_INK, _SOFT, _PAPER, _RULE = "#22252b", "#565b63", "#fffefb", "#dcd6c8"
_COLOURS = {"ours": "#2c6540", "stranger": "#a02a1e", "open": "#565b63"}
_MARKS = {
    "accepted": ("o", "#3d566e"), "sent": (">", "#855300"), "delivered": ("s", "#2c6540"), "refused": ("X", "#2c6540"),
    "deferred": ("D", "#565b63"), "bounced": ("<", "#855300"), "unknown": ("o", "#565b63"),
}  # fmt: skip
_ONE_AT_A_TIME = Lock()


def can_draw() -> bool:
    """Tell whether the extra ``pictures`` is installed."""
    return find_spec("matplotlib") is not None


def draw(picture: Timeline | Path, form: Form, note: str = "") -> bytes:
    """Return a picture; safe to be called from several threads.

    Args:
        picture: what is drawn.
        form: png or svg.
        note: what is said beneath where a font with Japanese letters is wanted and there is none.

    Raises:
        ModuleNotFoundError: the extra ``pictures`` is not installed.
    """
    with _ONE_AT_A_TIME:
        pen = _Pen.new()
        missing = picture.lang == "ja" and pen.family == LATIN
        notes = (note,) if missing and note else ()
        figure = _timeline(picture, pen, notes) if isinstance(picture, Timeline) else _path(picture, pen, notes)
        return _saved(figure, form, picture.alt)


class _Pen:
    """Writes in one font, with letters that it lacks as dots."""

    def __init__(self, family: str, file: str) -> None:
        from matplotlib.font_manager import get_font

        self.family = family
        self._font = get_font(file)

    @classmethod
    def new(cls) -> _Pen:
        """Return a pen with the best font that this machine has."""
        from matplotlib import font_manager

        there = {entry.name: entry.fname for entry in font_manager.fontManager.ttflist}
        family = next((name for name in FONTS if name in there), LATIN)
        return cls(family, there[family])

    def write(self, axes: Axes, x: float, y: float, text: str, **style: Any) -> None:
        """Write a text that is never read as mathematics or as anything else but letters."""
        shown = "".join(sign if sign == "\n" or self._font.get_char_index(ord(sign)) else "·" for sign in text)
        given = {"color": _INK, "fontsize": 10, "va": "center", **style}
        axes.text(x, y, shown, family=self.family, parse_math=False, **given)


def _canvas(width: float, height: float) -> tuple[Figure, Axes]:
    """Return an empty picture; sizes in inches, which its units are too."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), facecolor=_PAPER)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, width), ylim=(0, height))
    axes.set_axis_off()
    return figure, axes


def _timeline(picture: Timeline, pen: _Pen, notes: Iterable[str]) -> Figure:
    beneath = (*picture.notes, *notes)
    height = 1.0 + 0.34 * len(picture.rows) + 0.25 * len(beneath)
    figure, axes = _canvas(9.0, height)
    pen.write(axes, 0.35, height - 0.4, picture.title, fontsize=13)
    places = _places(picture.rows)
    y = height - 0.9
    for row, x in zip(picture.rows, places, strict=True):
        if row.weighty:
            _box(axes, 0.2, y - 0.15, 8.6, 0.3, "#fdf0c4", "#855300")
        marker, colour = _MARKS[row.outcome]
        pen.write(axes, 0.35, y, row.name[:14], fontsize=9)
        pen.write(axes, 1.55, y, row.when.strftime("%H:%M:%S") if row.when else "", fontsize=9, color=_SOFT)
        axes.plot([2.5, 4.6], [y, y], color=_RULE, linewidth=1, zorder=2)
        filled = _PAPER if row.outcome == "unknown" else colour
        axes.plot([x], [y], marker=marker, color=colour, markersize=7, markerfacecolor=filled, zorder=3)
        pen.write(axes, 4.8, y, row.client[:30], fontsize=9)
        pen.write(axes, 8.65, y, row.shown, fontsize=9, color=colour, ha="right")
        y -= 0.34
    for note in beneath:
        pen.write(axes, 0.35, y, note, fontsize=8.5, color=_SOFT)
        y -= 0.25
    return figure


def _places(rows: Iterable[Row]) -> list[float]:
    """Return where on the line of time each row's mark stands; by order where a time is missing."""
    told = list(rows)
    times = [row.when.timestamp() for row in told if row.when]
    if len(times) < len(told) or max(times) == min(times):
        return [2.55 + 2.0 * place / max(1, len(told) - 1) for place in range(len(told))]
    return [2.55 + 2.0 * (at - min(times)) / (max(times) - min(times)) for at in times]


def _path(picture: Path, pen: _Pen, notes: Iterable[str]) -> Figure:
    figure, axes = _canvas(9.0, 2.75)
    pen.write(axes, 0.35, 2.4, picture.title, fontsize=13)
    for stop, x in zip(picture.stops, (0.3, 3.55, 6.4), strict=True):
        _stop(axes, pen, stop, x, 2.3)
    _arrow(axes, pen, 2.65, 3.5, picture.arrows[0], broken=False)
    _arrow(axes, pen, 5.9, 6.35, picture.arrows[1], broken=picture.refused)
    for place, note in enumerate(notes):
        pen.write(axes, 0.35, 0.2 + 0.2 * place, note, fontsize=8.5, color=_SOFT)
    return figure


def _stop(axes: Axes, pen: _Pen, stop: Stop, x: float, width: float) -> None:
    """Draw a stop; whose it is stands in words, the frame's line and colour only repeat it."""
    colour = _COLOURS[stop.kind]
    _box(axes, x, 0.75, width, 1.15, "#ffffff", colour, dashed=stop.kind != "ours")
    middle = x + width / 2
    pen.write(axes, middle, 1.67, stop.title, fontsize=9, color=_SOFT, ha="center")
    pen.write(axes, middle, 1.36, stop.text, fontsize=10 if len(stop.text) < 24 else 7, ha="center")
    pen.write(axes, middle, 1.0, stop.trust, fontsize=9.5, color=colour, ha="center")


def _arrow(axes: Axes, pen: _Pen, start: float, end: float, text: str, *, broken: bool) -> None:
    style = {"arrowstyle": "-[" if broken else "-|>", "color": _INK, "linewidth": 1.4, "linestyle": "--" if broken else "-"}
    axes.annotate("", xy=(end, 1.32), xytext=(start, 1.32), arrowprops=style)
    pen.write(axes, (start + end) / 2, 0.48, text, fontsize=8.5, color=_SOFT, ha="center")


def _box(axes: Axes, x: float, y: float, width: float, height: float, fill: str, edge: str, *, dashed: bool = False) -> None:
    from matplotlib.patches import FancyBboxPatch

    shape = "round,pad=0,rounding_size=0.06"
    line = "--" if dashed else "-"
    axes.add_patch(FancyBboxPatch((x, y), width, height, shape, facecolor=fill, edgecolor=edge, linewidth=1.2, linestyle=line, zorder=1))


def _saved(figure: Figure, form: Form, alt: str) -> bytes:
    """Return a picture's bytes; letters are drawn as shapes, so that they look the same wherever it is shown."""
    from matplotlib import rc_context

    target = io.BytesIO()
    titles = {"Title": alt.partition("\n")[0], **({"Date": None} if form == "svg" else {})}
    with rc_context({"svg.fonttype": "path", "svg.hashsalt": "relaydoc"}):
        figure.savefig(target, format=form, dpi=160, metadata=titles)
    return target.getvalue()
