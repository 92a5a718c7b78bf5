"""Tests of the choice among patterns whose lines begin alike: what many of them need is looked for once."""

import random
import re
from types import SimpleNamespace

import pytest

from bot.catalogue.choice import Choice, Tried
from bot.catalogue.table import Pattern

ENDS = ("sent", "deferred", "bounced", "expired")
REASONS = ("no such user", "mailbox full", "greylisted", "try again", "blocked", "disk full", "timed out", "refused")


def pattern_of(source):
    """Give a pattern as a table holds it."""
    return Pattern(SimpleNamespace(id=source, pattern=source, sets={}, shape=None))


@pytest.fixture
def patterns():
    """Give a good many patterns that need a state, a reason, or either."""
    sources = [rf"to=\S{{1,40}}, state={end} \(.{{0,80}}{reason}.{{0,80}}\)" for end in ENDS for reason in REASONS]
    return [pattern_of(source) for source in (*sources, *(rf"to=\S{{1,40}}, state=(?:{end}|held) .{{1,200}}" for end in ENDS))]


def test_the_first_pattern_that_fits_is_chosen(patterns):
    """Of every line, whatever texts it holds, and in whatever order the patterns stand."""
    chance = random.Random(7)
    for _ in range(20):
        chance.shuffle(patterns)
        choice = Choice([Tried(pattern, pattern.held) for pattern in patterns])
        for _ in range(40):
            states, reasons = chance.choice((*ENDS, "held", "lost")), " ".join(chance.sample((*REASONS, *ENDS), 3))
            line = f"to=a@example.com, state={states} ({reasons})"
            wanted = next((pattern.source for pattern in patterns if re.fullmatch(pattern.source, line)), None)
            found = choice.first(line)
            assert (found and found[0].id) == wanted


def test_patterns_that_lack_what_they_need_are_not_tried(patterns, monkeypatch):
    """A line of one state is not tried by the patterns of another."""
    tried = []
    monkeypatch.setattr(Pattern, "fields", lambda self, _body: tried.append(self.source))
    assert (
        Choice([Tried(pattern, pattern.held) for pattern in patterns]).first("to=a@example.com, state=bounced (nothing that anybody knows)")
        is None
    )
    assert tried == [patterns[len(ENDS) * len(REASONS) + ENDS.index("bounced")].source]


def test_no_pattern_fits_no_line():
    """Nothing is chosen where there is nothing to choose from."""
    assert Choice(()).first("anything") is None
