"""Tests that what chats, mails and forums did to a line is undone, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.paste.cleaning import clean, cleaned, fold, is_fence, is_rule, message_of, squeeze, without_escapes

LINE = "2000年 12月 14日 (木) 11:06:09 AM - 実際の接続 IP アドレス:[192.0.2.7]"


@pytest.mark.parametrize(
    "mark", ["> ", ">", ">> ", "> > ", "＞ ", "＞＞", "&gt; ", "&gt;&gt; ", "&amp;gt; ", "| ", "│ ", "  > ", ">\t", "> | "]
)
def test_quoting_is_taken_away(mark):
    """The marks of quoting before a line are none of the server's."""
    assert clean(mark + LINE).strip() == LINE


@pytest.mark.parametrize(("line", "depth"), [(LINE, 0), ("> " + LINE, 1), ("> ＞&gt; " + LINE, 3), ("", 0), (">" * 40, 16)])
def test_depth_of_quoting(line, depth):
    """Marks of quoting are counted, however they are written."""
    assert cleaned(line)[1] == depth


@pytest.mark.parametrize(("quotes", "expected"), [(0, "> > a"), (1, "> a"), (2, "a"), (3, "a")])
def test_no_more_marks_than_asked(quotes, expected):
    """A mark deeper than the quoting of its log line belongs to the message."""
    assert clean("> > a", quotes) == expected


@pytest.mark.parametrize(
    "before",
    [
        "\x1b[31m",
        "\x1b[1;31m",
        "\x9b31m",
        "\\x1b[31m",
        "\\x1B[0;31m",
        "\\033[31m",
        "\\33[31m",
        "\\e[31m",
        "\\u001b[31m",
        "^[[31m",
        "␛[31m",
        "←[31m",
        "[31m",
    ],
)
@pytest.mark.parametrize("after", ["\x1b[0m", "\x1b[m", "\\x1b[0m", "\\033[0m", "^[[0m", "\x1b(B\x1b[m", "\x1b[K"])
def test_terminal_colours(before, after):
    """Colours are taken away, be they real escape sequences, written out, or their escape sign lost on the way."""
    closing = "[0m" if before.startswith("[") else after
    assert clean(f"{before}{LINE}{closing}") == LINE


@pytest.mark.parametrize(
    "escape", ["\x1b]0;mail log\x07", "\x1b]8;;x\x1b\\", "\x1b[?25l", "\x1b[2K", "\x1b7", "\x1b=", "\x1bM", "\x1b[38;5;196m"]
)
def test_other_terminal_sequences(escape):
    """Titles, cursors and modes leave nothing behind."""
    assert without_escapes(escape + LINE) == LINE


@pytest.mark.parametrize("text", ["[0m", "[192.0.2.7]", "[3] m", "a[1m", "user[12]: [34]m"])
def test_brackets_are_no_colours(text):
    """One bracket that looks like the rest of a colour stays."""
    assert without_escapes(text) == text


@pytest.mark.parametrize("pair", ["“”", "„“", "〝〟", "«»", "″″", "＂＂"])
def test_smart_quotes(pair):
    """Quotes that a program curled are plain again."""
    assert fold(pair[0] + "a" + pair[1]) == '"a"'


@pytest.mark.parametrize("entity", ["&quot;", "&ldquo;", "&#8220;", "&#34;"])
def test_quotes_as_entities(entity):
    """Quotes that a forum wrote as entities are quotes."""
    assert clean(f"x{entity}a{entity}") == 'x"a"'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("２０００年　１２月", "2000年 12月"),
        ("１１：０６：０９　ＡＭ　－", "11:06:09 AM -"),
        ("（ＩＤ＝４１４）", "(ID=414)"),
        ("192\u200b.0.\u200d2.7", "192.0.2.7"),
        ("\ufeff2000年\u00a012月\u202f14日", "2000年 12月 14日"),
        ("\u202a192.0.2.7\u202c\u200e\u2066\u2069", "192.0.2.7"),
        ("exam\u00adple.com", "example.com"),
        ("a\x00b\x08c", "abc"),
        ("ﾒｯｾｰｼﾞ", "メッセージ"),
        ("‘a’", "'a'"),
    ],
)
def test_one_form_for_each_sign(text, expected):
    """Full-width signs become half-width, all white space a space, and what cannot be seen is gone."""
    assert fold(text) == expected


@pytest.mark.parametrize(("line", "expected"), [(f"`{LINE}`", LINE), (f"```{LINE}", LINE), (f"{LINE}```", LINE), (f"{LINE}  \t", LINE)])
def test_code_marks_on_the_line_itself(line, expected):
    """Back quotes around a line, and space after it, are none of the server's."""
    assert clean(line) == expected


@pytest.mark.parametrize("line", ["```", "```log", "```text ", "  ```", "~~~", "````", "> ```", "&gt; ```log", "```c++"])
def test_fences(line):
    """A code fence is one with or without the name of a language, quoted or not."""
    assert is_fence(clean(line))


@pytest.mark.parametrize("line", [LINE, "`x`", "log", "``", "``` see the log below"])
def test_no_fences(line):
    """A line with words in it is no fence."""
    assert not is_fence(clean(line))


@pytest.mark.parametrize(
    "line", ["−−−", "---", "===", "───", "━━━━", "＝＝＝＝", "ーーーー", "***", "- - -", "～～～", "・・・", "═══", "+----+----+", "######"]
)
def test_rules(line):
    """Lines that people draw between blocks are rules."""
    assert is_rule(clean(line))


@pytest.mark.parametrize("line", [LINE, "--", "-- a --", "== log ==", "1---", "-----BEGIN-----"])
def test_no_rules(line):
    """A line with a word in it is no rule."""
    assert not is_rule(clean(line))


@given(st.text())
def test_any_line_can_be_cleaned(text):
    """No text makes cleaning raise, and a clean line has nothing left that cannot be seen."""
    cleaned = clean(text)
    assert cleaned == cleaned.rstrip()
    assert not set(cleaned) & set("\x1b\x00\x7f\u200b\u200e\u202e\ufeff\u3000\xa0")
    assert squeeze(squeeze(cleaned)) == squeeze(cleaned)


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E)))
def test_plain_signs_stay(text):
    """ASCII is folded to itself."""
    assert fold(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("を「a@b.example」から", 'を"a@b.example"から'),
        ("を『a@b.example』から", 'を"a@b.example"から'),
        ("を'a@b.example'から", 'を"a@b.example"から'),
        ("名:「f1.example.net [192.0.2.7]」", '名:"f1.example.net [192.0.2.7]"'),
        ("名: '[192.0.2.7]'", '名: "[192.0.2.7]"'),
        ("を「」から", 'を""から'),
        ("doesn't match, isn't it", "doesn't match, isn't it"),
        ("from \"o'brien'@b.example\"", "from \"o'brien'@b.example\""),
        ("「この 行 の 意味」", "「この 行 の 意味」"),
    ],
)
def test_other_quotes_around_names(text, expected):
    """Names between other quotes stand between double ones; an apostrophe, and what double quotes hold, stays."""
    assert message_of(text) == expected


@given(st.text(alphabet=" \t\x0b\x1c\u3000\xa0ab'\"「」", max_size=24))
def test_a_message_is_put_in_one_form_whatever_it_holds(text):
    """Each run of white space is one space, with none at the ends; nothing else is taken away."""
    assert squeeze(text) == " ".join(text.split())
    assert message_of(text) == message_of(squeeze(text))
