"""Tests of the shapes in which today's logs reach a chat: every one gives when, host, program, process id and message."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.paste import read
from bot.paste.months import month_of
from bot.paste.prefixes import head_of, without_container

BODY = "warning: unknown[192.0.2.7]: SASL LOGIN authentication failed: UGFzc3dvcmQ6"
OURS = "mx postfix/submission/smtpd[123]: "
THEN = datetime(2024, 6, 11, 12, 0, 5)
YEARLESS = THEN.replace(year=1900)
EXACTLY = THEN.replace(microsecond=123456, tzinfo=UTC)


def only(text):
    """Give the one line of a paste."""
    (line,) = read(text).lines
    return line


@pytest.mark.parametrize(
    ("before", "when"),
    [
        ("Jun 11 12:00:05 ", YEARLESS),
        ("<22>Jun 11 12:00:05 ", YEARLESS),
        ("Jun 11 12:00:05.123456 ", YEARLESS.replace(microsecond=123456)),
        ("Jun 11 12:00:05 CEST ", YEARLESS),
        ("Jun 11 12:00:05 mail.info ", YEARLESS),
        ("Jun 11 12:00:05 <mail.info> ", YEARLESS),
        ("11 Jun 12:00:05 ", YEARLESS),
        (" 6月 11 12:00:05 ", YEARLESS),
        ("6월 11 12:00:05 ", YEARLESS),
        ("juin 11 12:00:05 ", YEARLESS),
        ("июн 11 12:00:05 ", YEARLESS),
        ("Jun 11 2024 12:00:05 ", THEN),
        ("2024 Jun 11 12:00:05 ", THEN),
        ("Jun 11 12:00:05 2024 ", THEN),
        ("2024-06-11T12:00:05.123456+00:00 ", EXACTLY),
        ("2024-06-11T12:00:05+0200 ", THEN.replace(tzinfo=timezone(timedelta(hours=2)))),
        ("2024-06-11T12:00:05Z ", THEN.replace(tzinfo=UTC)),
        ("Tue 2024-06-11 12:00:05 UTC ", THEN.replace(tzinfo=UTC)),
        ("火 2024-06-11 12:00:05 JST ", THEN),
        ("Di 2024-06-11 12:00:05 CEST ", THEN),
        ("1718107205.123456 ", EXACTLY),
        ("[  12.345678] ", None),
        ("mailserver  | Jun 11 12:00:05 ", YEARLESS),
        ("\x1b[36mpostfix-mailcow-1  |\x1b[0m Jun 11 12:00:05 ", YEARLESS),
        ("2024-06-11T12:00:05.123456789Z Jun 11 12:00:05 ", EXACTLY),
        ("2024-06-11T12:00:05.123456789Z stdout F Jun 11 12:00:05 ", EXACTLY),
        ("[pod/mail-0/postfix] Jun 11 12:00:05 ", YEARLESS),
        ("[pod/mail-0/postfix] 2024-06-11T12:00:05.123456Z Jun 11 12:00:05 ", EXACTLY),
        ("Jun 11 12:00:05 host 0123456789ab[9]: Jun 11 12:00:05 ", YEARLESS),
        ("2024-06-11T12:00:05.123456+00:00 host mail-postfix-1[9]: Jun 11 12:00:05 ", EXACTLY),
        ("/var/log/mail.log:Jun 11 12:00:05 ", YEARLESS),
        ("mail.log.1:77:Jun 11 12:00:05 ", YEARLESS),
        ("maillog-20240612:Jun 11 12:00:05 ", YEARLESS),
        ("12: Jun 11 12:00:05 ", YEARLESS),
    ],
)
def test_stamps_and_what_stands_before_them(before, when):
    """Whatever stamps the line, and whoever passed it on, its own host, program and process are found."""
    line = only(f"{before}{OURS}{BODY}")
    assert (line.shape, line.when, line.host, line.program, line.pid, line.body) == (
        "syslog", when, "mx", "postfix/submission/smtpd", "123", BODY,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "program", "pid"),
    [
        ("<22>1 2024-06-11T12:00:05Z mx postfix/smtpd 123 - - ", "postfix/smtpd", "123"),
        ('2024-06-11T12:00:05Z mx postfix/smtpd 123 ID47 [a@1 k="v \\] x"][b c="d"] ', "postfix/smtpd", "123"),
        ("2024-06-11T12:00:05Z mx postfix/smtpd - - - \ufeff", "postfix/smtpd", None),
        ("Jun 11 12:00:05 mx postfix/smtpd[123]: [ID 197553 mail.warning] ", "postfix/smtpd", "123"),
        ("Jun 11 12:00:05 postfix/smtpd[123]: ", "postfix/smtpd", "123"),
        ("2024-06-11 12:00:05,123 fail2ban.filter         [7]: ", "fail2ban.filter", "7"),
        ("Jun 11 12:00:05 mx sogod [7]: ", "sogod", "7"),
        ("Jun 11 12:00:05 mx dovecot: ", "dovecot", None),
        ("2024-06-11T12:00:05\tmx\tpostfix/smtpd[123]\t", "postfix/smtpd", "123"),
        ("2024-06-11 12:00:05 mx postfix/smtpd ", "postfix/smtpd", None),
        ("2024-06-11 12:00:05 #7(normal) ", "rspamd", "7"),
        ("2024/06/11 12:00:05 [info] 7#9: ", "nginx", "7"),
        ("[11-Jun-2024 12:00:05 +0200]: ", "roundcube", None),
        ("| 2024-06-11 12:00:05 | mx | info | postfix/smtpd[123] | ", "postfix/smtpd", "123"),
    ],
)
def test_other_ways_to_name_the_program(text, program, pid):
    """RFC 5424, Solaris, logs without a host, viewers' columns and companions' own files name the program in ways of their own."""
    line = only(text + BODY)
    assert (line.program, line.pid, line.body) == (program, pid, BODY)


@pytest.mark.parametrize(
    "before",
    ["2024-06-11 12:00:05\tinfo\t", "2024-06-11 12:00:05 | ", "11.6.2024, 12:00:05  warn  ", "6/11/2024 12:00:05 PM 1035 Warning "],
)
def test_columns_of_a_viewer(before):
    """A viewer shows a stamp and a message without host and program."""
    line = only(before + BODY)
    assert (line.shape, line.when, line.program, line.body) == ("columns", THEN, None, BODY)


def test_zimbras_own_files():
    """Zimbra's own files name no program; a line that only looks alike is none of theirs."""
    line = only("2024-06-11 12:00:05,123 INFO  [Pop3SSLServer-12505] [ip=192.0.2.7;] security - cmd=Auth; account=a; protocol=pop3;")
    assert (line.shape, line.program, line.body.split()[0]) == ("syslog", "zimbra", "INFO")
    other = only("2024-06-11 12:00:05,123 INFO  [main] [] starting the application postfix/smtpd[1]: connect from unknown[192.0.2.7]")
    assert other.program != "zimbra"


