"""Facts about a complaint and the message that it is about; a complaint alone shows neither who sent it nor how."""

from __future__ import annotations

from collections.abc import Callable

from bot.catalogue import Event
from bot.facts.entering import TRANSACTION_FACTS
from bot.facts.known import UNKNOWN, Fact, Known
from bot.facts.of_groups import Group, group_fact
from bot.facts.of_headers import handed_in_there, run_of, shows_a_login
from bot.identity import domain_of, is_under, sameness
from bot.transactions import Transaction


def reported_id(known: Known) -> str | None:
    """Return the id under which our server handled the message complained of, as a trace line among the complaint's tells it.

    It is that of the line written by a server of ours, or of the domain that the complaint names; others bear the ids of other servers.
    """
    headers = [event.fields for event in known.events if event.kind == "received_header" and event.fields.get("written_id")]
    named = _domains(known)
    ours = [h["written_id"] for h in headers if any(sameness(h["our_name"], name) or is_under(h["our_name"], name) for name in named)]
    return next(iter(ours), None)


def _domains(known: Known) -> tuple[str, ...]:
    """Return the domains of ours: those of the site, and those that the complaint names."""
    details = [event.fields for event in known.events if event.kind == "complaint_detail"]
    senders = [domain for one in details if (domain := domain_of(one.get("sender", ""))) is not None]
    return (*known.site.domains, *senders, *(one["value"] for one in details if "." in one.get("value", "") and " " not in one["value"]))


def _found(holds: Callable[[Transaction, Known], bool], group: Group, known: Known) -> Fact:
    """Return whether a log line's message that the complaint is about is of a kind; unknown without such lines."""
    id_ = reported_id(known)
    found = [t for t in group if id_ is not None and t.queue_id == id_ and any(event.kind != "received_header" for event in t.events)]
    if not found:
        return UNKNOWN
    held = [transaction for transaction in found if holds(transaction, known)]
    lines = tuple(sorted(event.line.number for t in held for event in t.of_kind(*_ENTRIES)))
    return Fact(bool(held), "logged", lines)


_FEWEST_HOPS = 2  # that of our server, and that of the one which took the message from it
_ENTRIES = ("message_entry", "message_received", "message_submitted_locally")


def _is(name: str, value: bool, transaction: Transaction, known: Known) -> bool:
    return TRANSACTION_FACTS[name](transaction, known).value is value


@group_fact("complaint_about_relayed_mail")
def complaint_about_relayed_mail(group: Group, known: Known) -> Fact:
    """The message complained of came from a stranger who had not logged in."""
    return _found(lambda t, k: _is("authenticated", False, t, k) and _is("client_is_ours", False, t, k), group, known)


@group_fact("complaint_about_a_login")
def complaint_about_a_login(group: Group, known: Known) -> Fact:
    """The message complained of was sent by somebody who had logged in."""
    return _found(lambda t, k: _is("authenticated", True, t, k), group, known)


@group_fact("complaint_about_a_denied_login")
def complaint_about_a_denied_login(group: Group, known: Known) -> Fact:
    """Our own server's line among the complaint's trace lines says that somebody had logged in, and the owner says it was not he.

    The line counts where those above it show that the message really came from our server: what stands further down may be invented.
    """
    entry = _our_entry(known)
    if entry is None or not shows_a_login(entry):
        return Fact(False, "inferred")
    denied = any(told is not None and told[0] is False for told in (known.told("we_sent_it", one) for one in group))
    return Fact(denied, "told" if denied else "inferred", (entry.line.number,))


def _our_entry(known: Known) -> Event | None:
    """Return the trace line with which the message complained of came to our server, where those above show that it left from there."""
    hops = tuple(event for event in known.events if event.kind == "received_header" and "our_name" in event.fields)
    return run_of(hops, _domains(known), known, "inferred").entry if len(hops) >= _FEWEST_HOPS else None


@group_fact("complaint_names_a_planted_script")
def complaint_names_a_planted_script(_group: Group, known: Known) -> Fact:
    """A program of our own machine handed the message in, and PHP notes a script that no web site has by itself.

    That is one whose words were hidden and put together while it ran (``eval()'d code``, as PHP names them), or one in a folder where a
    web site keeps no programs.
    """
    entry = _our_entry(known)
    if entry is None or not handed_in_there(entry):
        return Fact(False, "inferred")
    says = ("eval()'d code", *known.kinds["called_from_where_nothing_runs"].says)
    noted = [event for event in known.events if event.kind == "complaint_detail" and "script" in event.fields]
    found = [event.line.number for event in noted if any(said in event.fields["script"].casefold() for said in says)]
    return Fact(bool(found), "inferred", (entry.line.number, *found))


@group_fact("complaint_about_mail_from_inside")
def complaint_about_mail_from_inside(group: Group, known: Known) -> Fact:
    """The message complained of was handed in by a program or machine inside, without a login."""
    return _found(lambda t, k: not _is("authenticated", True, t, k) and _is("client_is_ours", True, t, k), group, known)
