"""A reply as a message for Slack: the core at once, the rest behind buttons; and pages of the knowledge base.

Everything that is read stands in rich text, which Slack does not parse; buttons hold plain text without emoji. The limits are those of
``bot.rendering.limits``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.asked import PAGE
from bot.library import Library
from bot.prose import Filling, text_of
from bot.prose import spans as filled
from bot.rendering.compact import compact
from bot.rendering.limits import SLACK
from bot.rendering.slack_rich_text import Json, elements, inert, quoted, rich_text, said, section, size
from bot.reply import Heading, Items, Log, Paragraph, Reply, ReplyChoice, Section, SectionName, Span, Spans

CHOOSE, SHOW, DO, FEEDBACK = "choose", "show", "do", "feedback"
"""What the buttons begin their ``action_id`` with: an answer to a question, a page; a part of the answer; a deed; praise or blame."""
SHOWN: tuple[tuple[str, tuple[SectionName, ...]], ...] = (
    ("walkthrough", ("walkthrough", "contrast", "others", "cautions")),
    ("settings", ("settings",)),
    ("sources", ("sources",)),
)
"""The buttons that show more, and the sections that each shows."""
_FIRST: tuple[SectionName, ...] = ("changed", "understood")
_AFTER: tuple[SectionName, ...] = ("doubts", "steps", "close")
_SIGNS = {"act_now": "🔴", "problem": "🟠", "stopped": "🟢", "fine": "🟢", "unknown": "⚪"}
_ROOM = SLACK.all_text - 1500  # characters of a message, with room for its buttons
_MOST_BLOCKS = SLACK.blocks - 4


@dataclass(frozen=True, slots=True)
class Slip:
    """What a button of an answer carries, since Slack keeps nothing else for us.

    Attributes:
        what: the answer, page or part that it stands for.
        asker: who asked; only they may delete.
        origin: the channel that a private answer came from, where it can be shared.
        lang: the language of the answer, for what is said beside it.
    """

    what: str = ""
    asker: str = ""
    origin: str = ""
    lang: str = ""

    def to_json(self) -> str:
        """Return the slip as a button's value."""
        return compact(self)

    @classmethod
    def from_json(cls, text: str) -> Slip:
        """Return the slip of a button's value; one that is none is empty."""
        try:
            found = json.loads(text)
            return cls(**{name: str(found.get(name, "")) for name in ("what", "asker", "origin", "lang")})
        except (ValueError, AttributeError):
            return cls()


@dataclass(frozen=True, slots=True)
class Drawn:
    """A message: its blocks, and the text for notifications and screen readers, escaped so that nothing in it is parsed."""

    blocks: tuple[Json, ...]
    text: str


def answer(reply: Reply, library: Library, slip: Slip, notes: Sequence[Spans] = ()) -> Drawn:
    """Return an answer: what it concludes, the lines that decide, its questions with buttons, and the buttons for the rest.

    Args:
        reply: the answer.
        library: for the buttons' words.
        slip: who asked, and where from.
        notes: what else is to be said, such as a file that could not be read.
    """
    has_more = reply.section("walkthrough") is not None
    core = [
        *_headline(reply),
        *(rich_text([section(note)]) for note in notes),
        *_sections(reply, _FIRST),
        *_read(reply),
        *_deciding(reply, library),
        *_questions(reply, slip),
        *_sections(reply, ("others",) if not has_more else ()),
        *_sections(reply, _AFTER),
    ]
    buttons = _buttons(reply, library, slip) if has_more else []
    return Drawn((*_fitted(core, buttons, library.phrase("slack-rest-in-file", reply.lang)), *buttons), text_for_notice(reply))


def shared(reply: Reply, library: Library, by: str) -> Drawn:
    """Return an answer as it is shown to a channel, without buttons; ``by`` is the id of whoever shares it."""
    who = {"type": "rich_text_section", "elements": [
        {"type": "text", "text": library.phrase("slack-shared-by", reply.lang)}, {"type": "user", "user_id": by},
    ]}  # fmt: skip
    core = [rich_text([who]), *_headline(reply), *_deciding(reply, library), *_sections(reply, ("questions", *_AFTER))]
    return Drawn(tuple(_fitted(core, [], library.phrase("slack-rest-in-file", reply.lang))), text_for_notice(reply))


