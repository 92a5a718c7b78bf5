"""Tests that a paste is taken for a mail log where it is one, and nothing else is."""

import random
from pathlib import Path

import pytest

from bot.catalogue import Catalogue
from bot.paste import read
from bot.paste.decoding import decode
from bot.paste.streaming import log_lines

RECORDINGS = Path(__file__).parents[2] / "lab" / "recordings"


@pytest.fixture(scope="module")
def reading(library):
    """Give a function from a text to its reading."""
    catalogue = Catalogue(library)
    return lambda text: catalogue.read(read(text, catalogue.recognise))


@pytest.mark.parametrize(
    "text",
    [
        "2000/12/14 10:00 - サーバ会議を開始しました。\n2000/12/14 11:00 - 会議は終了しました。\n",
        "2000年 12月 14日 (木) 11:06:08 AM - ユーザ “suzuki” がファイルサーバにログインしました。\n",
        "2000年12月14日 (木) 11:06 - 社長とメールの件で打ち合わせ。\n2000年12月15日 (金) 10:00 - 歯医者。\n",
        "2000/12/14 10:00 - 田中: 今日メール届いた?\n2000/12/14 10:01 - 鈴木: 受け取ったよ。接続できた。\n",
        "2000/12/14 10:00 - \n2000/12/14 10:01 - -\n",
        "Dec 14 23:16:29 host sshd[123]: Failed password for root from 203.0.113.9 port 22 ssh2\n" * 3,
        "2000-12-14 10:00 - The connection was closed and the session terminated.\n",
    ],
)
def test_what_is_no_mail_log(reading, text):
    """Minutes, a diary, a chat and the logs of other servers are not taken for mail."""
    assert (reading(text).input, reading(text).server) == ("other", None)


def test_random_bytes_are_no_log(reading):
    """Bytes that happen to look like an empty line say nothing."""
    data = random.Random(288).randbytes(60_000) + b"\n14.12.2000 23:16:29 - \n"
    assert reading(decode(data).text).server is None


@pytest.mark.parametrize(
    ("text", "server"),
    [
        ("Dec 14 23:16:29 mx postfix/smtpd[123]: NOQUEUE: reject: RCPT from unknown[203.0.113.9]\n", "postfix"),
        ("Dec 14 23:16:29 mx sendmail[123]: NOQUEUE: something of mail\n", "sendmail"),
        ("Dec 14 23:16:29 mx foo[1]: mail from 203.0.113.9\nDec 14 23:16:30 mx foo[1]: mail to bob@example.net\n", "unknown"),
        ("Thu, Dec 14, 2000 11:16:29 PM - Message (ID=2) from “a@example.net” refused.\n", "unknown"),
        ("Thu, Dec 14, 2000 11:16:29 PM - Mail server started.\n", "asip"),
        ("Thu, Dec 14, 2000 11:16:29 PM - SMTP connection from [192.0.2.9] closed.\n", "asip"),
    ],
)
def test_what_is_a_mail_log(reading, text, server):
    """A single line is enough where it names a mail program, a protocol or a message."""
    assert (reading(text).input, reading(text).server) == ("log", server)


def test_events_of_a_whole_log_are_those_of_a_paste(library):
    """Line by line, with the same kinds, fields and servers."""
    catalogue = Catalogue(library)
    for path in sorted(RECORDINGS.glob("*/log"))[::4]:
        text = path.read_text(encoding="utf-8")
        of_paste = catalogue.read(read(text, catalogue.recognise)).events
        assert list(catalogue.events(log_lines(text.split("\n")))) == list(of_paste), path.parent.name


def test_a_line_of_a_whole_log_that_nobody_knows_is_kept_unread(library):
    """With the parts that it holds."""
    line = "Nov 24 10:12:00 mx postfix/smtpd[1]: the zebra crossed from unknown[192.0.2.7]"
    (event,) = Catalogue(library).events(log_lines([line]))
    assert (event.kind, event.line.raw, event.message) == ("unread", line, None)
