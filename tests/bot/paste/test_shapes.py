"""Tests that the beginnings of log lines are known, and their stamps read."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.paste.shapes import head_of, undashed_head_of

NOON = datetime(2000, 12, 14, 23, 16, 32)


@pytest.mark.parametrize(
    "stamp",
    [
        "2000年 12月 14日 (木) 11:16:32 PM - ",
        "2000年12月14日 11:16:32 PM - ",
        "2000年12月14日(木) 23:16:32 - ",
        "2000年 12月 14日 木曜日 午後 11:16:32 - ",
        "2000年12月14日(木曜) 午後11時16分32秒 - ",
        "平成12年12月14日 23:16:32 - ",
        "00年12月14日 23:16:32 − ",
        "Thu, Dec 14, 2000 11:16:32 PM - ",
        "Thursday, December 14, 2000 11:16:32 p.m. - ",
        "Dec 14 2000 23:16:32 - ",
        "14 Dec 2000 23:16:32 – ",
        "Thu 14 December 00, 23:16:32 - ",
        "12/14/00 11:16:32 PM - ",
        "12/14/2000, 11:16:32 PM - ",
        "14.12.2000 23:16:32 - ",
        "2000/12/14 23:16:32 - ",
        "2000-12-14 11:16:32 PM - ",
        "11:16:32 PM 12/14/00 - ",
        "23:16:32, 14.12.2000 - ",
        "午後 11:16:32 2000年12月14日(木) - ",
        "Thu Dec 14 23:16:32 2000 - ",
        "14-Dec-2000 23:16:32 - ",
        "14/Dec/00 11:16:32 PM - ",
        "H12.12.14 23:16:32 - ",
        "平成12/12/14 午後11:16:32 - ",
    ],
)
def test_stamps_of_mac_os(stamp):
    """A Mac writes the date as its owner set it."""
    head = head_of(stamp + "a message")
    assert head is not None
    assert (head.shape, head.when, head.end) == ("asip", NOON, len(stamp))


@pytest.mark.parametrize(
    ("stamp", "when"),
    [
        ("Dec 14 23:16:32 ", datetime(1900, 12, 14, 23, 16, 32)),
        ("<22>Dec 14 23:16:32 ", datetime(1900, 12, 14, 23, 16, 32)),
        ("Dec  4 03:16:32 ", datetime(1900, 12, 4, 3, 16, 32)),
        ("2000-12-14T23:16:32Z ", NOON.replace(tzinfo=UTC)),
        ("2000-12-14T23:16:32.123456+09:00 ", datetime(2000, 12, 14, 23, 16, 32, 123456, timezone(timedelta(hours=9)))),
        ("2000-12-14 23:16:32 ", NOON),
        ("Feb 31 23:16:32 ", None),
    ],
)
def test_stamps_of_syslog(stamp, when):
    """Syslog writes no year, or a whole ISO stamp; a day that does not exist is no moment but still a log line."""
    head = head_of(stamp + "mx postfix/smtpd[7]: connect from unknown[192.0.2.7]")
    assert head is not None
    assert (head.shape, head.when, head.host, head.program, head.pid) == ("syslog", when, "mx", "postfix/smtpd", "7")


@pytest.mark.parametrize(
    ("clock", "hour"),
    [
        ("12:16:32 AM", 0),
        ("12:16:32 PM", 12),
        ("1:16:32 AM", 1),
        ("11:16:32 PM", 23),
        ("午前 0:16:32", 0),
        ("午後 12:16:32", 12),
        ("23:16:32 PM", 23),
    ],
)
def test_twelve_hours(clock, hour):
    """Midnight is 12 AM or 午前 0; an hour after twelve says itself which half it is in."""
    head = head_of(f"2000年12月14日 {clock} - a")
    assert head is not None
    assert head.when == NOON.replace(hour=hour)


@pytest.mark.parametrize(
    "label", ["- ", "* ", "• ", "・", "1. ", "12: ", "12:", "12  ", "(3) ", "[3] ", "3) ", "#3: ", "12 | ", "- 12: ", "①", "» ", "　3.　"]
)
@pytest.mark.parametrize("line", ["2000年 12月 14日 (木) 11:16:32 PM - a", "Dec 14 23:16:32 mx exim[1]: a", "12/14/2000 11:16:32 PM - a"])
def test_bullets_and_numbers_before_the_stamp(label, line):
    """Bullets and line numbers before a stamp do not hide it, nor are they taken for a part of it."""
    head, plain = head_of(label + line), head_of(line)
    assert head is not None
    assert plain is not None
    assert (head.shape, head.when, (label + line)[head.end :]) == (plain.shape, plain.when, line[plain.end :])


@pytest.mark.parametrize("date", ["Thu, 14 Dec 2000 23:16:32 +0900", "14 Dec 2000 23:16:32 +0900 (JST)"])
def test_trace_header(date):
    """A trace header is a line whose stamp stands at its end."""
    head = head_of(f"Received: from a.example (a.example [192.0.2.7]) by b.example; {date}")
    assert head is not None
    assert head.shape == "received"
    assert head.when == NOON.replace(tzinfo=timezone(timedelta(hours=9)))


@pytest.mark.parametrize(
    "line",
    [
        "",
        "hello",
        "2000年 12月 14日",
        "is this relay abuse?",
        "Date: Thu, 14 Dec 2000 23:16:32 -0500",
        "Thu, 14 Dec 2000 23:16:32 -0500",
        "192.0.2.7",
        "12:30 - lunch",
    ],
)
def test_no_log_lines(line):
    """Prose, dates alone and header dates with a zone begin no log line."""
    assert head_of(line) is None


SNIPPETS = st.sampled_from(
    [
        "2000年",
        "12月",
        "14日",
        " ",
        "11:06:08",
        "AM",
        "-",
        "Dec",
        "Received: ",
        ";",
        "99999999999999",
        "平成",
        "<1>",
        "T",
        "Z",
        "+",
        "x[1]:",
    ]
)


@given(st.text() | st.lists(SNIPPETS, max_size=24).map("".join))
def test_any_line_has_a_head_or_none(text):
    """No text makes the shapes raise, and a message begins within its line."""
    head = head_of(text)
    assert head is None or 0 < head.end <= len(text)


@pytest.mark.parametrize(
    ("line", "end"),
    [("2000年 12月 14日 (木) 11:16:32 PM a message", 30), ("12/14/00 23:16:32 a message", 18), ("Thu, Dec 14, 2000 11:16:32 PM", 29)],
)
def test_stamp_without_a_dash(line, end):
    """A stamp is known without its dash, if that is what is asked for."""
    head = undashed_head_of(line)
    assert head is not None
    assert (head.when, head.end) == (NOON, end)
    assert head_of(line) is None


@pytest.mark.parametrize("line", ["2000年12月14日に気づきました", "12/14 was a Thursday", "R2D2 11:16:32", "11:16:32 PM was late"])
def test_no_stamp_without_a_dash(line):
    """A date or a time alone is no stamp."""
    assert undashed_head_of(line) is None


HARAKA = "[NOTICE] [5B0B0F6E-2C1A-4E0D-9C55-0B64D6C1B6A1.1] [core] queue code=OK"
DOMINO = "[0A18:000B-0B1C] 03/12/2024 09:22:51 AM  SMTP Server: Started"


@pytest.mark.parametrize(
    ("line", "when", "pid", "rest"),
    [
        (HARAKA, None, None, HARAKA[9:]),
        (f"2020-12-01T22:15:13.000Z {HARAKA}", datetime(2020, 12, 1, 22, 15, 13, tzinfo=UTC), None, HARAKA[9:]),
        (DOMINO, datetime(2024, 3, 12, 9, 22, 51), "0A18:000B-0B1C", "SMTP Server: Started"),
    ],
)
def test_lines_led_by_their_session(line, when, pid, rest):
    """Haraka's level is no part of the message, and the id behind it is; Domino's thread stands before its stamp."""
    head = head_of(line)
    assert head is not None
    assert (head.when, head.pid, line[head.end :]) == (when, pid, rest)


@pytest.mark.parametrize("line", ["[NOTE] [see below] what is that?", "[INFO] [1] something", "[1234:5678] we saw that"])
def test_brackets_in_prose_lead_no_line(line):
    """Words between brackets are no session's id."""
    assert head_of(line) is None


