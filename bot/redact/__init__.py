"""Names out of a text: equal ones become equal pseudonyms, so that a diagnosis survives and nobody is named any more.

``redact`` works on any text, lines of logs and questions alike. Pseudonyms are numbered in the order in which names first stand in the
text, so that two texts which differ in names alone become the same one, and a redacted text stays as it is when it is redacted again.
"""

from bot.redact.text import Redaction, redact

__all__ = ["Redaction", "redact"]
