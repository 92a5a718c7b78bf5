"""Files that came with a message: fetched from Discord's own hosts alone, and never more of them than can be read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from yarl import URL

from bot.desk import File
from bot.library import Library

MOST_BYTES = 8 * 1024 * 1024
"""Of one file; the desk reads two million bytes of what is in it, which a packed log may well be beyond."""
MOST_FILES = 10
HOSTS = frozenset({"cdn.discordapp.com", "media.discordapp.net"})
"""Where attachments lie, by Discord's reference ("Signed Attachment CDN URLs", docs.discord.com/developers/reference)."""
_UNREADABLE = ("image/", "audio/", "video/")
_PATIENCE = aiohttp.ClientTimeout(total=60, connect=10)


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file as Discord tells of it: its name, size in bytes, address and kind."""

    name: str
    size: int
    url: str
    kind: str = ""


@dataclass(slots=True)
class Fetched:
    """What came of fetching: the files, and the names of those that are missing, by the reason."""

    files: list[File] = field(default_factory=list)
    missing: dict[str, list[str]] = field(default_factory=dict)

    def notes(self, library: Library, lang: str) -> tuple[str, ...]:
        """Return a sentence for each reason that files are missing for."""
        size = MOST_BYTES // 2**20
        return tuple(library.phrase(reason, lang, names=", ".join(names), size=size) for reason, names in self.missing.items())


def enclosure(data: Mapping[str, Any]) -> Enclosure:
    """Return an attachment object of Discord's as an enclosure."""
    return Enclosure(str(data["filename"]), int(data["size"]), str(data["url"]), str(data.get("content_type") or ""))


class Files:
    """Fetches files.

    Args:
        hosts: whom they are fetched from, with the port where it is not that of https.
    """

    def __init__(self, hosts: frozenset[str] = HOSTS) -> None:
        self._hosts = hosts

    async def fetch(self, enclosures: Iterable[Enclosure]) -> Fetched:
        """Return the files that can be read; nothing raises."""
        fetched = Fetched()
        wanted = list(enclosures)
        if not wanted:
            return fetched
        async with aiohttp.ClientSession(timeout=_PATIENCE) as session:
            for place, enclosed in enumerate(wanted):
                reason = _refused(enclosed) if place < MOST_FILES else "discord-too-many"
                data = None if reason else await self._read(session, enclosed)
                if data is None or len(data) > MOST_BYTES:
                    why = reason or ("discord-lost" if data is None else "discord-too-large")
                    fetched.missing.setdefault(why, []).append(enclosed.name)
                else:
                    fetched.files.append(File(enclosed.name, data))
        return fetched

    async def _read(self, session: aiohttp.ClientSession, enclosed: Enclosure) -> bytes | None:
        """Return a file's bytes, one more than are allowed at most; None if it cannot be had."""
        url = URL(enclosed.url)
        if url.authority not in self._hosts and url.host not in self._hosts:
            return None
        try:
            async with session.get(url, allow_redirects=False) as response:
                if response.status != 200:
                    return None
                data = bytearray()
                async for chunk in response.content.iter_chunked(65536):
                    data += chunk
                    if len(data) > MOST_BYTES:
                        break
                return bytes(data)
        except (TimeoutError, aiohttp.ClientError, OSError):
            return None


def _refused(enclosed: Enclosure) -> str | None:
    """Return why a file is not fetched at all."""
    if enclosed.kind.startswith(_UNREADABLE):
        return "discord-no-text"
    return "discord-too-large" if enclosed.size > MOST_BYTES else None
