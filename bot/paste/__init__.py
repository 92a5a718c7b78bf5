"""From what a person pasted to log lines, each with the number it had in the paste.

``decoding`` turns bytes into text, ``cleaning`` undoes what chats and forums did to a line, ``shapes`` knows how log lines begin,
and ``reading`` joins wrapped lines and tells log lines from the asker's own words.
"""

from bot.paste.budget import Budget, Cut
from bot.paste.reading import LogLine, Paste, read

__all__ = ["Budget", "Cut", "LogLine", "Paste", "read"]
