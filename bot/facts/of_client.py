"""Facts about one client, or one user of this machine, over all its transactions."""

from __future__ import annotations

from datetime import timedelta

from bot.catalogue import Event
from bot.facts.known import Fact, Known
from bot.facts.of_attempts import looks_like_a_relay_test, relay_refusals
from bot.facts.of_groups import (
    Group,
    attempts,
    counted,
    densest,
    entries,
    group_fact,
    lines_of,
    of_kind,
    receiving_domains,
    recipients,
    refused_logins,
    senders,
    times_of,
)
from bot.facts.of_names import domain_is_local
from bot.identity import domain_of, is_under, likeness

_A_FEW = 4  # recipients whose fate is told


@group_fact("many_login_failures")
def many_login_failures(group: Group, known: Known) -> Fact:
    """Refused log-ins reach the threshold."""
    return _refused_often("many_login_failures", group, known)


@group_fact("several_login_failures")
def several_login_failures(group: Group, known: Known) -> Fact:
    """Log-ins were refused several times; what many are is another threshold."""
    return _refused_often("several_login_failures", group, known)


def _refused_often(name: str, group: Group, known: Known) -> Fact:
    failures = refused_logins(group)
    return counted(name, attempts(failures), lines_of(failures), known)


@group_fact("many_logins_tried")
def many_logins_tried(group: Group, known: Known) -> Fact:
    """One client was refused under several users' names."""
    failures = [event for event in refused_logins(group) if event.fields.get("login")]
    return counted("many_logins_tried", len({likeness(event.fields["login"]) for event in failures}), lines_of(failures), known)


@group_fact("names_tried_in_a_row")
def names_tried_in_a_row(group: Group, known: Known) -> Fact:
    """One client was refused under several users' names within a minute."""
    failures = [(likeness(event.fields["login"]), event) for event in refused_logins(group) if event.fields.get("login")]
    return counted("names_tried_in_a_row", densest(failures, timedelta(minutes=1)), lines_of(event for _, event in failures), known)


@group_fact("login_granted_after_failures")
def login_granted_after_failures(group: Group, known: Known) -> Fact:
    """A log-in was granted to the client after it had been refused: the same, one that the lines do not name, or a list of others.

    Others count only where a whole list of names was tried and a single one let in; an office behind one address has several.
    """
    refused: dict[str, list[int]] = {}
    granted: dict[str, list[int]] = {}
    evidence: set[int] = set()
    for event in of_kind(group, "login_failed", "login_disabled", "login_succeeded", "message_entry", "message_received"):
        login = likeness(event.fields.get("login", ""))
        if event.kind in ("login_failed", "login_disabled"):
            refused.setdefault(login, []).append(event.line.number)
        elif login:
            before = [number for name, lines in refused.items() if _may_be(name, login, event) for number in lines]
            evidence.update([*before, event.line.number] if before else ())
            granted.setdefault(login, []).append(event.line.number)
            if len([name for name in refused if name]) >= (known.kinds["many_logins_tried"].at_least or 1) and len(granted) == 1:
                evidence.update([*(number for lines in refused.values() for number in lines), *granted[login]])
    return Fact(bool(evidence), "logged", tuple(sorted(evidence)))


def _may_be(refused: str, granted: str, event: Event) -> bool:
    """Tell whether a log-in that was refused is the one granted: by the same name, by it with or without a domain, or by one not named."""
    if not refused:
        return event.kind != "login_succeeded"
    user, _, domain = refused.partition("@")
    name, _, place = granted.partition("@")
    return refused == granted or (user == name and not (domain and place))


@group_fact("granted_after_others_failed")
def granted_after_others_failed(group: Group, known: Known) -> Fact:
    """The only log-in that was granted to the client came after it had been refused under several other users' names."""
    events = of_kind(group, "login_failed", "login_disabled", "login_succeeded", "message_entry", "message_received")
    granted = [event for event in events if event.kind not in ("login_failed", "login_disabled") and event.fields.get("login")]
    if len({likeness(event.fields["login"]) for event in granted}) != 1:
        return Fact(False, "logged")
    first = granted[0]
    refused = [event for event in refused_logins(group) if event.fields.get("login") and event.line.number < first.line.number]
    others = {likeness(event.fields["login"]) for event in refused} - {likeness(first.fields["login"])}
    return counted("granted_after_others_failed", len(others), lines_of((*refused, first)), known)


