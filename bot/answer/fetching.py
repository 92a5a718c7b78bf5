"""The exact command by which the log of a server is searched for an id, and never for anything else that was pasted."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.library.schema import MessageFile
from bot.paste import LogLine

# "mailserver-1  | Feb 27 …": how docker compose shows whose line it is.
_OF_A_CONTAINER = re.compile(r"[\w.-]{1,64} {1,32}\| ")


def commands_for(server: MessageFile, id_: str | None, lines: Sequence[LogLine]) -> tuple[str, ...]:
    """Return the commands that find an id's lines, the likeliest first; none where the id does not look like one of the server's.

    Args:
        server: whose log is searched.
        id_: what is searched for.
        lines: the lines that were pasted; those of a container are found in its output.
    """
    if id_ is None or re.fullmatch(server.ids, id_) is None:
        return ()
    contained = any(_OF_A_CONTAINER.match(line.raw) for line in lines[:20])
    kinds = [kind for kind in ("file", "journal", "container") if kind in server.commands and (kind == "container") is contained]
    return tuple(server.commands[kind].format(queue_id=id_) for kind in kinds)
