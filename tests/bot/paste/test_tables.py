"""Tests of message tracking and message traces: comma-separated, in tables and in lists, whole and cut off, among other text."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.paste import read
from bot.paste.tables import may_hold_tables, tables_in

TABLE = """\
EventId    Source      Sender           Recipients               MessageSubject
-------    ------      ------           ----------               --------------
RECEIVE    STOREDRIVER mori@example.com {kimura@partner.example} Plan"""
ONE = 'RECEIVE STOREDRIVER from=<mori@example.com> to=<kimura@partner.example> subject="Plan"'
FIELDS_2010 = (
    "date-time,client-ip,client-hostname,server-ip,server-hostname,source-context,connector-id,source,event-id,internal-message-id,"
    "message-id,recipient-address,recipient-status,total-bytes,recipient-count,related-recipient-address,reference,message-subject,"
    "sender-address,return-path,message-info"
)
ROW_2010 = (
    "2010-11-24T02:00:00.001Z,203.0.113.9,mx.far.example,192.0.2.5,EX01,08CD,EX01\\Default EX01,SMTP,RECEIVE,428,<a1@far.example>,"
    'b@example.com;c@example.com,,3000,2,,,"Hello, you",a@far.example,a@far.example,00A: '
)
BODY_2010 = (
    "RECEIVE SMTP id=<a1@far.example> internal=428 from=<a@far.example> to=<b@example.com;c@example.com> client=203.0.113.9 "
    'client_name=mx.far.example server=192.0.2.5 server_name=EX01 connector="EX01\\Default EX01" subject="Hello, you"'
)
GUID = "9f3e1c1e-1111-4a1f-8ac9-08de29bb1122"
ROW_2013 = (
    f"2026-11-24T02:00:00.001Z,192.0.2.5,EX01,192.0.2.5,EX01,,EX01\\Default EX01,SMTP,RECEIVE,428,<a1@far.example>,{GUID},b@example.com,,"
    "3000,1,,,Hello,a@far.example,<>,,Incoming,,203.0.113.9,192.0.2.5,"
)
BODY_2013 = (
    "RECEIVE SMTP id=<a1@far.example> internal=428 from=<> to=<b@example.com> client=203.0.113.9 server=192.0.2.5 server_name=EX01 "
    'connector="EX01\\Default EX01" subject="Hello"'
)


def known(shape, body):
    """Know every line of a record, and no other."""
    return 2 if shape == "record" and body[:3].isupper() else 0


def found(text):
    """Give the number and the message of each line that was found."""
    return [(line.number, line.body) for line in read(text, known).lines]


@pytest.mark.parametrize(
    ("text", "number", "body"),
    [
        (f"#Fields: {FIELDS_2010}\n{ROW_2010}", 2, BODY_2010),
        (ROW_2010, 1, BODY_2010),
        (ROW_2013, 1, BODY_2013),
        ('"EventId","Source","Sender","Recipients"\n"FAIL","SMTP","a@b.example","System.String[]"', 2, "FAIL SMTP from=<a@b.example>"),
        ("event_id\tsource\tsender_address\nDEFER\tSMTP\ta@b.example", 2, "DEFER SMTP from=<a@b.example>"),
    ],
)
def test_comma_separated(text, number, body):
    """A log with its heading or without one, of old and new versions, and what PowerShell or a spreadsheet made of it."""
    assert found(text) == [(number, body)]


def test_a_front_end_is_no_client():
    """Where the client is the server itself and no other is named, none is."""
    assert "client=" not in found(ROW_2013.replace("203.0.113.9", ""))[0][1]


@pytest.mark.parametrize(
    "text",
    [
        TABLE,
        "\n".join(f"> {line}" for line in TABLE.splitlines()),
        "\n".join(" ".join(line.split()) for line in TABLE.splitlines()),
        TABLE.replace("RECEIVE    STOREDRIVER mori@example.com {", "RECEIVE    STOREDRIVER mori@example.com    {"),
    ],
)
def test_tables(text):
    """A table as PowerShell prints it, quoted, with its spaces made one, and moved by hand."""
    assert found(text) == [(3, ONE)]


def test_kanji_take_two_places():
    """A subject in Japanese moves the columns after it, by places in one window and by signs in another."""
    head = "Received            Sender Address   Recipient Address      Subject    Status\n"
    dashes = "--------            --------------   -----------------      -------    ------\n"
    row = "2026/11/24 15:37:09 mori@example.com kimura@partner.example {}Delivered"
    wanted = 'TRACE Delivered from=<mori@example.com> to=<kimura@partner.example> subject="見積書"'
    for subject in ("見積書     ", "見積書        "):
        assert found(head + dashes + row.format(subject)) == [(3, wanted)]


@pytest.mark.parametrize(
    ("cell", "recipients"),
    [
        ("{a@example.com, b@example.com, c@exa...}", "to=<a@example.com;b@example.com>"),
        ("{a@example.com, b@exam…", "to=<a@example.com>"),
        ("{kimura@partn...", "to=<kimura@partn***>"),
        ("{}", ""),
    ],
)
def test_recipients_cut_off(cell, recipients):
    """What was cut off is no address of its own, unless there is no other; then it is masked."""
    (_, body) = found(TABLE.replace("{kimura@partner.example}", cell))[0]
    assert body == " ".join(filter(None, ["RECEIVE STOREDRIVER from=<mori@example.com>", recipients, 'subject="Plan"']))


LIST = """\
Timestamp       : 12/22/2026 9:28:06 AM
ServerIp        : 198.51.100.7

