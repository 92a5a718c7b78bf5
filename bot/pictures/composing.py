"""What stands in a picture, in words; each has a text that says all of it to those who do not see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.answer import Answer
from bot.answer.model import AnswerTransaction
from bot.facts import Fact
from bot.library import Library
from bot.markdown import visible
from bot.reply import Reply
from bot.timeline import Row, Timeline

MOST_ROWS = 24
"""So many transactions are drawn; those that the answer rests on are always among them."""
HANDFUL = 5
"""So many transactions are followed at a glance without a picture."""
_LONGEST = 44
_OUTCOMES = ("accepted", "sent", "delivered", "refused", "deferred", "bounced")


@dataclass(frozen=True, slots=True)
class Stop:
    """A place on a message's way: what it is, its name, whose it is in words, and the same as ``ours``, ``stranger`` or ``open``."""

    title: str
    text: str
    trust: str
    kind: str


@dataclass(frozen=True, slots=True)
class Path:
    """The way of one message: title, three stops, what stands on the two arrows, whether it arrived, and all of it as a text."""

    lang: str
    title: str
    stops: tuple[Stop, Stop, Stop]
    arrows: tuple[str, str]
    refused: bool
    alt: str


def timeline_of(answer: Answer, library: Library) -> Timeline | None:
    """Return the timeline of a case; None where there are fewer than two transactions to tell of."""
    if len(answer.transactions) < 2:
        return None
    words = _Words(library, answer.lang)
    evidence = frozenset(answer.evidence)
    rows = [_row(told, evidence, words) for told in answer.transactions]
    chosen = _chosen(rows)
    notes = [words("picture-decides")] if any(row.weighty for row in chosen) else []
    if len(chosen) < len(rows):
        notes.append(words("picture-hidden", count=len(rows) - len(chosen)))
    title = words("picture-timeline")
    said = [
        words("picture-row", name=row.name, time=row.when.strftime("%H:%M:%S") if row.when else words("picture-no-time"),
              client=row.client, outcome=row.shown)
        for row in chosen
    ]  # fmt: skip
    return Timeline(answer.lang, title, tuple(chosen), tuple(notes), "\n".join((title, *said, *notes)))


def with_timeline(reply: Reply, answer: Answer, library: Library) -> Reply:
    """Return a reply with the timeline of its case, where that has more than a handful of transactions."""
    return replace(reply, timeline=timeline_of(answer, library)) if len(answer.transactions) > HANDFUL else reply


def path_of(answer: Answer, library: Library) -> Path | None:
    """Return the way of the message that the answer rests on, or of the only one; None where there is none."""
    evidence = frozenset(answer.evidence)
    found = [told for told in answer.transactions if evidence & frozenset(told.transaction.lines)] or list(answer.transactions[:1])
    if not found:
        return None
    told, words = found[0], _Words(library, answer.lang)
    client = Stop(words("picture-client"), _client(told, words), *_trust(told.facts, words))
    us = Stop(words("picture-us"), "", words("picture-ours"), "ours")
    after = _next(told, words)
    recipients = told.transaction.recipients
    outcome = recipients[0].outcome if recipients and recipients[0].outcome in _OUTCOMES else _outcome(told)
    shown = words(f"picture-{outcome}")
    arrows = (_sender(told, words), shown)
    title = words("picture-path", name=told.name)
    steps = [words("picture-step", title=stop.title, text=stop.text, trust=stop.trust) for stop in (client, after) if stop.text]
    alt = "\n".join((title, steps[0], arrows[0], *steps[1:], arrows[1]))
    return Path(answer.lang, title, (client, us, after), arrows, outcome in ("refused", "bounced"), alt)


@dataclass(frozen=True, slots=True)
class _Words:
    """Phrases in one language."""

    library: Library
    lang: str

    def __call__(self, phrase: str, /, **values: object) -> str:
        return self.library.phrase(phrase, self.lang, **values)


def _row(told: AnswerTransaction, evidence: frozenset[int], words: _Words) -> Row:
    outcome = _outcome(told)
    weighty = bool(evidence & frozenset(told.transaction.lines))
    return Row(told.name, told.transaction.when, _client(told, words), outcome, words(f"picture-{outcome}"), weighty)


def _chosen(rows: list[Row]) -> list[Row]:
    """Return the rows that are drawn, in their order: those that count, then the first ones."""
    if len(rows) <= MOST_ROWS:
        return rows
    ranked = sorted(range(len(rows)), key=lambda place: (not rows[place].weighty, place))
    return [rows[place] for place in sorted(ranked[:MOST_ROWS])]


def _outcome(told: AnswerTransaction) -> str:
    return told.transaction.outcome if told.transaction.outcome in _OUTCOMES else "unknown"


def _client(told: AnswerTransaction, words: _Words) -> str:
    return _short(told.transaction.client or "") or words("picture-no-client")


def _sender(told: AnswerTransaction, words: _Words) -> str:
    sender = told.transaction.sender
    if sender is None:
        return ""
    return words("picture-from", sender=_short(sender)) if sender else words("picture-null-sender")


def _trust(facts: Mapping[str, Fact], words: _Words) -> tuple[str, str]:
    """Return whose the client is in words, and its kind; what is only presumed is called so."""
    login, ours = facts.get("authenticated"), facts.get("client_is_ours")
    if login is not None and login.value:
        return words("picture-logged-in"), "open"  # somebody who knows the password; that may be a thief
    if ours is None or ours.value is None:
        return words("picture-open"), "open"
    kind = "ours" if ours.value else "stranger"
    said = words(f"picture-{kind}")
    return (words("picture-likely", trust=said) if ours.strength == "presumed" else said), kind


def _next(told: AnswerTransaction, words: _Words) -> Stop:
    """Return where the message went: the first recipient, and whose it is."""
    recipients = told.transaction.recipients
    if not recipients:
        return Stop(words("picture-next"), words("picture-no-recipient"), words("picture-open"), "open")
    fact = told.facts.get("recipients_are_local")
    address = _short(recipients[0].address) + (f" +{len(recipients) - 1}" if len(recipients) > 1 else "")
    if fact is None or fact.value is None:
        return Stop(words("picture-next"), address, words("picture-open"), "open")
    trust, kind = ("picture-mailbox", "ours") if fact.value else ("picture-stranger", "stranger")
    return Stop(words("picture-next"), address, words(trust), kind)


def _short(text: str) -> str:
    shown = visible(text)
    return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"
