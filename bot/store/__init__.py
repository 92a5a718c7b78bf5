"""The store: conversations kept between messages, in SQLite by default and in PostgreSQL by URL.

It knows nothing of what a conversation is and keeps opaque text. Importing it is slow, so only what talks to people over days does.
"""

from bot.store.errors import ClaimLost, Conflict, StoreError
from bot.store.store import Store
from bot.store.values import Claim, Feedback, Found, Gap, Outgoing, Pending, Stored

__all__ = ["Claim", "ClaimLost", "Conflict", "Feedback", "Found", "Gap", "Outgoing", "Pending", "Store", "StoreError", "Stored"]
