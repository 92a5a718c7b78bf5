"""Facts about what waits in a queue: for whom, and whether one sender has filled it."""

from __future__ import annotations

from bot.facts.entering import fact
from bot.facts.known import UNKNOWN, Fact, Known
from bot.facts.of_groups import Group, counted, group_fact, of_kind
from bot.facts.of_names import domain_is_local
from bot.identity import canonical, domain_of, is_under, likeness, sameness
from bot.transactions import Transaction

_NO_WAY_OUT = ("connection timed out", "operation timed out", "network is unreachable", "no route to host")
_WAITING = ("deferred", "queue_waiting")


@fact("waits_for_a_stranger")
def waits_for_a_stranger(transaction: Transaction, known: Known) -> Fact:
    """A recipient is none of ours; what is for ours seldom waits, so without a site every one is presumed to be a stranger."""
    lines = tuple(event.line.number for event in transaction.of_kind("queue_notice", "queue_entry", "queue_waiting"))
    if not lines:
        return UNKNOWN
    domains = [domain for recipient in transaction.recipients if (domain := domain_of(recipient.address))]
    if not domains:
        return UNKNOWN
    own = known.site.domains
    foreign = [domain for domain in domains if not any(bool(sameness(domain, one)) or is_under(domain, one) for one in own)]
    return Fact(bool(foreign), "inferred" if own else "presumed", lines)


@fact("part_of_a_flood")
def part_of_a_flood(transaction: Transaction, known: Known) -> Fact:
    """One sender has so many messages waiting, or one with so many recipients, as no person writes."""
    if not transaction.sender:
        return Fact(False, "inferred")
    same = [one for one in known.transactions if one.sender and canonical(one.sender) == canonical(transaction.sender)]
    recipients = {likeness(recipient.address) for one in same for recipient in one.recipients}
    lines = [event.line.number for event in transaction.of_kind("queue_entry", "queue_waiting")]
    return counted("part_of_a_flood", len(recipients), lines, known)


@fact("queued_by_one_user")
def queued_by_one_user(transaction: Transaction, known: Known) -> Fact:
    """One user of this machine, who wrote a sender that is not known to be ours, has messages for so many recipients waiting."""
    user = _user_of(transaction)
    if user is None or _is_ours(transaction, known):
        return Fact(False, "inferred")
    same = [one for one in known.transactions if _user_of(one) == user and not _is_ours(one, known)]
    recipients = {likeness(recipient.address) for one in same for recipient in one.recipients}
    lines = [event.line.number for event in transaction.of_kind("queue_entry")]
    return counted("queued_by_one_user", len(recipients), lines, known)


def _user_of(transaction: Transaction) -> str | None:
    """Return the user of this machine who handed a message in under another sender, where the listing names him."""
    return next((event.fields["uid"] for event in transaction.of_kind("queue_entry") if "uid" in event.fields), None)


def _is_ours(transaction: Transaction, known: Known) -> bool:
    """Tell whether the sender's domain is one of ours: a website may well write in the name of the site it belongs to."""
    domain = domain_of(transaction.sender or "")
    return domain is not None and domain_is_local(domain, known).value is True


@fact("queue_is_long")
def queue_is_long(_transaction: Transaction, known: Known) -> Fact:
    """The listing's own sum says that very many messages wait, of which it may show a few."""
    sums = [event for event in known.events if event.kind == "queue_heading" and event.fields.get("requests", "").isdecimal()]
    most = max((int(event.fields["requests"]) for event in sums), default=0)
    return counted("queue_is_long", most, [event.line.number for event in sums], known)


@fact("queue_holds_strangers")
def queue_holds_strangers(_transaction: Transaction, _known: Known) -> Fact:
    """Somebody who looked says that the queue is full of mail for strangers; only they can tell, since no line of a log counts it."""
    return Fact(False, "inferred")


@fact("flood_is_meant")
def flood_is_meant(transaction: Transaction, known: Known) -> Fact:
    """Somebody of ours means to send to so many; only they can tell, of a sender once for all its messages."""
    sender = transaction.sender or None
    told = known.account.about("flood_is_meant", sender) if sender else None
    if told is not None and told[0] is not None:
        return Fact(told[0], "told", about=sender)
    return Fact(about=sender, asked=told is not None)


@fact("flood_by_login")
def flood_by_login(transaction: Transaction, known: Known) -> Fact:
    """The messages came in by one of our logins; a listing does not tell, the log does, and one message of a sender is asked for."""
    sender = canonical(transaction.sender or "")
    return Fact(asked=any(one.id < transaction.id and canonical(one.sender or "") == sender for one in known.transactions))


@group_fact("queue_cannot_get_out")
def queue_cannot_get_out(group: Group, known: Known) -> Fact:
    """Messages for several places wait since no connection comes about, and none waits for another reason."""
    waiting = of_kind(group, *_WAITING)
    shut = [event for event in waiting if any(text in event.line.body.casefold() for text in _NO_WAY_OUT)]
    closed = {event.line.number for event in shut}
    places = {
        likeness(domain)
        for transaction in group
        if closed.intersection(transaction.lines)
        for recipient in transaction.recipients
        if (domain := domain_of(recipient.address))
    }
    return counted("queue_cannot_get_out", len(places) if len(shut) == len(waiting) else 0, sorted(closed), known)
