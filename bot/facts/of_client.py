"""Facts about one client over all its transactions."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.facts.known import Fact, Known
from bot.identity import likeness
from bot.transactions import Transaction

ClientFact = Callable[[Sequence[Transaction], Known], Fact]


def many_login_failures(transactions: Sequence[Transaction], known: Known) -> Fact:
    """Refused log-ins from one address reach the vocabulary's threshold."""
    failures = [event for transaction in transactions for event in transaction.of_kind("login_failed")]
    threshold = known.kinds["many_login_failures"].at_least or 1
    return Fact(len(failures) >= threshold, "logged", tuple(event.line.number for event in failures))


def login_granted_after_failures(transactions: Sequence[Transaction], _known: Known) -> Fact:
    """A log-in was granted to the client after the same log-in had been refused to it."""
    refused: dict[str, list[int]] = {}
    evidence: set[int] = set()
    events = [event for transaction in transactions for event in transaction.of_kind("login_failed", "login_succeeded")]
    for event in sorted(events, key=lambda event: event.line.number):
        login = likeness(event.fields.get("login", ""))
        if event.kind == "login_failed":
            refused.setdefault(login, []).append(event.line.number)
        elif login in refused and login:
            evidence.update((*refused[login], event.line.number))
    return Fact(bool(evidence), "logged", tuple(sorted(evidence)))


CLIENT_FACTS: dict[str, ClientFact] = {
    "many_login_failures": many_login_failures,
    "login_granted_after_failures": login_granted_after_failures,
}
