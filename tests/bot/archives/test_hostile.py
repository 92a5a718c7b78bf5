"""Archives that mean harm do none: bounds hold, lies cost nothing, names are only shown, no bytes raise."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.archives import ArchiveBudget, File, Note, Unpacked, printable, unpack
from tests.bot.archives.packing import END, LOG, SMALL, deflated, entry_of, streamed, zipped


def test_gzip_of_too_many_members() -> None:
    """Reading stops at the bound on members, and not one before it."""
    assert unpack("a.gz", gzip.compress(b"x") * 5, SMALL) == Unpacked((File("a", b"xxxxx"),))
    assert unpack("a.gz", gzip.compress(b"x") * 6, SMALL) == Unpacked((File("a", b"xxxxx"),), (Note("entries", "a.gz"),))


@pytest.mark.parametrize("pack", [gzip.compress, lambda data: zipped({"a": data}), lambda data: streamed({"a": data})])
def test_flat_bomb(pack) -> None:
    """A run of zeros is cut at the ratio, and what came out so far is far from the whole."""
    found = unpack("a.gz", pack(bytes(50_000_000)), ArchiveBudget(bytes=10_000_000))
    assert [note.what for note in found.notes] == ["ratio"]
    assert sum(len(file.data) for file in found.files) < 2_500_000


def test_bomb_of_many_small_entries() -> None:
    """The ratio counts over all entries, so many small bombs are one bomb."""
    found = unpack("a.zip", zipped({f"{i}": bytes(60_000) for i in range(90)}))
    assert "ratio" in [note.what for note in found.notes]
    assert sum(len(file.data) for file in found.files) <= 120_000


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_too_many_bytes(method: int) -> None:
    """The bytes of all entries together stop at the bound; the entry at it is cut there."""
    noise = b"".join(zlib.crc32(struct.pack("<I", n)).to_bytes(4, "little") for n in range(30_000))
    found = unpack("a.zip", zipped({"a": noise, "b": noise, "c": noise}, method), SMALL)
    assert [len(file.data) for file in found.files] == [120_000, 80_000]
    assert found.notes == (Note("bytes", "b"),)


def test_exactly_the_bytes_of_the_budget() -> None:
    """What fills the budget exactly is whole."""
    budget = ArchiveBudget(bytes=len(LOG))
    assert unpack("a.gz", gzip.compress(LOG), budget) == Unpacked((File("a", LOG),))
    assert unpack("a.zip", zipped({"a": LOG}), budget) == Unpacked((File("a", LOG),))
    assert unpack("a.gz", gzip.compress(LOG + b"x"), budget) == Unpacked((File("a", LOG),), (Note("bytes", "a.gz"),))


def test_too_many_entries() -> None:
    """Reading stops at the bound on entries, and not one before it."""
    assert unpack("a.zip", zipped({f"{i}": LOG for i in range(5)}), SMALL).notes == ()
    found = unpack("a.zip", zipped({f"{i}": LOG for i in range(6)}), SMALL)
    assert (len(found.files), found.notes) == (5, (Note("entries", "a.zip"),))


def test_no_nesting() -> None:
    """An archive in an archive is told and not opened, of whatever kind it is."""
    tar = b"a".ljust(257, b"\0") + b"ustar\x0000" + bytes(248)
    for inner in (zipped({"a": LOG}), gzip.compress(LOG), b"Rar!\x1a\x07\0", tar):
        assert unpack("a.zip", zipped({"in": inner, "log": LOG})) == Unpacked((File("log", LOG),), (Note("nested", "in"),))
        assert unpack("a.gz", gzip.compress(inner)) == Unpacked((), (Note("nested", "a"),))


def test_links() -> None:
    """A symbolic link is told, and what it points to is neither followed nor shown."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("mail.log")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("b", LOG)
    assert unpack("a.zip", out.getvalue()) == Unpacked((File("b", LOG),), (Note("link", "mail.log"),))


def test_overlapping_entries() -> None:
    """Entries that a directory lays over one kernel of bytes come out once, as the bytes stand there once."""
    kernel = entry_of(b"a", deflated(LOG * 500), LOG * 500)
    one = struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 1000, 1000, len(one) * 1000, len(kernel), 0)
    assert unpack("a.zip", kernel + one * 1000 + end) == Unpacked((File("a", LOG * 500),))


def test_quoted_headers() -> None:
    """An entry that quotes the next header as its own data gives that data, once."""
    inner = entry_of(b"b", deflated(LOG), LOG)
    quoted = b"\x01" + struct.pack("<HH", len(inner), len(inner) ^ 0xFFFF) + inner
    found = unpack("a.zip", entry_of(b"a", quoted, inner, size=5) + END)
    assert [file.name for file in found.files] == ["b"]
    assert Note("truncated", "a") in found.notes


@pytest.mark.parametrize("size", [0, 5, 0xFFFFFFF0, 0xFFFFFFFF])
def test_lies_about_sizes(size: int) -> None:
    """A size that is not so costs nothing but the entry, and is told."""
    found = unpack("a.zip", entry_of(b"a", deflated(LOG), LOG, size=size) + END)
    assert found.notes
    assert sum(len(file.data) for file in found.files) <= len(LOG)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (b"../../etc/passwd", "../../etc/passwd"),
        (b"/etc/passwd", "/etc/passwd"),
        (b"a\0b\r\n\x1b[2J", "a\ufffdb\ufffd\ufffd\ufffd[2J"),
        ("gol\u202etxt.exe\u200b".encode(), "gol\ufffdtxt.exe\ufffd"),
        ("メール.log".encode("cp932"), "メール.log"),
        ("メール.log".encode(), "メール.log"),
        (b"x" * 500, "x" * 119 + "…"),
    ],
)
def test_names_are_only_shown(raw: bytes, shown: str) -> None:
    """A name is shown as it stands, with what does not show replaced; nothing else is done with it."""
    assert unpack("a.zip", entry_of(raw, deflated(LOG), LOG) + END) == Unpacked((File(shown, LOG),))


SAMPLES = [gzip.compress(LOG) * 3, zipped({"a": LOG, "b": LOG}), streamed({"a": LOG, "b": LOG}, zipfile.ZIP_STORED)]


@given(
    st.sampled_from([b"", b"\x1f\x8b\x08", b"PK\x03\x04", b"PK\x05\x06"]),
    st.lists(st.one_of(st.binary(max_size=60), st.sampled_from([b"PK\x03\x04", b"PK\x07\x08", b"PK\x01\x02"])), max_size=8),
)
def test_no_bytes_raise(magic: bytes, parts: list[bytes]) -> None:
    """Whatever follows the first bytes of an archive, the result stays within the budget."""
    found = unpack("a", magic + b"".join(parts), SMALL)
    assert found.files or found.notes


@given(st.sampled_from(SAMPLES), st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), min_size=1, max_size=6), st.integers(0, 500))
def test_no_change_to_an_archive_raises(sample: bytes, changes: list[tuple[int, int]], length: int) -> None:
    """An archive with bytes changed or cut off gives what can be read, within the budget."""
    data = bytearray(sample)
    for at, value in changes:
        data[at % len(data)] = value
    found = unpack("a", bytes(data[: length or None]), SMALL)
    assert sum(len(file.data) for file in found.files) <= max(SMALL.bytes, len(data))
    assert all(file.name.isprintable() for file in found.files)
    assert all(note.name.isprintable() for note in found.notes)


@given(st.text(st.characters()))
def test_printable_names(name: str) -> None:
    """Every name can be printed and is short."""
    shown = printable(name)
    assert shown.isprintable()
    assert len(shown) <= 120
