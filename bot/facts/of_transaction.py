"""The facts that a transaction's own lines and its server show, one function each, under the names of ``vocabulary.yaml``."""

from __future__ import annotations

from collections.abc import Iterable

from bot.catalogue import Event
from bot.facts.entering import TRANSACTION_FACTS, fact, logged
from bot.facts.known import UNKNOWN, Fact, Known
from bot.facts.of_coming import (
    FATES_OF_WHAT_WAS_TAKEN,
    filter_refused_it,
    is_broken_off,
    login_is_never_told,
    took_an_unseen_one,
    was_let_in,
)
from bot.facts.of_talks import login_in_talk
from bot.facts.of_webmail import webmail_logins
from bot.identity import Sameness, domain_of, is_loopback, is_under, parse_ip, sameness
from bot.transactions import Transaction

# A message comes in: under its id, with its sender to follow, or with everything in one line.
ENTRIES = ("message_entry", "message_received")
_SHOWN = "shown"  # the way of logging in, where the lines of a conversation before a message show that there was a log-in
_SENT_HERE = ("authenticated", "sent_from_a_mailbox")


def _from_events(transaction: Transaction, *kinds: str) -> Fact:
    """Return a fact that holds if an event of these kinds is there, does not if the message's fate is known without, else unknown."""
    events = transaction.of_kind(*kinds)
    if events:
        return logged(True, inferred=all(event.inferred for event in events))
    return logged(False) if transaction.outcome != "unknown" or was_let_in(transaction) else UNKNOWN


@fact("lines_are_ours")
def lines_are_ours(transaction: Transaction, known: Known) -> Fact:
    """The lines were written by this server: those of its log are; a trace header is if the server that it names is one of ours."""
    headers = transaction.of_kind("received_header")
    if not headers or any(event.kind != "received_header" for event in transaction.events):
        return logged(True)
    name = headers[0].fields.get("our_name", "")
    ours = any(sameness(name, own) is Sameness.SAME or is_under(name, own) for own in known.site.domains)
    if ours or (parse_ip(name) is not None and known.site.holds_address(name) is Sameness.SAME):
        return logged(True, inferred=True)
    return UNKNOWN


@fact("accepted")
def accepted(transaction: Transaction, known: Known) -> Fact:
    """The server took a message: a line says so, or what became of it; only where all was refused, or it was a log-in, it did not."""
    taken = transaction.of_kind("message_passed", "received_header")
    if taken:
        whose = TRANSACTION_FACTS["lines_are_ours"](transaction, known)
        return logged(True, inferred=all(event.inferred for event in taken)) if whose.value else UNKNOWN
    handed_back = [event for event in transaction.of_kind("clean_found") if event.server == transaction.server]
    if handed_back:  # a filter's log alone: what it passed came to it from the mail server, which had taken it
        return Fact(True, "inferred", tuple(event.line.number for event in handed_back))
    if filter_refused_it(transaction):
        return logged(False)
    if transaction.of_kind("message_queued", "message_received", "message_submitted_locally", "delivered_to_filter"):
        return logged(True)
    if transaction.of_kind(*FATES_OF_WHAT_WAS_TAKEN):
        return Fact(True, "inferred", transaction.showing("outcome", "returned"))
    if transaction.of_kind("relay_granted"):
        return Fact(True, "inferred", tuple(event.line.number for event in transaction.of_kind("relay_granted")))
    refusals = ("relay_refused", "recipient_refused", "name_mismatch_refused", "blocklist_refused")
    if transaction.of_kind(*refusals, "login_failed", "login_unchecked", "login_succeeded") or transaction.outcome == "refused":
        return logged(False)
    if not known.trusts_by_name and _ended_without_a_message(transaction, known):
        return logged(False, inferred=True)
    return UNKNOWN


def _ended_without_a_message(transaction: Transaction, known: Known) -> bool:
    """Tell whether the paste shows a connection to its end, or lines that no connection goes with, and no message that came in whole."""
    if is_broken_off(transaction):
        return True
    if any(took_an_unseen_one(event, known) for event in transaction.of_kind("connection_closed")):
        return False
    if transaction.queue_id is not None or transaction.of_kind(*ENTRIES):
        return False
    return "end" in transaction.seen or not transaction.of_kind("connection_opened")


@fact("put_into_a_mailbox")
def put_into_a_mailbox(transaction: Transaction, _known: Known) -> Fact:
    """A line says that the message went into a mailbox of this server."""
    return _shown_by(transaction, "delivered_locally")


@fact("handed_on")
def handed_on(transaction: Transaction, _known: Known) -> Fact:
    """A line says that the message was handed to another server."""
    return _shown_by(transaction, "delivered_outside")


@fact("connections_overlap")
def connections_overlap(transaction: Transaction, _known: Known) -> Fact:
    """Several connections were open at once, and no line says which of them the message came by."""
    return logged(transaction.shared)


