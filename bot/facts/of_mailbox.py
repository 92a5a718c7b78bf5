"""Facts about one mailbox over all messages that came for it."""

from __future__ import annotations

from bot.facts.known import Fact, Known
from bot.facts.of_groups import Group, group_fact, lines_of
from bot.identity import likeness


@group_fact("many_bounces_received")
def many_bounces_received(group: Group, known: Known) -> Fact:
    """Messages with an empty sender came for the mailbox from many different servers, or from a few for as many addresses of it.

    Whoever writes has one address; notices for invented ones at his domain, which a catch-all takes, are not for what he wrote.
    """
    bounces = [transaction for transaction in group if transaction.sender == "" and transaction.client is not None]
    lines = [n for t in bounces for n in lines_of(t.of_kind("message_queued", "message_received", "message_passed"))]
    clients = {likeness(transaction.client or "") for transaction in bounces}
    least = known.kinds["many_bounces_received"].at_least or 1
    addresses = {likeness(one.original) for transaction in bounces for one in transaction.recipients if one.original}
    many = len(bounces) >= least or len(addresses) >= least - 1
    return Fact(many and len(clients) >= least - 1, "logged", tuple(sorted(lines)))
