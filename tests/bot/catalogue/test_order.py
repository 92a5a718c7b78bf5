"""Tests that events are told in the order in which they happened, though the newest line was pasted first."""

from datetime import datetime

import pytest

from bot.catalogue import Catalogue
from bot.catalogue.order import Told, oldest_first
from bot.paste import read

ORDER = ("opened", "name", "passed")


def told(*lines):
    """Give lines out of texts such as ``3opened`` or ``3opened@a``: the second, the kind, and whose line it is."""
    parts = [line[1:].partition("@") for line in lines]
    stamps = [datetime(2000, 12, 14, 23, 16, int(line[0])) if line[0] != "-" else None for line in lines]
    return [Told(when, kind, whose or None) for when, (kind, _, whose) in zip(stamps, parts, strict=True)]


@pytest.mark.parametrize(
    ("lines", "places"),
    [
        (("1opened", "2name", "3passed"), None),
        (("3passed", "2name", "1opened"), (2, 1, 0)),
        (("2passed", "2name", "1opened"), (2, 1, 0)),
        (("3opened", "3name", "2opened", "2name", "1opened", "1name"), (4, 5, 2, 3, 0, 1)),
        (("2opened", "2name", "1opened", "1name"), None),
        (("2opened", "3name", "1opened", "2name"), None),
        (("2passed", "1opened"), None),
        (("-opened", "3passed", "2name", "1opened"), (3, 2, 1, 0)),
        (("1opened", "1name"), None),
        (("1name", "1opened"), None),
        (("1passed@b", "1name@a", "1name@b", "1opened@a"), (3, 2, 1, 0)),
        (("1opened@b", "1opened@a", "1name@b", "1name@a"), None),
        ((), None),
    ],
)
def test_order(lines, places):
    """Only stamps that go back again and again turn a paste round; what shares a stamp tells whether it is turned round, too."""
    assert oldest_first(told(*lines), ORDER) == places


def test_log_with_the_newest_line_first(library, session):
    """Such a log gives the same events as the right way round, with the numbers that its lines have."""
    catalogue = Catalogue(library)
    text = session(hour=10) + session(client="203.0.113.5", name="mx.example.net", hour=11, number=534)
    turned = "".join(f"{line}\n" for line in reversed(text.splitlines()))
    plain, reading = (catalogue.read(read(one, catalogue.recognise)) for one in (text, turned))
    assert [(event.kind, event.fields) for event in reading.happened] == [(event.kind, event.fields) for event in plain.events]
    assert [event.line.number for event in reading.happened] == list(range(14, 0, -1))
    assert [event.line.number for event in reading.events] == list(range(1, 15))
    assert plain.happened == plain.events
    assert (plain.newest_first, reading.newest_first) == (False, True)
