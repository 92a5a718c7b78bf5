"""The log of a server that nobody listed is read by the parts of its lines: it calms or asks, and accuses nobody by guesses."""

import pytest

from bot.catalogue import Catalogue
from bot.paste import read
from bot.site import Site

REFUSED_EN = (
    "2026-11-24 10:01:02 SMTP-IN [203.0.113.9] connected\n"
    "2026-11-24 10:01:03 SMTP-IN [203.0.113.9] RCPT TO:<b@example.org> 550 5.7.1 relaying denied\n"
    "2026-11-24 10:01:03 SMTP-IN [203.0.113.9] disconnected\n"
)
REFUSED_JA = (
    "2026/11/24 10:01:02 SMTP受信 203.0.113.9 接続\n"
    "2026/11/24 10:01:03 SMTP受信 203.0.113.9 宛先 b@example.org への中継を拒否しました\n"
    "2026/11/24 10:01:03 SMTP受信 203.0.113.9 切断\n"
)
HMAIL = (
    '"TCPIP"\t1828\t"2026-11-24 10:01:02.000"\t"TCP - 203.0.113.9 connected to 192.0.2.25:25."\n'
    '"SMTPD"\t2824\t12\t"2026-11-24 10:01:03.123"\t"203.0.113.9"\t"RECEIVED: RCPT TO:<b@example.org>"\n'
    '"SMTPD"\t2824\t12\t"2026-11-24 10:01:03.123"\t"203.0.113.9"\t"SENT: 550 Delivery is not allowed to this address."\n'
)
KERIO = "[24/Nov/2026 10:01:03] Relay attempt from IP address 203.0.113.9, mail from <a@example.net> to <b@example.org> rejected\n"
COMMUNIGATE = "10:01:03.12 2 SMTPI-000123([203.0.113.9]) rejected RCPT TO:<b@example.org>: relaying denied\n"
GRANTED = (
    "Nov 24 10:00:00 mail maild[12]: relay permitted for [203.0.113.9]: from <a@example.net> to <b@example.org>\n"
    "Nov 24 10:00:00 mail maild[12]: message 4711 from <a@example.net> accepted\n"
    "Nov 24 10:00:00 mail maild[12]: message 4711 sent to <b@example.org>\n"
)


@pytest.fixture(scope="module")
def reading(library):
    """Give a function from a text to its reading."""
    catalogue = Catalogue(library)
    return lambda text: catalogue.read(read(text, catalogue.recognise))


@pytest.mark.parametrize(
    "text", [REFUSED_EN, REFUSED_JA, HMAIL, KERIO, COMMUNIGATE], ids=["en", "ja", "hmailserver", "kerio", "communigate"]
)
def test_refusal_is_read(reading, text):
    """A refused relay is found in each maker's own manner, with the client's address."""
    found = reading(text)
    assert (found.input, found.server) == ("log", "unknown")
    (refused,) = [event for event in found.events if event.kind == "relay_refused"]
    assert refused.fields["client_ip"] == "203.0.113.9"
    assert found.unread == ()


@pytest.mark.parametrize(("text", "lang"), [(REFUSED_EN, "en"), (REFUSED_JA, "ja")])
def test_refusal_calms(explained, text, lang):
    """A refused attempt is told as stopped, not as abuse."""
    answer = explained(text, lang=lang)
    assert answer.mta == "unknown"
    assert (answer.verdict, answer.severity) == ("relay_attempt_refused", "stopped")


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_acceptance_alone_accuses_nobody(explained, lang):
    """That a message was taken and sent says nothing about a log-in, so the answer asks instead of accusing."""
    text = (
        "Nov 24 10:00:00 m maild[1]: [203.0.113.9] message 4711 accepted from <a@example.net>\n"
        "Nov 24 10:00:01 m maild[1]: message 4711 sent to <b@example.org>\n"
    )
    answer = explained(text, lang=lang)
    assert answer.mta == "unknown"
    assert answer.severity in ("unknown", "fine")
    assert answer.findings == () or all(finding.severity == "fine" for finding in answer.findings)