@group_fact("one_of_a_list_let_in")
def one_of_a_list_let_in(group: Group, known: Known) -> Fact:
    """Within some minutes several users' names were refused to the client; then one alone was let in, and wrote to a stranger."""
    failures = [(likeness(event.fields["login"]), event) for event in refused_logins(group) if event.fields.get("login")]
    alone = granted_after_others_failed(group, known)
    wrote = any(receiving_domains([one], known) for one in group if one.login and one.outcome != "refused")
    count = densest(failures, timedelta(minutes=10)) if alone.value and wrote else 0
    return counted("one_of_a_list_let_in", count, alone.evidence, known)


@group_fact("tries_ways_to_relay")
def tries_ways_to_relay(group: Group, known: Known) -> Fact:
    """The client was refused several times for relaying, at least once in a way that only testers write."""
    refused = [event for transaction in group for event in relay_refusals(transaction, known)]
    tested = any(looks_like_a_relay_test(transaction, known).value for transaction in group)
    return counted("tries_ways_to_relay", times_of(refused) if tested else 0, lines_of(refused), known)


def _may_be_ours(address: str, known: Known) -> bool:
    """Tell whether a refused recipient is none of another's domain, so that no relaying was asked for."""
    domain = domain_of(address)
    return domain is None or domain_is_local(domain, known).value is not False


@group_fact("many_unknown_recipients")
def many_unknown_recipients(group: Group, known: Known) -> Fact:
    """The client tried several recipients who do not exist."""
    refused = [
        event
        for event in of_kind(group, "recipient_unknown", "recipient_refused", "recipient_not_accepted")
        if event.kind != "recipient_not_accepted" or _may_be_ours(event.fields.get("recipient", ""), known)
    ]
    names = {likeness(event.fields.get("recipient", "")) for event in refused}
    return counted("many_unknown_recipients", len(names), lines_of(refused), known)


@group_fact("many_at_once")
def many_at_once(group: Group, known: Known) -> Fact:
    """Messages came in quick succession."""
    came = entries(group)
    return counted("many_at_once", densest([(event.line.number, event) for event in came], timedelta(minutes=1)), lines_of(came), known)


@group_fact("swarm_of_senders")
def swarm_of_senders(group: Group, known: Known) -> Fact:
    """Within a minute a client brought messages under many foreign names of more domains than a person has, and none under one of ours."""
    taken = [t for t in group if t.sender and t.of_kind("message_passed", "message_received", "message_queued")]
    events = [(likeness(t.sender or ""), t.of_kind("message_passed", "message_received", "message_queued")[0]) for t in taken]
    foreign = senders(taken, known)
    own = any(likeness(domain_of(t.sender or "") or "") not in foreign for t in taken)
    several = len(foreign) > (known.kinds["many_sender_domains"].at_least or 1)
    count = densest(events, timedelta(minutes=1)) if several and not own else 0
    return counted("swarm_of_senders", count, lines_of(event for _, event in events), known)


@group_fact("many_foreign_names")
def many_foreign_names(group: Group, known: Known) -> Fact:
    """Within a minute a client wrote under many names of one domain that is none of the site's, and under none that is one of them."""
    if not known.site.domains:
        return Fact(False, "inferred")
    names: dict[str, list[tuple[object, Event]]] = {}
    lines: list[int] = []
    for transaction in group:
        domain = domain_of(transaction.sender) if transaction.sender else None
        taken = transaction.of_kind("message_queued", "message_received", "message_passed")[:1]
        if domain is None or not taken:
            continue
        if domain_is_local(domain, known).value is not False:
            return Fact(False, "inferred")
        names.setdefault(likeness(domain), []).append((likeness(transaction.sender or ""), taken[0]))
        lines.append(taken[0].line.number)
    return counted("many_foreign_names", max((densest(of, timedelta(minutes=1)) for of in names.values()), default=0), lines, known)


@group_fact("many_sender_names")
def many_sender_names(group: Group, known: Known) -> Fact:
    """Within a minute a program wrote under many names of one domain."""
    handed_in = [event for event in of_kind(group, "message_submitted_locally") if event.fields.get("sender")]
    by_domain: dict[str, list[tuple[object, Event]]] = {}
    for event in handed_in:
        name, _, domain = likeness(event.fields["sender"]).rpartition("@")
        by_domain.setdefault(domain, []).append((name, event))
    most = max((densest(events, timedelta(minutes=1)) for events in by_domain.values()), default=0)
    return counted("many_sender_names", most, lines_of(handed_in), known)


