"""A reply as what Discord shows first: a screen that decides; the rest is in pages behind buttons (``discord_pages``), and in a file.

Everything here is plain data; the adapter makes the library's views of it. All limits are those of ``bot.rendering.limits``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.asked import PAGE
from bot.rendering.discord_markdown import Piece, inline, pieces, plain, size
from bot.rendering.discord_pages import ROOM, VIEWS, cut_text, joined
from bot.rendering.limits import DISCORD
from bot.reply import Block, Items, Log, Paragraph, Reply, ReplyChoice, Section, SectionName, Spans

COLOURS = {"act_now": 0xC0392B, "problem": 0xD68910, "stopped": 0x1E8449, "fine": 0x1E8449, "unknown": 0x2471A3}
SIGNS = {"act_now": "🚨", "problem": "⚠️", "stopped": "🛡️", "fine": "✅", "unknown": "❔"}
"""Colour is never the only sign of how grave it is: a picture and a word stand beside it."""
BESIDES = 16
"""Components that a message has besides its card's: container, buttons beneath it, a file."""
MOST_IN_A_ROW = 5
MOST_PAGES_IN_A_ROW = 3
"""Titles of pages are long."""
_ORDER: tuple[SectionName, ...] = (
    "headline",
    "changed",
    "understood",
    "why",
    "doubts",
    "steps",
    "others",
    "close",
    "questions",
    "coverage",
)
_GIVEN_UP: tuple[SectionName, ...] = ("coverage", "others", "close", "doubts", "steps", "changed", "understood", "why")
"""What is left to the file when the first screen would not fit, in this order."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text display."""

    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the card."""


@dataclass(frozen=True, slots=True)
class Buttons:
    """Answers to a question, or pages to read; more than a row holds become a select."""

    choices: tuple[ReplyChoice, ...]

    @property
    def as_select(self) -> bool:
        """Tell whether they are a select rather than buttons."""
        return len(self.choices) > (MOST_PAGES_IN_A_ROW if _is_page(self.choices[0]) else MOST_IN_A_ROW)

    @property
    def components(self) -> int:
        """Return how many components they are: the row, and its buttons or the one select."""
        return 2 if self.as_select else 1 + len(self.choices)


Part = Text | Rule | Buttons


@dataclass(frozen=True, slots=True)
class Card:
    """What stands in the coloured frame.

    Attributes:
        colour: of its edge, as a number.
        parts: from top to bottom.
        lang: the language it is in.
        views: the names of the views that there is something in.
        cut: whether something did not fit, so that the file is needed.
    """

    colour: int
    parts: tuple[Part, ...]
    lang: str
    views: tuple[str, ...] = ()
    cut: bool = False

    @property
    def text(self) -> str:
        """Return all its text."""
        return "\n\n".join(part.text for part in self.parts if isinstance(part, Text))

    @property
    def choices(self) -> tuple[ReplyChoice, ...]:
        """Return the answers that its buttons offer, in order."""
        return tuple(choice for part in self.parts if isinstance(part, Buttons) for choice in part.choices)


def card(reply: Reply, notes: Sequence[str] = ()) -> Card:
    """Return the first screen of a reply: verdict, decisive lines, doubts, and the questions with their answers beneath each.

    Args:
        reply: what is said.
        notes: sentences of the adapter's own, such as which files could not be read.
    """
    about_log = reply.section("why") is not None or reply.section("headline") is None
    kept, cut = [section for name in _ORDER for section in reply.sections if section.name == name], False
    if not about_log:
        kept = sorted((s for s in reply.sections if s.name not in ("others", "why")), key=lambda section: section.name == "sources")
    for name in _GIVEN_UP:
        if _length(reply, kept) <= ROOM:
            break
        cut = cut or any(section.name == name and name != "coverage" for section in kept)
        kept = [section for section in kept if section.name != name]
    parts = tuple(_parts(reply, kept))
    limited, shortened = _limited((*parts, *(Text(f"-# {plain(note)}") for note in notes)))
    folded = [view for view, names in VIEWS.items() if any(reply.section(name) for name in names if name not in ("coverage", "steps"))]
    views = tuple(folded) if about_log else ()
    return Card(COLOURS.get(reply.severity, COLOURS["unknown"]), limited, reply.lang, views, cut or shortened)


def _length(reply: Reply, sections: Sequence[Section]) -> int:
    return sum(size(part.text) for part in _parts(reply, sections) if isinstance(part, Text))


def _parts(reply: Reply, sections: Sequence[Section]) -> list[Part]:
    """Return the parts of a card that shows these sections."""
    parts: list[Part] = []
    for section in sections:
        if section.name == "headline":
            parts.append(Text(_headline(reply, section)))
        elif section.name == "questions":
            parts += [Rule(), *_questions(reply, section)]
        elif section.name == "sources":
            told = [piece.text.removeprefix("- ") for block in section.blocks for piece in pieces(block, links=True)]
            parts.append(Text("\n".join(f"-# {line}" for line in [plain(section.title), *told])))
        elif section.name == "coverage":
            parts += [Rule(), Text("\n".join(f"-# {line}" for line in _text(section.blocks, "").splitlines() if line))]
        else:
            parts.append(Text(_section(reply, section)))
    asked = range(_asked(reply))
    extra = [choice for choice in reply.choices if choice.question not in asked and not _is_page(choice)]
    return _each_once([*parts, *_rows(extra), *_rows([choice for choice in reply.choices if _is_page(choice)])])


def _name(choice: ReplyChoice) -> str:
    """Return what an answer's button is called by: its token, else its question and value."""
    return choice.token or f"{choice.question}:{choice.value}"


