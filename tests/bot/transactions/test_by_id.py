"""Messages that are followed by their ids: by process before there is an id, through filters, bounces and forwards, past hostile names."""

from datetime import datetime, timedelta
from itertools import count

import pytest

from bot.catalogue import Event, Reading
from bot.library.schema import Sessions
from bot.paste import LogLine, Paste
from bot.transactions import Recipient, transactions

SESSIONS = Sessions(
    order=("connection_opened", "tls_established", "message_entry", "message_identified", "message_queued", "message_removed"),
    opens="connection_opened",
    entry=("message_entry", "message_submitted_locally"),
    closes=("connection_closed",),
    finishes=("message_removed",),
    children=("returned_to_sender", "forwarded"),
    no_ids=("NOQUEUE",),
    shared_daemons=("postscreen", "dnsblog"),
    alone=("login_failed", "login_succeeded", "server_fault"),
    outside=("statistics",),
)
NOON = datetime(2024, 6, 11, 12)
ONE, OTHER = "198.51.100.7", "203.0.113.9"


@pytest.fixture
def log():
    """Give a function that writes one line's event; lines are numbered as they are written."""
    numbers = count(1)

    def write(kind, program="smtpd", pid="7", *, host="mx", server="postfix", second=0, **fields):
        if "id" in fields:
            fields["queue_id"] = fields.pop("id")
        when = NOON + timedelta(seconds=second)
        line = LogLine(next(numbers), when, host, f"postfix/{program}", pid, kind, kind, "syslog")
        return Event(kind, fields, line, None, server)

    return write


@pytest.fixture
def told(library):
    """Give a function from events to transactions."""
    return lambda *events: transactions(Reading(Paste(), "postfix", "log", events), SESSIONS, library.vocabulary.events)


def came_in(log, queue_id, client=ONE, pid="7", sender="a@example.net"):
    """Give the lines of a message's way in."""
    return (
        log("connection_opened", pid=pid, client_ip=client),
        log("message_entry", pid=pid, id=queue_id, client_ip=client),
        log("message_identified", "cleanup", "8", id=queue_id),
        log("message_queued", "qmgr", "9", id=queue_id, sender=sender),
        log("connection_closed", pid=pid, client_ip=client),
    )


def went_out(log, queue_id, recipient, kind="delivered_outside", **fields):
    """Give the lines of a message's way out."""
    return log(kind, "smtp", "11", id=queue_id, recipient=recipient, **fields), log("message_removed", "qmgr", "9", id=queue_id)


def test_one_message(log, told):
    """A message has its connection's lines, its own, and the client that its entry names."""
    (only,) = told(*came_in(log, "4A"), *went_out(log, "4A", "b@example.org"))
    assert only.lines == (1, 2, 3, 4, 5, 6, 7)
    assert (only.client, only.sender, only.queue_id, only.outcome) == (ONE, "a@example.net", "4A", "sent")
    assert only.recipients == (Recipient("b@example.org", "sent"),)
    assert only.seen == {"entry", "sender", "recipients", "outcome", "end"}


def test_interleaved_messages_stay_apart(log, told):
    """Two connections whose lines alternate are told apart by their processes, and their messages by their ids."""
    first, second = came_in(log, "4A", ONE, "7", "a@example.net"), came_in(log, "4B", OTHER, "17", "b@example.net")
    mixed = [event for pair in zip(first, second, strict=True) for event in pair]
    found = told(*mixed, *went_out(log, "4B", "x@example.org"), *went_out(log, "4A", "y@example.org"))
    assert [(t.client, t.sender, t.recipients[0].address) for t in found] == [
        (ONE, "a@example.net", "y@example.org"),
        (OTHER, "b@example.net", "x@example.org"),
    ]


def test_messages_of_one_connection_inherit_it(log, told):
    """What a connection said, a failed log-in say, belongs to each of its messages, and is no log-in of theirs."""
    events = (
        log("connection_opened", client_ip=ONE),
        log("login_failed", client_ip=ONE, login="bob"),
        log("message_entry", id="4A", client_ip=ONE),
        log("message_entry", id="4B", client_ip=ONE, login="alice"),
        log("connection_closed", client_ip=ONE),
    )
    first, second = told(*events)
    assert (first.lines, second.lines) == ((1, 2, 3, 5), (1, 2, 4, 5))
    assert (first.login, second.login) == (None, "alice")


