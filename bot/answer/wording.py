"""Names, numbers and times in the reader's language, and the values that pages are filled with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from bot.diagnosis import before_the_filter
from bot.identity import canonical, domain_of
from bot.library import Library
from bot.prose import Filling, spans
from bot.replies import Replies
from bot.reply import Spans
from bot.site import Site
from bot.told import Told
from bot.transactions import Transaction

_NEUTRAL = {
    "client": "the-client",
    "client_name": "the-name",
    "sender": "the-sender",
    "sender_domain": "the-sender-domain",
    "recipient": "the-recipient",
    "recipient_domain": "the-recipient-domain",
    "before_filter": "the-message",
    "uid": "the-user",
    "folder": "the-folder",
    "login": "the-login",
    "queue_id": "the-message",
    "counted": "the-row",
    "fetch": "the-message",
    "message": "the-message",
    "header_server": "the-header-server",
}
"""The phrase for each placeholder where the paste shows no value for it."""
_GOING_OUT = frozenset({"sent", "deferred", "bounced"})
_MOST_RUNS = 8
_RUNS_SHOWN = 4
"""So many runs of line numbers are told; of more, only the first few."""


class Wording:
    """How things are called in one answer: one library, one language, one set of transactions."""

    PLACEHOLDERS = frozenset({*_NEUTRAL, "lines", "named", "last_line"})
    """What ``filling`` fills."""

    def __init__(
        self, library: Library, lang: str, transactions: Sequence[Transaction], fetch: str | None, replies: Replies | None = None
    ) -> None:
        self.library = library
        self.lang = lang
        self._transactions = transactions
        self._fetch = fetch
        self.replies = replies or Replies(library)
        self._told_of: dict[int, tuple[dict[str, str], frozenset[str]]] = {}

    def phrase(self, phrase: str, /, **values: object) -> str:
        """Return a fixed phrase in the answer's language."""
        return self.library.phrase(phrase, self.lang, **values)

    def name(self, transaction: Transaction) -> str:
        """Return a block's short name: upper and lower of two, a number of more."""
        count = len(self._transactions)
        if count == 2:
            return self.phrase("upper" if transaction.id == self._transactions[0].id else "lower")
        return str(transaction.id) if count > 2 else self.phrase("named-alone")

    def named(self, transaction: Transaction) -> str:
        """Return a block's name as it stands within a sentence."""
        count = len(self._transactions)
        if count < 2:
            return self.phrase("named-alone")
        return self.phrase("named-of-two" if count == 2 else "named-of-many", name=self.name(transaction))

    def time(self, when: datetime) -> str:
        """Return a time of day as people say it."""
        half = self.phrase("am" if when.hour < 12 else "pm")
        return self.phrase("time", hour12=when.hour % 12 or (0 if self.lang == "ja" else 12), minute=when.minute, half=half)

    def ranges(self, numbers: Sequence[int]) -> str:
        """Return line numbers with runs of three or more shortened: ``5, 6, 12–14``."""
        return self.phrase("list-comma").join(part for run in _runs(numbers) for part in self._run(run))

    def _run(self, run: Sequence[int]) -> list[str]:
        """Return a run of numbers, as its ends if it is longer than two."""
        if len(run) > 2:
            return [self.phrase("line-range", first=run[0], last=run[-1])]
        return [str(number) for number in run]

    def lines(self, numbers: Sequence[int]) -> str:
        """Return line numbers with the word for lines; of many runs only the first, and how many lines there are in all."""
        if not numbers:
            return self.phrase("no-line")
        runs = _runs(numbers)
        if len(runs) > _MOST_RUNS:
            first = [number for run in runs[:_RUNS_SHOWN] for number in run]
            return self.phrase("these-lines-and-more", lines=self.ranges(first), count=len(numbers))
        return self.phrase("this-line" if len(numbers) == 1 else "these-lines", lines=self.ranges(numbers))

    def filling(self, transaction: Transaction | None, evidence: Sequence[int] = (), **more: str) -> Filling:
        """Return what fills the placeholders of a page about a transaction; what the paste does not show is a neutral phrase."""
        about = transaction.id if transaction is not None else 0
        if about not in self._told_of:
            self._told_of[about] = self._tell(transaction)
        values, pasted = self._told_of[about]
        return Filling({**values, "lines": self.lines(evidence), **more}, pasted)

    def _tell(self, transaction: Transaction | None) -> tuple[dict[str, str], frozenset[str]]:
        """Return what fills the placeholders about a transaction, and which of it came out of the paste."""
        values = {"named": self.phrase("named-alone")}
        shown: dict[str, str | None] = {}
        if transaction is not None:
            values["named"] = self.named(transaction)
            values["last_line"] = str(transaction.lines[-1])
            shown = {
                "client": transaction.client,
                "client_name": transaction.client_name,
                "sender": transaction.sender,
                "sender_domain": domain_of(transaction.sender) if transaction.sender else None,
                "recipient": _recipient(transaction),
                "recipient_domain": _recipient_domain(transaction),
                "before_filter": before_the_filter(transaction) or transaction.queue_id,
                "uid": next((e.fields.get("uid") for e in transaction.of_kind("message_submitted_locally", "queue_entry")), None),
                "folder": next((e.fields.get("cwd") for e in transaction.of_kind("program_called")), None),
                "login": transaction.login,
                "queue_id": transaction.queue_id,
                "counted": transaction.counted,
                "fetch": self.fetch(transaction),
                "header_server": next((e.fields.get("our_name") for e in transaction.of_kind("received_header")), None),
            }
        for name, phrase in _NEUTRAL.items():
            values[name] = shown.get(name) or self.phrase(phrase)
        if transaction is not None and transaction.sender == "":
            values["sender"] = self.phrase("the-empty-sender")
        if transaction is not None and transaction.queue_id is not None and transaction.queue_id.isdecimal():
            values["message"] = self.phrase("message-by-number", queue_id=transaction.queue_id)
        return values, frozenset(name for name, value in shown.items() if value)

    def statement(self, told: Told) -> Spans:
        """Return what was told as a sentence, empty for a fact that is not repeated back."""
        value: Literal["yes", "no", "unknown"] = "unknown" if told.value is None else "yes" if told.value else "no"
        said = self.library.vocabulary.facts[told.fact].told.get(value)
        if said is None:
            return ()
        block = next((t for t in self._transactions if t.id == told.transaction), None)
        about = told.about or (self.named(block) if block else self.phrase("named-alone"))
        return spans(said.in_(self.lang), Filling({"about": about}, frozenset({"about"} if told.about else ())))

    def site_told(self, site: Site) -> tuple[Spans, ...]:
        """Return what was said of the site as sentences, one for its domains, one for its networks, one for its gateways."""
        told = {"heard-domains": site.domains, "heard-networks": site.networks, "heard-gateways": site.gateways}
        templates = ((self.library.phrases[name].in_(self.lang), names) for name, names in told.items() if names)
        return tuple(spans(template, Filling({"names": ", ".join(dict.fromkeys(n))}, frozenset({"names"}))) for template, n in templates)

    def fetch(self, transaction: Transaction) -> str | None:
        """Return what to search the log for to find a message's later lines."""
        found = transaction.queue_id or transaction.counted
        return self._fetch.format(queue_id=found) if self._fetch and found else None


def _recipient(transaction: Transaction) -> str | None:
    """Return the recipient that a message was sent on to by an address of ours, else the first."""
    led_on = (r for r in transaction.recipients if r.outcome in _GOING_OUT and r.original and canonical(r.original) != canonical(r.address))
    found = next(led_on, transaction.recipients[0] if transaction.recipients else None)
    return found.address if found is not None else None


def _recipient_domain(transaction: Transaction) -> str | None:
    """Return the domain of the first recipient that got the message, or is to get it."""
    taken = (recipient.address for recipient in transaction.recipients if recipient.outcome != "refused")
    return next((domain for address in taken if (domain := domain_of(address))), None)


def _runs(numbers: Sequence[int]) -> list[list[int]]:
    """Return numbers in runs that follow each other."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs
