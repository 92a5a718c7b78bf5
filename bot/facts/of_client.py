"""Facts about one client over all its transactions."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.facts.known import Fact, Known
from bot.transactions import Transaction

ClientFact = Callable[[Sequence[Transaction], Known], Fact]


def many_login_failures(transactions: Sequence[Transaction], known: Known) -> Fact:
    """Refused log-ins from one address reach the vocabulary's threshold."""
    failures = [event for transaction in transactions for event in transaction.of_kind("login_failed")]
    threshold = known.kinds["many_login_failures"].at_least or 1
    return Fact(len(failures) >= threshold, "logged", tuple(event.line.number for event in failures))


CLIENT_FACTS: dict[str, ClientFact] = {"many_login_failures": many_login_failures}