Source          : SMTP
EventId         : FAIL
MessageId       : <fe26@example.com>
Recipients      : {gone@partner.example}
RecipientStatus : {[{LED=550 5.1.1 User
                  unknown};{MSG=}]}
Sender          : mori@example.com

Timestamp       : 12/22/2026 9:28:07 AM
Source          : DSN
EventId         : DSN
Sender          : mori@example.com"""


def test_lists():
    """A list's records end where a property comes again; their lines are numbered as pasted, and quoted whole."""
    first, second = read(f"what is this?\n{LIST}\nthank you", known).lines
    assert first.body == (
        "FAIL SMTP id=<fe26@example.com> from=<mori@example.com> to=<gone@partner.example> server=198.51.100.7 "
        'status="550 5.1.1 User unknown"'
    )
    assert (first.number, second.number, second.body) == (2, 13, "DSN DSN from=<mori@example.com>")
    assert first.raw.splitlines()[0].startswith("Timestamp")
    assert first.raw.endswith("mori@example.com")
    assert first.when is not None
    assert first.when.hour == 9


def test_words_stay_words():
    """What stands around a table is the asker's; its heading is not."""
    assert read(f"Is this us?\n\n{TABLE}\n\nThe upper one is me.", known).words == "Is this us?\nThe upper one is me."


def test_what_a_trace_leaves_empty_is_told():
    """A column that is there and empty says something: the message came from a mailbox here, or went to one."""
    heading = "Received,SenderAddress,RecipientAddress,Status,ToIP,FromIP\n"
    out = "11/24/2026 3:37:09 PM,mori@example.com,kimura@partner.example,Delivered,198.51.100.7,"
    into = "11/24/2026 3:37:09 PM,kimura@partner.example,mori@example.com,Delivered,,198.51.100.7"
    assert [body.partition(" client=")[2] for _, body in found(heading + out)] == ["- server=198.51.100.7"]
    assert [body.partition(" client=")[2] for _, body in found(heading + into)] == ["198.51.100.7 server=-"]


@pytest.mark.parametrize(
    "text",
    [
        "Nov 24 01:02:03 mx postfix/smtpd[123]: connect from unknown[192.0.2.7]",
        "Our event-id, sender and status columns are empty, why?",
        "EventID: 4625\nSource: Security\nSender: none",
        "EventId Source\n------- ------\nhello there",
        "Sender: a@b.example\nStatus: read\nSubject: EventId",
    ],
)
def test_what_is_no_table(text):
    """Other logs, prose and Windows' own events are left as they are."""
    assert not may_hold_tables(text) or tables_in(text.splitlines()) is None


@given(st.text(alphabet=st.sampled_from('EventId Source:,;{}"\n-.…あ@<>\t|'), max_size=400))
def test_anything_may_follow_a_heading(text):
    """Whatever is pasted below a heading, reading it does not raise."""
    read(f"{TABLE}\n{text}\n{ROW_2010}\n{text}", known)


@pytest.mark.parametrize(
    "text",
    [
        "EventId " + "Subject " * 900 + "\n" + "------- " * 40 + "\n" + "a {" * 2500,
        "event-id,sender,recipients\n" + '"a,' * 2700,
        "\n".join(f"{key}: LED=LED={{" for key in ("Sender", "EventId", "Source", "RecipientStatus", "MessageId")),
        "EventId Timestamp Recipients\n------- --------- ----------\n" + "- " * 4000,
    ],
)
def test_hostile_text_is_read_soon(text):
    """Headings that never end, quotes that never close and rows of nothing cost no more than other text."""
    lines = (text + "\n").splitlines() * 40
    started = time.perf_counter()
    tables_in(lines)
    assert time.perf_counter() - started < 2