def _shown_by(transaction: Transaction, kind: str) -> Fact:
    events = transaction.of_kind(kind)
    return logged(bool(events), inferred=bool(events) and all(event.inferred for event in events))


@fact("refused_by_blocklist")
def refused_by_blocklist(transaction: Transaction, _known: Known) -> Fact:
    """The client was refused because it is on a block list."""
    return _from_events(transaction, "blocklist_refused")


@fact("recipient_refused")
def recipient_refused(transaction: Transaction, _known: Known) -> Fact:
    """A recipient was refused, and the line does not say why."""
    return _from_events(transaction, "recipient_refused")


@fact("refused_for_name")
def refused_for_name(transaction: Transaction, _known: Known) -> Fact:
    """The client was refused because its name does not fit its address."""
    return _from_events(transaction, "name_mismatch_refused")


@fact("returned")
def returned(transaction: Transaction, known: Known) -> Fact:
    """The message was returned to its sender; if no line says so, it may still be, so its absence shows nothing."""
    told = transaction.of_kind("returned_to_sender")
    if told:
        notices = (t for t in known.transactions if t.parent == transaction.id and t.made_by == "returned_to_sender")
        sent = (event for notice in notices for event in notice.of_kind("delivered_outside", "deferred", "bounced"))
        return Fact(True, "inferred", tuple(sorted({event.line.number for event in (*told, *sent)})))
    lines = known.notices_about(transaction.queue_id) if transaction.queue_id is not None else ()
    return Fact(bool(lines), "logged" if lines else "inferred", lines)


@fact("authenticated")
def authenticated(transaction: Transaction, known: Known) -> Fact:
    """The client logged in before it sent; a server that has no such log-in settles it."""
    if "authenticated" in known.profile.never:
        return Fact(False, "inferred")
    if (in_talk := login_in_talk(transaction)) is not None:
        return Fact(in_talk, "logged", _lines_of_a_login(transaction) if in_talk else ())
    if transaction.login is not None and transaction.of_kind("login_succeeded", "message_passed", "message_entry", "message_received"):
        return Fact(True, "logged", _lines_of_a_login(transaction))
    entries = transaction.of_kind(*ENTRIES)
    if any("auth_method" in entry.fields for entry in entries):
        return logged(True)
    told = transaction.of_kind("trace", "message_entry", "message_received")
    if denied := [event.line.number for event in told if event.fields.get("login_shown") == "none"]:
        return Fact(False, "logged", tuple(denied))  # a line says so itself
    if logins := webmail_logins(transaction, known):
        return Fact(True, "inferred", tuple(event.line.number for event in logins[-1:]))
    tells = entries and not login_is_never_told(transaction, known, entries)
    if "authenticated" in known.profile.always and tells and not came_back_from_a_filter(transaction):
        return Fact(False, "presumed") if _login_may_stand_elsewhere(transaction, entries) else logged(False)
    return Fact(False, "inferred") if transaction.of_kind("message_submitted_locally") else UNKNOWN


def _lines_of_a_login(transaction: Transaction) -> tuple[int, ...]:
    """Return the lines of a log-in with those of the message that came by it, or of the latter those that tell of it; none if all do."""
    granted, entries = transaction.of_kind("login_succeeded"), transaction.of_kind(*ENTRIES)
    telling = [entry.line.number for entry in entries if entry.fields.get("auth_method", _SHOWN) != _SHOWN]
    if telling or not granted or not entries:
        return tuple(telling) if len(telling) < len(entries) else ()
    return tuple(sorted({event.line.number for event in (*granted, *entries)}))


def _login_may_stand_elsewhere(transaction: Transaction, entries: Iterable[Event]) -> bool:
    """Tell whether another line would tell a log-in, and the connection's beginning, which stands before that one, is missing."""
    return all("login_shown" in entry.fields for entry in entries) and not transaction.of_kind("connection_opened")


def is_told_to_be_ours(transaction: Transaction, known: Known) -> bool:
    """Tell whether the site's networks name the loopback address that a message came in by: programs of this machine hand in there."""
    return transaction.client is not None and known.site.holds_address(transaction.client) is Sameness.SAME


def is_sent_anew(transaction: Transaction, known: Known) -> bool:
    """Tell whether a list's program, say, sends on under a name of ours what the paste shows it getting before: the first half is there."""
    ids = {event.fields["message_id"] for event in transaction.of_kind("message_identified") if event.fields.get("message_id")}
    if not ids or not transaction.sender or not came_back_from_a_filter(transaction):
        return False
    local = any(sameness(domain_of(transaction.sender) or "", own) is Sameness.SAME for own in known.site.domains)
    return local and any(
        other.id < transaction.id
        and other.sender != transaction.sender
        and other.outcome in ("accepted", "delivered")
        and any(event.fields.get("message_id") in ids for event in other.of_kind("message_identified"))
        for other in known.transactions
    )


