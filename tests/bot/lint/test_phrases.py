"""Fixed phrases that cannot be filled in."""

import pytest


@pytest.mark.parametrize(
    ("phrase", "says"),
    [
        ("{en: 'Bye, {who}.', ja: じゃあ。}", "goodbye: nothing fills {who}"),
        ("{en: Bye., ja: '{who} じゃあ。'}", "goodbye: nothing fills {who}"),
        ("{en: 'Bye {', ja: じゃあ。}", "goodbye: its braces cannot be read: Bye {"),
        ("{en: 'Bye {}', ja: じゃあ。}", "goodbye: its braces cannot be read: Bye {}"),
    ],
)
def test_placeholder_that_nothing_fills_is_told(checked, phrase, says):
    """A team's phrase may use what ours uses, and nothing else, or saying it would fail."""
    assert checked({"interface/phrases.yaml": f"phrases:\n  goodbye: {phrase}\n"}) == [f"interface/phrases.yaml:2: {says}"]


def test_own_words_are_fine(checked):
    """A phrase reworded with the same placeholders is no problem."""
    assert checked({"interface/phrases.yaml": "phrases:\n  your-place: {en: 'No. {place}', ja: '{place}番'}\n"}) == []
