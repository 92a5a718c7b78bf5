"""The facts about recipients on servers that keep relaying and receiving apart: whether the server takes mail for them from anybody."""

from __future__ import annotations

from bot.catalogue import Event
from bot.facts.entering import fact
from bot.facts.known import UNKNOWN, Fact, Known
from bot.facts.of_names import domain_is_local
from bot.identity import Sameness, canonical, domain_of, is_loopback, is_private, parse_ip
from bot.transactions import Transaction

_MOST_RELAYED_DOMAINS = 2  # a backup for more than two friends within one excerpt is rather a hole (inferred)
_FATES = (
    "delivered_outside",
    "delivered_locally",
    "delivered",
    "delivered_to_program",
    "deferred",
    "bounced",
    "expired",
    "recipient_taken",
    "delivery_cut",
)


@fact("recipient_domain_is_ours")
def recipient_domain_is_ours(transaction: Transaction, known: Known) -> Fact:
    """The server takes mail for the recipients from anybody: their mailboxes are here, or behind it; one that is not makes it False."""
    told = [event for event in transaction.of_kind(*_FATES) if event.fields.get("recipient") or event.kind == "delivered_locally"]
    fates = [(event, _is_for_us(event, known)) for event in told]
    if not fates:
        return _by_recipients(transaction, known)
    for value in (False, None):
        found = [(event, fate) for event, fate in fates if fate.value is value]
        if found:
            lines = tuple(event.line.number for event, _ in found)
            return found[0][1]._replace(evidence=lines)
    weakest = next((fate for _, fate in fates if fate.strength == "presumed"), fates[0][1])
    return weakest._replace(evidence=tuple(event.line.number for event, _ in fates))


def _by_recipients(transaction: Transaction, known: Known) -> Fact:
    """Return the same where the lines tell no recipient's fate, by the addresses alone."""
    domains = [domain for r in transaction.recipients if r.outcome != "refused" and (domain := domain_of(r.address))]
    fates = [_domain_is_ours(domain, known) for domain in domains]
    if not fates:
        return UNKNOWN
    named = (event.line.number for event in transaction.of_kind("message_received") if event.fields.get("recipient"))
    return next((fate for fate in fates if not fate.value), fates[0])._replace(evidence=tuple(dict.fromkeys(named)))


def _is_for_us(event: Event, known: Known) -> Fact:
    """Return whether a recipient is ours: put into a mailbox here, addressed to an alias of ours, or in a domain of ours."""
    if event.kind in ("delivered_locally", "delivered_to_program") or _alias_of(event):
        return Fact(True, "logged")
    domain = domain_of(event.fields["recipient"])
    if domain is None or "@" not in event.fields["recipient"]:
        return Fact(True, "inferred")
    found = _domain_is_ours(domain, known)
    if found.value is not True and known.account.about("recipient_domain_is_ours", domain) is None and _is_passed_on_to(event, known):
        return Fact(True, "inferred", about=domain)
    inner = parse_ip(event.fields.get("relay_ip", ""))
    if found.value is None and inner is not None and is_private(inner) and not is_loopback(inner):
        return found._replace(value=True, strength="presumed")
    return found


def _is_passed_on_to(event: Event, known: Known) -> bool:
    """Tell whether Postfix's ``relay`` transport delivered: by default only mail for ``relay_domains`` goes by it (postconf(5)).

    It logs as ``postfix/relay/smtp`` (``syslog_name=postfix/$service_name`` in the master.cf as shipped). Where it brings mail to many
    domains, ``relay_domains`` may hold everything, and it shows nothing.
    """
    if not _by_the_relay_transport(event):
        return False
    events = [e for t in known.transactions for e in t.of_kind(*_FATES) if _by_the_relay_transport(e)]
    return len({domain_of(e.fields.get("recipient", "")) for e in events}) <= _MOST_RELAYED_DOMAINS


def _by_the_relay_transport(event: Event) -> bool:
    return (event.line.program or "").endswith(("/relay/smtp", "/relay/lmtp"))


def _alias_of(event: Event) -> bool:
    """Tell whether the recipient stands for another that the server was asked to deliver to, so that one of ours has it sent on."""
    original = event.fields.get("orig_recipient")
    return bool(original) and canonical(original or "") != canonical(event.fields["recipient"])


@fact("forwarded")
def forwarded(transaction: Transaction, _known: Known) -> Fact:
    """A line names the address of ours that the message was for before it was sent on; without one nothing is shown.

    Where the deliveries' lines are told apart by numbers, those that name the addresses, and the one that sends on, show it together.
    """
    going = [event for event in transaction.of_kind("delivered_outside", "deferred", "bounced") if _alias_of(event)]
    sending = [event for event in transaction.of_kind("delivered_locally") if "forward_qp" in event.fields] if going else []
    deliveries = {event.fields.get("session_id") for event in (*going, *sending)} - {None}
    begun = [event for event in transaction.of_kind("trace") if event.fields.get("session_id") in deliveries] if sending else []
    lines = tuple(sorted({event.line.number for event in (*going, *sending, *begun)}))
    return Fact(bool(lines), "logged" if lines else "inferred", lines)


def _domain_is_ours(domain: str, known: Known) -> Fact:
    """Return whether the server takes mail for a domain, whether its mailboxes are here or behind it."""
    found = known.domains.get(("ours", domain))
    if found is None:
        found = known.domains["ours", domain] = _takes_mail_for(domain, known)
    return found


def _takes_mail_for(domain: str, known: Known) -> Fact:
    told = known.account.about("recipient_domain_is_ours", domain)
    if told is not None and told[0] is not None:
        return Fact(told[0], "told", unsure=told[1] is Sameness.PROBABLE, about=domain)
    local = domain_is_local(domain, known)
    person = known.account.about("sender_is_a_person_of_ours", domain)
    if local.value is False and local.strength != "told":
        local = local._replace(value=None, strength=None) if local.strength == "presumed" else local
    if local.value is False and person is not None and person[0]:
        local = local._replace(value=None, strength=None)  # its mailboxes are at a provider, and mail for it may well come by here
    return local._replace(about=domain, asked=local.asked or told is not None)
