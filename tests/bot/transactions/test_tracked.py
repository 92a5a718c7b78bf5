"""Which records of message tracking are of one message, by which it came in, and what became of it for whom."""

import pytest

from bot.catalogue import Catalogue
from bot.paste import read
from bot.transactions import transactions

HEAD = "EventId,Source,MessageId,ClientIp,ServerIp,Sender,Recipients,RelatedRecipientAddress,Reference,MessageSubject"


@pytest.fixture(scope="module")
def told(library):
    """Give a function that returns the transactions of rows under a heading."""
    catalogue = Catalogue(library)

    def tell(*rows, head=HEAD):
        reading = catalogue.read(read("\n".join([head, *rows]), catalogue.recognise))
        return transactions(reading, library.servers["exchange"].sessions, library.vocabulary.events)

    return tell


def fates(transaction):
    """Give what became of the message for each recipient."""
    return {recipient.address: recipient.outcome for recipient in transaction.recipients}


def test_one_message_of_a_mailbox(told):
    """The mailbox brought it, not the server that took it over from there."""
    (one,) = told(
        "RECEIVE,STOREDRIVER,<m1@example.com>,192.0.2.5,,mori@example.com,k@partner.example,,,x",
        "RECEIVE,SMTP,<m1@example.com>,192.0.2.6,192.0.2.5,mori@example.com,k@partner.example,,,x",
        "SENDEXTERNAL,SMTP,<M1@example.com>,192.0.2.5,198.51.100.7,mori@example.com,k@partner.example,,,x",
    )
    assert (one.client, one.login, one.queue_id, one.outcome) == (None, "mori@example.com", "m1@example.com", "sent")
    assert fates(one) == {"k@partner.example": "sent"}


def test_the_first_machine_brought_it(told):
    """Within the organisation a message is received again; who connected first is the client."""
    (one,) = told(
        "RECEIVE,SMTP,<a1@far.example>,203.0.113.9,192.0.2.5,a@far.example,b@example.com,,,x",
        "SEND,SMTP,<a1@far.example>,192.0.2.5,192.0.2.6,a@far.example,b@example.com,,,x",
        "RECEIVE,SMTP,<a1@far.example>,192.0.2.5,192.0.2.6,a@far.example,b@example.com,,,x",
        "DELIVER,STOREDRIVER,<a1@far.example>,,,a@far.example,b@example.com,,,x",
    )
    assert (one.client, fates(one)) == ("203.0.113.9", {"b@example.com": "delivered"})


def test_each_recipient_has_a_fate_of_its_own(told):
    """A record of several recipients tells of each, and is one line."""
    (one,) = told(
        "RECEIVE,STOREDRIVER,<m1@example.com>,,,mori@example.com,k@partner.example;g@gone.example;i@gone.example,,,x",
        "SENDEXTERNAL,SMTP,<m1@example.com>,,198.51.100.7,mori@example.com,k@partner.example,,,x",
        "FAIL,DNS,<m1@example.com>,,,mori@example.com,g@gone.example;i@gone.example,,,x",
    )
    assert fates(one) == {"k@partner.example": "sent", "g@gone.example": "bounced", "i@gone.example": "bounced"}
    assert one.lines == (2, 3, 4)
    assert one.of_kind("message_received")[0].fields["nrcpt"] == "3"


def test_a_group_leads_on(told):
    """A member outside is there because an address of ours leads to it."""
    (one,) = told(
        "RECEIVE,SMTP,<a1@far.example>,203.0.113.9,,a@far.example,staff@example.com,,,x",
        "EXPAND,ROUTING,<a1@far.example>,,,a@far.example,b@example.com;i@home.example,staff@example.com,,x",
        "SENDEXTERNAL,SMTP,<a1@far.example>,,198.51.100.7,a@far.example,i@home.example,,,x",
    )
    assert {recipient.address: recipient.original for recipient in one.recipients}["i@home.example"] == "staff@example.com"


def test_a_notice_belongs_to_what_it_is_about(told):
    """The message that failed was returned in the other; a notice whose cause is not shown is told by itself."""
    rows = (
        "RECEIVE,SMTP,<a1@far.example>,203.0.113.9,,a@far.example,no@example.com,,,x",
        "FAIL,ROUTING,<a1@far.example>,,,a@far.example,no@example.com,,,x",
        "DSN,DSN,<d1@example.com>,,,<>,a@far.example,,<a1@far.example>,y",
        "SENDEXTERNAL,SMTP,<d1@example.com>,,198.51.100.7,<>,a@far.example,,,y",
    )
    failed, notice = told(*rows)
    assert (failed.outcome, notice.parent, notice.made_by) == ("bounced", failed.id, "returned_to_sender")
    (alone,) = told(*rows[2:])
    assert alone.of_kind("message_submitted_locally")[0].fields["notice_of"] == "a1@far.example"


