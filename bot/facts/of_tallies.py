"""Facts about the rows of a tally: whether a name or a folder stands out, is meant to, and from how many networks a login was used."""

from __future__ import annotations

from collections import Counter
from statistics import median

from bot.facts.entering import TRANSACTION_FACTS, fact
from bot.facts.known import UNKNOWN, Fact, Known
from bot.facts.of_events import in_events
from bot.facts.of_groups import Group, counted, group_fact, of_kind
from bot.facts.of_login import network_of
from bot.facts.of_names import domain_is_local
from bot.identity import domain_of, likeness, parse_ip
from bot.transactions import Transaction

_ROWS = ("counted_login", "counted_failure", "counted_relay_refusal", "counted_folder", "counted_sender", "counted_unclear")
_FAR_ABOVE = 5
"""So many times as often as the others' middle one, a folder is far above them."""
# Where the server's own upkeep and its panel run: Exim's spool, the folder of root's tasks, cPanel's programs and its firewall.
_OF_THE_SYSTEM = ("/var/spool", "/root", "/usr/", "/etc/", "/opt/", "/var/cpanel", "/run", "/proc")


def _times(transaction: Transaction) -> int:
    """Return how often a row was counted."""
    return sum(event.line.times for event in transaction.of_kind(*_ROWS))


def _is_ours(transaction: Transaction, known: Known) -> bool:
    """Tell whether a row names a machine of ours."""
    return transaction.client is not None and TRANSACTION_FACTS["client_is_ours"](transaction, known).value is True


@fact("row_stands_out")
def row_stands_out(transaction: Transaction, known: Known) -> Fact:
    """A login, sender or folder was counted so often that somebody should know why; of a login only what came from elsewhere counts."""
    if transaction.of_kind("counted_unclear"):
        return Fact(evidence=transaction.lines)
    if transaction.of_kind("counted_folder"):
        return counted("row_stands_out", _of_a_folder(transaction, known), transaction.lines, known)
    if transaction.of_kind("counted_login") and transaction.login:
        login = likeness(transaction.login)
        same = (one for one in known.transactions if one.of_kind("counted_login") and one.login and likeness(one.login) == login)
        return counted("row_stands_out", sum(_times(one) for one in same if not _is_ours(one, known)), transaction.lines, known)
    return counted("row_stands_out", _times(transaction) if transaction.of_kind("counted_sender") else 0, transaction.lines, known)


def _of_a_folder(transaction: Transaction, known: Known) -> int:
    """Return how often a folder was counted, 0 where it is the system's own or the other folders were counted nearly as often.

    Where visitors can put files no program ought to run, so one is enough there.
    """
    cwd = transaction.counted or ""
    if cwd == "/" or cwd.startswith(_OF_THE_SYSTEM):
        return 0
    if in_events(known.kinds["counted_in_a_drop"], transaction.of_kind("counted_folder")).value:
        return max(_times(transaction), known.kinds["row_stands_out"].at_least or 1)
    others = [_times(one) for one in known.transactions if one.of_kind("counted_folder") and one.id != transaction.id]
    return _times(transaction) if _times(transaction) >= _FAR_ABOVE * (median(others) if others else 0) else 0


@fact("counted_often")
def counted_often(transaction: Transaction, known: Known) -> Fact:
    """A single row was counted often."""
    return counted("counted_often", _times(transaction), transaction.lines, known)


@fact("row_is_meant")
def row_is_meant(transaction: Transaction, known: Known) -> Fact:
    """Somebody of ours means to send so much; asked of a login, a sender that may be ours, or a folder, once for all its rows."""
    if known.told("login_of_a_stranger", transaction) == (True,):
        return Fact(False, "told")
    about = transaction.counted if transaction.of_kind("counted_login", "counted_sender", "counted_folder") else None
    if transaction.of_kind("counted_login") and transaction.login is not None:
        about = transaction.login
    domain = domain_of(transaction.sender) if transaction.sender else None
    if about is None or (domain is not None and domain_is_local(domain, known).value is False):
        return Fact(asked=True)  # who wrote it has to be seen first
    told = known.account.about("row_is_meant", about)
    if told is not None and told[0] is not None:
        return Fact(told[0], "told", about=about)
    return Fact(about=about, asked=told is not None)


@fact("row_by_login")
def row_by_login(transaction: Transaction, _known: Known) -> Fact:
    """What a row counts came in by a login of ours; a program of this machine needs none, and of a sender or an address the log tells."""
    if transaction.of_kind("counted_login"):
        return Fact(True, "logged")
    return UNKNOWN if transaction.of_kind("counted_sender", "counted_unclear") else Fact(False, "logged")


@fact("guessed_before")
def guessed_before(transaction: Transaction, known: Known) -> Fact:
    """The machine that a login was used from was refused many log-ins as well, and is not known to be ours."""
    if not transaction.of_kind("counted_login") or transaction.client is None or _is_ours(transaction, known):
        return Fact(False, "inferred")
    client = likeness(transaction.client)
    refused = [one for one in known.transactions if one.of_kind("counted_failure") and one.client and likeness(one.client) == client]
    lines = [*transaction.lines, *(number for one in refused for number in one.lines)]
    return counted("guessed_before", sum(map(_times, refused)), lines, known)


@fact("many_counted_failures")
def many_counted_failures(transaction: Transaction, known: Known) -> Fact:
    """So many log-ins of machines that are not known to be ours were refused, in all rows together, as nobody mistypes."""
    refused = (one for one in known.transactions if one.of_kind("counted_failure") and not _is_ours(one, known))
    return counted("many_counted_failures", sum(map(_times, refused)), transaction.lines, known)


@group_fact("counted_from_many_networks")
def counted_from_many_networks(group: Group, known: Known) -> Fact:
    """A login was used often from each of several networks, none of them ours, and nobody said that this is meant."""
    if any(TRANSACTION_FACTS["row_is_meant"](transaction, known).value for transaction in group):
        return Fact(False, "told")
    times: Counter[str] = Counter()
    lines: dict[str, list[int]] = {}
    for transaction in group:
        network = _network(transaction, known)
        for event in of_kind([transaction], "counted_login") if network else ():
            times[network] += event.line.times
            lines.setdefault(network, []).append(event.line.number)
    least = known.kinds["counted_often"].at_least or 1
    often = [network for network in times if times[network] >= least]
    return counted("counted_from_many_networks", len(often), [number for network in often for number in lines[network]], known)


def _network(transaction: Transaction, known: Known) -> str:
    """Return a key for the network that a row's machine is in, by its provider's name where it has one; nothing where it is ours.

    A provider gives its customers addresses of several networks, so its name tells more than they do.
    """
    client, name = transaction.client or "", (transaction.client_name or "").casefold()
    if parse_ip(client) is None or _is_ours(transaction, known):
        return ""
    labels = name.split(".")
    short = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3  # example.co.jp, isp.ne.jp
    return ".".join(labels[-3 if short else -2 :]) if len(labels) > 1 else network_of(client, known)
