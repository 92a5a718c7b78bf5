"""Who handed in what qmail queued: a log-in of Plesk's just before, or an address of ours that sends its mail on."""

import pytest

from bot.catalogue import Catalogue
from bot.paste import read
from bot.transactions import transactions

CONNECT = "Nov 24 10:20:{s} h relaylock: /var/qmail/bin/relaylock: mail from {ip}:50982 (not defined)"
LOGIN = "Nov 24 10:20:{s} h smtp_auth: SMTP user {user} : /var/qmail/mailnames/example.co.jp/x logged in from unknown@ [{ip}]"
TAKEN = "Nov 24 10:{m}:{s} h qmail: 1795483232.611290 info msg {id}: bytes 318 from <{sender}> qp {qp} uid {uid}"
REMOTE = "Nov 24 10:20:{s} h qmail: 1795483232.640018 starting delivery {d}: msg {id} to remote {to}"
LOCAL = "Nov 24 10:20:{s} h qmail: 1795483232.640018 starting delivery {d}: msg {id} to local {to}"
OK = "Nov 24 10:20:{s} h qmail: 1795483234.118802 delivery {d}: success: {what}"
TAKEN_THERE = "198.51.100.25_accepted_message./"


def taken(sender="a@example.net", *, number=7, qp=70, uid=2020, s=33, m=20):
    """Give the line of a message that came into the queue."""
    return TAKEN.format(sender=sender, id=number, qp=qp, uid=uid, s=s, m=m)


@pytest.fixture(scope="module")
def told(library):
    """Give a function that returns the transactions of lines that hold a message."""
    catalogue = Catalogue(library)

    def tell(*lines):
        reading = catalogue.read(read("\n".join(lines), catalogue.recognise))
        found = transactions(reading, library.servers["qmail"].sessions, library.vocabulary.events)
        return [one for one in found if one.queue_id is not None]

    return tell


OWN = LOGIN.format(s=31, ip="203.0.113.9", user="mori@example.co.jp")


@pytest.mark.parametrize(
    ("before", "message", "login"),
    [
        ([OWN], taken("mori@example.co.jp"), "mori@example.co.jp"),
        ([OWN], taken("pay@bank.example"), "mori@example.co.jp"),
        ([OWN, CONNECT.format(s=32, ip="198.51.100.99")], taken("mori@example.co.jp"), "mori@example.co.jp"),
        ([OWN, CONNECT.format(s=32, ip="198.51.100.99")], taken("pay@bank.example"), None),
        ([OWN, OWN.replace("mori", "ito")], taken("pay@bank.example"), None),
        ([OWN], taken("mori@example.co.jp", m=25), None),
        ([OWN], taken("mori@example.co.jp", uid=10042), None),
        ([CONNECT.format(s=32, ip="198.51.100.99")], taken("mori@example.co.jp"), None),
        ([LOGIN.format(s=31, ip="203.0.113.9", user="mori")], taken("mori@example.co.jp"), "mori@example.co.jp"),
    ],
)
def test_a_message_came_by_the_log_in_before_it(told, before, message, login):
    """It is the sender's own, or the only one there; with another client there, long after, or for a program, nobody's."""
    (one,) = told(*before, message)
    assert one.login == login
    assert one.client == ("203.0.113.9" if login else None)


def test_the_connection_goes_with_the_message(told):
    """The lines of the log-in and of the connection's beginning are told with what came by it, each message by itself."""
    lines = [CONNECT.format(s=30, ip="203.0.113.9"), OWN, taken("mori@example.co.jp"), taken("mori@example.co.jp", number=8, qp=80)]
    assert [one.lines for one in told(*lines)] == [(1, 2, 3), (1, 2, 4)]


PARENT = [taken(), LOCAL.format(s=33, d=1, id=7, to="info@example.co.jp")]
SENDS_ON = OK.format(s=34, d=1, what="did_1+1+0/qp_80/")
CHILD = [taken(number=8, qp=80, uid=10042), REMOTE.format(s=34, d=2, id=8, to="home@example.org")]
ARRIVED = OK.format(s=35, d=2, what=TAKEN_THERE)


@pytest.mark.parametrize("lines", [[*PARENT, *CHILD, SENDS_ON, ARRIVED], [*PARENT, SENDS_ON, *CHILD, ARRIVED]])
def test_what_was_sent_on_is_told_with_its_beginning(told, lines):
    """The new message may be queued before or after the delivery is done; no program of this machine made it."""
    (one,) = told(*lines)
    assert {(r.address, r.outcome, r.original) for r in one.recipients} == {
        ("info@example.co.jp", "delivered", None),
        ("home@example.org", "sent", "info@example.co.jp"),
    }
    assert not one.of_kind("message_submitted_locally")


def test_another_process_is_another_message(told):
    """A message of another process is none that was sent on."""
    found = told(*PARENT, SENDS_ON, taken(number=8, qp=81), CHILD[1], ARRIVED)
    assert [[r.original for r in one.recipients] for one in found] == [[None], [None]]


@pytest.mark.parametrize("uid", [33, 48, 80, 10000, 59999])
def test_programs_are_known_by_their_users_number(told, uid):
    """Web servers' fixed numbers, and those that people and web sites have."""
    (one,) = told(taken(uid=uid))
    assert one.of_kind("message_submitted_locally")


@pytest.mark.parametrize("uid", [0, 82, 89, 1001, 2020, 9999, 60000, 64011])
def test_the_networks_numbers_are_none(told, uid):
    """Qmaild has another number on every system, and none of those."""
    (one,) = told(taken(uid=uid))
    assert not one.of_kind("message_submitted_locally")


def test_a_mailing_list_is_no_script(told):
    """Ezmlm's senders end in -@[]; its messages are as many as it has members."""
    (one,) = told(taken("list-return-12-@example.co.jp-@[]", uid=10042))
    assert not one.of_kind("message_submitted_locally")
