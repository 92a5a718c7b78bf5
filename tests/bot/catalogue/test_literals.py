"""Tests that what is looked for before a pattern is tried is in every line that the pattern fits."""

import re

import pytest

from bot.catalogue.literals import AN_ID, beginnings_of, held_in
from bot.paste.cleaning import clean, squeeze


@pytest.mark.parametrize(
    ("pattern", "beginnings"),
    [
        (r"connect from (?P<a>\S{1,9})", ("connect from ",)),
        (r"(?P<a>x|y) was refused\.", ("x was refused.", "y was refused.")),
        (r"ab?c", ("abc", "ac")),
        (r"ab{0,2}c", ("a",)),
        (r"one|two \d", ("one", "two ")),
        (r"(?:warning|error): \w", ("warning: ", "error: ")),
        (r"[Uu]ser \d", ("User ", "user ")),
        (r"[a\]b]{1,3}tail", ("a", "]", "b")),
        (r"[^a]tail", ("",)),
        (r"[a-c]tail", ("",)),
        (r"(?i:tail)", ("",)),
        (r"(?i)tail", ("",)),
        (r"(a)?(?(1)b|c)", ("",)),
        (r"(?=x)tail", ("tail",)),
        (r"(?!x)tail\b", ("tail",)),
        (r"(?P<a>x)(?P=a)", ("x",)),
        ("", ("",)),
    ],
)
def test_beginnings_of_a_pattern(pattern, beginnings):
    """A line begins with one of few texts, or else with anything."""
    assert set(beginnings_of(pattern)) == set(beginnings)


def test_beginnings_after_a_queue_id():
    """An id of letters and figures with a colon after it is told from other beginnings; any other group is none."""
    assert beginnings_of(r"(?P<queue_id>[0-9A-F]{5,9}): removed") == (f"{AN_ID}: removed",)
    assert set(beginnings_of(r"(?:(?:NOQUEUE|(?P<queue_id>[0-9A-F]{5,9})): )?reject: ")) == {
        "NOQUEUE: reject: ",
        f"{AN_ID}: reject: ",
        "reject: ",
    }
    assert beginnings_of(r"warning: (?P<queue_id_>[0-9A-F]{5,9}): lost") == ("warning: ",)
    assert beginnings_of(r"(?P<queue_id>[0-9A-F]{5,9}) removed") == ("",)
    assert beginnings_of(r"(?P<queue_id>\S{5,9}): removed") == ("",)


@pytest.mark.parametrize(
    ("pattern", "held"),
    [
        (r"a \d was refused\.", {("a ",), (" was refused.",)}),
        (r"\d(?:a(?:b)c){2}last", {("abc",), ("last",)}),
        (r"\d(?:abc)?last", {("abclast", "last"), ("last",)}),
        (r"\d(?:abc){0,3}last", {("last",)}),
        (r"\d(?:one|two\d|(?P<a>three) more) end", {("one", "two", "three more"), (" end",)}),
        (r"\d(?:one|\d)", set()),
        (r"\S said: (?P<a>.{0,9}(?:no such|unknown) user)", {(" said: ",), ("no such user", "unknown user")}),
        (r"\d(?i:tail)", set()),
        (r"(?P<queue_id>[0-9A-F]{5,9}): removed", {(": removed",)}),
    ],
)
def test_texts_that_a_line_holds(pattern, held):
    """Of what may be worded in several ways, one of the wordings; of what may be left out, nothing."""
    found = {tuple(sorted(texts)) for texts in held_in(pattern)}
    assert found >= {tuple(sorted(texts)) for texts in held if ("abclast" not in texts)}
    assert bool(found) == bool(held)


def test_wordings_that_begin_alike_are_looked_for_as_one():
    """Beside the whole texts, which tell more."""
    assert held_in(r"\d(?:status=deferred \(bounce|status=deferred \(trace) failed") == (
        ("status=deferred (",),
        ("status=deferred (bounce failed", "status=deferred (trace failed"),
    )


def test_a_pattern_of_very_many_wordings_is_bounded():
    """No text is made of all of them."""
    pattern = r"\d" + "".join(f"(?:{one}|{one.lower()})" for one in "ABCDEFGHIJKLMNOPQRSTUVWXYZ") + r"\d"
    assert all(len(texts) <= 128 for texts in held_in(pattern))
    assert re.fullmatch(pattern, "1abcdefghijklmnopqrstuvwxyz2")
    assert all(any(text in "1abcdefghijklmnopqrstuvwxyz2" for text in texts) for texts in held_in(pattern))


def test_every_line_that_a_pattern_fits_holds_its_plain_text(library):
    """No sample of the knowledge base would be passed over, whichever message's pattern fits it."""
    for server in library.servers.values():
        lines = {squeeze(clean(sample.line)) for message in server.messages for sample in message.samples}
        for pattern in (message.pattern for message in server.messages if message.pattern):
            held, beginnings = held_in(pattern), beginnings_of(pattern)
            for line in filter(re.compile(pattern).fullmatch, lines):
                assert all(any(text in line for text in texts) for texts in held), (pattern, line)
                after_id = f"{AN_ID}{line[line.find(': ') :]}"
                assert any(line.startswith(text) or after_id.startswith(text) for text in beginnings), (pattern, line)
