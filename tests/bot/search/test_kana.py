"""Kana and romaji are compared by their sound."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.kana import romaji, sound, spoken
from bot.search.text import fold


@pytest.mark.parametrize(
    ("written", "kana"),
    [
        ("narisumashi", "なりすまし"),
        ("narisumasi", "なりすまし"),
        ("chuukei", "ちゅうけい"),
        ("tyuukei", "ちゅうけい"),
        ("kekka", "けっか"),
        ("matchi", "まっち"),
        ("shinpai", "しんぱい"),
        ("shimbun", "しんぶん"),
        ("kin'en", "きんえん"),
        ("konna", "こんな"),
        ("tōroku", "とおろく"),
        ("sa-ba-", "さーばー"),
        ("server", None),
        ("smtp", None),
        ("k", None),
    ],
)
def test_romaji(written, kana):
    """Hepburn, Kunrei and what is typed become hiragana; other words become nothing."""
    assert romaji(written) == kana


def test_unfinished_romaji():
    """The consonant of a syllable that is still typed is left out."""
    assert romaji("narisum", begun=True) == "なりす"
    assert romaji("narisum") is None


@pytest.mark.parametrize("written", ["とうろく", "トーロク", "とおろく", "touroku", "toroku", "tōroku", "to-roku", "ﾄｳﾛｸ", "TOUROKU"])
def test_long_vowels_make_no_difference(written):
    """They are written in too many ways."""
    assert spoken(fold(written)) == sound("とろく")


def test_particles_are_written_as_in_kana():
    """People write what they hear."""
    assert spoken("rogu wa doko") == sound("ろぐはどこ")


@pytest.mark.parametrize("text", ["where is the server", "中継", "ログの記録", "", "123", "!?"])
def test_other_text_has_no_sound(text):
    """English, kanji and signs are left to the other channels."""
    assert spoken(fold(text)) is None


@given(st.text(max_size=200), st.booleans())
def test_any_text_may_be_heard(text, begun):
    """Nothing raises."""
    heard = spoken(fold(text), begun=begun)
    assert heard is None or isinstance(heard, str)
