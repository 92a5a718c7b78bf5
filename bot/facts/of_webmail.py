"""Facts about what was written in web mail: it goes out from the web mail's own machine, and the mail server often sees no log-in.

Roundcube, SOGo and Zimbra tell who logged in, and from where; the message itself comes from this machine, or from the web mail's own.
So a message of this machine under the address of somebody who had logged in to web mail is taken for one written there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import islice

from bot.catalogue import Event
from bot.facts.entering import fact
from bot.facts.known import Fact, Known
from bot.facts.of_groups import Group, counted, group_fact, of_kind, recipients, times_of
from bot.facts.of_times import elapsed
from bot.identity import canonical, domain_of, is_loopback, is_private, is_under, likeness, parse_ip
from bot.transactions import Transaction

_SESSION = timedelta(days=2)  # how long a log-in to web mail holds (zimbraAuthTokenLifetime; Roundcube's and SOGo's end sooner)
_SKEW = timedelta(seconds=-2)  # logs are written a little late
_BURST = timedelta(hours=1)
_MOST = 100  # messages of a burst that are looked at, for each of its messages
_ENTRIES = ("message_entry", "message_received")
_TAKEN = ("message_queued", "message_received", "message_submitted_locally")
_WEBMAIL = ("rcube", "roundcube", "webmail", "sogo", "zimbra")  # in the name or folder of a script (rcube.php, PHP's mail.add_x_header)
_FATES = ("bounced", "delivered_outside", "deferred", "delivered_locally")


def webmail_logins(transaction: Transaction, known: Known) -> tuple[Event, ...]:
    """Return the log-ins to web mail by one of which a message was written, in the order of their lines; none if it was not.

    A line of the web mail that names the message itself is the surest of them.
    """
    if not transaction.sender or transaction.login is not None or not (_of_webmail("logins", known) or _of_webmail("sent", known)):
        return ()
    key = (transaction.id, known.account)  # whose the machines are may have been told
    if key not in known.webmail:
        known.webmail[key] = _sent_by(transaction, known) or _logged_in_before(transaction, known)
    return known.webmail[key]


def _sent_by(transaction: Transaction, known: Known) -> tuple[Event, ...]:
    """Return the lines in which web mail says that its user, who is the sender, handed the very message in."""
    ids = {_bare(event.fields.get("message_id")) for event in transaction.of_kind("message_identified", *_ENTRIES)} - {""}
    names = _names_of(transaction)
    sent = _of_webmail("sent", known) if ids else ()
    return tuple(e for e in sent if _bare(e.fields["message_id"]) in ids and likeness(e.fields["login"]) in names)


def _bare(message_id: str | None) -> str:
    return (message_id or "").strip("<>")


def _names_of(transaction: Transaction) -> set[str]:
    """Return the names under which a message's sender may log in: the address, or what stands before its domain."""
    sender = transaction.sender or ""
    return {likeness(sender), likeness(sender.rpartition("@")[0])}


def _logged_in_before(transaction: Transaction, known: Known) -> tuple[Event, ...]:
    """Return the log-ins of the message's sender that its session may go back to, where it came from the web mail's machine."""
    names = _names_of(transaction)
    found = [event for event in _of_webmail("logins", known) if likeness(event.fields["login"]) in names]
    fitting = tuple(event for event in found if _holds(event.line.when, transaction.when))
    return fitting if fitting and _came_from_webmail(transaction, fitting, known) else ()


def _of_webmail(what: str, known: Known) -> tuple[Event, ...]:
    """Return the lines of web mail that grant a log-in, or that say that a message was handed in; found once."""
    if "logins" not in known.webmail:
        named = [event for event in known.events if event.fields.get("login")]
        known.webmail["logins"] = tuple(e for e in named if e.kind == "login_succeeded" and e.fields.get("webmail"))
        known.webmail["sent"] = tuple(e for e in named if e.kind == "server_information" and e.fields.get("message_id"))
    return known.webmail[what]


def _holds(login: datetime | None, message: datetime | None) -> bool:
    """Tell whether a session that began with a log-in may have lasted until a message; lines without a stamp are taken to fit."""
    if login is None or message is None:
        return True
    return _SKEW <= elapsed(login, message) <= _SESSION


def _came_from_webmail(transaction: Transaction, logins: Sequence[Event], known: Known) -> bool:
    """Tell whether a message came from the machine of the web mail; where no line shows its entry, the sender's others tell."""
    here = _entered_from_webmail(transaction, logins, known)
    if here is not None:
        return here
    sender = canonical(transaction.sender or "")
    others = [one for one in known.transactions if one.sender and canonical(one.sender) == sender and one.login is None]
    seen = {_entered_from_webmail(one, logins, known) for one in others}
    return True in seen and False not in seen


def _entered_from_webmail(transaction: Transaction, logins: Sequence[Event], known: Known) -> bool | None:
    """Tell whether the lines of a message's entry show the machine of the web mail; None where there are none."""
    if transaction.of_kind("message_submitted_locally"):
        return not _names_another_program(transaction)
    first = next(iter(transaction.of_kind(*_ENTRIES)), None)
    if first is None:
        return None if transaction.client is None else False
    if "orig_queue_id" in first.fields or "orig_client_ip" in first.fields:
        return False  # a filter put it back; who brought it stands in lines that are not there
    hosts = {event.line.host.casefold() for event in (first, *logins) if event.line.host}
    return _is_of_webmail(first, transaction, hosts, known)


