"""Facts: small questions that rules ask of a transaction, or of several, each with three possible answers and a strength.

``known`` holds what they may look at. ``of_transaction``, ``of_halves``, ``of_names``, ``of_recipients``, ``of_machines``, ``of_entry``,
``of_coming``, ``of_delivery``, ``of_tracking``, ``of_talks``, ``of_webmail``, ``of_programs`` and ``of_attempts`` find the facts of one
transaction, ``of_client``, ``of_login``, ``of_mailbox`` and ``of_paste`` those of several, one function each; ``of_events`` finds those
that are data.
A ``sheet`` holds those of one subject.
"""

from bot.facts import (  # noqa: F401 - each enters its functions into a table
    of_attempts,
    of_bounces,
    of_client,
    of_coming,
    of_complaints,
    of_delivery,
    of_dialogues,
    of_entry,
    of_halves,
    of_headers,
    of_login,
    of_machines,
    of_mailbox,
    of_names,
    of_paste,
    of_programs,
    of_queues,
    of_recipients,
    of_settings,
    of_talks,
    of_tallies,
    of_tracking,
    of_transaction,
    of_waiting,
    of_webmail,
)
from bot.facts.entering import TRANSACTION_FACTS, facts_of, table_of
from bot.facts.known import Fact, Known, Strength
from bot.facts.of_complaints import reported_id
from bot.facts.of_events import count_signs, in_events
from bot.facts.of_groups import GROUP_FACTS
from bot.facts.sheet import FactSheet

__all__ = [
    "GROUP_FACTS",
    "TRANSACTION_FACTS",
    "Fact",
    "FactSheet",
    "Known",
    "Strength",
    "count_signs",
    "facts_of",
    "in_events",
    "reported_id",
    "table_of",
]