def part(reply: Reply, name: str, library: Library) -> tuple[Drawn, ...]:
    """Return one part of an answer (``walkthrough``, ``settings``, ``sources``) in as many messages as it needs."""
    names = next((names for known, names in SHOWN if known == name), ())
    blocks = _sections(reply, names) or [rich_text([said(library.phrase("slack-nothing-there", reply.lang))])]
    title = library.phrase(f"slack-show-{name}" if names else "slack-nothing-there", reply.lang)
    return tuple(Drawn(tuple(run), escaped(title)) for run in _messages(blocks))


def page(reply: Reply, library: Library, slip: Slip) -> Drawn:
    """Return a page of the knowledge base, or the pages that a question may mean, with buttons to go on by."""
    is_found = reply.severity == "fine"
    also = next((one.title for one in reply.sections if one.name == "others"), "") if is_found and reply.choices else ""
    core = [block for one in reply.sections if not (also and one.name == "others") for block in _section(one)]
    core += [rich_text([said(also, bold=True)])] if also else []
    buttons = _choices(reply.choices, slip)
    return Drawn((*_fitted(core, buttons, library.phrase("slack-rest-in-file", reply.lang)), *buttons), text_for_notice(reply))


def sentence(text: str) -> Drawn:
    """Return one sentence of ours as a message."""
    return Drawn((rich_text([said(text)]),), escaped(text))


def note(template: str, name: str) -> Spans:
    """Return a sentence in which ``{name}`` is the name of somebody else's file."""
    return filled(template, Filling({"name": inert(name, 100)}, frozenset({"name"})))


def text_for_notice(reply: Reply) -> str:
    """Return the first sentence as plain text, in which Slack finds nothing to parse; it is never empty."""
    first = next((text_of(block.spans) for one in reply.sections for block in one.blocks if isinstance(block, (Heading, Paragraph))), "")
    said_first = " – ".join(part for part in (inert(reply.badge), inert(first, 500)) if part.strip())
    return escaped(said_first or "RelayDoc")


