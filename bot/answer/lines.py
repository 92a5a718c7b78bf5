"""Each line of the paste with its meaning."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from bot.answer.reply_told import reply_told
from bot.answer.wording import Wording
from bot.catalogue import Event
from bot.library.schema import About, Message
from bot.paste.chopped import CHOPPED
from bot.prose import PLACEHOLDER, Filling, spans
from bot.reply import Spans

_CUT_AWAY = "…"
"""What stands where a viewer chopped a part of the line away."""
_NO_SENDER = "<>"
"""How an empty sender is written; it is told by a phrase, so that no sentence has a hole."""


class ExplainedLine(NamedTuple):
    """One line: its number and text as pasted, its event, whose machine it speaks of, its parts, what it means, its tone."""

    number: int
    text: str
    event: str
    about: About
    fields: Mapping[str, str]
    meaning: Spans
    not_meaning: Spans
    tone: str
    group: str
    inferred: bool


def explain(event: Event, wording: Wording, attention: Collection[int], *, alarm: bool, ours: bool = False) -> ExplainedLine:
    """Return a line explained.

    Args:
        event: what the line says.
        wording: the answer's language.
        attention: numbers of lines that a grave finding rests on.
        alarm: whether the answer warns of anything at all; an innocent paste warns of no line.
        ours: whether the server that a line of a conversation speaks of is the asker's own.
    """
    message = event.message
    about = _about(message, ours=ours)
    kind = wording.library.vocabulary.events[event.kind]
    tone = (message.tone if message else None) or kind.tone
    if event.line.number in attention:
        tone = "attention"
    elif tone == "attention" and not alarm:
        tone = "plain"
    meaning = message.meaning if message else kind.means
    not_meaning = message.not_meaning if message else None
    shown = dict(event.fields)
    if not shown.get("sender", "" if _NO_SENDER in event.line.raw else "?"):
        shown["sender"] = wording.phrase("no-sender")
    if event.line.body.endswith(CHOPPED):
        shown = dict.fromkeys(PLACEHOLDER.findall(meaning.in_(wording.lang)), _CUT_AWAY) | shown
    filling = Filling(shown, frozenset(name for name, value in event.fields.items() if value))
    return ExplainedLine(
        number=event.line.number,
        text=" ".join(part.strip() for part in event.line.raw.splitlines()),
        event=event.kind,
        about=about,
        fields=event.fields,
        meaning=(*spans(meaning.in_(wording.lang), filling), *(reply_told(event, wording) if about == "recipient_server" else ())),
        not_meaning=spans(not_meaning.in_(wording.lang), filling) if not_meaning else (),
        tone=tone,
        group=(message.group if message else None) or event.kind,
        inferred=event.inferred,
    )


def _about(message: Message | None, *, ours: bool) -> About:
    """Return whose machine a line speaks of: the server at the other end of a conversation may be the asker's own."""
    about: About = message.about if message else "nobody"
    return "us" if ours and about == "recipient_server" else about
