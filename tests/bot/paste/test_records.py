"""Tests of log lines that come as records: JSON of the journal and of containers, lists of Windows."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.paste import read
from bot.paste.records import line_of_json, line_of_kind, line_of_list

BODY = "connect from unknown[192.0.2.7]"
WHEN = datetime(2024, 6, 11, 12, 0, 5, 123456, UTC)
JOURNAL = {
    "__REALTIME_TIMESTAMP": "1718107205123456",
    "_HOSTNAME": "mx",
    "SYSLOG_IDENTIFIER": "postfix/smtpd",
    "_PID": "7",
    "MESSAGE": BODY,
}


def parts(line):
    """Give what a line says of itself."""
    return line.when, line.host, line.program, line.pid, line.body


@pytest.mark.parametrize(
    "record",
    [
        JOURNAL,
        JOURNAL | {"MESSAGE": list(BODY.encode())},
        {"log": f"Jun 11 12:00:05 mx postfix/smtpd[7]: {BODY}\n", "stream": "stdout", "time": "2024-06-11T12:00:05.123456789Z"},
        {"@timestamp": "2024-06-11T12:00:05.123456Z", "host": "mx", "program": "postfix/smtpd", "pid": 7, "message": BODY},
    ],
)
def test_one_record_a_line(record):
    """A record of the journal, of a container or of a log shipper is the line that syslog would have written."""
    (line,) = read(json.dumps(record)).lines
    assert parts(line) == (WHEN, "mx", "postfix/smtpd", "7", BODY)


def test_records_over_several_lines():
    """``journalctl -o json-pretty`` writes a field a line; the log line has the number of the record's first."""
    text = "\n".join(json.dumps(record, indent="\t") for record in (JOURNAL, JOURNAL | {"_PID": "8"}))
    lines = read(text).lines
    assert [(line.number, line.pid, line.body) for line in lines] == [(1, "7", BODY), (8, "8", BODY)]
    assert parts(lines[0]) == (WHEN, "mx", "postfix/smtpd", "7", BODY)


SAID = "Inbound authentication failed\nfor [192.0.2.7].\n"
EVENTS = (
    f"TimeCreated  : 6/11/2024 12:00:05 PM\nProviderName : MSExchangeTransport\nId           : 1035\nMessage      : {SAID}",
    "Log Name:      Application\nSource:        MSExchangeTransport\nDate:          11.06.2024 12:00:05\nEvent ID:      1035\n"
    f"Level:         Warning\nComputer:      MX\nDescription:\n{SAID}",
    "ログの名前:         Application\nソース:           MSExchangeTransport\n日付:            2024/06/11 12:00:05\n"
    f"イベント ID:       1035\nコンピューター:       MX\n説明:\n{SAID}",
)


@pytest.mark.parametrize("text", EVENTS)
def test_events_of_windows(text):
    """A list of PowerShell and a text of the event viewer are one line each, whatever language Windows speaks."""
    first, second = read(f"{text}\n{text}").lines
    assert parts(first)[0] == datetime(2024, 6, 11, 12, 0, 5)
    assert parts(first)[2:] == ("MSExchangeTransport", "1035", "Inbound authentication failed for [192.0.2.7].")
    assert (first.number, second.number) == (1, text.count("\n") + 2)


@given(
    st.dictionaries(
        st.sampled_from(["MESSAGE", "time", "log", "host", "_PID", "program"]),
        st.text() | st.integers() | st.none() | st.lists(st.integers()),
    )
)
def test_any_record_is_one_line_or_none(record):
    """No record makes the reading raise, nor a line end."""
    line = line_of_json(json.dumps(record))
    assert line is None or not set("\r\n") & set(line)


@given(st.lists(st.text(max_size=30) | st.sampled_from(["Time: x", "Message: y", "Source: z", ""]), max_size=12))
def test_any_lines_are_a_list_or_none(lines):
    """No lines make the reading of lists raise, and none takes more lines than there are."""
    found = line_of_list(lines)
    assert found is None or 0 < found[1] <= len(lines)


@pytest.mark.parametrize("text", ["{}", "{", "[1]", "{" * 50_000, '{"a": ' * 5_000, '{"MESSAGE": "x"}'])
def test_no_records(text):
    """Brackets, broken JSON and records without a time or a message stand for no line."""
    assert line_of_json(text) is None


def test_fields_beside_a_short_message_are_kept():
    """A program that writes records itself names the addresses in fields of their own; a collector's fields beside a whole line go."""
    record = {"time": "2024-06-11T12:00:05Z", "level": "info", "msg": "accepted", "session": "a8", "from": "a@example.org"}
    (line,) = read(json.dumps(record)).lines
    assert line.body == 'accepted {"session":"a8","from":"a@example.org"}'
    shipped = {"@timestamp": "2024-06-11T12:00:05Z", "message": BODY, "program": "postfix/smtpd", "owner": "ops@example.org"}
    assert read(json.dumps(shipped)).lines[0].body == BODY


def test_text_form_of_structured_logs():
    """A line whose time, level and message are fields has its message in front."""
    (line,) = read('time="2024-06-11T12:00:05Z" level=info msg="message accepted" session=a8 from=a@example.org').lines
    assert line.body == "message accepted session=a8 from=a@example.org"
    assert line.when == WHEN.replace(microsecond=0)


@pytest.mark.parametrize(
    ("record", "line"),
    [
        (
            '{"ts":"2025-11-24T03:00:00Z","event":"auth_failed","ip":"203.0.113.9","user":"info@example.com"}',
            '2025-11-24T03:00:00Z INFO auth failed {"ip":"203.0.113.9","user":"info@example.com"}',
        ),
        (
            '{"id":"1","createdAt":"2025-06-21T14:55:00Z","type":"auth.success","data":{"remoteIp":"203.0.113.9","remotePort":51022}},',
            '2025-06-21T14:55:00Z INFO auth success {"remoteIp":"203.0.113.9","remotePort":51022}',
        ),
        (
            '{"time":1763900402.5,"level":"warn","event":"rcpt","result":"accepted","rcpt_to":"b@example.net"}',
            '2025-11-23T12:20:02.500000+00:00 WARN rcpt accepted {"rcpt_to":"b@example.net"}',
        ),
        ('{"event":"auth_failed","ip":"203.0.113.9"}', None),
        ('{"ts":"2025-11-24T03:00:00Z","ip":"203.0.113.9"}', None),
        ('{"ts":"2025-11-24T03:00:00Z","event":{"kind":"x"}}', None),
        ("[1]", None),
    ],
)
def test_the_name_of_a_kind_says_what_happened(record, line):
    """A record without a message of its own is told by its kind, with its result; its other parts stand behind."""
    assert line_of_kind(record) == line


@pytest.mark.parametrize(
    ("when", "stamp"),
    [
        ("1763900402.5", "2025-11-23T12:20:02.500000+00:00"),
        ("1763900402", "2025-11-23T12:20:02.000000+00:00"),
        ("1763900402500", "2025-11-23T12:20:02.500000+00:00"),
        ("1763900402500000", "2025-11-23T12:20:02.500000+00:00"),
        ('"2025-11-23T12:20:02Z"', "2025-11-23T12:20:02Z"),
    ],
)
def test_what_has_passed_since_1970(when, stamp):
    """Loggers write seconds, thousandths or millionths."""
    assert line_of_json(f'{{"ts":{when},"msg":"hello"}}') == f"{stamp} hello"
