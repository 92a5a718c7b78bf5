"""Tests that what is looked for before a pattern is tried is in every line that the pattern fits."""

import re

import pytest

from bot.catalogue.literals import AN_ID, beginnings_of, held_by_any, held_in, ways_of
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
    ("pattern", "ways"),
    [
        (r"one \d", {r"one \d"}),
        (r"one \d|two \d", {r"one \d", r"two \d"}),
        (r"a(?:(?P<b>b\d)|c\d|\dd) end", {r"ab\d end", r"ac\d end", r"a\dd end"}),
        (r"(?:(?P<name>\S{1,9}): )?lost (?P<what>a|b\d)", {r"\S{1,9}: lost (?P<what>a|b\d)", r"lost a", r"lost b\d"}),
        (r"(?:a|b) (?:c|\d)", {r"(?:a|b) c", r"(?:a|b) \d"}),
        (r"(?P<queue_id>[0-9A-F]{5,9}): (?:read \d|.{1,9}lost)", {f"{AN_ID}: " r"read \d", f"{AN_ID}: " r".{1,9}lost"}),
        (r"(?:a\d){0,2}b", {r"(?:a\d){0,2}b"}),
        (r"(?:a\d)?+b", {r"(?:a\d)?+b"}),
        (r"\d(?:a|b\d)", {r"\d(?:a|b\d)"}),
        (r"(?!x)(?:a\d|b\d)", {r"(?!x)a\d", r"(?!x)b\d"}),
        (r"(?i)a\d|b\d", {r"(?i)a\d|b\d"}),
        (r"(a)?(?(1)b|c)", {r"(a)?(?(1)b|c)"}),
    ],
)
def test_ways_in_which_a_pattern_begins(pattern, ways):
    """Parted by the alternatives that its plain beginning leads to, and by nothing behind anything that is not plain."""
    assert set(ways_of(pattern)) == ways


def test_ways_of_a_pattern_are_bounded():
    """However many alternatives follow each other."""
    assert len(ways_of(r"(?:a\d|b\d)?(?:c\d|d\d)?" * 40)) < 128


def test_what_is_held_by_one_of_several_ways():
    """One text of those by which each way is told best; nothing where one of them is told by nothing."""
    assert held_by_any([(("lost",), ("a",)), (("found",),)]) == (("lost", "found"),)
    assert held_by_any([(("lost",),), ()]) == ()
    assert held_by_any([(("lost",), ("a", "b"))]) == (("lost",), ("a", "b"))


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


def test_every_line_that_a_pattern_fits_goes_one_of_its_ways(library):
    """No sample of the knowledge base would be passed over: one way begins as it does, and holds nothing that the line does not."""
    for server in library.servers.values():
        lines = {squeeze(clean(sample.line)) for message in server.messages for sample in message.samples}
        for pattern in (message.pattern for message in server.messages if message.pattern):
            ways = [(beginnings_of(way), held_in(way)) for way in ways_of(pattern)]
            for line in filter(re.compile(pattern).fullmatch, lines):
                after_id = f"{AN_ID}{line[line.find(': ') :]}"
                assert any(
                    any(line.startswith(text) or after_id.startswith(text) for text in beginnings)
                    and all(any(text in line for text in texts) for texts in held)
                    for beginnings, held in ways
                ), (pattern, line)
