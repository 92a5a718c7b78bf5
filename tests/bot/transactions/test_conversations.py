"""Which lines of conversations are of one message, who brought it, and where it went."""

import pytest

from bot.catalogue import Catalogue
from bot.paste import read
from bot.transactions import transactions

LINE = '"{program}"\t1\t{session}\t"2026-11-24 04:11:{second:02d}.640"\t"{peer}"\t"{said}"'


@pytest.fixture(scope="module")
def told(library):
    """Give a function that returns the transactions of what was said; a word before it names another conversation."""
    catalogue = Catalogue(library)

    def tell(*said):
        lines = []
        for at, one in enumerate(said):
            session, what = one if isinstance(one, tuple) else ("7", one)
            out = session.startswith("out")
            peer, program = ("198.51.100.33", "SMTPC") if out else ("203.0.113.50", "SMTPD")
            lines.append(LINE.format(program=program, session=session.removeprefix("out"), second=at, peer=peer, said=what))
        reading = catalogue.read(read("\n".join(lines), catalogue.recognise))
        assert reading.server == "unknown"
        return transactions(reading, library.servers["unknown"].sessions, library.vocabulary.events)

    return tell


def fates(transaction):
    """Give what became of the message for each recipient."""
    return {recipient.address: recipient.outcome for recipient in transaction.recipients}


GREETED = ("SENT: 220 mail.example.com ESMTP", "RECEIVED: EHLO User", "SENT: 250 Hello.")
FIRST = ("RECEIVED: MAIL FROM:<a@toys.example>", "SENT: 250 OK", "RECEIVED: RCPT TO:<c@d.example>", "SENT: 250 OK")
SENT = ("RECEIVED: DATA", "SENT: 354 go", "SENT: 250 Queued")


def test_one_message(told):
    """The client, its sender and its recipient, and that it was taken."""
    (one,) = told(*GREETED, *FIRST, *SENT)
    assert (one.client, one.sender, one.helo) == ("203.0.113.50", "a@toys.example", "User")
    assert fates(one) == {"c@d.example": "accepted"}
    assert [event.kind for event in one.events if event.kind in ("recipient_taken", "message_received")] == [
        "recipient_taken",
        "message_received",
    ]


def test_two_messages_of_one_conversation(told):
    """Each has its own sender; both inherit the greeting."""
    second = ("RECEIVED: MAIL FROM:<b@toys.example>", "SENT: 250 OK", "RECEIVED: RCPT TO:<x@d.example>", "SENT: 550 Unknown user")
    one, two = told(*GREETED, *FIRST, *SENT, *second)
    assert (one.sender, fates(one)) == ("a@toys.example", {"c@d.example": "accepted"})
    assert (two.sender, fates(two)) == ("b@toys.example", {"x@d.example": "refused"})
    assert all(one_.of_kind("connection_opened") for one_ in (one, two))


def test_two_recipients_with_different_answers(told):
    """A refused recipient does not undo what was taken for another."""
    (one,) = told(*GREETED, *FIRST, "RECEIVED: RCPT TO:<x@d.example>", "SENT: 550 Unknown user", *SENT)
    assert fates(one) == {"c@d.example": "accepted", "x@d.example": "refused"}


def test_who_logged_in_brought_it(told):
    """A log-in of the conversation is told of its messages, and of none of another conversation."""
    login = ("RECEIVED: AUTH LOGIN", "SENT: 334 VXNl", "RECEIVED: ***", "SENT: 235 authenticated.")
    other = tuple(("8", said) for said in (*GREETED, *FIRST, *SENT))
    one, two = told(*GREETED, *login, *FIRST, *SENT, *other)
    assert one.of_kind("message_received")[0].fields.get("auth_method") == "shown"
    assert "auth_method" not in two.of_kind("message_received")[0].fields


def test_where_it_went(told):
    """What our server said to another goes with the message of the same sender and recipient; with another it is a message of its own."""
    out = tuple(
        ("out9", said)
        for said in (
            "RECEIVED: 220 mx.d.example", "SENT: HELO mail.example.com", "RECEIVED: 250 hi",
            "SENT: MAIL FROM:<a@toys.example>", "RECEIVED: 250 ok", "SENT: RCPT TO:<c@d.example>", "RECEIVED: 250 ok",
            "SENT: DATA", "RECEIVED: 354 go", "RECEIVED: 250 queued",
        )
    )  # fmt: skip
    (one,) = told(*GREETED, *FIRST, *SENT, *out)
    assert (one.client, fates(one)) == ("203.0.113.50", {"c@d.example": "sent"})
    other = tuple((name, said.replace("a@toys.example", "z@toys.example")) for name, said in out)
    _, two = told(*GREETED, *FIRST, *SENT, *other)
    assert (two.client, fates(two)) == (None, {"c@d.example": "sent"})
