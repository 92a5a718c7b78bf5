"""Emphasis in Japanese works, and all other text is read as CommonMark reads it."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.emphasis import with_japanese_emphasis

COMMON = MarkdownIt("commonmark")
OURS = with_japanese_emphasis(MarkdownIt("commonmark"))
SIGNS = "「」『』()【】〈〉、。・!?:;“”‘’…ー〜()[]\"'.,:;!?"


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("**「不正中継」**とは", "<strong>「不正中継」</strong>とは"),
        ("これは**「重要」**です", "これは<strong>「重要」</strong>です"),
        ("**注意。**次に", "<strong>注意。</strong>次に"),
        ("設定は**B(記録)**と**C(拒否)**です", "設定は<strong>B(記録)</strong>と<strong>C(拒否)</strong>です"),
        ("名前は**ASIP (IP)**の", "名前は<strong>ASIP (IP)</strong>の"),
        ("これは*“強調”*です", "これは<em>“強調”</em>です"),
        ("**`smtp`**の設定", "<strong><code>smtp</code></strong>の設定"),
        ("一つ** 二つ **三つ", "一つ** 二つ **三つ"),
        ("snake_case_名前_です", "snake_case_名前_です"),
        ("*強調**太字**強調*", "<em>強調<strong>太字</strong>強調</em>"),
    ],
)
def test_japanese_emphasis(markdown, html):
    """Punctuation within or around what is emphasised does not matter; a space still does."""
    assert OURS.renderInline(markdown) == html


@given(st.text(alphabet="ab*_ `()[].,\"'\n\\!é—“”", max_size=30))
@example("**(a)**b")
@example('a**"b"**c')
@example("_(a)_b")
def test_text_without_full_width_characters_is_read_as_commonmark_reads_it(text):
    """Nothing changes for the languages that CommonMark was made for."""
    assert OURS.render(text) == COMMON.render(text)


@given(
    st.text(alphabet="あ漢ア" + SIGNS, min_size=1, max_size=12),
    st.text(alphabet="あ漢カ", max_size=3),
    st.text(alphabet="あ漢カ", max_size=3),
)
def test_any_emphasised_japanese_works(inside, before, after):
    """Whatever punctuation is emphasised between Japanese letters, it is emphasised, and only that."""
    html = OURS.renderInline(f"{before}**{inside}**{after}")
    assert html == f"{before}<strong>{COMMON.renderInline(inside)}</strong>{after}"
