"""Facts about mail that a program of this machine sent: whether somebody says that nobody knows of it, and whom it went to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

from bot.facts.entering import fact
from bot.facts.known import Fact, Known
from bot.facts.of_events import in_events
from bot.facts.of_groups import Group, counted, densest, entries, group_fact, lines_of, of_kind
from bot.facts.of_names import domain_is_local
from bot.identity import domain_of, likeness
from bot.transactions import Transaction

_NUMBERED = re.compile(r"(?P<name>[^\d@][^@]{0,62}?)(?P<figures>\d{1,9})")
_GAP = 5  # between figures that run on
_GOING_OUT = ("delivered_outside", "deferred", "bounced", "delivery_cut")


@fact("mail_is_meant")
def mail_is_meant(transaction: Transaction, known: Known) -> Fact:
    """What a program of this machine wrote is meant, as a shop's confirmations are, unless somebody says that nobody knows of it.

    Who does not know of it may only never have thought of the site's own mail. Where that bears a name that its owner gave it, it stays
    meant; under the name of the web server's user it has to be asked, of a sender once.
    """
    sender = transaction.sender
    told = known.account.about("mail_is_meant", sender) if sender else None
    queued, named = transaction.of_kind("queue_entry"), _bears_a_web_users_name(transaction, known)
    if told is None or not (transaction.of_kind("message_submitted_locally") or (queued and named)) or _stays_here(transaction):
        return Fact(True, "inferred", about=sender)
    if told[0] is not None:
        return Fact(told[0], "told", about=sender)
    weak = sender is not None and known.account.is_weak("mail_is_meant", sender)
    return Fact(True, "inferred", about=sender) if weak and not named else Fact(about=sender, asked=not weak)


def _stays_here(transaction: Transaction) -> bool:
    """Tell whether a message went into mailboxes of this machine alone, as a report or the owner's copy of a form does."""
    return bool(transaction.of_kind("delivered_locally", "delivered")) and not transaction.of_kind(*_GOING_OUT)


def _bears_a_web_users_name(transaction: Transaction, known: Known) -> bool:
    entries = transaction.of_kind("queue_entry", "message_submitted_locally")
    return bool(in_events(known.kinds["sender_is_a_web_user"], entries).value)


@group_fact("recipients_are_numbered")
def recipients_are_numbered(group: Group, known: Known) -> Fact:
    """Recipients at one domain that is not ours are one name with figures that run on: the most of them that follow upon one another."""
    numbers: dict[tuple[str, str], set[int]] = {}
    lines: dict[tuple[str, str], list[int]] = {}
    for event in of_kind(group, *_GOING_OUT):
        name, _, domain = event.fields.get("recipient", "").casefold().partition("@")
        found = _NUMBERED.fullmatch(name)
        if found is not None and domain and domain_is_local(domain, known).value is not True:
            numbers.setdefault((found["name"], domain), set()).add(int(found["figures"]))
            lines.setdefault((found["name"], domain), []).append(event.line.number)
    longest = max(numbers, key=lambda key: _longest_run(numbers[key]), default=None)
    return counted("recipients_are_numbered", _longest_run(numbers[longest]) if longest else 0, lines[longest] if longest else [], known)


def _longest_run(figures: Iterable[int]) -> int:
    """Return how many figures follow upon one another, with small gaps."""
    best = run = 0
    before: int | None = None
    for figure in sorted(figures):
        run = run + 1 if before is not None and figure - before <= _GAP else 1
        best, before = max(best, run), figure
    return best


@fact("program_sends_masses")
def program_sends_masses(_transaction: Transaction, _known: Known) -> Fact:
    """Somebody saw, or was warned, that a program sends far more than the lines show; only they can tell."""
    return Fact(False, "inferred")


@group_fact("part_wrote_to_strangers")
def part_wrote_to_strangers(group: Group, known: Known) -> Fact:
    """A file in the folder of a plugin or theme, called by itself, wrote to several people elsewhere within a minute, once to each.

    Whom it writes to again is the owner of a form rather than somebody on a list.
    """
    called = [one for one in group if in_events(known.kinds["called_from_a_part"], one.of_kind("program_called")).value]
    wrote = [(likeness(to), event) for one in called for event in entries([one])[:1] for to in _strangers(one, known)]
    times = Counter(to for to, _ in wrote)
    once = [(to, event) for to, event in wrote if times[to] == 1]
    lines = lines_of(event for one in called for event in one.of_kind("program_called", "message_submitted_locally", *_GOING_OUT))
    return counted("part_wrote_to_strangers", densest(once, timedelta(minutes=1)), lines, known)


def _strangers(transaction: Transaction, known: Known) -> Iterable[str]:
    """Return the recipients of a message whose domain is not known to be ours, each once."""
    addresses = dict.fromkeys(recipient.address for recipient in transaction.recipients)
    return (to for to in addresses if (domain := domain_of(to)) is not None and domain_is_local(domain, known).value is not True)
