"""The facts of one transaction, one function each, under the names of ``vocabulary.yaml``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.facts.known import UNKNOWN, Fact, Known
from bot.identity import (
    Sameness,
    domain_of,
    is_loopback,
    is_masked,
    is_private,
    is_under,
    looks_like_gateway,
    parse_ip,
    sameness,
)
from bot.transactions import Transaction

TransactionFact = Callable[[Transaction, Known], Fact]
TRANSACTION_FACTS: dict[str, TransactionFact] = {}


def _fact(name: str) -> Callable[[TransactionFact], TransactionFact]:
    """Enter a function under the name of its fact; what the asker told of the transaction goes before what it finds."""

    def enter(find: TransactionFact) -> TransactionFact:
        def with_told(transaction: Transaction, known: Known) -> Fact:
            told = known.told(name, transaction)
            found = find(transaction, known)
            found = replace(found, evidence=found.evidence or known.evidence(name, transaction))
            if told is None:
                return found
            return replace(found, asked=True) if told[0] is None else replace(found, value=told[0], strength="told", unsure=False)

        TRANSACTION_FACTS[name] = with_told
        return find

    return enter


def _logged(value: bool, *, inferred: bool = False) -> Fact:
    return Fact(value, "inferred" if inferred else "logged")


def _from_events(transaction: Transaction, *kinds: str) -> Fact:
    """Return a fact that holds if an event of these kinds is there, does not if the message's fate is known without, else unknown."""
    events = transaction.of_kind(*kinds)
    if events:
        return _logged(True, inferred=all(event.inferred for event in events))
    return _logged(False) if transaction.outcome != "unknown" else UNKNOWN


@_fact("accepted")
def accepted(transaction: Transaction, _known: Known) -> Fact:
    """The server took the message: there is the line that says so, and no refusal after it."""
    taken = transaction.of_kind("message_passed", "received_header")
    refused = [
        e for e in transaction.events if e.kind in ("relay_refused", "recipient_refused", "name_mismatch_refused", "blocklist_refused")
    ]
    if taken:
        everyone_refused = any(e.line.number > taken[-1].line.number for e in refused)
        return _logged(not everyone_refused, inferred=all(event.inferred for event in taken))
    if transaction.of_kind("delivered_locally", "delivered", "delivered_outside", "deferred", "returned_to_sender"):
        return Fact(True, "inferred", transaction.showing("outcome", "returned"))
    if refused or transaction.of_kind("login_failed"):
        return _logged(False)
    return UNKNOWN


@_fact("refused_for_relaying")
def refused_for_relaying(transaction: Transaction, _known: Known) -> Fact:
    """A recipient was refused because the message was to be passed on."""
    return _from_events(transaction, "relay_refused")


@_fact("refused_by_blocklist")
def refused_by_blocklist(transaction: Transaction, _known: Known) -> Fact:
    """The client was refused because it is on a block list."""
    return _from_events(transaction, "blocklist_refused")


@_fact("recipient_refused")
def recipient_refused(transaction: Transaction, _known: Known) -> Fact:
    """A recipient was refused, and the line does not say why."""
    return _from_events(transaction, "recipient_refused")


@_fact("refused_for_name")
def refused_for_name(transaction: Transaction, _known: Known) -> Fact:
    """The client was refused because its name does not fit its address."""
    return _from_events(transaction, "name_mismatch_refused")


@_fact("returned")
def returned(transaction: Transaction, _known: Known) -> Fact:
    """The message was returned to its sender; if no line says so, it may still be, so its absence shows nothing."""
    return _logged(True, inferred=True) if transaction.of_kind("returned_to_sender") else Fact(False, "inferred")


@_fact("login_refused")
def login_refused(transaction: Transaction, _known: Known) -> Fact:
    """A log-in was refused."""
    return _logged(bool(transaction.of_kind("login_failed")))


@_fact("login_granted")
def login_granted(transaction: Transaction, _known: Known) -> Fact:
    """A log-in was granted."""
    return _logged(bool(transaction.of_kind("login_succeeded")))


