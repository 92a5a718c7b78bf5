"""What is said of mail that a program of this machine sent elsewhere: that nobody knows of it, or that nothing writes such mail."""

from __future__ import annotations

from collections.abc import Sequence

from bot.library.schema import ToldFile
from bot.listening.clauses import clauses_of
from bot.listening.wording import MOST, holds_one
from bot.told import Told
from bot.transactions import Transaction


def hear_of_programs(text: str, transactions: Sequence[Transaction], phrases: ToldFile) -> tuple[Told, ...]:
    """Return whether what a program of this machine sent is meant, for each sender that it wrote.

    Who says that no site of theirs writes mail tells that it is not. Who only does not know the recipients or the mail makes it unknown,
    also in a question, since a site's visitors are strangers to its owner, too. Who was warned of masses, or sees them, tells that there
    are more than the lines show. What is supposed tells nothing.

    Args:
        text: what was said, in either language; at most its first 4,000 characters count.
        transactions: those of the paste.
        phrases: what people say.
    """
    senders = dict.fromkeys(one.sender for one in transactions if one.sender and _is_of_a_program(one))
    never = unknown = masses = False
    for clause in clauses_of(text[:MOST]) if senders else ():
        if not clause.asks and holds_one(phrases.owners.suppositions, clause.small):
            continue
        never |= not clause.asks and holds_one(phrases.programs.never, clause.small)
        unknown |= holds_one(phrases.programs.unknown, clause.small)
        masses |= holds_one(phrases.programs.masses, clause.small)
    here = [one for one in transactions if one.login is None and one.of_kind("message_submitted_locally")] if masses else []
    of_masses = tuple(Told("program_sends_masses", True, transaction=one.id) for one in here)
    if never:
        return (*of_masses, *(Told("mail_is_meant", False, about=sender) for sender in senders))
    return (*of_masses, *(Told("mail_is_meant", None, about=sender, weak=True) for sender in senders if unknown))


def _is_of_a_program(transaction: Transaction) -> bool:
    """Tell whether a message was handed in on this machine, not under a log-in, and is on its way to another server."""
    if transaction.login is not None:
        return False
    sent = transaction.of_kind("message_submitted_locally") and transaction.of_kind("delivered_outside", "deferred", "bounced")
    return bool(sent or transaction.of_kind("queue_entry"))