@group_fact("many_recipients")
def many_recipients(group: Group, known: Known) -> Fact:
    """Messages were taken for many recipients."""
    return counted("many_recipients", recipients(group), lines_of(entries(group)), known)


@group_fact("many_recipient_domains")
def many_recipient_domains(group: Group, known: Known) -> Fact:
    """Messages went to many domains that are not ours."""
    return counted("many_recipient_domains", len(receiving_domains(group, known)), lines_of(entries(group)), known)


@group_fact("many_sender_domains")
def many_sender_domains(group: Group, known: Known) -> Fact:
    """Messages bore senders of several domains that are not ours."""
    login = next((domain_of(t.login) for t in group if t.login and "@" in t.login), None)
    found = senders(group, known, but=likeness(login) if login else None)
    lines = [number for numbers in found.values() for number in numbers]
    return counted("many_sender_domains", len(found), lines, known)


@group_fact("sender_is_not_the_logins")
def sender_is_not_the_logins(group: Group, known: Known) -> Fact:
    """All messages of a login bear senders of a domain that is neither the login's own nor known to be ours; there are several."""
    login = next((domain_of(t.login) for t in group if t.login and "@" in t.login), None)
    found = senders(group, known, but=likeness(login) if login else None) if login else {}
    sent = [t for t in group if t.sender]
    strange = sum(len(numbers) for numbers in found.values())
    return counted(
        "sender_is_not_the_logins", strange if strange == len(sent) else 0, [n for lines in found.values() for n in lines], known
    )


@group_fact("writes_as_another")
def writes_as_another(group: Group, known: Known) -> Fact:
    """A message bears a sender of a domain that is neither its login's own nor known to be ours."""
    lines: list[int] = []
    for transaction in group:
        if transaction.login and transaction.sender and _is_anothers(transaction.sender, transaction.login, known):
            lines += lines_of(transaction.of_kind("message_queued", "message_received", "message_passed")) or lines_of(
                entries([transaction])
            )
    return Fact(bool(lines), "logged", tuple(sorted(set(lines))))


def _is_anothers(sender: str, login: str, known: Known) -> bool:
    """Tell whether a sender's domain is not the login's; a login without a domain is of this server's, so whose that is must be told.

    The same name at another domain is somebody's own other address.
    """
    domain = domain_of(sender)
    if domain is None or likeness(sender.partition("@")[0]) == likeness(login.partition("@")[0]):
        return False
    whose = domain_is_local(domain, known)
    own = domain_of(login) if "@" in login else None
    if own is None:
        return whose.value is False and whose.strength == "told"
    return likeness(own) != likeness(domain) and not is_under(domain, own) and not whose.value


@group_fact("many_bounces")
def many_bounces(group: Group, known: Known) -> Fact:
    """Many recipients could not be reached, as many as a list of guessed or bought addresses has: one in ten or more.

    Of a few recipients, it is half of them.
    """
    bounced = of_kind(group, "bounced")
    failed, told = times_of(bounced), times_of(of_kind(group, "bounced", "delivered_outside", "deferred", "delivered_locally"))
    if told >= _A_FEW and failed > 1 and 2 * failed >= told:
        return Fact(True, "logged", tuple(sorted(lines_of(bounced))))
    return counted("many_bounces", failed if 10 * failed >= told else 0, lines_of(bounced), known)


@group_fact("sender_is_the_machine")
def sender_is_the_machine(group: Group, known: Known) -> Fact:
    """A program wrote no proper sender: the name of its own user, or of one that web servers run as, alone or at this machine."""
    nobodies = known.kinds["sender_is_the_machine"].says
    lines: list[int] = []
    for transaction in group:
        for event in transaction.of_kind("message_submitted_locally"):
            name, _, domain = event.fields.get("sender", "").casefold().partition("@")
            if name and (not domain or name in (*nobodies, event.fields.get("uid", "").casefold())):
                lines.append(event.line.number)
    return counted("sender_is_the_machine", len(lines), lines, known)
