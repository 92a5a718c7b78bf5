"""Tests that lines are found that do not begin as log lines, and that prose is left alone."""

import pytest

from bot.catalogue import Catalogue
from bot.library import load
from bot.paste import read

CATALOGUE = Catalogue(load())
STAMP = "2000年 12月 14日 (木) 11:30:00 PM"
PASSED = "SMTP サーバはメッセージ(ID=2)を“x@example.co.jp”からサイズ 3 (k)で発信しました。"
ENGLISH = (
    "Incoming SMTP connection [192.0.2.7] is being checked against the Real-time Blackhole List <rbl.example.>.",
    "",
    "Incoming SMTP connection [192.0.2.7] allowed. It is not a known source of junk mail.",
    "Incoming SMTP connection via TCP/IP established_",
    "     DNS name of the source: “f1.example.net [192.0.2.7]”",
    "    Actual connection IP address: [192.0.2.7]",
    "SMTP server sent out message (ID=533) from “alice@example.net” size 6 (k).",
)


def read_log(text):
    """Read a paste with the bundled message catalogue."""
    return read(text, CATALOGUE.recognise)


def test_english_without_stamps():
    """Several messages that are known by their parts are a log; the words around them are not."""
    paste = read_log("\n".join(["What does this mean?", *ENGLISH, "Is it relaying?"]))
    assert [line.number for line in paste.lines] == [2, 4, 5, 6, 7, 8]
    assert {line.shape for line in paste.lines} == {"bare"}
    assert paste.words == "What does this mean?\nIs it relaying?"


@pytest.mark.parametrize(
    "text",
    [
        "My SMTP connection [192.0.2.7] was refused by the Real-time Blackhole List, why?",
        'Relaying was denied.\nThe recipient "bob@example.net" was rejected.',
        "中継は拒否されましたか。\n受信者は拒否されましたか。\nSMTP の接続は切断しましたか。",
        "The relay is refused.\nThe recipient was refused.\nThe SMTP session was established.",
    ],
)
def test_prose_about_mail_is_prose(text):
    """A person's sentences hold the words of a log, too."""
    assert read_log(text).lines == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"この行「{STAMP} - {PASSED}」はどういう意味ですか?", "この行はどういう意味ですか?"),
        (f"この行「{PASSED}」は?", "この行は?"),
        (f"これです:{PASSED}", None),
        (f"What is this: {STAMP} - {PASSED}", "What is this:"),
        (f"Is this spam relaying? {STAMP} - {PASSED}", "Is this spam relaying?"),
        (f"I saw ({STAMP} {PASSED}) in the log", "I saw  in the log"),
    ],
)
def test_line_quoted_in_a_sentence(text, words):
    """A whole message between quotes, after a colon or with its stamp is a log line; the rest of the sentence is words."""
    paste = read_log(text)
    if words is None:
        assert paste.lines == ()
    else:
        assert [line.body for line in paste.lines] == ['SMTP サーバはメッセージ(ID=2)を"x@example.co.jp"からサイズ 3 (k)で発信しました。']
        assert paste.words == words


def test_stamps_without_a_dash():
    """A dash that was lost is not missed where the message is known; a date that begins a sentence is none."""
    paste = read_log(f"{STAMP} {PASSED}\n{STAMP}\n{STAMP} に気づきました\n")
    assert [(line.number, line.shape, line.when is not None) for line in paste.lines] == [(1, "asip", True)]
    assert paste.words == f"{STAMP}\n{STAMP} に気づきました"


def test_empty_lines_without_a_dash():
    """Between known lines a stamp alone is the log's empty line."""
    paste = read_log(f"{STAMP} {PASSED}\n{STAMP}\n{STAMP} {PASSED}\n")
    assert [line.body[:4] for line in paste.lines] == ["SMTP", "", "SMTP"]
