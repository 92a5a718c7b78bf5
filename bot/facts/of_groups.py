"""Facts that count over several transactions: all of one client, one login, one mailbox, or the whole paste.

Each function gets the transactions of its subject; from which number on a fact holds stands in the vocabulary, with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta

from bot.catalogue import Event
from bot.facts.known import Fact, Known
from bot.facts.of_names import domain_is_local
from bot.facts.of_times import A_LEAP_YEAR, NO_YEAR, elapsed
from bot.identity import domain_of, likeness
from bot.transactions import Transaction

Group = Sequence[Transaction]
GroupFact = Callable[[Group, Known], Fact]
GROUP_FACTS: dict[str, GroupFact] = {}
_ONE_ATTEMPT = timedelta(seconds=5)  # servers wait before they answer to a wrong password
_FATES = ("delivered_outside", "deferred", "bounced", "expired", "delivered_locally")


def group_fact(name: str) -> Callable[[GroupFact], GroupFact]:
    """Enter a function under the name of its fact."""

    def enter(find: GroupFact) -> GroupFact:
        GROUP_FACTS[name] = find
        return find

    return enter


def counted(name: str, count: float, lines: Iterable[int], known: Known) -> Fact:
    """Return whether a count reaches the vocabulary's threshold for a fact."""
    return Fact(count >= (known.kinds[name].at_least or 1), "logged", tuple(sorted(set(lines))))


def of_kind(group: Group, *kinds: str) -> list[Event]:
    """Return the events of some kinds of all transactions, in the order of their lines."""
    return sorted((event for transaction in group for event in transaction.of_kind(*kinds)), key=lambda event: event.line.number)


def lines_of(events: Iterable[Event]) -> tuple[int, ...]:
    """Return the numbers of events' lines."""
    return tuple(event.line.number for event in events)


def entries(group: Group) -> list[Event]:
    """Return the lines by which messages came in."""
    return of_kind(group, "message_entry", "message_received", "message_submitted_locally")


def refused_logins(group: Group) -> list[Event]:
    """Return the lines that refuse a log-in, each attempt once; some programs write of one in several lines, or two programs do."""
    found = of_kind(group, "login_failed", "login_disabled")
    again = [event for event in found if "told_twice" in event.fields]
    if not again:
        return found
    plain, matched, left_out = [event for event in found if "told_twice" not in event.fields], set(), set()
    for event in again:
        kind = event.message.id if event.message else ""
        for other in plain:
            if (id(other), kind) not in matched and _is_of_one_attempt(event, other):
                matched.add((id(other), kind))
                left_out.add(id(event))
                break
    return [event for event in found if id(event) not in left_out]


def _is_of_one_attempt(one: Event, other: Event) -> bool:
    """Tell whether two lines may be of the same refused log-in: the same client and user, within moments."""
    if one.line.when is not None and other.line.when is not None and abs(elapsed(one.line.when, other.line.when)) > _ONE_ATTEMPT:
        return False
    clients = [event.fields.get("client_ip", "") for event in (one, other)]
    users = [event.fields.get("login", "").partition("@")[0] for event in (one, other)]
    return likeness(clients[0]) == likeness(clients[1]) and ("" in users or likeness(users[0]) == likeness(users[1]))


def attempts(events: Iterable[Event]) -> int:
    """Return how many attempts lines tell of; one line may tell of several, and may have been written several times."""
    counts = [(event.fields.get("attempts", "1"), event.line.times) for event in events]
    return sum((int(count) if count.isdecimal() and len(count) < 5 else 1) * times for count, times in counts)


def times_of(events: Iterable[Event]) -> int:
    """Return how often lines were written; the log may say of one that it was repeated."""
    return sum(event.line.times for event in events)


def senders(group: Group, known: Known, *, but: str | None = None) -> dict[str, list[int]]:
    """Return the senders' domains that are not known to be ours, with the lines that name them; ``but`` is left out."""
    found: dict[str, list[int]] = {}
    for transaction in group:
        domain = domain_of(transaction.sender) if transaction.sender else None
        if domain is not None and likeness(domain) != but and domain_is_local(domain, known).value is not True:
            named = [e for e in transaction.events if e.kind not in ("message_entry", "unread") and e.fields.get("sender")]
            found.setdefault(likeness(domain), []).extend(lines_of(named[:1]))
    return found


def recipients(group: Group) -> int:
    """Return for how many recipients messages were taken: as many as the queue says, else as many as the lines name."""
    count = 0
    for transaction in group:
        said = [
            event.fields["nrcpt"]
            for event in transaction.of_kind("message_queued", "message_received")
            if event.fields.get("nrcpt", "").isdecimal()
        ]
        count += max((int(number) for number in said if len(number) < 7), default=len(transaction.recipients))
    return count


def densest(moments: Sequence[tuple[object, Event]], within: timedelta) -> int:
    """Return the most different keys whose events lie within a span of time; events without a stamp count as being at once."""
    told = [(event.line.when, key) for key, event in moments if event.line.when is not None]
    if len({when.tzinfo is None for when, _ in told}) > 1:  # stamps with a zone and without one: all are taken as the server's own time
        told = [(when.replace(tzinfo=None), key) for when, key in told]
    if len({when.year == NO_YEAR for when, _ in told}) > 1:  # and stamps with a year and without one are taken as of the same year
        told = [(when.replace(year=A_LEAP_YEAR), key) for when, key in told]
    stamped = sorted(told, key=lambda pair: pair[0])
    bare = {key for key, event in moments if event.line.when is None}
    best, start = len(bare), 0
    for end in range(len(stamped)):
        while stamped[end][0] - stamped[start][0] > within:
            start += 1
        best = max(best, len({key for _, key in stamped[start : end + 1]}))
    return best


def receiving_domains(group: Group, known: Known) -> dict[str, list[int]]:
    """Return the recipients' domains that are not known to be ours, with the lines that name them: of their fate, or of the entry."""
    found: dict[str, list[int]] = {}
    for event in of_kind(group, *_FATES, "message_received", "message_submitted_locally"):
        domain = domain_of(event.fields.get("recipient", ""))
        if domain is not None and domain_is_local(domain, known).value is not True:
            found.setdefault(likeness(domain), []).append(event.line.number)
    return found