def escaped(text: str) -> str:
    """Return text in which Slack finds no mention, link or entity ("Formatting text for app surfaces": these three signs)."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def button(label: str, action_id: str, slip: Slip, **more: object) -> Json:
    """Return a button."""
    return {"type": "button", "action_id": action_id, "text": plain(label), "value": slip.to_json(), **more}


def plain(text: str, most: int = SLACK.button_label) -> Json:
    """Return a plain text object, in which emoji codes stay text."""
    return {"type": "plain_text", "text": inert(text, most) or " ", "emoji": False}


def _headline(reply: Reply) -> list[Json]:
    """Return the badge, and beneath it the first sentence in bold with what goes with it."""
    found: list[Json] = []
    if reply.badge:
        found.append({"type": "header", "text": plain(f"{_SIGNS.get(reply.severity, '⚪')} {reply.badge}", SLACK.header)})
    headline = reply.section("headline")
    return [*found, *(_section(headline) if headline else [])]


def _read(reply: Reply) -> list[Json]:
    """Return what was read of the paste, small, since it is no part of the answer."""
    coverage = reply.section("coverage")
    told = [text_of(block.spans) for block in coverage.blocks if isinstance(block, Paragraph)] if coverage else []
    text = ("" if reply.lang == "ja" else " ").join(told)
    return [{"type": "context", "elements": [plain(text, SLACK.context_text)]}] if text.strip() else []


def _deciding(reply: Reply, library: Library) -> Iterator[Json]:
    """Yield the lines that decide, and why they do."""
    why = reply.section("why")
    told = [block for block in why.blocks if not isinstance(block, Log)] if why else []
    title = why.title if why else ""
    if reply.evidence:
        lead = [section((Span(library.phrase("slack-decisive", reply.lang)),), bold=True)]
        yield rich_text([*lead, *quoted(reply.evidence)])
    if told:
        yield rich_text([*([section((Span(title),), bold=True)] if title else []), *elements(told)])


def _questions(reply: Reply, slip: Slip) -> Iterator[Json]:
    """Yield each question with its answers as buttons beneath it; answers to no question shown come last."""
    asked = reply.section("questions")
    items = next((block.items for block in asked.blocks if isinstance(block, Items)), ()) if asked else ()
    if asked and items:
        yield rich_text([said(asked.title, bold=True)])
    for number, item in enumerate(items):
        choices = [choice for choice in reply.choices if choice.question == number]
        labels = " / ".join(choice.label for choice in choices)
        kept = tuple(span for span in item if not (choices and span.style == "strong" and span.text.strip(" []〔〕") == labels))
        yield rich_text([section((Span(f"{number + 1}. ", "strong"), *kept) if len(items) > 1 else kept)])
        yield from _choices(choices, slip)
    yield from _choices([choice for choice in reply.choices if choice.question >= len(items)], slip)


def _choices(choices: Sequence[ReplyChoice], slip: Slip) -> list[Json]:
    """Return answers or pages as buttons."""
    runs = [choices[start : start + SLACK.actions] for start in range(0, len(choices), SLACK.actions)]
    return [{"type": "actions", "elements": [_choice(choice, n, slip) for n, choice in enumerate(run)]} for run in runs]


def _choice(choice: ReplyChoice, number: int, slip: Slip) -> Json:
    kind = PAGE if choice.token.startswith(f"{PAGE}:") else CHOOSE
    return button(choice.label, f"{kind}:{choice.question}:{number}", replace(slip, what=choice.token))


def _buttons(reply: Reply, library: Library, slip: Slip) -> list[Json]:
    """Return what can be done with an answer: see more of it, share it, ask a person, change the language, delete it, judge it."""
    lang = reply.lang
    shown = [name for name, names in SHOWN if any(reply.section(section) for section in names)]
    more = [button(library.phrase(f"slack-show-{name}", lang), f"{SHOW}:{name}", replace(slip, what=name)) for name in shown]
    other = "en" if lang == "ja" else "ja"
    sure = {
        "title": plain(library.phrase("slack-delete", lang)),
        "text": plain(library.phrase("slack-delete-sure", lang), 300),
        "confirm": plain(library.phrase("slack-delete", lang), 30),
        "deny": plain(library.phrase("slack-cancel", lang), 30),
    }
    deeds = [
        *([button(library.phrase("slack-share", lang), f"{DO}:share", slip)] if slip.origin else []),
        button(library.phrase("slack-human", lang), f"{DO}:human", slip),
        button(library.phrase(f"slack-speak-{other}", lang), f"{DO}:speak", replace(slip, what=other)),
        button(library.phrase("slack-delete", lang), f"{DO}:delete", slip, style="danger", confirm=sure),
    ]
    judged = {
        f"{name}_button": {"text": plain(library.phrase(f"slack-{word}", lang)), "value": replace(slip, what=word).to_json()}
        for name, word in (("positive", "good"), ("negative", "bad"))
    }
    return [
        {"type": "actions", "elements": more},
        {"type": "actions", "elements": deeds},
        {"type": "context_actions", "elements": [{"type": "feedback_buttons", "action_id": FEEDBACK, **judged}]},
    ]


def _sections(reply: Reply, names: Sequence[SectionName]) -> list[Json]:
    return [block for one in reply.sections if one.name in names for block in _section(one)]


def _section(one: Section) -> list[Json]:
    """Return a section as blocks of rich text, each short enough to be put into a message by itself."""
    title = [said(one.title, bold=True)] if one.title else []
    found: list[Json] = []
    run: list[Json] = list(title)
    for element in elements(one.blocks):
        if run and size({"elements": run}) + size(element) > SLACK.section:
            found.append(rich_text(run))
            run = []
        run.append(element)
    return [*found, rich_text(run)] if run else found


def _fitted(core: list[Json], buttons: list[Json], rest: str) -> list[Json]:
    """Return as many blocks as a message holds; where some are left out, a sentence says where they are."""
    kept: list[Json] = []
    left = _ROOM - sum(size(block) for block in buttons)
    for block in core:
        left -= size(block)
        if left < 0 or len(kept) + len(buttons) >= _MOST_BLOCKS:
            return [*kept, rich_text([said(rest)])]
        kept.append(block)
    return kept or [rich_text([said(rest)])]


def _messages(blocks: Sequence[Json]) -> Iterator[list[Json]]:
    """Yield blocks in runs that a message holds."""
    run: list[Json] = []
    for block in blocks:
        if run and (len(run) >= _MOST_BLOCKS or sum(map(size, run)) + size(block) > _ROOM):
            yield run
            run = []
        run.append(block)
    if run:
        yield run