@_fact("authenticated")
def authenticated(transaction: Transaction, known: Known) -> Fact:
    """The client logged in before it sent; a server that has no such log-in settles it."""
    if "authenticated" in known.profile.never:
        return Fact(False, "inferred")
    if transaction.login is not None and transaction.of_kind("login_succeeded", "message_passed"):
        return _logged(True)
    return UNKNOWN


@_fact("trusts_by_name")
def trusts_by_name(_transaction: Transaction, known: Known) -> Fact:
    """The server lets in whoever writes a local name; a trait of the server, not of the transaction."""
    if "trusts_by_name" in known.profile.always:
        return Fact(True, "inferred")
    return Fact(False, "inferred")


@_fact("address_agrees")
def address_agrees(transaction: Transaction, _known: Known) -> Fact:
    """The address beside the name that the client gave is the one really connected."""
    named = [e.fields["client_ip"] for e in transaction.of_kind("client_name") if "client_ip" in e.fields]
    real = [e.fields["client_ip"] for e in transaction.of_kind("client_address") if "client_ip" in e.fields]
    if not named or not real:
        return UNKNOWN
    same = sameness(named[0], real[0])
    return Fact(bool(same), "logged", unsure=same is Sameness.PROBABLE)


@_fact("client_name_given")
def client_name_given(transaction: Transaction, _known: Known) -> Fact:
    """The client gave a name, not only an address."""
    if transaction.client_name is not None:
        return _logged(True)
    return _logged(False) if transaction.of_kind("client_name", "received_header") else UNKNOWN


@_fact("client_name_agrees")
def client_name_agrees(transaction: Transaction, _known: Known) -> Fact:
    """The client's name is the sender's domain, or a host below it."""
    domain = domain_of(transaction.sender) if transaction.sender else None
    if transaction.client_name is None:
        return _logged(False) if transaction.of_kind("client_name", "received_header") else UNKNOWN
    if domain is None:
        return UNKNOWN
    same = sameness(transaction.client_name, domain)
    if same is Sameness.DIFFERENT and is_under(transaction.client_name, domain):
        return Fact(True, "inferred")
    return Fact(bool(same), "inferred" if same is Sameness.PROBABLE else "logged", unsure=same is Sameness.PROBABLE)


@_fact("sender_is_null")
def sender_is_null(transaction: Transaction, _known: Known) -> Fact:
    """The envelope sender is empty, as that of a bounce is (RFC 5321 section 4.5.5)."""
    if transaction.sender is None:
        return UNKNOWN
    return _logged(transaction.sender.strip("<> ") == "")


@_fact("sender_domain_is_local")
def sender_domain_is_local(transaction: Transaction, known: Known) -> Fact:
    """The sender's mailboxes are on this server."""
    if transaction.sender is None:
        return UNKNOWN
    domain = domain_of(transaction.sender)
    return Fact(False, "inferred") if domain is None else replace(_domain_is_local(domain, known), about=domain)


@_fact("sender_is_a_person_of_ours")
def sender_is_a_person_of_ours(transaction: Transaction, known: Known) -> Fact:
    """The sender's address belongs to somebody of ours, wherever its mailbox is."""
    domain = domain_of(transaction.sender) if transaction.sender else None
    if domain is None or transaction.sender is None:
        return UNKNOWN
    if any(sameness(transaction.sender, user) is Sameness.SAME for user in known.site.users):
        return Fact(True, "told", about=domain)
    told = known.account.about("sender_is_a_person_of_ours", domain)
    if told is not None and told[0] is not None:
        return Fact(told[0], "told", unsure=told[1] is Sameness.PROBABLE, about=domain)
    return Fact(asked=told is not None, about=domain)


@_fact("client_is_ours")
def client_is_ours(transaction: Transaction, known: Known) -> Fact:
    """The client is a machine of our network, or one of us away."""
    client = transaction.client
    if client is None:
        return UNKNOWN
    told = known.account.about("client_is_ours", client)
    if told is not None and told[0] is not None:
        return Fact(told[0], "told", unsure=told[1] is Sameness.PROBABLE, about=client)
    found = _client_by_site(client, transaction, known) or _client_by_name(transaction, known) or _client_by_range(client)
    return replace(found, about=client, asked=told is not None)