def test_refusals_of_one_connection_by_their_senders(log, told):
    """Refused recipients of one sender are one attempt; another sender is another."""
    refusals = [
        log("relay_refused", id="NOQUEUE", client_ip=ONE, sender=sender, recipient=recipient, helo="WIN-1")
        for sender, recipient in (("a@x.test", "b@y.test"), ("a@x.test", "c@y.test"), ("", "d@y.test"))
    ]
    first, second = told(log("connection_opened", client_ip=ONE), *refusals, log("connection_closed", client_ip=ONE))
    assert (first.sender, [r.address for r in first.recipients], first.outcome) == ("a@x.test", ["b@y.test", "c@y.test"], "refused")
    assert (second.sender, [r.address for r in second.recipients]) == ("", ["d@y.test"])
    assert (first.queue_id, first.helo, first.client) == (None, "WIN-1", ONE)


@pytest.mark.parametrize("kind", ["filtered", "redirected", "held", "message_changed"])
def test_what_a_rule_does_before_the_id_is_of_the_message(log, told, kind):
    """A line without an id that refuses nothing belongs to the message which the connection then brings."""
    opened = log("connection_opened", client_ip=ONE)
    ruled = log(kind, id="NOQUEUE", client_ip=ONE, sender="a@example.net", recipient="b@example.com")
    (only,) = told(opened, ruled, log("message_entry", id="4A", client_ip=ONE), log("connection_closed", client_ip=ONE))
    assert only.lines == (1, 2, 3, 4)


def test_a_refused_recipient_stays_an_attempt_of_its_own(log, told):
    """Only what was not refused goes on."""
    opened = log("connection_opened", client_ip=ONE)
    refused = log("relay_refused", id="NOQUEUE", client_ip=ONE, sender="a@example.net", recipient="b@example.org")
    assert len(told(opened, refused, log("message_entry", id="4A", client_ip=ONE))) == 2


def test_connection_without_a_message(log, told):
    """A connection that brought nothing is told, as one."""
    (only,) = told(
        log("connection_opened", client_ip=ONE), log("protocol_violation", client_ip=ONE), log("connection_closed", client_ip=ONE)
    )
    assert (only.lines, only.outcome) == ((1, 2, 3), "unknown")


def test_lines_before_the_beginning(log, told):
    """A warning about the client's name comes before its connection is told of, and belongs to it."""
    (only,) = told(log("name_unverified", client_ip=ONE), log("connection_opened", client_ip=ONE), log("connection_closed", client_ip=ONE))
    assert only.lines == (1, 2, 3)


def test_the_process_serves_the_next_client(log, told):
    """A process serves one client after the other; where the end of one is missing, the next one's name tells."""
    first, second = told(log("login_failed", client_ip=ONE), log("login_failed", client_ip=OTHER))
    assert (first.client, second.client) == (ONE, OTHER)


def test_ids_are_given_again(log, told):
    """A story ends where the message is removed; the same id is another message after that, and at a second entry."""
    early, late = came_in(log, "4A", ONE), went_out(log, "4A", "b@example.org")
    again = came_in(log, "4A", OTHER, sender="c@example.net")
    third = log("message_entry", pid="27", id="4A", client_ip=ONE)
    assert [(t.client, t.sender, t.outcome) for t in told(*early, *late, *again, third)] == [
        (ONE, "a@example.net", "sent"),
        (OTHER, "c@example.net", "accepted"),
        (ONE, None, "unknown"),
    ]


def test_retries_end_with_the_latest(log, told):
    """A recipient that was put off and reached later was reached; the queue's second line is no second message."""
    events = (*came_in(log, "4A"), log("deferred", "smtp", id="4A", recipient="b@example.org"))
    (only,) = told(*events, log("message_queued", "qmgr", id="4A", sender="a@example.net"), *went_out(log, "4A", "b@example.org"))
    assert only.recipients == (Recipient("b@example.org", "sent"),)


def test_forward_of_an_alias(log, told):
    """Who a message was addressed to before our alias led on is kept."""
    (only,) = told(*came_in(log, "4A"), *went_out(log, "4A", "b@example.org", orig_recipient="bob@example.com"))
    assert only.recipients == (Recipient("b@example.org", "sent", "bob@example.com"),)


def filtered(log, relay="127.0.0.1", back="127.0.0.1", **passed):
    """Give the lines of a message that a filter took and handed in again as another."""
    return (
        *came_in(log, "4A"),
        log("connection_opened", pid="17", client_ip=back),
        log("message_entry", pid="17", id="4B", client_ip=back, **passed),
        log("message_queued", "qmgr", "9", id="4B", sender="a@example.net"),
        log("delivered_to_filter", "smtp", "10", id="4A", recipient="b@example.org", relay_ip=relay, next_queue_id="4B"),
        log("message_removed", "qmgr", "9", id="4A"),
        *went_out(log, "4B", "b@example.org"),
    )