def test_dovecots_own_file():
    """Dovecot's own file reads as its syslog does: its level is told only where it is more than information."""
    line = only("Jun 11 12:00:05 imap-login: Info: Login: user=<a>")
    assert (line.program, line.body) == ("dovecot", "imap-login: Login: user=<a>")
    assert only("Jun 11 12:00:05 auth-worker(7): Error: no").body == "auth-worker(7): Error: no"


@pytest.mark.parametrize("body", ["imap-login: Login: user=<a>", "lmtp(7): Connect from local"])
def test_dovecot_in_a_viewer(body):
    """A viewer that leaves its name out leaves the service's, which is no program's of another server."""
    line = only(f"2024-06-11 12:00:05 {body}")
    assert (line.program, line.body) == ("dovecot", body)


def test_rows_of_a_table_and_what_pagers_write():
    """The frame of a table, a boot mark and the end of a pager are no words, and hide nothing."""
    row = "| Jun 11 12:00:05 mx postfix/smtpd[1]: connect from a[192.0.2.7] |"
    paste = read(f"+------+\n{row}\n+------+\n-- Boot 0123 --\n{row.replace(':05', ':06')}\nlines 1-2/2 (END)")
    assert [(line.number, line.body) for line in paste.lines] == [(2, "connect from a[192.0.2.7]"), (5, "connect from a[192.0.2.7]")]
    assert paste.words == ""


@pytest.mark.parametrize(
    ("prompt", "apart"),
    [
        ('[root@web7 ~]# grep -c "slider/inc" /var/log/exim_mainlog', True),
        ("[root@web7 mail]#", True),
        ("mori@mx:/var/log$ tail -3 mail.log", True),
        ("root@mx1.example.org:~# tail -3 mail.log", True),
        ("mori@example.org: over quota # see the list of mailboxes that are full", False),
    ],
)
def test_a_shells_prompt_is_no_tail_of_the_line_above(prompt, apart):
    """A command between two pieces of log ends the line before it, however much looks wrapped; the number it prints is a word beside."""
    row = "Jun 11 12:00:05 mx postfix/smtp[1]: 4C1: to=<a@example.org>, status=deferred (host mx.example.org said: 421 Too many messages"
    (line,) = read(f"{row}\n{prompt}\n11862").lines
    assert ("messages" in line.body[-9:]) is apart


