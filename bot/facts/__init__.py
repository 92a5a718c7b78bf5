"""Facts: small questions that rules ask of a transaction, or of several, each with three possible answers and a strength.

``known`` holds what they may look at; ``of_transaction``, ``of_names``, ``of_machines`` and ``of_client`` the facts themselves, one
function each.
"""

from bot.facts import of_machines, of_names, of_transaction  # noqa: F401 - each enters its functions into the table
from bot.facts.entering import TRANSACTION_FACTS
from bot.facts.known import Fact, Known, Strength
from bot.facts.of_client import CLIENT_FACTS

__all__ = ["CLIENT_FACTS", "TRANSACTION_FACTS", "Fact", "Known", "Strength"]
