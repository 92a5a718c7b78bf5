"""What a fact is, and what may be looked at to find one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from bot.catalogue import Event
from bot.identity import parse_ip
from bot.library.schema import FactKind, Profile
from bot.site import Site
from bot.told import Account
from bot.transactions import Transaction

_FATES = ("delivered_outside", "deferred", "bounced", "expired", "delivered_locally")
Strength = Literal["told", "logged", "inferred", "presumed"]


class Fact(NamedTuple):
    """One fact; a tuple, since an answer weighs a great many of them.

    Attributes:
        value: True, False, or None for unknown.
        strength: where it comes from; None for unknown.
        evidence: the numbers of the lines that show it.
        unsure: it rests on masks that only probably mean the same.
        shared: it rests on a line that may belong to another connection, open at the same time.
        asked: the asker was asked and does not know.
        about: the name it is about, for a fact of an identity.
    """

    value: bool | None = None
    strength: Strength | None = None
    evidence: tuple[int, ...] = ()
    unsure: bool = False
    shared: bool = False
    asked: bool = False
    about: str | None = None


UNKNOWN = Fact()


@dataclass(frozen=True, slots=True)
class Table:
    """How a vocabulary's facts are found, put together at the first paste and kept for all after it.

    Attributes:
        finders: the functions that find each fact of a transaction; see ``entering``.
        by_events: of those facts that nothing but certain kinds of event shows, these kinds.
        names: the names of all facts of a transaction.
        of_groups: the facts about each kind of group of transactions, by the kind.
    """

    finders: dict[str, Callable[[Transaction, Known], Fact]] = field(default_factory=dict)
    by_events: dict[str, frozenset[str]] = field(default_factory=dict)
    names: dict[str, None] = field(default_factory=dict)
    of_groups: dict[str, Mapping[str, FactKind]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Known:
    """All that facts may be drawn from.

    Attributes:
        site: what is known of the asker's site beforehand.
        account: what the asker has told.
        profile: what the server always and never does.
        transactions: all of the paste.
        in_question: ids of the transactions that an answer without a name is about.
        kinds: the vocabulary's facts; which lines are evidence stands there.
        events: all lines of the paste, also those that belong to no transaction.
        shown: what lines show of whose domains are ours, found once for all transactions; see ``of_names``.
        notices: the lines of notices of failed delivery by the message they are about, found once; see ``notices_about``.
        keepers: the lines by which mail was handed to machines that keep our mailboxes, by their addresses, found once.
        webmail: the log-ins to web mail, and those by which each message was written there, found once; see ``of_webmail``.
        table: how the facts are found; handed on from paste to paste.
        domains: what is found of each domain, by what is asked of it; a log has many recipients in few domains.
    """

    site: Site
    account: Account
    profile: Profile
    transactions: tuple[Transaction, ...]
    kinds: Mapping[str, FactKind]
    in_question: frozenset[int] = field(default_factory=frozenset)
    events: tuple[Event, ...] = field(default=(), repr=False)
    shown: dict[str, bool] = field(default_factory=dict, compare=False, repr=False)
    notices: dict[str, tuple[int, ...]] = field(default_factory=dict, compare=False, repr=False)
    keepers: dict[str, tuple[int, ...]] = field(default_factory=dict, compare=False, repr=False)
    webmail: dict[object, tuple[Event, ...]] = field(default_factory=dict, compare=False, repr=False)
    table: Table = field(default_factory=Table, compare=False, repr=False)
    domains: dict[tuple[str, str], Fact] = field(init=False, default_factory=dict, compare=False, repr=False)
    _found: dict[int, tuple[Transaction, dict[str, Fact]]] = field(init=False, default_factory=dict, compare=False, repr=False)

    def found_of(self, transaction: Transaction) -> dict[str, Fact]:
        """Return the facts of a transaction that were found already, as many rest on others; what else is known begins with none."""
        found = self._found.get(id(transaction))
        if found is None:
            found = self._found[id(transaction)] = (transaction, {})
        return found[1]

    def told(self, fact: str, transaction: Transaction) -> tuple[bool | None] | None:
        """Return what the asker told of a fact about this transaction, as a tuple of one; None if nothing."""
        return self.account.of_transaction(fact, transaction.id, in_question=transaction.id in self.in_question)

    def notices_about(self, queue_id: str) -> tuple[int, ...]:
        """Return the lines of the notices of failed delivery that name a message as the one they are about."""
        if not self.notices:
            self.notices[""] = ()
            for transaction in self.transactions:
                for event in transaction.of_kind("message_submitted_locally"):
                    about = event.fields.get("notice_of")
                    if about:
                        sent = (event, *transaction.of_kind(*_FATES))
                        self.notices[about] = (*self.notices.get(about, ()), *(e.line.number for e in sent))
        return self.notices.get(queue_id, ())

    def lines_handing_to(self, machine: str) -> tuple[int, ...]:
        """Return the lines by which mail for mailboxes of ours was handed to a machine, by its address in its shortest form."""
        if not self.keepers:
            self.keepers[""] = ()
            for transaction in self.transactions:
                for event in transaction.of_kind("delivered_locally"):
                    ip = parse_ip(event.fields.get("relay_ip", ""))
                    if ip is not None:
                        self.keepers[str(ip)] = (*self.keepers.get(str(ip), ()), event.line.number)
        return self.keepers.get(machine, ())

    @property
    def trusts_by_name(self) -> bool:
        """Tell whether the server lets in whoever writes a local name, as servers of the nineties do."""
        return "trusts_by_name" in self.profile.always

    def evidence(self, fact: str, transaction: Transaction) -> tuple[int, ...]:
        """Return the lines of a transaction that are evidence of a fact."""
        kind = self.kinds[fact]
        if kind.lines and not transaction.has_none(kind.lines):
            found = next(events for one in kind.lines if (events := transaction.of_kind(one)))
            return tuple([event.line.number for event in found])
        return transaction.showing(*kind.shows) if kind.shows else ()
