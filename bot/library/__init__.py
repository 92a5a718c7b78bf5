"""The knowledge base: read once, checked as a whole, shared by everything that answers.

``load`` reads the folder that ships with the program and lays a team's own folder over it: the same id replaces, a new id adds. It
raises one error that tells every problem with its file and line. What only a person who edits knowledge needs to know (samples that do
not match, rules that collide) is found by ``bot.lint``.
"""

from bot.library.reader import Library, bundled, load, load_anew, pages_of
from bot.library.schema import LANGS, Lang

__all__ = ["LANGS", "Lang", "Library", "bundled", "load", "load_anew", "pages_of"]