def _names_another_program(transaction: Transaction) -> bool:
    """Tell whether a line names the script or folder from which a message was handed in, and it is not web mail's."""
    called = [event.fields.get("cwd", "") for event in transaction.of_kind("program_called")]
    noted = [event.fields.get("text", "") for event in transaction.of_kind("message_changed")]
    named = [text.casefold() for text in (*called, *noted) if text in called or text.casefold().startswith("x-php-")]
    return any(named) and not any(program in text for text in named for program in _WEBMAIL)


def _is_of_webmail(entry: Event, transaction: Transaction, hosts: Iterable[str], known: Known) -> bool:
    """Tell whether the client of an entry is the web mail's machine: this one, one of its name, or one that was told to be ours.

    An address alone that is one of our network's may be anybody's there. Loopback is a filter's, too, where the paste shows one at work.
    """
    address, name = entry.fields.get("client_ip", ""), entry.fields.get("client_name", "").casefold()
    told = known.account.about("client_is_ours", address) if address else None
    if told is not None and told[0] is not None and not known.account.is_weak("client_is_ours", address):
        return told[0]
    ip = parse_ip(address)
    if ip is None or known.site.is_gateway(address):
        return False
    if is_loopback(ip):
        return not any(event.kind in ("delivered_to_filter", "clean_found", "spam_found") for event in known.events) or any(
            event.kind == "delivered_to_filter" for event in transaction.events
        )
    if name in hosts and "." in name:
        return True
    inner = is_private(ip) or bool(known.site.holds_address(address)) or is_under(name, domain_of(transaction.sender or "") or "")
    return inner and name.partition(".")[0] in {host.partition(".")[0] for host in hosts}


@fact("written_in_webmail")
def written_in_webmail(transaction: Transaction, known: Known) -> Fact:
    """The sender had logged in to web mail before, and the message came from there."""
    logins = webmail_logins(transaction, known)
    return Fact(bool(logins), "inferred", tuple(event.line.number for event in logins[-1:]))


@group_fact("written_in_webmail")
def most_written_in_webmail(group: Group, known: Known) -> Fact:
    """Most messages of a client or user were written in web mail by people who had logged in."""
    sent = [transaction for transaction in group if transaction.sender]
    lines = {event.line.number for one in sent for event in webmail_logins(one, known)}
    written = sum(bool(webmail_logins(one, known)) for one in sent)
    return Fact(2 * written > len(sent), "inferred", tuple(sorted(lines)))


def _burst(transaction: Transaction, known: Known) -> list[Transaction]:
    """Return what the same account sent by web mail within an hour of a message, as much of it as is looked at."""
    if not webmail_logins(transaction, known):
        return []
    sender = canonical(transaction.sender or "")
    same = (
        one
        for one in known.transactions
        if one.sender and canonical(one.sender) == sender and _near(one.when, transaction.when) and webmail_logins(one, known)
    )
    return list(islice(same, _MOST))


def _near(one: datetime | None, other: datetime | None) -> bool:
    return one is None or other is None or abs(elapsed(one, other)) <= _BURST


@fact("part_of_a_webmail_burst")
def part_of_a_webmail_burst(transaction: Transaction, known: Known) -> Fact:
    """By web mail the account wrote to so many within an hour as no person does who writes letters."""
    taken = next((events for kind in _TAKEN if (events := transaction.of_kind(kind))), ())
    lines = [event.line.number for event in taken]
    return counted("part_of_a_webmail_burst", recipients(_burst(transaction, known)), lines, known)


@fact("burst_looks_stolen")
def burst_looks_stolen(transaction: Transaction, known: Known) -> Fact:
    """The log-in came from outside, and what was sent so found addresses that do not exist, a quarter or more, or a filter refused it.

    Who means to write to so many has a list that mostly works; bought and guessed ones do not.
    """
    outside = [event for event in webmail_logins(transaction, known) if _is_from_outside(event, known)]
    burst = _burst(transaction, known) if outside else []
    bounced, told = times_of(of_kind(burst, "bounced")), times_of(of_kind(burst, *_FATES))
    refused = times_of(of_kind(burst, "content_refused", "spam_found", "virus_found"))
    signs = max(bounced if 4 * bounced >= told else 0, refused)
    return counted("burst_looks_stolen", signs, [event.line.number for event in outside], known)


def _is_from_outside(login: Event, known: Known) -> bool:
    """Tell whether a log-in came from an address that is not known to be one of ours."""
    address = login.fields.get("client_ip")
    if address is None:
        return False
    told = known.account.about("client_is_ours", address)
    if told is not None and told[0] is not None:
        return not told[0]
    ip = parse_ip(address)
    return not (known.site.holds_address(address) or (ip is not None and (is_private(ip) or is_loopback(ip))))
