"""A question that is being typed is finished."""

import pytest


def _ids(suggestions):
    return [suggestion.id for suggestion in suggestions]


@pytest.mark.parametrize(
    ("prefix", "first"),
    [("な", "faq/name-spoofing"), ("ﾅﾘ", "faq/name-spoofing"), ("nari", "faq/name-spoofing"), ("narisum", "faq/name-spoofing"),
     ("greyl", "faq/greylisting"), ("ぐれー", "faq/greylisting"), ("guree", "faq/greylisting"), ("open rely", "faq/open-relay"),
     ("乗っ取", "faq/stolen-account"), ("スキャッター", "faq/backscatter"), ("stolen", "faq/stolen-account"),
     ("設定h", "settings/asip/always-check-dns")],
)  # fmt: skip
def test_half_a_question(index, prefix, first):
    """In kana, romaji, with a typing error, or from its middle."""
    assert _ids(index.suggest(prefix, "ja"))[0] == first


def test_titles_are_in_the_language_of_the_list(index):
    """Whichever language was typed."""
    assert index.suggest("なりすまし", "en")[0].title == "What is name spoofing?"
    assert index.suggest("spoofing", "ja")[0].title == "なりすまし"


def test_nothing_typed(index):
    """Pinned pages, then the most used, then the first of each category; unknown ids are left out."""
    used = {"faq/spf": 3, "faq/dkim": 7, "faq/gone": 99, "faq/mail-queue": 0}
    ids = _ids(index.suggest("  ", "ja", 6, pinned=["faq/mail-queue", "faq/never"], used=used))
    assert ids == ["faq/mail-queue", "faq/dkim", "faq/spf", "faq/open-relay", "faq/name-spoofing", "faq/blocklist"]


def test_of_equally_fitting_pages_the_used_one_comes_first(index):
    """Use decides between texts that begin alike."""
    assert _ids(index.suggest("what is", "en"))[0] != "faq/dkim"
    assert _ids(index.suggest("what is", "en", used={"faq/dkim": 5}))[0] == "faq/dkim"


def test_limit_and_nonsense(index):
    """No more than asked for, each page once, and nothing for what is like nothing."""
    assert len(index.suggest("メール", "ja", 2)) == 2
    assert index.suggest("メール", "ja", 0) == ()
    ids = _ids(index.suggest("re", "en"))
    assert len(ids) == len(set(ids))
    assert index.suggest("qqqqqqq", "en") == ()
