"""A file that came in, unpacked if it is a gzip or zip archive: what it holds, and what was left out.

An archive is read from its first byte to its last, each byte once. So nothing that it says of its own sizes is believed, no two entries
can share bytes, and a broken one still gives what stands before the break. Names of entries are shown and never used for anything.

``reading`` goes through an archive, ``headers`` knows where things stand in one, ``model`` is what comes out.
"""

from bot.archives.model import ArchiveBudget, File, Note, Unpacked, What, printable
from bot.archives.reading import unpack

__all__ = ["ArchiveBudget", "File", "Note", "Unpacked", "What", "printable", "unpack"]
