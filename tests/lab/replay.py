"""A recording read again: its log, its truth, and what the program makes of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.transactions import Transaction

RECORDINGS = Path(__file__).parent / "recordings"


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


def as_told(transaction: Transaction) -> dict[str, Any]:
    """Return a transaction in the words of a truth; recipients by the address that the client gave."""
    became = sorted((recipient.original or recipient.address, recipient.outcome) for recipient in transaction.recipients)
    return {
        "queue_id": transaction.queue_id,
        "client": transaction.client,
        "login": transaction.login,
        "sender": transaction.sender,
        "recipients": [{"address": address, "outcome": outcome} for address, outcome in became],
        "outcome": transaction.outcome,
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
