"""Tests of the summary rows that Microsoft 365 offers for download: one for a message, with the fate of each recipient."""

import pytest

from bot.paste import read
from bot.paste.summaries import as_trace, is_summary

HEADING = (
    "origin_timestamp_utc,sender_address,recipient_status,message_subject,total_bytes,message_id,network_message_id,original_client_ip,"
    "directionality,connector_id,delivery_priority"
)
ROW = (
    '2026-11-24T02:00:00.1230000Z,mori@example.com,"{fates}",Plan,30211,<m1@example.com>,1341ac7b-13fb-42ab-4d44-08cf7f55890f,'
    "198.51.100.77,{direction},{connector},Normal"
)


def found(fates, direction="2", connector=""):
    """Give the line that a row stands for, and when it is of."""
    rows = f"{HEADING}\n{ROW.format(fates=fates, direction=direction, connector=connector)}"
    (line,) = read(rows, lambda shape, _: 2 if shape == "record" else 0).lines
    return line.body, line.when


@pytest.mark.parametrize(
    ("fates", "told"),
    [
        ("k@partner.example##Receive, Send", "TRACE Sent id=<m1@example.com> from=<mori@example.com> to=<k@partner.example>"),
        ("<b@example.com>##Receive, Deliver", "TRACE Stored id=<m1@example.com> from=<mori@example.com> to=<b@example.com>"),
        ("g@gone.example##Receive, Fail", "TRACE Failed id=<m1@example.com> from=<mori@example.com> to=<g@gone.example>"),
        ("g@gone.example##Receive, Defer", "TRACE GettingStatus id=<m1@example.com> from=<mori@example.com> to=<g@gone.example>"),
        ("s@example.com##Receive, Expand", "TRACE Expanded id=<m1@example.com> from=<mori@example.com> to=<s@example.com>"),
        (
            "a@x.example##Receive, Send;b@y.example##Receive, Send",
            "TRACE Sent id=<m1@example.com> from=<mori@example.com> to=<a@x.example;b@y.example>",
        ),
        (
            "a@x.example##Receive, Send;b@example.com##Receive, Deliver;c@y.example##Receive, Fail;d@y.example##Receive",
            "TRACE Several id=<m1@example.com> from=<mori@example.com> sent=<a@x.example> stored=<b@example.com> failed=<c@y.example> "
            "waiting=<d@y.example>",
        ),
    ],
)
def test_the_last_event_of_each_recipient_is_its_fate(fates, told):
    """Recipients of one fate share a line's word; several fates are told one beside the other."""
    body, when = found(fates)
    assert body == f'{told} client=- at=198.51.100.77 subject="Plan"'
    assert when is not None
    assert (when.hour, when.minute) == (2, 0)


@pytest.mark.parametrize(
    ("direction", "client"),
    [
        ("1", " client=198.51.100.77 came=in"),
        ("Incoming", " client=198.51.100.77 came=in"),
        ("2", " client=- at=198.51.100.77"),
        ("Originating", " client=- at=198.51.100.77"),
        ("", " client=198.51.100.77"),
    ],
)
def test_who_handed_in_what_goes_out_is_no_stranger(direction, client):
    """Its address is where the mailbox's user sat; that of a server which brought mail is the client's."""
    body, _ = found("b@example.com##Receive, Deliver", direction)
    assert body == f'TRACE Stored id=<m1@example.com> from=<mori@example.com> to=<b@example.com>{client} subject="Plan"'


def test_what_a_connector_took_came_from_no_mailboxs_user():
    """A program or server of one's own hands in by a connector, and its address says nothing of who used a mailbox."""
    body, _ = found("k@partner.example##Receive, Send", connector="From our office")
    assert body == 'TRACE Sent id=<m1@example.com> from=<mori@example.com> to=<k@partner.example> client=- subject="Plan"'


@pytest.mark.parametrize(
    "fields",
    [
        {"from": "a@b.example", "status_text": "550 5.1.1 ##"},
        {"from": "a@b.example", "status_text": ""},
        {"event": "SEND", "from": "a@b.example", "status_text": "c@d.example##Receive, Send"},
        {"status_text": "c@d.example##Receive, Send"},
    ],
)
def test_what_is_no_summary(fields):
    """A status without an address, an event of a tracking log, and a row without a sender are none."""
    assert not is_summary(fields)


def test_a_cell_that_never_ends_is_read_soon():
    """Thousands of signs and no recipient cost no more than other text."""
    assert not is_summary({"from": "a@b.example", "status_text": "a@" * 40_000})
    assert as_trace({"from": "a@b.example", "status_text": "c@d.example##" + "Receive, " * 9000})["to"] == "c@d.example"