XMAIL = (
    '"mail.example.jp" "example.jp" "198.51.100.52" "2012-08-30 13:02:11" "mx" "example.jp" "a@example.org" "b@example.jp" "S1" "RCPT=OK"'
)


@pytest.mark.parametrize(
    ("line", "when", "rest"),
    [
        (XMAIL, datetime(2012, 8, 30, 13, 2, 11), XMAIL),
        (XMAIL.replace("mail.example.jp", ""), datetime(2012, 8, 30, 13, 2, 11), XMAIL.replace("mail.example.jp", "")),
        (XMAIL.replace("mail.example.jp", "192.0.2.5"), datetime(2012, 8, 30, 13, 2, 11), XMAIL.replace("mail.example.jp", "192.0.2.5")),
        ("10:15:12.101 [INFO ] o.a.j.s.SMTPServer - hello", None, "o.a.j.s.SMTPServer - hello"),
        ("2021-06-14 02:31:07.5 [WARN ] o.a.j.s.SMTPServer - hello", datetime(2021, 6, 14, 2, 31, 7, 500000), "o.a.j.s.SMTPServer - hello"),
    ],
)
def test_rows_and_loggers(line, when, rest):
    """A row of XMail's is read whole, its time in the middle; of James's lines the logger is a part of the message."""
    head = head_of(line)
    assert head is not None
    assert (head.shape, head.when, line[head.end :]) == ("columns", when, rest)


@pytest.mark.parametrize(
    "line", ["10:15 [see below] a.b - c", '"a" "b" "198.51.100.52" "2012-08-30 13:02:11" "c" said so', "10:15:12 [INFO] hello"]
)
def test_neither_row_nor_logger(line):
    """Words in brackets, or a few in quotes, make no log line."""
    assert head_of(line) is None
