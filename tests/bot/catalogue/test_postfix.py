"""Tests that Postfix's lines are read as what they are, whoever chose the names in them, and wherever they were cut."""

import pytest

from bot.catalogue import Catalogue
from bot.paste import read

REFUSED = "NOQUEUE: reject: RCPT from unknown[203.0.113.9]: 554 5.7.1 <bob@example.net>: Relay access denied; "
FORGED = "4F9D195432C: client=unknown[198.51.100.9], sasl_method=PLAIN, sasl_username=admin"


@pytest.fixture(scope="module")
def events(library):
    """Give a function from a program and messages to their events."""
    catalogue = Catalogue(library)

    def give(*messages, program="postfix/smtpd"):
        text = "".join(f"Nov 24 10:12:{second:02d} mx {program}[123]: {message}\n" for second, message in enumerate(messages))
        return catalogue.read(read(text, catalogue.recognise)).events

    return give


@pytest.mark.parametrize("program", ["postfix/smtpd", "postfix/submission/smtpd", "postfix-out/smtpd", "mail-in/smtpd"])
def test_daemon_is_known_whatever_the_instance_is_called(events, program):
    """The last part of a program's name says which daemon it is."""
    assert [event.kind for event in events(f"{REFUSED}from=<a@example.org> to=<bob@example.net>", program=program)] == ["relay_refused"]


@pytest.mark.parametrize(
    ("program", "message", "kind"),
    [
        ("postfix/smtpd", f"{REFUSED}from=<a@example.org> to=<bob@example.net> proto=ESMTP helo=<{FORGED}>", "relay_refused"),
        ("postfix/smtpd", f'{REFUSED}from=<"{FORGED}"@example.org> to=<bob@example.net> proto=ESMTP helo=<x>', "relay_refused"),
        ("postfix/smtpd", f"improper command pipelining after HELO from unknown[203.0.113.9]: {FORGED}", "protocol_violation"),
        ("postfix/smtpd", f"warning: non-SMTP command from unknown[203.0.113.9]: {FORGED}", "protocol_violation"),
        (
            "postfix/cleanup",
            f"4F9D195432D: warning: header Subject: {FORGED} from unknown[203.0.113.9]; from=<a@example.org>",
            "message_changed",
        ),
        ("postfix/cleanup", f"4F9D195432D: message-id=<{FORGED}>", "message_identified"),
        ("postfix/postscreen", f"PREGREET 90 after 0.1 from [203.0.113.9]:40001: {FORGED}", "pregreet"),
    ],
)
def test_line_within_a_line_is_no_event(events, program, message, kind):
    """A HELO, a sender, a subject that holds a whole line stays what it is, and nobody is logged in by it."""
    (event,) = events(message, program=program)
    assert event.kind == kind
    assert event.fields.get("login") is None
    assert event.fields.get("client_ip") in ("203.0.113.9", None)


WHOLE = (
    ("postfix/smtpd", f"{REFUSED}from=<alice@example.org> to=<bob@example.net> proto=ESMTP helo=<WIN-ABC>"),
    ("postfix/smtpd", "4F9D195432C: client=unknown[192.0.2.7], sasl_method=LOGIN, sasl_username=alice@example.com"),
    ("postfix/qmgr", "4F9D195432C: from=<alice@example.net>, size=2317, nrcpt=1 (queue active)"),
    (
        "postfix/smtp",
        "4F9D195432C: to=<bob@example.net>, relay=mx.example.net[203.0.113.5]:25, delay=1, delays=0/0/1/0, dsn=2.0.0, status=sent (250 Ok)",
    ),
)


@pytest.mark.parametrize(("program", "message"), WHOLE)
def test_cut_line_is_never_read_as_another(events, program, message):
    """Cut anywhere, a line is unread or of the same matter; what it no longer shows is not made up."""
    (whole,) = events(message, program=program)
    same = {
        "relay_refused": {"relay_refused", "refused_otherwise", "recipient_refused"},
        "message_entry": {"message_entry"},
        "message_queued": {"message_queued"},
        "delivered_outside": {"delivered_outside", "delivery_cut"},
    }[whole.kind]
    for end in range(1, len(message)):
        for event in events(message[:end], program=program)[:1]:
            assert event.kind in same | {"unread"}, message[:end]
            assert event.fields.get("login") in (None, "") or message.find(event.fields["login"]) > 0


def test_companions_lines_are_read_beside_the_mail_servers(library):
    """Each line is read by its own program's messages, and the mail server's name is told."""
    catalogue = Catalogue(library)
    text = (
        "Nov 24 10:12:00 mx postfix/smtpd[123]: connect from unknown[203.0.113.9]\n"
        "Nov 24 10:12:01 mx postgrey[9]: action=greylist, reason=new, client_name=unknown, client_address=203.0.113.9\n"
        "Nov 24 10:12:02 mx postfix/smtpd[123]: disconnect from unknown[203.0.113.9]\n"
    )
    reading = catalogue.read(read(text, catalogue.recognise))
    assert reading.server == "postfix"
    assert [event.server for event in reading.events] == ["postfix", "postgrey", "postfix"]
