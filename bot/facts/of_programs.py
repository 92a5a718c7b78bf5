"""Facts about mail that a program of this machine sent: whether somebody says that nobody knows of it."""

from __future__ import annotations

from bot.facts.entering import fact
from bot.facts.known import Fact, Known
from bot.facts.of_events import in_events
from bot.transactions import Transaction


@fact("mail_is_meant")
def mail_is_meant(transaction: Transaction, known: Known) -> Fact:
    """What a program of this machine wrote is meant, as a shop's confirmations are, unless somebody says that nobody knows of it.

    Who does not know of it may only never have thought of the site's own mail. Where that bears a name that its owner gave it, it stays
    meant; under the name of the web server's user it has to be asked, of a sender once.
    """
    sender = transaction.sender
    told = known.account.about("mail_is_meant", sender) if sender else None
    queued, named = transaction.of_kind("queue_entry"), _bears_a_web_users_name(transaction, known)
    if told is None or not (transaction.of_kind("message_submitted_locally") or (queued and named)):
        return Fact(True, "inferred", about=sender)
    if told[0] is not None:
        return Fact(told[0], "told", about=sender)
    weak = sender is not None and known.account.is_weak("mail_is_meant", sender)
    return Fact(True, "inferred", about=sender) if weak and not named else Fact(about=sender, asked=not weak)


def _bears_a_web_users_name(transaction: Transaction, known: Known) -> bool:
    entries = transaction.of_kind("queue_entry", "message_submitted_locally")
    return bool(in_events(known.kinds["sender_is_a_web_user"], entries).value)
