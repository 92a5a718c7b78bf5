"""Text is brought to one form, and cut into grams by script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.text import begun_grams, codes, fold, grams, normalise, plain, words


@pytest.mark.parametrize("written", ["なりすまし", "ナリスマシ", "ﾅﾘｽﾏｼ", " なりすまし? ", "「ナリスマシ」"])
def test_all_ways_to_write_kana_are_one(written):
    """Width, kind of kana and signs make no difference."""
    assert normalise(written) == "なりすまし"


@pytest.mark.parametrize("written", ["サーバー", "サ-バ-", "サ−バ−", "ｻｰﾊﾞｰ", "さ〜ば〜"])
def test_a_dash_after_kana_is_a_long_vowel(written):
    """Several signs are typed for it."""
    assert normalise(written) == "さーばー"


def test_a_dash_between_latin_words_parts_them():
    """It is no long vowel there."""
    assert normalise("No-Relay  HOST!") == "no relay host"


def test_grams_of_both_scripts():
    """Latin gives the word and trigrams with edges, kana and kanji give pairs and each kanji."""
    assert grams("spf 中継の") == ["=spf", "^sp", "spf", "pf$", "中継", "継の", "中", "継"]
    assert grams("設 な") == ["設", "な"]


def test_grams_of_an_unfinished_word_have_no_end():
    """What is still typed may go on."""
    assert begun_grams("open rel") == ["=open", "^op", "ope", "pen", "en$", "^re", "rel"]
    assert begun_grams("なり") == ["なり"]


def test_words_with_a_spelling():
    """Latin and katakana words of four signs or more, the latter in hiragana."""
    assert words(fold("The relay at グレーリスト for SPF v2relay")) == ["relay", "ぐれーりすと"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("550 5.7.1", ("550 5.7.1", "5.7.1", "550")),
        ("what does 550-5.7.1 mean for me and my mail", ("550 5.7.1", "5.7.1", "550")),
        ("５５０エラー", ("550",)),
        ("I have 550 mailboxes on one server", ()),
        ("4.7.1", ("4.7.1",)),
        ("address 192.0.2.5 and 198.51.100.250 and 5.7.1.9", ()),
        ("", ()),
    ],
)
def test_codes(text, found):
    """Reply codes and enhanced status codes are known, addresses and quantities are not taken for them."""
    assert codes(fold(text)) == found


@given(st.text(max_size=300))
def test_any_text_has_a_form(text):
    """Nothing raises, and the form has no signs and no double spaces."""
    form = normalise(text)
    assert "  " not in form
    assert form == form.strip()
    assert all(gram for gram in grams(plain(fold(text))))
