"""Archives packed for the tests, honest ones and others."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from bot.archives import ArchiveBudget

LOG = b"Jan  5 10:00:00 mail postfix/smtpd[1]: connect from unknown[192.0.2.7]\n"
SMALL = ArchiveBudget(bytes=200_000, ratio=50, free=10_000, entries=5, members=5)


def zipped(entries: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip archive of the given entries."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return out.getvalue()


def streamed(entries: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip archive as it is written to a pipe: each entry's sizes stand after its bytes."""

    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.written = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, data) -> int:
            self.written += data
            return len(data)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", method) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return bytes(pipe.written)


def entry_of(name: bytes, packed: bytes, content: bytes, *, method: int = 8, flags: int = 0, size: int | None = None) -> bytes:
    """Return one zip entry with a header that may lie of its packed size."""
    size = len(packed) if size is None else size
    head = struct.pack("<4sHHHHHIIIHH", b"PK\x03\x04", 20, flags, method, 0, 0, zlib.crc32(content), size, len(content), len(name), 0)
    return head + name + packed


def deflated(data: bytes) -> bytes:
    """Return bytes deflated without a header."""
    packing = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packing.compress(data) + packing.flush()


END = b"PK\x05\x06" + bytes(18)
