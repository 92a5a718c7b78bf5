"""Where things stand in an archive: what its headers say, as far as it can be held against the bytes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from struct import unpack_from

from bot.archives.model import printable

GZIP = b"\x1f\x8b\x08"
ENTRY, DIRECTORY, END, _SIZES = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"PK\x07\x08"
_OTHERS = (b"BZh91AY&SY", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\x1f\x9d")
STORED, DEFLATED = 0, 8
_IN_ZIP64 = 0xFFFFFFFF
_TRIES = 1_000
"""How many marks are tried for the one that tells an entry's size."""


def is_archive(data: bytes) -> bool:
    """Tell whether bytes are an archive of any kind, by how they begin."""
    return data.startswith((GZIP, ENTRY, END, *_OTHERS)) or (data[257:262] == b"ustar" and b"\0" in data[:257])


@dataclass(frozen=True, slots=True)
class Entry:
    """A zip entry as its own header tells it; ``size`` is what it says of its packed size, 0 if it says so later."""

    start: int
    name: str
    flags: int
    method: int
    crc: int
    size: int

    @property
    def sized_later(self) -> bool:
        """Tell whether sizes and checksum follow the entry's bytes."""
        return bool(self.flags & 8)

    @property
    def encrypted(self) -> bool:
        """Tell whether a password is needed."""
        return bool(self.flags & 1)


def after_gzip_header(data: bytes, at: int) -> int | None:
    """Return where a gzip member's packed bytes begin, None if its header does not end."""
    if at + 10 > len(data):
        return None
    flags, place = data[at + 3], at + 10
    if flags & 4:  # further fields
        place += 2 + int.from_bytes(data[place : place + 2], "little")
    for flag in (8, 16):  # a name, a comment
        if flags & flag:
            place = data.find(b"\0", place) + 1
            if place == 0:
                return None
    place += 2 if flags & 2 else 0  # the header's own checksum
    return place if place <= len(data) else None


def entry_at(data: bytes, at: int) -> Entry | None:
    """Return the zip entry whose header stands at a place, None if the header is cut off."""
    if at + 30 > len(data):
        return None
    flags, method, crc, size, unpacked, name, extra = unpack_from("<6xHH4xIIIHH", data, at)
    start = at + 30 + name + extra
    if start > len(data):
        return None
    if size == _IN_ZIP64:
        size = _zip64_size(data[at + 30 + name : start], 8 if unpacked == _IN_ZIP64 else 0)
    return Entry(start, _entry_name(data[at + 30 : at + 30 + name], flags), flags, method, crc, size)


def _entry_name(raw: bytes, flags: int) -> str:
    """Return an entry's name to show; zip has no word for the encodings that Japanese systems wrote."""
    encodings = ("utf-8",) if flags & 0x800 else ("utf-8", "cp932")
    for encoding in encodings:
        try:
            return printable(raw.decode(encoding))
        except UnicodeDecodeError:
            continue
    return printable(raw.decode("cp437"))


def _fields(extra: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the further fields of a header by kind."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = unpack_from("<HH", extra, at)
        yield kind, extra[at + 4 : at + 4 + length]
        at += 4 + length


def _zip64_size(extra: bytes, at: int) -> int:
    """Return the packed size that a header's zip64 field holds at a place, as large as can be if it holds none."""
    field = next((field for kind, field in _fields(extra) if kind == 1), b"")
    found: int = unpack_from("<Q", field, at)[0] if at + 8 <= len(field) else _IN_ZIP64
    return found


def end_of(data: bytes, entry: Entry) -> int | None:
    """Return where an entry's packed bytes end as it says, or as the sizes after it say; None if only unpacking it will tell."""
    end = entry.start + entry.size
    if not entry.sized_later or (entry.size and data.startswith((_SIZES, ENTRY, DIRECTORY), end)):
        return end
    if entry.method == DEFLATED and not entry.encrypted:
        return None
    at = entry.start
    for _ in range(_TRIES):
        at = data.find(_SIZES, at)
        if at < 0 or data[at + 8 : at + 12] == (at - entry.start).to_bytes(4, "little"):
            break
        at += 4
    else:
        return None
    return at if at >= 0 else None


def after(data: bytes, entry: Entry, end: int) -> int:
    """Return where the next header stands: after the sizes, which come with or without a mark, in four bytes or in eight."""
    if not entry.sized_later:
        return end
    lengths = (16, 24) if data.startswith(_SIZES, end) else (12, 20)
    return next((end + length for length in lengths if data.startswith(b"PK", end + length)), end + lengths[0])


def checksum(data: bytes, entry: Entry, end: int) -> int:
    """Return the checksum that stands in an entry's header, or in the sizes after it."""
    if not entry.sized_later:
        return entry.crc
    at = end + 4 if data.startswith(_SIZES, end) else end
    return int.from_bytes(data[at : at + 4], "little")


def links(data: bytes, most: int) -> set[int]:
    """Return where the entries begin that the archive's directory calls symbolic links, as far as its first ``most``."""
    found: set[int] = set()
    end = data.rfind(END)
    if end < 0 or end + 22 > len(data):
        return found
    at: int = unpack_from("<I", data, end + 16)[0]
    for _ in range(most):
        if not data.startswith(DIRECTORY, at) or at + 46 > len(data):
            break
        system, name, extra, comment, mode, place = unpack_from("<5xB22xHHH6xHI", data, at)
        if system == 3 and mode & 0xF000 == 0xA000:
            found.add(place)
        at += 46 + name + extra + comment
    return found
