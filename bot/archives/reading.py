"""Going through an archive once, from its first byte to its last."""

from __future__ import annotations

import zlib
from struct import unpack_from

from bot.archives.headers import (
    DEFLATED,
    DIRECTORY,
    END,
    ENTRY,
    GZIP,
    STORED,
    Entry,
    after,
    after_gzip_header,
    checksum,
    end_of,
    entry_at,
    is_archive,
    links,
)
from bot.archives.model import ArchiveBudget, File, Note, Unpacked, What, printable

_PIECE = 1024
"""Of packed bytes at a time; what stands before a break is lost by at most this much."""


def unpack(name: str, data: bytes, budget: ArchiveBudget | None = None) -> Unpacked:
    """Return what a file holds; a file that is no archive holds itself.

    Args:
        name: the file's name, only shown; what the file is, its bytes tell.
        data: its bytes.
        budget: bounds on what is unpacked.

    Returns:
        The files in it and the notes on it; no bytes make it raise.
    """
    reading = _Reading(printable(name), data, budget or ArchiveBudget())
    if data.startswith(GZIP):
        reading.gzip()
    elif data.startswith((ENTRY, END)):
        reading.zip()
    elif is_archive(data):
        reading.note("unsupported")
    else:
        return Unpacked((File(reading.name, data),))
    return Unpacked(tuple(reading.files), tuple(dict.fromkeys(reading.notes)))


class _Reading:
    """One archive while it is read."""

    def __init__(self, name: str, data: bytes, budget: ArchiveBudget) -> None:
        self.name = name
        self.data = data
        self.budget = budget
        self.files: list[File] = []
        self.notes: list[Note] = []
        self._out = 0
        self._in = 0

    def note(self, what: What, name: str | None = None) -> None:
        """Keep what is to be told of the archive, or of an entry by name."""
        self.notes.append(Note(what, self.name if name is None else name))

    def gzip(self) -> None:
        """Read a gzip file: the sum of its members."""
        name = self.name.removesuffix(".gz")
        parts: list[bytes] = []
        at = members = 0
        fault: What | None = None
        while fault is None and self.data[at : at + 512].strip(b"\0"):  # zeros fill up the last block of a tape
            content, at, fault = (b"", at, "entries") if members == self.budget.members else self._member(at)
            parts.append(content)
            members += 1
        if fault:
            self.note(fault)
        self._keep(name, b"".join(parts), whole=fault is None)

    def _member(self, at: int) -> tuple[bytes, int, What | None]:
        """Return a gzip member's bytes, where it ends, and what is wrong with it."""
        if not self.data.startswith(GZIP, at):
            return b"", at, "broken"
        start = after_gzip_header(self.data, at)
        if start is None:
            return b"", at, "truncated"
        content, end, fault = self._inflate(start, len(self.data))
        if fault is None and end + 8 > len(self.data):
            fault = "truncated"
        if fault is None and unpack_from("<I", self.data, end)[0] != zlib.crc32(content):
            fault = "broken"
        return content, end + 8, fault

    def zip(self) -> None:
        """Read a zip archive, entry by entry from its beginning."""
        at: int | None = 0
        linked = links(self.data, self.budget.entries)
        for _ in range(self.budget.entries):
            if at is None or not self.data.startswith(ENTRY, at):
                break
            at = self._entry(at, link=at in linked)
        if at is not None and self.data.startswith(ENTRY, at):
            self.note("entries")
        elif at is not None and not self.data.startswith((DIRECTORY, END), at):
            self.note("truncated" if at > len(self.data) - len(ENTRY) else "broken")
        if not self.files and not self.notes:
            self.note("empty")

    def _entry(self, at: int, *, link: bool) -> int | None:
        """Read one entry and return where the next begins, None if nothing more is to be read."""
        entry = entry_at(self.data, at)
        if entry is None:
            self.note("truncated")
            return None
        if entry.encrypted or link or entry.method not in (STORED, DEFLATED):
            self.note("encrypted" if entry.encrypted else "link" if link else "unsupported", entry.name)
            end = end_of(self.data, entry)
            return None if end is None else after(self.data, entry, end)
        content, end, fault = self._content(entry)
        if fault is None and zlib.crc32(content) != checksum(self.data, entry, end):
            fault = "broken"
        if fault:
            self.note(fault, entry.name)
        if content or not entry.name.endswith("/"):
            self._keep(entry.name, content, whole=fault is None)
        return None if fault in ("bytes", "ratio") or end > len(self.data) else after(self.data, entry, end)

    def _content(self, entry: Entry) -> tuple[bytes, int, What | None]:
        """Return an entry's bytes, where its packed ones end, and what is wrong with it."""
        end, there = end_of(self.data, entry), len(self.data)
        if entry.method == DEFLATED:
            content, inflated, fault = self._inflate(entry.start, there if end is None else min(end, there))
            end = inflated if end is None else end
            return content, end, "broken" if fault is None and end > there else fault
        if end is None:
            return b"", there, "broken"
        content, fault = self._take(self.data[entry.start : end])
        return content, end, "truncated" if fault is None and end > there else fault

    def _take(self, content: bytes) -> tuple[bytes, What | None]:
        """Return bytes that were not packed, as far as the budget goes."""
        room = self.budget.bytes - self._out
        self._in += len(content)
        self._out += min(len(content), room)
        return content[:room], "bytes" if len(content) > room else None

    def _inflate(self, start: int, end: int) -> tuple[bytes, int, What | None]:
        """Return what a deflated run of bytes holds, where it ends, and what stopped it before its end."""
        inflating = zlib.decompressobj(-zlib.MAX_WBITS)
        parts: list[bytes] = []
        at = start
        while at < end and not inflating.eof:
            piece = self.data[at : min(at + _PIECE, end)]
            room = self.budget.bytes - self._out
            try:
                out = inflating.decompress(piece, room + 1)  # one more than there is room for: 0 would mean no bound
            except zlib.error:
                return b"".join(parts), at, "broken"
            used = len(piece) - len(inflating.unconsumed_tail) - len(inflating.unused_data)
            at, self._in, self._out = at + used, self._in + used, self._out + min(len(out), room)
            parts.append(out[:room])
            if len(out) > room:
                return b"".join(parts), at, "bytes"
            if self._out > max(self.budget.free, self.budget.ratio * self._in):
                return b"".join(parts), at, "ratio"
        return b"".join(parts), at, None if inflating.eof else "truncated"

    def _keep(self, name: str, content: bytes, *, whole: bool) -> None:
        """Keep a file, unless it is an archive itself, or is nothing at all that was read of a broken one."""
        if is_archive(content):
            self.note("nested", name)
        elif content or whole:
            self.files.append(File(name, content))
