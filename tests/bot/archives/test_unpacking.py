"""Archives: what is in them comes out, and what does not is told."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
import zlib

import pytest

from bot.archives import File, Note, Unpacked, unpack
from tests.bot.archives.packing import END, LOG, deflated, entry_of, streamed, zipped


def test_a_plain_file_is_itself() -> None:
    """A file that is no archive comes back whole, whatever its name says."""
    assert unpack("mail.zip", LOG) == Unpacked((File("mail.zip", LOG),))


def test_gzip_by_its_bytes() -> None:
    """A gzip file is known by its bytes and loses the ending of its name."""
    assert unpack("mail.log.gz", gzip.compress(LOG)) == Unpacked((File("mail.log", LOG),))
    assert unpack("mail.txt", gzip.compress(LOG)) == Unpacked((File("mail.txt", LOG),))


def test_gzip_with_every_further_field() -> None:
    """Further fields, a name, a comment and a checksum in a gzip header are stepped over."""
    plain = gzip.compress(LOG)
    full = plain[:3] + bytes([4 | 8 | 16 | 2]) + plain[4:10] + b"\x03\x00abc" + b"name\0" + b"comment\0" + b"\0\0" + plain[10:]
    assert unpack("a.gz", full) == Unpacked((File("a", LOG),))


def test_gzip_of_several_members() -> None:
    """Members are joined, and zeros that fill up a tape's block are no fault."""
    data = gzip.compress(LOG) + gzip.compress(b"") + gzip.compress(b"more\n") + bytes(512)
    assert unpack("a.gz", data) == Unpacked((File("a", LOG + b"more\n"),))


@pytest.mark.parametrize("pack", [zipped, streamed])
@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_zip(pack, method: int) -> None:
    """Entries come out in order, whether their sizes stand before or after them; folders are no entries of interest."""
    found = unpack("a.zip", pack({"logs/": b"", "logs/mail.log": LOG, "empty": b"", "b": b"PK no archive"}, method))
    assert found == Unpacked((File("logs/mail.log", LOG), File("empty", b""), File("b", b"PK no archive")))


@pytest.mark.parametrize("data", [b"BZh91AY&SY....", b"\xfd7zXZ\0...", b"7z\xbc\xaf\x27\x1c", b"\x28\xb5\x2f\xfd", b"Rar!\x1a\x07\0"])
def test_other_archives_are_told(data: bytes) -> None:
    """An archive of another kind is told, not shown as if it were a log."""
    assert unpack("a", data) == Unpacked((), (Note("unsupported", "a"),))


def test_encrypted_entries() -> None:
    """An entry with a password is told by name, and the next one is read."""
    secret = entry_of(b"secret", b"0123456789abcdef", LOG, flags=1)
    late = entry_of(b"late", b"0123456789abcdef", LOG, flags=9, size=0) + struct.pack("<4sIII", b"PK\x07\x08", 1, 16, len(LOG))
    for entry, name in ((secret, "secret"), (late, "late")):
        found = unpack("a.zip", entry + entry_of(b"open", deflated(LOG), LOG) + END)
        assert found == Unpacked((File("open", LOG),), (Note("encrypted", name),))


def test_unsupported_method() -> None:
    """An entry packed in another way is told, and the next one is read."""
    found = unpack("a.zip", zipped({"a": LOG}, zipfile.ZIP_LZMA)[:-22] + END)
    assert found == Unpacked((), (Note("unsupported", "a"),))


def test_zip64() -> None:
    """Sizes in eight bytes are read; absurd ones end at the end of the bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive, archive.open("a", "w", force_zip64=True) as entry:
        entry.write(LOG)
    data = out.getvalue()
    assert unpack("a.zip", data) == Unpacked((File("a", LOG),))
    assert unpack("a.zip", data.replace(struct.pack("<QQ", len(LOG), len(LOG)), b"\xff" * 16)).notes == (Note("truncated", "a"),)
    piped = streamed({"a": LOG})
    assert unpack("a.zip", piped) == Unpacked((File("a", LOG),))


def test_broken_and_truncated() -> None:
    """What stands before a break is given, and the break is told."""
    noise = b"".join(b"%d %s" % (zlib.crc32(b"%d" % n), LOG) for n in range(2000))
    for data in (gzip.compress(noise), zipped({"a": noise}), streamed({"a": noise})):
        half = unpack("a.gz", data[: len(data) // 2])
        assert noise.startswith(half.files[0].data)
        assert len(half.files[0].data) > len(noise) // 3
        assert [note.what for note in half.notes][:1] == ["truncated"]
    wrong = bytearray(gzip.compress(LOG))
    wrong[-8] ^= 1
    assert unpack("a.gz", bytes(wrong)) == Unpacked((File("a", LOG),), (Note("broken", "a.gz"),))
    assert unpack("a.gz", gzip.compress(LOG) + b"tail") == Unpacked((File("a", LOG),), (Note("broken", "a.gz"),))
    assert unpack("a.zip", entry_of(b"a", deflated(LOG), b"other") + END) == Unpacked((File("a", LOG),), (Note("broken", "a"),))


def test_empty_archives() -> None:
    """An archive of nothing is told; an empty file in a gzip is an empty file."""
    assert unpack("a.zip", zipped({})) == Unpacked((), (Note("empty", "a.zip"),))
    assert unpack("a.gz", gzip.compress(b"")) == Unpacked((File("a", b""),))
