"""Tests that words are found outside of names alone, and as they are written in the data."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue.words import Words, without_names

GROUPS = {
    "not": ("not|",),
    "local": ("local|",),
    "refused": ("refus", "拒否"),
    "spared": ("not|…refus", "拒否…ません"),
    "to": ("to _", "_ へ"),
}


def groups(line):
    """Name the groups that a line holds."""
    return set(Words(GROUPS).in_line(line))


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ('sent to "local relay"', "sent to _"),
        ("from <refused@local.example> by", "from _ by"),
        ("connection [refused] ok", "connection _ ok"),
        ("to bob@local.example.net now", "to _ now"),
        ("host relay.local.example said", "host _ said"),
        ("外部のホストmail.example.netへ", "外部のホスト_へ"),
        ("名前 f1.***.ne.jp です", "名前 _ です"),
        ("message (id=5), size 6 (k).", "message (id=5), size 6 (k)."),
        ('one " alone', 'one " alone'),
    ],
)
def test_names_are_not_looked_into(line, left):
    """A quoted name, an address, a host name and what stands in brackets are one sign each; the rest stays."""
    assert without_names(line) == left


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Refused", {"refused"}),
        ("was unrefused", set()),
        ("a note", set()),
        ("NOT a localhost", {"not"}),
        ("a local user", {"local"}),
        ("was not yet refused", {"not", "refused", "spared"}),
        ("not now; refused", {"not", "refused"}),
        ("not " + "so " * 12 + "refused", {"not", "refused"}),
        ("拒否はされません", {"refused", "spared"}),
        ("拒否しました。配信しません", {"refused"}),
        ("sent to [192.0.2.7]", {"to"}),
        ('"a" へ', {"to"}),
    ],
)
def test_words_as_they_are_written(line, found):
    """Latin words begin where a word begins, ``|`` ends one, ``…`` bridges a few signs of a clause, ``_`` is a name."""
    assert groups(line) == found


def test_endless_line_holds_nothing():
    """A line that no server writes is not looked into."""
    assert groups("refused " * 200) == set()


@given(st.text(max_size=60).filter(lambda text: '"' not in text))
def test_no_name_holds_a_word(name):
    """Whatever stands between quotes, it adds nothing."""
    assert groups(f'a "{name}" b') <= {"to"}