@pytest.mark.parametrize("passed", [{}, {"orig_queue_id": "4A", "orig_client_ip": ONE}])
@pytest.mark.parametrize("relay", ["127.0.0.1", "172.22.1.9"])
def test_filters_hand_in_again(log, told, passed, relay):
    """A message through a filter is one: the client of its first entry, the outcome of its second way."""
    (only,) = told(*filtered(log, relay, relay, **passed))
    assert (only.client, only.queue_id, only.recipients) == (ONE, "4A", (Recipient("b@example.org", "sent"),))
    assert only.lines == tuple(range(1, 13))


def test_only_the_second_half(log, told):
    """Where the first entry is not in the paste, the filter's word stands for the client."""
    entry = log("message_entry", id="4B", client_ip="127.0.0.1", orig_queue_id="4A", orig_client_ip=ONE, orig_client_name="x.test")
    (only,) = told(log("connection_opened", client_ip="127.0.0.1"), entry, *went_out(log, "4B", "b@example.org"))
    assert (only.client, only.client_name) == (ONE, "x.test")


def test_what_another_server_says_joins_nothing(log, told):
    """Another server may answer with any id, even one of ours: no message is taken for another's continuation by that."""
    good = (*came_in(log, "4A", "10.0.0.5"), *went_out(log, "4A", "x@example.org", relay_ip=OTHER, next_queue_id="4B"))
    bad = (*came_in(log, "4B", OTHER, "17"), *went_out(log, "4B", "y@example.org"))
    assert [t.client for t in told(*good, *bad)] == ["10.0.0.5", OTHER]
    assert {t.client for t in told(*bad, *good)} == {OTHER, "10.0.0.5"}


def test_bounce_is_a_child(log, told):
    """A bounce is a message of its own that knows whose it is."""
    bounce = (
        log("bounced", "local", "10", id="4A", recipient="nobody@example.com"),
        log("message_identified", "cleanup", "8", id="4C"),
        log("returned_to_sender", "bounce", "12", id="4A", next_queue_id="4C"),
        log("message_queued", "qmgr", "9", id="4C", sender=""),
    )
    first, second = told(*came_in(log, "4A"), *bounce, *went_out(log, "4C", "a@example.net"))
    assert (first.outcome, first.parent) == ("bounced", None)
    assert (second.parent, second.made_by, second.sender, second.client) == (1, "returned_to_sender", "", None)


def test_the_child_may_come_later(log, told):
    """A forward whose lines follow the one that names it is known for it, too."""
    made = log("forwarded", "local", "10", id="4A", recipient="bob@example.com", next_queue_id="4C")
    first, second = told(*came_in(log, "4A"), made, log("message_queued", "qmgr", id="4C", sender="a@example.net"))
    assert (first.recipients, second.parent, second.made_by) == ((Recipient("bob@example.com", "accepted"),), 1, "forwarded")


def test_proxy_names_the_client(log, told):
    """Behind a proxy on this machine the connection is the proxy's, the message its client's."""
    (only,) = told(log("connection_opened", client_ip="127.0.0.1"), log("message_entry", id="4A", client_ip=OTHER))
    assert (only.client, only.lines) == (OTHER, (1, 2))


@pytest.mark.parametrize("proxy", ["10.0.0.5", "192.0.2.26"])
def test_proxy_names_the_client_that_is_refused(log, told, proxy):
    """So is a refused message, from the proxy's first line to the connection's end, wherever the proxy stands."""
    refused = [log("relay_refused", client_ip=OTHER, sender="a@x.test", recipient=f"{name}@y.test") for name in ("b", "c")]
    (only,) = told(log("connection_opened", client_ip=proxy), *refused, log("connection_closed", client_ip=OTHER))
    assert (only.client, only.lines) == (OTHER, (1, 2, 3, 4))


@pytest.mark.parametrize("proxy", ["10.0.0.5", "192.0.2.26"])
def test_proxy_brings_one_client_after_another(log, told, proxy):
    """What two clients of one proxy ask for on one connection is told of each, though their senders be the same."""
    refused = [log("relay_refused", client_ip=client, sender="a@x.test", recipient="b@y.test") for client in (ONE, OTHER)]
    found = told(log("connection_opened", client_ip=proxy), *refused, log("connection_closed", client_ip=OTHER))
    assert [one.client for one in found] == [ONE, OTHER]


