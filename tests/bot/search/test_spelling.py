"""Unknown words are taken for the nearest word of the pages."""

import pytest

from bot.search.spelling import Vocabulary, nearness

WORDS = Vocabulary({"relay": 5, "delay": 2, "helo": 1, "smtp": 3, "spoofing": 1, "ぐれーりすてぃんぐ": 1, "list": 2, "lisa": 2})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("rleay", "relay"), ("realy", "relay"), ("relayy", "relay"), ("ehlo", "helo"), ("smpt", "smtp"), ("spofing", "spoofing"),
     ("ぐれいりすてぃんぐ", "ぐれーりすてぃんぐ"), ("lisb", "lisa")],
)  # fmt: skip
def test_typing_errors(typed, meant):
    """Swapped, missing, doubled and wrong signs are seen through; of equally near words the order is fixed."""
    assert WORDS.corrections([typed]) == ((typed, meant),)


@pytest.mark.parametrize("typed", ["relay", "elay", "bread", "postgres"])
def test_words_that_stay(typed):
    """A known word, another first sign, and words that are like nothing."""
    assert WORDS.corrections([typed]) == ()


def test_the_word_on_more_pages_is_meant():
    """Of two words that take one slip each, whatever their lengths, the one that more pages hold."""
    assert Vocabulary({"relay": 30, "really": 2}).corrections(["realy"]) == (("realy", "relay"),)
    assert Vocabulary({"relay": 2, "really": 30}).corrections(["realy"]) == (("realy", "really"),)


def test_only_so_many_words():
    """A long text is not corrected word by word."""
    assert len(WORDS.corrections([f"relay{chr(97 + i)}" for i in range(20)])) == 8


def test_nearness():
    """One sign off is near, another text is not."""
    assert nearness("open relay", "open rely") == pytest.approx(0.9)
    assert nearness("how do i bake bread", "how do i test for an open relay") == 0
