"""Patterns that could take very long are found by their shape."""

import pytest

from bot.lint.patterns import pattern_problems


@pytest.mark.parametrize(
    "pattern",
    [
        "goodbye",
        r"\[(?P<client_ip>[^\[\]]{1,64})\]",
        "(?:a|bc){0,9}",
        "(?:ab?){1,8}",
        "(?:[0-9]{4}-){1,9}",
        "(?:a{1,3}b){0,2}",
        "x?y{3}(?=z{1,5})",
    ],
)
def test_bounded_pattern_is_fine(pattern):
    """Bounded classes, small groups repeated, and repetitions of one exact length are cheap."""
    assert pattern_problems(pattern) == []


@pytest.mark.parametrize(
    ("pattern", "says"),
    [
        ("a*", "without a bound"),
        (".+", "without a bound"),
        ("a{3,}", "without a bound"),
        ("a*?", "without a bound"),
        ("a*+", "without a bound"),
        ("(?>a*)", "without a bound"),
        ("(?:x|(?P<a>b+))", "without a bound"),
        ("(?=a*)", "without a bound"),
        ("(?!a*)", "without a bound"),
        ("(?:a{1,9}b){1,99}", "within a repetition"),
        ("(?:a{1,9}){1,99}", "within a repetition"),
        ("(?:(?:a?b{0,3}){0,3}c){0,3}", "within a repetition"),
        ("(?P<a>x)(?P=a)", "back-reference"),
        (r"(x)?(?(1)y|z)", "back-reference"),
        ("(", "cannot be read"),
    ],
)
def test_dangerous_pattern_is_told(pattern, says):
    """What has no bound, repeats what repeats, or refers back is told in a sentence."""
    assert any(says in text for text in pattern_problems(pattern))


def test_problem_is_told_once():
    """The same mistake in two places of a pattern is one problem."""
    assert len(pattern_problems("a*b*")) == 1