def _each_once(parts: Sequence[Part]) -> list[Part]:
    """Return parts in which no answer is offered twice, since Discord takes each button's id once."""
    kept: list[Part] = []
    seen: set[str] = set()
    for part in parts:
        if isinstance(part, Buttons):
            choices = tuple({_name(choice): choice for choice in part.choices if _name(choice) not in seen}.values())
            seen |= set(map(_name, choices))
            kept += [Buttons(choices)] if choices else []
        else:
            kept.append(part)
    return kept


def _headline(reply: Reply, section: Section) -> str:
    badge = f"{SIGNS.get(reply.severity, SIGNS['unknown'])} **{plain(reply.badge)}**\n" if reply.badge.strip() else ""
    return badge + _text(section.blocks, "")


def _section(reply: Reply, section: Section) -> str:
    """Return a section with its title; the conclusion begins with the lines that it rests on, where it does not have them itself."""
    blocks = section.blocks
    if section.name == "why" and reply.evidence and not any(isinstance(block, Log) for block in blocks):
        blocks = (Log(reply.evidence), *blocks)
    return _text(blocks, section.title)


def _text(blocks: Iterable[Block], title: str) -> str:
    parts = [piece for block in blocks for piece in pieces(block)]
    return joined([*([Piece(f"**{plain(title)}**")] if title.strip() else []), *parts], tight=bool(title.strip()))


def _asked(reply: Reply) -> int:
    section = reply.section("questions")
    return sum(len(block.items) for block in section.blocks if isinstance(block, Items)) if section else 0


def _questions(reply: Reply, section: Section) -> list[Part]:
    """Return each question with the answers to it beneath, as buttons; their labels are not said twice."""
    parts: list[Part] = []
    title = f"**{plain(section.title)}**\n" if section.title.strip() else ""
    number = 0
    for block in section.blocks:
        if isinstance(block, Items):
            for item in block.items:
                choices = tuple(choice for choice in reply.choices if choice.question == number and not _is_page(choice))
                number += 1
                mark = f"{number}. " if _asked(reply) > 1 else ""
                parts.append(Text(f"{title}{mark}{_one_line(inline(_without_labels(item, choices)))}"))
                parts += _rows(choices)
                title = ""
        elif isinstance(block, Paragraph):
            parts.append(Text(title + inline(block.spans)))
            title = ""
    return parts


def _without_labels(item: Spans, choices: Sequence[ReplyChoice]) -> Spans:
    """Return a question without the list of its answers."""
    return tuple(span for span in item if not (choices and span.style == "strong" and all(choice.label in span.text for choice in choices)))


def _is_page(choice: ReplyChoice) -> bool:
    return choice.token.startswith(f"{PAGE}:")


def _rows(choices: Sequence[ReplyChoice]) -> list[Part]:
    return [Buttons(tuple(choices[: DISCORD.options]))] if choices else []


def _limited(parts: Sequence[Part]) -> tuple[tuple[Part, ...], bool]:
    """Return parts within what a message holds: the last rows of answers go first (words answer too), then the ends of texts."""
    kept = [part for part in parts if not (isinstance(part, Text) and not part.text.strip())]
    shortened = False
    while _components(kept) > DISCORD.components - BESIDES:
        rows = [place for place, part in enumerate(kept) if isinstance(part, Buttons)]
        last = rows[-1] if rows else len(kept) - 1
        del kept[last]
        shortened = True
    left = DISCORD.components_text - 100
    for i, part in enumerate(kept):
        if isinstance(part, Text):
            fitting = cut_text(part.text, left)
            shortened = shortened or fitting != part.text
            kept[i] = Text(fitting)
            left -= size(fitting)
    return tuple(part for part in kept if not (isinstance(part, Text) and not part.text)), shortened


def _components(parts: Sequence[Part]) -> int:
    return sum(part.components if isinstance(part, Buttons) else 1 for part in parts)


def _one_line(text: str) -> str:
    return " ".join(text.splitlines())
