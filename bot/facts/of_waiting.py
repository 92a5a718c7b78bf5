"""Whether a message that is asked to come again ever can: a sender with many machines begins anew with each of them."""

from __future__ import annotations

from bot.catalogue import Event
from bot.facts.known import Fact, Known
from bot.facts.of_groups import Group, counted, group_fact, lines_of, of_kind
from bot.facts.of_login import network_of
from bot.identity import likeness


@group_fact("asked_by_turns")
def asked_by_turns(group: Group, known: Known) -> Fact:
    """A message of one sender for one recipient was asked to come again at several machines of one network, and none was let through."""
    turns: dict[tuple[str, str, str], list[Event]] = {}
    through = {likeness(event.fields["client_ip"]) for event in of_kind(group, "policy_passed") if "client_ip" in event.fields}
    for event in of_kind(group, "greylisted"):
        client, sender, recipient = (event.fields.get(name, "") for name in ("client_ip", "sender", "recipient"))
        if client and sender and recipient and (network := network_of(client, known)) != "ours":
            turns.setdefault((network, likeness(sender), likeness(recipient)), []).append(event)
    most: list[Event] = []
    for events in turns.values():
        machines = {likeness(event.fields["client_ip"]) for event in events}
        if not machines & through and len(machines) > len({event.fields["client_ip"] for event in most}):
            most = events
    return counted("asked_by_turns", len({event.fields["client_ip"] for event in most}), lines_of(most), known)