@pytest.mark.parametrize("own", ["2026-11-18 09:30:07 ", "2026-11-18 09:30:07 +0900 [20114] ", "2026-11-18 09:30:07.123 "])
@pytest.mark.parametrize("program", ["exim[20114]", "exim4[20114]", "exim"])
def test_exims_own_stamp_behind_that_of_syslog(own, program):
    """Exim stamps its lines also where it gives them to syslog; the message begins behind both, and its stamp has a year."""
    body = "1wLiEd-00000005EGd-2LzQ Completed"
    (line,) = read(f"11月 18 09:30:09 mail {program}: {own}{body}").lines
    assert (line.host, line.program, line.body, line.when.year) == ("mail", program.partition("[")[0], body, 2026)


def test_another_programs_second_stamp_stays():
    """What only looks like Exim's in another program's line is that program's message."""
    (line,) = read("Nov 18 09:30:09 mail cron[1]: 2026-11-18 09:30:07 1wLiEd-00000005EGd-2LzQ Completed").lines
    assert (line.program, line.body) == ("cron", "2026-11-18 09:30:07 1wLiEd-00000005EGd-2LzQ Completed")


def test_without_stamps():
    """Lines whose stamps were cut off are read by their program's name, once the catalogue knows their messages."""
    text = f"mx postfix/smtpd[1]: {BODY}\npostfix-1  | postfix/smtpd[2]: {BODY}\npostfix/qmgr[3]: {BODY}"
    lines = read(text, lambda _shape, body: 2 * (body == BODY)).lines
    assert [(line.host, line.program, line.pid, line.body) for line in lines] == [
        ("mx", "postfix/smtpd", "1", BODY),
        (None, "postfix/smtpd", "2", BODY),
        (None, "postfix/qmgr", "3", BODY),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "see Jun 11 12:00:05 mx postfix/smtpd[1]: connect",
        "lunch: 2024-06-11 12:00",
        "2024-06-11 12:00:05 we saw mails going out",
        "name | value",
        "mail.log: nothing in it",
        "https://mx.example.com/mail.log:1",
    ],
)
def test_no_log_lines(line):
    """Prose before a stamp, and tables of other things, begin no log line."""
    assert head_of(line) is None


@pytest.mark.parametrize(("name", "number"), [("Mär", 3), ("févr.", 2), ("août", 8), ("Ağu", 8), ("Μαΐ", 5), ("gru", 12), ("December", 12)])
def test_months_of_other_languages(name, number):
    """A month is known by its name in the language of the server."""
    assert month_of(name.rstrip(".")) == number
    assert head_of(f"{name} 11 12:00:05 {OURS}{BODY}").when == datetime(1900, number, 11, 12, 0, 5)


INNER = "Jun 11 12:00:05 mx postfix/smtpd[1]: 4XYZ: client=a[192.0.2.7]"
FIELD = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\r\n"), max_size=60)


@given(FIELD, FIELD, st.sampled_from(["helo=<{}>", "from=<{}>", "{}", "subject: {}"]))
def test_a_log_line_in_a_field_begins_none(before, after, field):
    """A name that holds a whole log line stays a part of the line it stands in."""
    text = f"Jun 11 12:00:06 mx postfix/smtpd[2]: NOQUEUE: reject: {field.format(before + INNER + after)}"
    (line,) = read(text).lines
    assert (line.number, line.pid) == (1, "2")


@pytest.mark.parametrize("field", ["helo=<x {}>", 'helo=<"{}" >', "helo=<({})>", "from=<a: {}"])
def test_nor_in_a_line_without_a_stamp(field):
    """Nor is it read out of a line that came without its stamp."""
    text = f"NOQUEUE: reject: RCPT from a[192.0.2.7]: 554 no; {field.format(INNER)}"
    assert read(text, lambda _shape, body: 2 * body.startswith("4XYZ")).lines == ()


@given(FIELD)
def test_any_text_has_a_head_or_none(text):
    """No text makes a prefix raise, and a message begins within its line."""
    head = head_of(text)
    assert head is None or 0 < head.end <= len(text)


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("maddy  | smtp: accepted", "smtp: accepted"),
        ("[pod/mail-0/maddy] smtp: accepted", "smtp: accepted"),
        ("smtp: a | b", "smtp: a | b"),
        ("no container | here", "no container | here"),
    ],
)
def test_the_containers_name(line, rest):
    """It goes where it stands first, whether a stamp follows or not."""
    assert without_container(line) == rest
