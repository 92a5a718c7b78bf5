"""Tests that the bytes of a paste become the text that the mail server wrote."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.paste.decoding import Decoded, decode

# AppleShare IP Mail Server, December 2000: two connections of seven lines each.
LOG_LINES = (
    "2000年 12月 14日 (木) 11:06:08 AM - SMTP 受信の接続 [111.111.111.111] は、"
    "Real-time Blackhole リスト <rbl.maps.vix.com.> の検証行程にあります。",
    "2000年 12月 14日 (木) 11:06:08 AM - ",
    "2000年 12月 14日 (木) 11:06:08 AM - SMTP 受信の接続 [111.111.111.111] の接続が許可されました。"
    "既知のジャンクメールソースではありません。",
    "2000年 12月 14日 (木) 11:06:09 AM - TCP/IP 経由の SMTP 受信の接続を確立しました_",
    "2000年 12月 14日 (木) 11:06:09 AM -      発信元の DNS 名: “[111.111.111.111]”",
    "2000年 12月 14日 (木) 11:06:09 AM -     実際の接続 IP アドレス:[111.111.111.111]",
    "2000年 12月 14日 (木) 11:06:09 AM - SMTP サーバはメッセージ(ID=414)を“1111111111.co.jp”からサイズ 1 (k)で発信しました。",
    "2000年 12月 14日 (木) 11:16:29 PM - SMTP 受信の接続 [aaa.aaa.aaa.aaa] は、"
    "Real-time Blackhole リスト <rbl.maps.vix.com.> の検証行程にあります。",
    "2000年 12月 14日 (木) 11:16:29 PM - ",
    "2000年 12月 14日 (木) 11:16:30 PM - SMTP 受信の接続 [aaa.aaa.aaa.aaa] の接続が許可されました。"
    "既知のジャンクメールソースではありません。",
    "2000年 12月 14日 (木) 11:16:31 PM - TCP/IP 経由の SMTP 受信の接続を確立しました_",
    "2000年 12月 14日 (木) 11:16:31 PM -  発信元の DNS 名:“f1.******.ne.jp [aaa.aaa.aaa.aaa]”",
    "2000年 12月 14日 (木) 11:16:31 PM -    実際の接続 IP アドレス:[aaa.aaa.aaa.aaa]",
    "2000年 12月 14日 (木) 11:16:32 PM - SMTP サーバはメッセージ(ID=533)を“*****@f1.*******.ne.jp”からサイズ 6 (k)で発信しました。",
)
LOG = "\n".join(LOG_LINES) + "\n"
ENCODINGS = ("utf-8", "utf-8-sig", "cp932", "euc-jp", "iso-2022-jp", "utf-16", "utf-16-le", "utf-16-be", "utf-32")
LINE_END = re.compile(r"\r\n|\n|\r")


def line_ends(text):
    """List the line ends of a text."""
    return LINE_END.findall(text)


def whole_after(text, encoding, start):
    """Give the part of a text whose characters are whole in its bytes from `start` on."""
    raw = text.encode(encoding)
    for boundary in range(start, len(raw) + 1):
        try:
            return text[len(raw[:boundary].decode(encoding)) :]
        except UnicodeDecodeError:
            continue
    raise AssertionError(start)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("text", [*LOG_LINES, LOG, LOG.replace("\n", "\r\n"), LOG.replace("\n", "\r")])
def test_log_comes_back(encoding, text):
    """The whole log and each of its lines alone are read as they were written, whatever ends the lines."""
    read = decode(text.encode(encoding))
    assert (read.text, read.encoding) == (text, encoding)


@pytest.mark.parametrize(
    ("encoding", "guessed"),
    [("utf-8", False), ("utf-16", False), ("iso-2022-jp", False), ("utf-16-le", True), ("cp932", True)],
)
def test_guess_is_told(encoding, guessed):
    """An encoding that the bytes themselves declare is not called a guess; a scored one is."""
    assert decode(LOG.encode(encoding)).guessed is guessed


CUT = ("utf-8", "cp932", "euc-jp", "iso-2022-jp", "utf-16-le", "utf-16-be")


@pytest.mark.parametrize("encoding", CUT)
@pytest.mark.parametrize("number", range(len(LOG_LINES)))
def test_cut_at_the_end_loses_the_cut_character(encoding, number):
    """Wherever in the log the mouse let go, all before the cut character is read, though one line only stands above."""
    above = "".join(line + "\n" for line in LOG_LINES[max(0, number - 1) : number])
    raw = f"{above}{LOG_LINES[number]}\n".encode(encoding)
    # The first two characters of a paste alone say nothing about its encoding.
    for end in range(max(8, len(above.encode(encoding))), len(raw)):
        whole = raw[:end].decode(encoding, "ignore")
        assert re.fullmatch(re.escape(whole) + "\ufffd{0,2}", decode(raw[:end]).text), raw[end - 8 : end]


@pytest.mark.parametrize("encoding", CUT)
@pytest.mark.parametrize("number", range(len(LOG_LINES)))
def test_cut_at_the_start_loses_the_cut_character(encoding, number):
    """Wherever in the log the mouse began, all after the cut character is read, though one line only stands below."""
    text = "".join(line + "\n" for line in LOG_LINES[number : number + 2])
    raw = text.encode(encoding)
    below = len("".join(line + "\n" for line in LOG_LINES[number + 1 : number + 2]).encode(encoding))
    # The last full stop of a paste alone says nothing about its encoding.
    for start in range(1, len(raw) - max(12, below)):
        read, rest = decode(raw[start:]).text, whole_after(text, encoding, start)
        assert read.endswith(rest), raw[start : start + 8]
        assert len(read) <= len(rest) + 2, raw[start : start + 8]


@pytest.mark.parametrize("encoding", CUT)
def test_cut_at_both_ends_of_the_whole_log(encoding):
    """The whole log loses no more than the cut characters when both its ends are cut."""
    raw = LOG.encode(encoding)
    for cut in range(1, 20):
        assert LOG[20:-40] in decode(raw[cut:-cut]).text, cut


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", LOG_LINES)
def test_odd_byte_after_utf_16(encoding, text):
    """Half a UTF-16 character at the end does not spoil the line."""
    assert decode(text.encode(encoding) + b"\x30").text == text + "\ufffd"


@pytest.mark.parametrize("text", LOG_LINES)
def test_cut_lines_stay_utf_8(text):
    """A UTF-8 line with half a character at both its ends is still UTF-8, whole lines around it or not."""
    cut = b"\x81\xae" + text.encode() + b"\xe5\x8f"
    assert decode(cut) == Decoded(f"\ufffd\ufffd{text}\ufffd", "utf-8", guessed=True)
    around = decode(b"\n".join((LOG_LINES[0].encode(), cut, LOG_LINES[1].encode())))
    assert around.text.split("\n") == [LOG_LINES[0], f"\ufffd\ufffd{text}\ufffd", LOG_LINES[1]]


@pytest.mark.parametrize("text", LOG_LINES)
@pytest.mark.parametrize(("opening", "closing"), [(b"$B", b"(B"), (b"$@", b"(J")])
def test_lost_escapes_are_recovered(text, opening, closing):
    """ISO-2022-JP whose ESC bytes a mailer or a forum removed is read, and called a guess."""
    raw = text.encode("iso-2022-jp").replace(b"\x1b$B", opening).replace(b"\x1b(B", closing)
    assert decode(raw) == Decoded(text, "iso-2022-jp", guessed=True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "$B",
        "$B(B",
        "echo $BAR(BAZ)",
        'print "$B$BB(B)"',
        "cost $B100(B)",
        "x=$BODY(B)",
        "mail $B<x@y>(B",
        "$Bounce(Back) $Bcc(B) $Body(B)",
        "if ($Blocked(By)) { $BAD(BAD) }",
        "\x1b[31mOK\x1b(B\x1b[m 250 2.1.5",
        "user=$@ host=$B(JP)",
    ],
)
def test_ascii_is_not_mistaken_for_lost_escapes(text):
    """Dollars, shell variables and what a terminal sends to reset itself stay what they are."""
    assert decode(text.encode("ascii")) == Decoded(text, "utf-8", guessed=False)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"\x1b$B-!\x1b(B", "①"),  # NEC's row 13, which Windows and Macintosh mailers put into ISO-2022-JP
        (b"\x1b(I6E\x1b(B", "ｶﾅ"),
        (b"\x1b$(D0!\x1b(B", "丂"),
        (b"\x1b$(Q-!\x1b(B", "①"),
        (b"\x1b$BG/\x1b(J 12\x1b$B7", "年 12\ufffd"),
        (b"\x1b$BG/\x1b(B 12\x1b$", "年 12\ufffd"),
        (b"\x1b$BG/\n7n\x1b(B", "年\n月"),  # folded without going back to ASCII
    ],
)
def test_liberties_of_iso_2022_jp(raw, text):
    """Sets that mailers used beyond the standard, and escapes cut or left out, are read all the same."""
    assert decode(raw).text == text


@pytest.mark.parametrize(("byte", "sign"), [(b"\x80", "\\"), (b"\xa0", "\xa0"), (b"\xfd", "©"), (b"\xfe", "™"), (b"\xff", "…")])
def test_bytes_that_apple_added(byte, sign):
    """The single bytes of Mac OS Japanese are read among CP932."""
    read = decode("受信の接続 ".encode("cp932") + byte + " を確立しました".encode("cp932"))
    assert (read.text, read.encoding) == (f"受信の接続 {sign} を確立しました", "cp932")


@pytest.mark.parametrize(
    ("raw", "encoding", "text"),
    [
        (b"550 \x93Relaying denied\x94", "cp1252", "550 “Relaying denied”"),
        (b"550 \xd2Relaying denied\xd3", "mac-roman", "550 “Relaying denied”"),
        (b"said \x93hello\x94", "cp1252", "said “hello”"),
        (b"said \xd2hello\xd3", "mac-roman", "said “hello”"),
        (b"don\x92t relay", "cp1252", "don’t relay"),
        (b"don\xd5t relay", "mac-roman", "don’t relay"),
        (b"Empf\xe4nger ung\xfcltig", "cp1252", "Empfänger ungültig"),
        (b"Empf\x8anger ung\x9fltig", "mac-roman", "Empfänger ungültig"),
        (b"refus\xe9", "cp1252", "refusé"),
        (b"refus\x8e", "mac-roman", "refusé"),
        (b"wait 50 \xb5s", "cp1252", "wait 50 µs"),
    ],
)
def test_western_text(raw, encoding, text):
    """Quotes and letters of CP1252 and Mac Roman are told apart by where in a word they stand."""
    assert decode(raw) == Decoded(text, encoding, guessed=True)


@pytest.mark.parametrize("encoding", ["cp932", "euc-jp", "iso-2022-jp", "utf-8"])
@pytest.mark.parametrize(
    "text",
    [
        "木",
        "年",
        "受信",
        "エラー",
        "（木）",
        "2000年",
        "不正な中継",
        "管理者",
        "東京都渋谷区",
        "齋藤様",
        "株式会社①",
        "送信者のアドレスが拒否されました",
    ],
)
def test_few_characters_are_enough(encoding, text):
    """Single words are read in each Japanese encoding, rare kanji and circled numbers included."""
    codec = {"euc-jp": "euc_jis_2004", "iso-2022-jp": "iso2022_jp_2004"}.get(encoding, encoding)
    assert decode(f"log: {text}\n".encode(codec)).text == f"log: {text}\n"


@pytest.mark.parametrize("text", ["ﾒｰﾙｻｰﾊﾞｰ", "ﾃｽﾄ", "ｴﾗｰ: ｱﾄﾞﾚｽ 不明"])
def test_half_width_katakana(text):
    """Half-width katakana is CP932 where it makes words and not a Western text or EUC-JP."""
    assert decode(text.encode("cp932")) == Decoded(text, "cp932", guessed=True)


def test_lines_of_many_encodings():
    """A paste that quotes several servers is read line by line."""
    lines = [LOG_LINES[n].encode(encoding) for n, encoding in enumerate(("utf-8", "cp932", "euc-jp", "iso-2022-jp"))]
    read = decode(b"\n".join([*lines, b"250 ok", b"550 \x93no\x94", b"550 \xd2no\xd3"]))
    assert read.text.split("\n") == [*LOG_LINES[:4], "250 ok", "550 “no”", "550 “no”"]
    assert read.guessed


def test_encoding_is_that_of_most():
    """One foreign line does not give the paste its name, nor change how the others are read."""
    read = decode(LOG.encode("euc-jp") + "受信の接続を確立しました".encode("cp932"))
    assert (read.text, read.encoding) == (LOG + "受信の接続を確立しました", "euc-jp")


@pytest.mark.parametrize(
    "raw",
    [b"\x80\n" * 100_000, b"$B7n(B\r\n" * 60_000, b"\x8f\n" * 60_000, "受信の接続\n".encode("euc-jp") * 60_000],
)
def test_lines_beyond_those_read_one_by_one(raw):
    """A paste of very many lines keeps all of them."""
    assert len(line_ends(decode(raw).text)) == raw.count(b"\n")


@given(st.text(st.sampled_from([chr(code) for code in range(32, 127) if chr(code) != "$"] + list("\t\r\n\f\x0b"))))
def test_ascii_is_unchanged(text):
    """ASCII is the same in every encoding."""
    assert decode(text.encode("ascii")) == Decoded(text, "utf-8", guessed=False)


LINE_ENDS = (b"\n", b"\r", b"\r\n")
ESCAPES = (b"\x1b", b"\x1b$B", b"\x1b$(D", b"\x1b$(Q", b"\x1b(I", b"\x1b(B", b"$B", b"(B")
SIGNS = (b"\x00", b"\x8e", b"\x8f", b"\xff\xfe", b"\xef\xbb\xbf")
SNIPPETS = st.sampled_from([*LINE_ENDS, *ESCAPES, *SIGNS, *(LOG_LINES[3].encode(encoding) for encoding in ENCODINGS)])


@given(st.one_of(st.binary(), st.lists(SNIPPETS | st.binary(max_size=4)).map(b"".join)))
@example(b"\xa4\x8f\n\x82\r\xe3\r\n")
@example(b"\x1b$(D!\n\x1b$(Q!\r\x1b(I!\r\n")
@example(b"\xff\xfe\n")
@example(b"\r\x1b$@\n")
def test_no_line_is_lost(raw):
    """Whatever the bytes, decoding does not raise and keeps every line end of the encoding it chose."""
    read = decode(raw)
    if read.encoding.startswith(("utf-16", "utf-32")):
        expected = [line_ends(raw[cut:].decode(read.encoding, "replace")) for cut in (0, 1)]
    else:
        expected = [line_ends(raw.decode("latin-1"))]
    assert line_ends(read.text) in expected
