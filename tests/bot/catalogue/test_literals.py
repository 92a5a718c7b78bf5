"""Tests that what is looked for before a pattern is tried is in every line that the pattern fits."""

import re

import pytest

from bot.catalogue.literals import literals_of, without_id
from bot.paste.cleaning import clean, squeeze


@pytest.mark.parametrize(
    ("pattern", "prefix", "needle"),
    [
        (r"connect from (?P<a>\S{1,9})", "connect from ", "connect from "),
        (r"(?P<a>x|y) was refused\.", "", " was refused."),
        (r"ab?c", "a", "a"),
        (r"one|two", "", ""),
        (r"[a\]b]{1,3}tail \(now\)", "", "tail (now)"),
        (r"(?:a(?:b)c){2}last", "", "last"),
        (r"no [^)]{0,9}\d end", "no ", " end"),
        ("", "", ""),
    ],
)
def test_plain_text_of_a_pattern(pattern, prefix, needle):
    """What may be left out or differ is not relied on."""
    assert literals_of(pattern) == (prefix, needle)


def test_what_follows_a_queue_id():
    """Only a group that holds the queue id, and a colon, are taken away."""
    assert without_id(r"(?P<queue_id>[0-9A-F]{5,9}): removed") == "removed"
    assert without_id(r"(?:NOQUEUE|(?P<queue_id>[0-9A-F]{5,9})): reject: ") == "reject: "
    assert without_id(r"(?P<client_ip>\S{1,9}): removed") is None
    assert without_id("removed") is None


def test_every_sample_holds_its_patterns_plain_text(library):
    """No sample of the knowledge base would be passed over."""
    for message in (message for server in library.servers.values() for message in server.messages if message.pattern):
        rest = without_id(message.pattern)
        prefix, needle = literals_of(message.pattern if rest is None else rest)
        for line in (squeeze(clean(sample.line)) for sample in message.samples):
            if re.fullmatch(message.pattern, line):
                assert needle in line
                assert line.startswith(prefix) if rest is None else prefix in line