def test_grant_is_told(reading):
    """A line that itself says that passing on was allowed is read as that."""
    assert [event.kind for event in reading(GRANTED).events] == ["relay_granted", "message_passed", "delivered_outside"]


@pytest.mark.parametrize(
    "line",
    [
        "relaying for [203.0.113.9] was not permitted",
        "relay for [203.0.113.9] is permitted only after login, refused",
        "中継は許可されませんでした [203.0.113.9]",
        "checking whether relaying is allowed for [203.0.113.9]",
    ],
)
def test_denied_grant_is_no_grant(reading, line):
    """The contrary of a grant, or a question about it, is never read as one."""
    found = reading(f"Nov 24 10:00:00 mail maild[12]: {line} from <a@example.net> to <b@example.org>\n")
    assert all(event.kind != "relay_granted" for event in found.events)


def test_words_in_names_decide_nothing(reading):
    """A sender whose address spells a refusal or a grant changes nothing."""
    plain = "Nov 24 10:00:00 mail maild[12]: message 4711 accepted from <{}> to <b@example.org> [203.0.113.9]\n"
    names = ("a@example.net", "relay.refused@denied.example", "relay-permitted@example.net")
    assert {reading(plain.format(name)).events[0].kind for name in names} == {"message_passed"}


def test_known_server_is_not_read_by_parts(reading):
    """Lines that a known server wrote keep their server."""
    assert reading("Nov 24 10:00:00 mail postfix/smtpd[1]: connect from unknown[203.0.113.9]\n").server == "postfix"


NAMED = "Nov 24 10:00:00 mx maild[12]: {} id=4711a ip=203.0.113.9 from=<a@example.net> to=<b@example.org>{}\n"


@pytest.mark.parametrize(
    ("said", "more", "kind"),
    [
        ("message accepted", "", "message_received"),
        ("message queued", " user=ann", "message_received"),
        ("incoming message", "", "message_entry"),
        ("RCPT ok", "", "recipient_taken"),
        ("RCPT error", "", "recipient_not_accepted"),
        ("message not accepted", "", "unread"),
        ("message rejected", ": relay denied", "relay_refused"),
        ("delivered", "", "delivered"),
        ("delivered", " remote-host=198.51.100.7", "delivered_outside"),
        ("outbound delivered", "", "delivered_outside"),
        ("not delivered, permanent error", "", "undelivered"),
        ("delivery failed", ": 550 relaying denied", "undelivered"),
        ("delivery failed", ": 550 user unknown", "undelivered"),
        ("unauthenticated client", "", "trace"),
        ("wrote", ' helo="relay permitted, message accepted"', "unread"),
        ("wrote", " subject=relay permitted, message accepted", "unread"),
    ],
)
def test_lines_that_name_their_parts(reading, said, more, kind):
    """What is left beside the parts tells the kind; another server's answer is not our own word, and a stranger's text is none at all."""
    *_, event = reading(NAMED.format("incoming message", "") + NAMED.format(said, more)).events
    assert event.kind == kind
    assert event.fields["queue_id"] == "4711a"


def test_subject_grants_nothing(explained):
    """A stranger who writes a grant, or somebody's log-in, into the subject changes neither kind nor facts of the line."""
    line = (
        "[12/Mar/2024 03:02:14] Recv: Queue-ID: 65efc5b6-00000a11, Service: SMTP, From: <a@example.net>, To: <b@example.org>, "
        "Size: 4188, Sender-Host: 203.0.113.19, SSL: yes, Subject: relay permitted for [203.0.113.19], User: boss@example.com\n"
    )
    answer = explained(line, site=Site(domains=("example.com",), networks=("192.0.2.0/24",)))
    assert [weighed.transaction.login for weighed in answer.transactions] == [None]
    assert answer.verdict == "undetermined"
