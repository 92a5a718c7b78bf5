"""All that an answer is composed from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.catalogue import Reading
from bot.diagnosis import Diagnosis, Finding, Question
from bot.facts import Fact
from bot.library import Library
from bot.library.schema import Both
from bot.replies import Replies
from bot.site import Site
from bot.told import Told
from bot.transactions import Transaction


@dataclass(frozen=True, slots=True)
class Case:
    """All that an answer is composed from.

    Attributes:
        reading, transactions, diagnosis: the paste and what it came to.
        library, lang: whose words, in which language.
        server: the server that the paste is taken to be of: the one that wrote it, or, where the lines do not tell, the one named.
        named: the server that the asker named.
        version: the server's version, if known.
        heard: what was understood from the asker's own words, to be repeated back.
        heard_site: what was understood of the site, likewise.
        notes: what was said that decides nothing by itself.
        replies: reads what other servers answered; kept from one answer to the next by who composes several.
    """

    reading: Reading
    transactions: tuple[Transaction, ...]
    diagnosis: Diagnosis
    library: Library
    lang: str
    server: str
    named: str | None = None
    version: str | None = None
    heard: tuple[Told, ...] = ()
    notes: tuple[Both, ...] = ()
    heard_site: Site = field(default_factory=Site)
    replies: Replies | None = None

    @property
    def headlined(self) -> Transaction | None:
        """Return the transaction that the headline is about."""
        headline, asked = self.diagnosis.headline, sorted(self.diagnosis.in_question)
        if headline is not None:
            return self.first_of(headline)
        if asked:
            return self.transactions[asked[0] - 1]
        return self.transactions[-1] if self.transactions else None

    def first_of(self, finding: Finding) -> Transaction | None:
        """Return the first transaction that a finding is about; None for one about lines that belong to none."""
        return self.transactions[finding.transactions[0] - 1] if finding.transactions else None

    def asked_about(self, question: Question) -> Transaction | None:
        """Return the transaction that a question is about; None where the paste holds none."""
        return self.transactions[question.transaction - 1] if question.transaction <= len(self.transactions) else None

    def facts(self, transaction: Transaction | None) -> Mapping[str, Fact]:
        """Return the facts of a transaction, none for none."""
        return self.diagnosis.facts[transaction.id] if transaction is not None else {}