def test_local_submission(log, told):
    """A program's message has no client."""
    (only,) = told(log("message_submitted_locally", "pickup", "6", id="4A", uid="33", sender="www-data"), *went_out(log, "4A", "b@x.test"))
    assert (only.client, only.sender, only.outcome) == (None, "www-data", "sent")


def test_lines_of_a_delivery_before_its_message_is_named(log, told):
    """What a delivering process says before it names the message belongs to the message that it names next."""
    failed = log("outgoing_connection", "smtp", "11", relay_ip=OTHER)
    (only,) = told(*came_in(log, "4A"), failed, log("deferred", "smtp", "11", id="4A", recipient="b@example.org"))
    assert 6 in only.lines


def test_looked_at_before_it_may_talk(log, told):
    """What one process for all clients says of one belongs to that one's connection when it goes on, and else stands by itself."""
    door = [log("screened", "postscreen", "5", client_ip=client) for client in (ONE, OTHER)]
    listed = log("blocklist_hit", "dnsblog", "6", client_ip=OTHER)
    refused = log("blocklist_refused", "postscreen", "5", id="NOQUEUE", client_ip=OTHER, sender="a@x.test", recipient="b@y.test")
    first, second = told(*door, listed, *came_in(log, "4A", ONE), refused)
    assert (first.client, first.lines) == (ONE, (1, 5, 6, 7, 8, 9))
    assert (second.client, second.lines, second.outcome) == (OTHER, (2, 3, 4), "refused")


def test_companions(log, told):
    """A companion's line belongs to the message or the connection that it names; a log-in to a mailbox stands by itself."""
    opened = log("connection_opened", client_ip=ONE)
    policy = log("policy_passed", "postgrey", None, server="postgrey", client_ip=ONE)
    mailbox = log("login_failed", "dovecot", None, server="dovecot", client_ip=ONE)
    entry = log("message_entry", id="4A", client_ip=ONE)
    signed = log("signed", "opendkim", "4", server="opendkim", id="4A")
    assert [t.lines for t in told(opened, policy, mailbox, entry, signed)] == [(1, 2, 4, 5), (3,)]


def test_two_servers(log, told):
    """The same id and process on another host are another message's."""
    here, there = came_in(log, "4A", ONE), log("message_entry", host="mx2", id="4A", client_ip=OTHER)
    assert [t.client for t in told(*here, there)] == [ONE, OTHER]


def test_no_transaction(log, told):
    """Statistics belong to nobody; a fault of the server stands by itself."""
    (only,) = told(log("statistics", "anvil", client_ip=ONE), log("server_fault", "master", "1"))
    assert only.lines == (2,)


@pytest.mark.parametrize("shape", ["many messages", "one connection", "no end"])
def test_effort_grows_with_the_lines(log, told, shape):
    """Thousands of messages, of one connection or of many, are followed without searching."""
    events = []
    for number in range(4000):
        client = f"10.{number // 250}.0.{number % 250}"
        if shape == "many messages":
            events += [*came_in(log, f"4{number}", client, str(number)), *went_out(log, f"4{number}", "b@example.org")]
        elif shape == "one connection":
            events += [log("login_failed", client_ip=ONE), log("message_entry", id=f"4{number}", client_ip=ONE)]
        else:
            events += [
                log("connection_opened", pid=str(number % 7), client_ip=client),
                log("login_failed", pid=str(number % 7), client_ip=client),
            ]
    found = told(*events)
    assert len(found) == 4000
    assert sum(len(t.lines) for t in found) <= 30 * len(events)


def test_a_programs_call_goes_with_the_message_that_it_hands_in(log, library):
    """In the order of the calls, if the message comes soon; a client's message is none that a program called for."""
    sessions = SESSIONS.model_copy(update={"precedes": ("program_called",)})
    events = (
        log("program_called", cwd="/home/a"),
        log("program_called", cwd="/home/b"),
        log("message_entry", id="C1", client_ip=ONE),
        log("message_submitted_locally", "pickup", id="A1", uid="a", second=1),
        log("message_submitted_locally", "pickup", id="B1", uid="b", second=2),
        log("program_called", cwd="/home/c", second=3),
        log("message_submitted_locally", "pickup", id="D1", uid="d", second=60),
    )
    found = transactions(Reading(Paste(), "postfix", "log", events), sessions, library.vocabulary.events)
    assert {one.queue_id: one.lines for one in found} == {"C1": (3,), "A1": (1, 4), "B1": (2, 5), "D1": (7,)}