def came_back_from_a_filter(transaction: Transaction) -> bool:
    """Tell whether the entry shows this machine itself and no login: a filter puts a message back so; who brought it stands elsewhere."""
    entries = transaction.of_kind(*ENTRIES)
    if not entries or transaction.login is not None or transaction.of_kind("message_submitted_locally"):
        return False
    return all(_from_a_filter(event) for event in entries)


def _from_a_filter(entry: Event) -> bool:
    ip = parse_ip(entry.fields.get("client_ip", ""))
    return "orig_queue_id" in entry.fields or "orig_client_ip" in entry.fields or (ip is not None and is_loopback(ip))


def is_notice_of_ours(transaction: Transaction) -> bool:
    """Tell whether the message is a notice of failed delivery that this server wrote itself, as a line of it or of the failed one says."""
    return transaction.made_by == "returned_to_sender" or any(
        event.fields.get("notice_of") for event in transaction.of_kind("message_submitted_locally")
    )


@fact("notice_of_ours")
def notice_of_ours(transaction: Transaction, _known: Known) -> Fact:
    """The message is a notice of failed delivery that this server wrote; the failed message's own lines tell what happened."""
    return logged(is_notice_of_ours(transaction))


@fact("not_delivered")
def not_delivered(transaction: Transaction, _known: Known) -> Fact:
    """The last that the lines tell of a recipient is that the message could not be delivered, or not yet."""
    fates: dict[str, tuple[str, int]] = {}
    kinds = ("delivered_locally", "delivered", "delivered_outside", "deferred", "bounced", "expired", "undelivered", "remote_refused")
    for event in transaction.of_kind(*kinds):
        fates[event.fields.get("recipient", "")] = (event.kind, event.line.number)
    lines = [number for kind, number in fates.values() if not kind.startswith("delivered")]
    return Fact(bool(lines), "logged", tuple(lines))


@fact("sent_by_us")
def sent_by_us(transaction: Transaction, known: Known) -> Fact:
    """The message is from one of ours: a login, a program of this machine, a machine of ours; presumed where its entry is not shown."""
    facts = TRANSACTION_FACTS
    if is_notice_of_ours(transaction):
        return Fact(False, "inferred")
    if webmail_logins(transaction, known):
        return Fact(True, "inferred")
    if transaction.of_kind("message_submitted_locally") or any(facts[name](transaction, known).value for name in _SENT_HERE):
        return logged(True)
    if transaction.client is None and not transaction.of_kind(*ENTRIES):
        return Fact(True, "presumed")
    if came_back_from_a_filter(transaction):
        return Fact(True, "presumed")
    found = facts["client_is_ours"](transaction, known)
    if found.value is None and transaction.client is None and transaction.sender:  # the server never says who brought a message
        from_elsewhere = facts["sender_domain_is_local"](transaction, known).value is False
        if from_elsewhere and facts["recipient_domain_is_ours"](transaction, known).value:
            return Fact(False, "presumed")
    return found


@fact("trusts_by_name")
def trusts_by_name(_transaction: Transaction, known: Known) -> Fact:
    """The server lets in whoever writes a local name; a trait of the server, not of the transaction."""
    return Fact("trusts_by_name" in known.profile.always, "inferred")


@fact("address_agrees")
def address_agrees(transaction: Transaction, _known: Known) -> Fact:
    """The address beside the name that the client gave is the one really connected."""
    named = [e.fields["client_ip"] for e in transaction.of_kind("client_name") if "client_ip" in e.fields]
    real = [e.fields["client_ip"] for e in transaction.of_kind("client_address") if "client_ip" in e.fields]
    if not named or not real:
        return UNKNOWN
    same = sameness(named[0], real[0])
    return Fact(bool(same), "logged", unsure=same is Sameness.PROBABLE)


@fact("client_name_given")
def client_name_given(transaction: Transaction, _known: Known) -> Fact:
    """The client gave a name, not only an address."""
    if transaction.client_name is not None:
        return logged(True)
    return logged(False) if transaction.of_kind("client_name", "received_header") else UNKNOWN


@fact("client_name_agrees")
def client_name_agrees(transaction: Transaction, _known: Known) -> Fact:
    """The client's name is the sender's domain, or a host below it."""
    domain = domain_of(transaction.sender) if transaction.sender else None
    if transaction.client_name is None:
        return logged(False) if transaction.of_kind("client_name", "received_header") else UNKNOWN
    if domain is None:
        return UNKNOWN
    same = sameness(transaction.client_name, domain)
    if same is Sameness.DIFFERENT and is_under(transaction.client_name, domain):
        return Fact(True, "inferred")
    return Fact(bool(same), "inferred" if same is Sameness.PROBABLE else "logged", unsure=same is Sameness.PROBABLE)


@fact("sender_is_null")
def sender_is_null(transaction: Transaction, _known: Known) -> Fact:
    """The envelope sender is empty, as that of a bounce is (RFC 5321 section 4.5.5)."""
    if transaction.sender is None:
        return UNKNOWN
    return logged(transaction.sender.strip("<> ") == "")
