"""Tests of records in JSON that tell what became of a message."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.paste import read
from bot.paste.objects import event_in


def told(record):
    """Give the line that a record stands for."""
    found = event_in(json.dumps(record))
    return found and found.text


def kumo(kind="Delivery", **fields):
    """Give a record as KumoMTA's "Log Record" describes it."""
    return {
        "type": kind,
        "id": "9b1f60a2",
        "sender": "a@example.com",
        "recipient": "b@example.net",
        "response": {"code": 250, "enhanced_code": {"class": 2, "subject": 0, "detail": 0}, "content": "OK", "command": "."},
        "peer_address": {"name": "mx.example.net.", "addr": "198.51.100.30"},
        "timestamp": 1763900402,
        "headers": {"From": "x@example.org", "To": "y@example.org"},
        **fields,
    }


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("Reception", "TAKEN {} client=198.51.100.30 helo=mx.example.net {}"),
        ("Rejection", "REJECTED {} client=198.51.100.30 helo=mx.example.net {}"),
        ("Delivery", "DELIVERED {} server=198.51.100.30 server_name=mx.example.net {}"),
        ("TransientFailure", "DEFERRED {} server=198.51.100.30 server_name=mx.example.net {}"),
        ("Bounce", "BOUNCED {} server=198.51.100.30 server_name=mx.example.net {}"),
        ("Expiration", "BOUNCED {} server=198.51.100.30 server_name=mx.example.net {}"),
        ("Feedback", None),
    ],
)
def test_whose_machine_the_peer_is_tells_the_kind(kind, line):
    """It is the client where a message comes in, and the other server where it goes out."""
    whole = line and "EVENT " + line.format("id=<9b1f60a2> from=<a@example.com> to=<b@example.net>", 'code=250 enh=2.0.0 text="OK"')
    assert told(kumo(kind)) == whole


def test_the_time_is_that_of_the_record():
    """Seconds or thousandths since 1970, or a stamp."""
    assert event_in(json.dumps(kumo())).when == datetime(2025, 11, 23, 12, 20, 2, tzinfo=UTC)
    assert event_in(json.dumps(kumo(timestamp=1763900402000))).when == datetime(2025, 11, 23, 12, 20, 2, tzinfo=UTC)
    assert event_in(json.dumps(kumo(timestamp="2025-11-23T12:20:02Z"))).when == datetime(2025, 11, 23, 12, 20, 2, tzinfo=UTC)


SES = {
    "eventType": "Bounce",
    "bounce": {
        "bounceType": "Permanent",
        "bouncedRecipients": [{"emailAddress": "b@example.net", "status": "5.1.1", "diagnosticCode": "smtp; 550 5.1.1 user unknown"}],
    },
    "mail": {"source": "Alice <a@example.com>", "messageId": "EX1", "destination": ["b@example.net", "c@example.org"]},
}


@pytest.mark.parametrize(
    ("record", "line"),
    [
        (SES, 'BOUNCED id=<EX1> from=<a@example.com> to=<b@example.net> code=550 enh=5.1.1 text="user unknown"'),
        (
            {"email": "b@example.net", "event": "deferred", "sg_message_id": "m1", "response": "400 try again later"},
            'DEFERRED id=<m1> to=<b@example.net> code=400 text="try again later"',
        ),
        (
            {
                "event": "failed",
                "severity": "temporary",
                "envelope": {"sender": "a@example.com"},
                "recipient": "b@example.net",
                "message": {"headers": {"from": "x@example.org", "message-id": "m2@example.com"}},
                "delivery-status": {"code": 452, "message": "mailbox full", "mx-host": "mx.example.net"},
            },
            'DEFERRED id=<m2@example.com> from=<a@example.com> to=<b@example.net> server_name=mx.example.net code=452 text="mailbox full"',
        ),
        (
            {"type": "email_delivered", "email_id": "u-1", "email_from": "a@example.com", "email_to": "b@example.net"},
            "DELIVERED id=<u-1> from=<a@example.com> to=<b@example.net>",
        ),
        ({"event": "sent", "from": "a@example.com", "to": "b@example.net"}, "TAKEN from=<a@example.com> to=<b@example.net>"),
        ({"event": "failed", "from": "a@example.com", "to": "b@example.net"}, "FAILED from=<a@example.com> to=<b@example.net>"),
        ({"event": "rejected", "from": "a@example.com", "to": "b@example.net"}, "FAILED from=<a@example.com> to=<b@example.net>"),
        (
            {"event": "rewritten", "mail_from": "a@example.com", "rcpt_to": "b@example.net"},
            "OTHER from=<a@example.com> to=<b@example.net>",
        ),
        ({"event": "delivered", "mail_from": "", "rcpt_to": "b@example.net"}, "DELIVERED from=<> to=<b@example.net>"),
    ],
)
def test_whatever_the_names(record, line):
    """Services name the parts of a record each in their own way; what a message's headers hold is not looked at."""
    assert told(record) == f"EVENT {line}"


@pytest.mark.parametrize(
    "text",
    [
        '{"type":"order","status":"received","customer":"alice"}',
        '{"type":"order","from":"a@example.com","to":"b@example.net"}',
        '{"event":"delivered","parcel":"b at example.net"}',
        '{"event":"delivered","headers":{"to":"b@example.net"}}',
        '{"event":"rcpt","result":"accepted","mail_from":"a@example.com","rcpt_to":"b@example.net"}',
        '{"event":"MAIL","result":"accepted","mail_from":"a@example.com","rcpt_to":"b@example.net"}',
        '{"event":"delivered","to":"b@example.net"',
        "[1, 2]",
        "{}",
    ],
)
def test_what_is_no_record_of_a_message(text):
    """Other programs write JSON, too."""
    assert event_in(text) is None


def test_what_others_wrote_names_no_part():
    """A quote, a bracket or a blank within a value ends none of the line's parts."""
    record = kumo(sender='"a> to=<z"@example.com', response={"code": 250, "content": 'ok" server=192.0.2.1 text="no'})
    assert told(record).count(" to=<") == 1
    assert told(record).endswith('code=250 text="ok server=192.0.2.1 text=no"')


def test_lists_and_records_on_lines_of_their_own_are_read():
    """As an export's list, with a comma behind each, and as a viewer shows one, its parts on lines of their own."""
    listed = "[\n" + ",\n".join(json.dumps(kumo(id=f"m{at}")) for at in range(3)) + "\n]"
    assert [line.body.split(" ")[2] for line in read(listed).lines] == ["id=<m0>", "id=<m1>", "id=<m2>"]
    (line,) = read(json.dumps(SES, indent=2)).lines
    assert (line.number, line.body) == (1, told(SES))


NAMES = st.sampled_from(["type", "event", "to", "from", "response", "timestamp", "id", "headers", "peer_address", "addr", "enhanced_code"])
VALUES = st.none() | st.booleans() | st.floats() | st.integers() | st.sampled_from(["delivered", "a@example.com"]) | st.text(max_size=20)


@given(st.recursive(VALUES, lambda below: st.dictionaries(NAMES, below | st.lists(below, max_size=3)), max_leaves=12))
def test_nothing_raises(value):
    """Whatever a record holds."""
    event_in(json.dumps(value))
