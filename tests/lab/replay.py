"""A recording read again: its log, its truth, and what the program makes of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.transactions import Transaction

RECORDINGS = Path(__file__).parent / "recordings"

_TOLD = ("unknown", "refused", "accepted", "deferred", "delivered", "sent", "bounced")
"""Of a message and its forwards the later in this order is told."""


@dataclass(frozen=True, slots=True)
class Recording:
    """A log and what is true about it."""

    name: str
    log: str
    truth: dict[str, Any]


def recordings(folder: Path = RECORDINGS) -> list[Recording]:
    """Return all recordings of a folder by their names."""
    return [read(home) for home in sorted(folder.iterdir()) if (home / "truth.yaml").exists()]


def read(home: Path) -> Recording:
    """Return one recording."""
    return Recording(
        home.name, (home / "log").read_text(encoding="utf-8"), yaml.safe_load((home / "truth.yaml").read_text(encoding="utf-8"))
    )


def as_told(transaction: Transaction, others: Iterable[Transaction] = ()) -> dict[str, Any]:
    """Return a transaction in the words of a truth: recipients by the address that the client gave, with what became of them in the end.

    Args:
        transaction: a message.
        others: all that are told, of which some may be its forwards.
    """
    forwards = [one for one in others if one.parent == transaction.id and one.made_by == "forwarded"]
    went_on = {recipient.original: recipient.outcome for one in forwards for recipient in one.recipients}
    fates = ((recipient.original or recipient.address, recipient) for recipient in transaction.recipients)
    became = sorted((address, went_on.get(address, recipient.outcome)) for address, recipient in fates)
    return {
        "queue_id": transaction.queue_id,
        "client": transaction.client,
        "login": transaction.login,
        "sender": transaction.sender,
        "recipients": [{"address": address, "outcome": outcome} for address, outcome in became],
        "outcome": max((transaction.outcome, *(one.outcome for one in forwards)), key=_TOLD.index),
    }


def as_true(message: dict[str, Any]) -> dict[str, Any]:
    """Return a message of a truth with its recipients in the order of their addresses."""
    return {**message, "recipients": sorted(message["recipients"], key=lambda recipient: str(recipient["address"]))}


def taken(transactions: Iterable[Transaction]) -> list[Transaction]:
    """Return the transactions in which a message was taken; nobody handed in bounces, and what the server writes to its postmaster."""
    handed_in = [one for one in transactions if one.parent is None and not (one.sender or "").startswith("double-bounce@")]
    return [one for one in handed_in if one.outcome not in ("refused", "unknown")]


def refused(transactions: Iterable[Transaction]) -> list[Transaction]:
    """Return the transactions in which nothing was taken, though something was asked for."""
    return [one for one in transactions if one.outcome == "refused" and (one.sender is not None or one.recipients)]