@_fact("recipients_are_local")
def recipients_are_local(transaction: Transaction, known: Known) -> Fact:
    """All recipients are on this server; one that is not makes it False."""
    outside = transaction.of_kind("delivered_outside")
    if outside:
        return _logged(False, inferred=all(event.inferred for event in outside))
    inside = transaction.of_kind("delivered_locally")
    if inside:
        return _logged(True, inferred=all(event.inferred for event in inside))
    fates = [_domain_is_local(domain, known) for r in transaction.recipients if (domain := domain_of(r.address)) and "@" in r.address]
    if any(fate.value is False for fate in fates):
        return next(replace(fate, about=None) for fate in fates if fate.value is False)
    return replace(fates[0], about=None) if fates and all(fate.value for fate in fates) else UNKNOWN


def _domain_is_local(domain: str, known: Known) -> Fact:
    """Return whether mailboxes of a domain are on this server, by what was told, the site, and what the log shows elsewhere."""
    told = known.account.about("sender_domain_is_local", domain)
    if told is not None and told[0] is not None:
        return Fact(told[0], "told", unsure=told[1] is Sameness.PROBABLE)
    asked = told is not None
    held = known.site.holds_domain(domain)
    if held:
        return Fact(True, "told", unsure=held is Sameness.PROBABLE, asked=asked)
    if known.site.domains:
        return Fact(False, "presumed" if is_masked(domain) else "told", asked=asked)
    shown = _shown_elsewhere(domain, known)
    return Fact(shown, "inferred", asked=asked) if shown is not None else Fact(asked=asked)


def _shown_elsewhere(domain: str, known: Known) -> bool | None:
    """Return True if a line of the paste puts mail for the domain into a mailbox here, False if one refuses to pass mail on to it."""
    for transaction in known.transactions:
        for kind, value in (("delivered_locally", True), ("relay_refused", False)):
            for event in transaction.of_kind(kind):
                recipient = event.fields.get("recipient", "")
                if "@" in recipient and sameness(domain_of(recipient) or "", domain) is Sameness.SAME:
                    return value
    return None


def _client_by_site(client: str, transaction: Transaction, known: Known) -> Fact | None:
    """Return whether the client is ours by what the site's file says; None if it does not say.

    An address that looks like a gateway and brings a stranger's name hides somebody, whatever the networks say.
    """
    site = known.site
    if site.is_gateway(client):
        return Fact(False, "told")
    ip = parse_ip(client)
    held = site.holds_address(client)
    if held and not (ip is not None and looks_like_gateway(ip) and _brings_a_strangers_name(transaction, known)):
        return Fact(True, "told", unsure=held is Sameness.PROBABLE)
    if held:
        return UNKNOWN
    if site.networks:
        return Fact(False, "presumed" if is_masked(client) else "told")
    return None


def _brings_a_strangers_name(transaction: Transaction, known: Known) -> bool:
    name = transaction.client_name
    return name is not None and "." in name and not any(sameness(name, own) or is_under(name, own) for own in known.site.domains)


def _client_by_name(transaction: Transaction, known: Known) -> Fact | None:
    """Return that the client is not ours where it goes by the name of a domain that was told to be none of this server's.

    A provider's mail server, say: one of our own machines would have no reason to greet with that name.
    """
    if transaction.client_name is None:
        return None
    told = known.account.about("sender_domain_is_local", transaction.client_name)
    return Fact(False, "inferred", unsure=told[1] is Sameness.PROBABLE) if told is not None and told[0] is False else None


def _client_by_range(client: str) -> Fact:
    """Return what an address alone lets presume: public is foreign, private is ours unless gateways have such numbers."""
    ip = parse_ip(client)
    if ip is None or is_masked(client):
        return UNKNOWN
    if is_loopback(ip):
        return Fact(True, "inferred")
    if is_private(ip):
        return UNKNOWN if looks_like_gateway(ip) else Fact(True, "presumed")
    return Fact(False, "presumed")
