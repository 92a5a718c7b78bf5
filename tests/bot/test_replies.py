"""What servers answer: read by a provider's words first, then by the enhanced code, then by the basic one."""

import pytest

from bot.library import load
from bot.replies import Replies, plain

TEXTS = [pytest.param(name, text, id=name) for name, text in load().replies.texts.items()]


@pytest.fixture(scope="module")
def replies(library):
    """Give a reader of answers."""
    return Replies(library)


@pytest.mark.parametrize(("name", "text"), TEXTS)
def test_sample_is_read_as_its_entry(replies, name, text):
    """Each entry reads its own sample, as it stands and wrapped over lines that begin with the code again."""
    assert replies.read_text(text.sample).id == name
    first, second, *words = text.sample.split(" ")
    if second[0].isdigit():
        assert replies.read_text(" ".join([first, second, *(f"{word} {first}-{second}" for word in words)])).id == name


@pytest.mark.parametrize(
    ("basic", "enhanced", "text", "expected"),
    [
        ("550", "5.7.26", None, "7.26"),
        ("451", "4.7.1", "some words of nobody", "7.1"),
        ("550", None, None, "550"),
        ("550", "5.0.0", None, "550"),
        (None, "5.0.0", None, "0.0"),
        (None, "5.7.515", None, "outlook-authentication"),
        ("250", "2.0.0", "Ok: queued as 4XyZ", "queued"),
        ("250", "2.1.5", "spam message rejected", "1.5"),
        ("299", None, None, None),
        (None, None, None, None),
    ],
)
def test_the_most_telling_part_decides(replies, basic, enhanced, text, expected):
    """Words come before the enhanced code, it before the basic one; what was taken is never read as a refusal."""
    found = replies.read(basic, enhanced, text)
    assert (found.id if found else None) == expected


def test_authentication_of_mail_is_no_login(replies):
    """Gmail's and Outlook's "authentication" is that of the domain, and the entries say so in both languages."""
    for code in ("550 5.7.26", "550 5.7.515"):
        found = replies.read_text(code)
        assert found.entry.kind == "mail_authentication"
        assert "log-in" in found.entry.not_meaning.en
        assert "ログイン" in found.entry.not_meaning.ja


def test_open_resolver_accuses_nobody(replies):
    """A list's answer about the asker's own name server is told as a fault of that, not as a listing."""
    found = replies.read("554", "5.7.1", "Client host [192.0.2.9] blocked using zen.spamhaus.org; Error: open resolver; 127.255.255.254")
    assert found.entry.kind == "resolver"


def test_endless_answer_ends(replies):
    """Only the beginning of an answer is looked at."""
    assert replies.read("550", None, "550-5.7.26 " * 50_000).id == "550"
    assert len(plain("x" * 100_000)) <= 2_000


@pytest.mark.parametrize("section", ["basic", "details", "texts"])
def test_every_entry_is_named(replies, library, section):
    """Each entry is found again by its name, with something to do about it in both languages."""
    for name in getattr(library.replies, section):
        found = replies.named(name)
        assert found.id == name
        assert found.todo.en
        assert found.todo.ja


def test_nothing_else_is_named(replies):
    """A name of no entry gives nothing."""
    assert replies.named("nothing") is None