def test_without_ids_sender_subject_and_recipients_tell(told):
    """Two letters of one subject are two where the mailbox sent twice; those to others are others."""
    head = "EventId,Source,Sender,Recipients,MessageSubject"
    letter = ("RECEIVE,STOREDRIVER,mori@example.com,{},x", "SENDEXTERNAL,SMTP,mori@example.com,{},x")
    to = ("k@partner.example", "k@partner.example", "i@home.example")
    found = told(*(row.format(who) for who in to for row in letter), head=head)
    assert [one.lines for one in found] == [(2, 3), (4, 5), (6, 7)]
    assert len({one.queue_id for one in found}) == 3


def test_a_sign_of_life_is_no_message(told):
    """A record that names neither message nor anybody belongs to none."""
    assert told("NOTIFYMAPI,STOREDRIVER,,,,,{},,,") == ()


TRACE = "Received,SenderAddress,RecipientAddress,Status,ToIP,FromIP,MessageTraceId"


@pytest.mark.parametrize(
    ("row", "client", "login", "outcome"),
    [
        ("mori@example.com,k@partner.example,Delivered,198.51.100.7,", None, "mori@example.com", "sent"),
        ("k@partner.example,mori@example.com,Delivered,,198.51.100.7", "198.51.100.7", None, "delivered"),
        ("k@partner.example,mori@example.com,FilteredAsSpam,,198.51.100.7", "198.51.100.7", None, "delivered"),
        ("k@partner.example,mori@example.com,Quarantined,,198.51.100.7", "198.51.100.7", None, "accepted"),
        ("mori@example.com,g@gone.example,Failed,,", None, None, "bounced"),
        ("mori@example.com,g@slow.example,Pending,198.51.100.7,", None, None, "deferred"),
    ],
)
def test_a_trace_tells_beginning_and_end_in_one(told, row, client, login, outcome):
    """One line says who brought a message, or that a mailbox did, and what became of it."""
    (one,) = told(f"11/24/2026 3:37:09 PM,{row},c20e0f7a-f06b-41df-fe33-08d9da155ac1", head=TRACE)
    assert (one.client, one.login, one.outcome, one.lines) == (client, login, outcome, (2,))


def test_lines_of_one_trace_are_one_message(told):
    """Each recipient of a message has a line of its own."""
    id_ = "c20e0f7a-f06b-41df-fe33-08d9da155ac1"
    row = "11/24/2026 3:37:09 PM,mori@example.com,{},Delivered,198.51.100.7,," + id_
    (one,) = told(row.format("k@partner.example"), row.format("i@home.example"), head=TRACE)
    assert fates(one) == {"k@partner.example": "sent", "i@home.example": "sent"}


NO_IDS = "EventId,Source,Sender,ReturnPath,Recipients,MessageSubject"


@pytest.mark.parametrize(
    ("going", "parts"),
    [
        ("SENDEXTERNAL,SMTP,mori@example.com,<>,a@far.example,Automatic reply: x", 1),
        ("SENDEXTERNAL,SMTP,mori@example.com,<>,a@far.example,Undeliverable: x", 2),
        ("RECEIVE,SMTP,mori@example.com,<>,a@far.example,Automatic reply: x", 2),
    ],
)
def test_a_mailbox_answers_by_itself(told, going, parts):
    """What leaves with an empty sender and the subject of what a mailbox has handed in is that; what comes in is not."""
    found = told("SUBMIT,STOREDRIVER,mori@example.com,,,Automatic reply: x", going, head=NO_IDS)
    assert len(found) == parts


def test_a_summary_tells_of_several_fates_in_one_row(told):
    """Each recipient of a row has its own fate; the machine of what goes out is the mailbox's user's, of what came in the server named."""
    head = "origin_timestamp_utc,sender_address,recipient_status,message_id,original_client_ip,directionality"
    out, into = told(
        '2026-11-24T02:00:00Z,mori@example.com,"k@far.example##Receive, Send;b@example.com##Receive, Deliver",<m1@a.example>,192.0.2.7,2',
        '2026-11-24T02:01:00Z,a@far.example,"b@example.com##Receive, Deliver;c@example.com##Receive, Fail",<m2@far.example>,203.0.113.9,1',
        head=head,
    )
    assert (out.client, out.login) == ("192.0.2.7", "mori@example.com")
    assert (fates(out), into.login) == ({"k@far.example": "sent", "b@example.com": "delivered"}, None)
    assert (into.client, fates(into)) == ("203.0.113.9", {"b@example.com": "delivered", "c@example.com": "bounced"})
