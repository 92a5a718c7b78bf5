"""A message as one text."""

from __future__ import annotations

import gzip
import io
import typing
import zipfile

from hypothesis import given
from hypothesis import strategies as st

from bot.archives.model import What
from bot.desk import Desk, File, Message
from bot.intake import take_in
from bot.library import LANGS, bundled, load
from bot.markdown import markdown_of
from bot.paste import Budget
from bot.threads import read_threads

LIBRARY = load()
DESK = Desk(LIBRARY)
LOG = next(thread for thread in read_threads(bundled()) if thread.id == "two-blocks").log


def _zip(**files: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()


def test_packed_logs_are_read_whatever_their_name() -> None:
    """Packed with gzip or zip, also where a file's name does not say so, and in an old encoding."""
    half = len(LOG.splitlines()) // 2
    upper, lower = ("\n".join(LOG.splitlines()[:half]), "\n".join(LOG.splitlines()[half:]))
    for files in (
        (File("mail.log", gzip.compress(LOG.encode("euc-jp"))),),
        (File("logs", _zip(a=upper.encode(), b=lower.encode())),),
        (File("a.txt", upper.encode("cp932")), File("b.gz", gzip.compress(lower.encode()))),
    ):
        answer = DESK.explain(Message(files=files))
        assert (answer.verdict, answer.lines_read) == ("undetermined", 14)


def test_a_packed_paste_of_the_command_line_is_read_too() -> None:
    """`relaydoc explain mail.log.gz` needs no unpacking."""
    assert DESK.explain(Message(data=gzip.compress(LOG.encode()))).lines_read == 14


def test_what_was_left_out_is_told_with_the_name_as_text() -> None:
    """A bomb, an archive in an archive: said in a sentence, the hostile name being no markup."""
    bomb = File("**bomb**.gz", gzip.compress(b"\0" * 5_000_000))
    nested = File("n.zip", _zip(inner=_zip(x=b"y")))
    shown = markdown_of(DESK.explain(Message(text=LOG, files=(bomb, nested), lang="en")).reply)
    assert "grows beyond all measure" in shown
    assert "`**bomb**.gz`" in shown
    assert "an archive within an archive" in shown


def test_every_note_has_its_sentence() -> None:
    """Whatever is noted of an archive can be said in both languages."""
    for what in typing.get_args(What):
        for lang in LANGS:
            assert "{name}" in LIBRARY.phrases[f"cut-archive-{what}"].in_(lang)


@given(st.text(max_size=40), st.lists(st.tuples(st.text(max_size=20), st.binary(max_size=200)), max_size=3))
def test_nothing_raises(text: str, files: list[tuple[str, bytes]]) -> None:
    """Any files make a text that begins with what was typed."""
    assert take_in(text, files, Budget()).text.startswith(text)
