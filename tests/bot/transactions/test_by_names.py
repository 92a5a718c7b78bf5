"""Messages and sessions that are followed by the names their lines bear, where nobody listed the server."""

import pytest

from bot.desk import Message


@pytest.fixture
def told(desk):
    """Give a function from a log to client, login, sender, recipients with outcomes, and lines of each transaction."""

    def find(text):
        found = [weighed.transaction for weighed in desk.explain(Message(text=text)).transactions]
        return [(t.client, t.login, t.sender, [(r.address, r.outcome) for r in t.recipients], t.lines) for t in found]

    return find


KERIO = """\
[12/Mar/2024 03:02:14] Recv: Queue-ID: 65e-a11, From: <a@example.net>, To: <b@example.org>, User: helen, Sender-Host: 203.0.113.19
[12/Mar/2024 03:02:14] Recv: Queue-ID: 65e-a12, Service: SMTP, From: <c@example.net>, To: <d@example.org>, Sender-Host: 198.51.100.20
[12/Mar/2024 03:02:15] Sent: Queue-ID: 65e-a12, Recipient: <d@example.org>, Result: failed, Status: 5.1.1 550 User unknown
[12/Mar/2024 03:02:15] Sent: Queue-ID: 65e-a11, Recipient: <b@example.org>, Result: delivered, Status: 2.0.0 , Remote-Host: 198.51.100.8
"""


def test_messages_are_told_apart_by_their_ids(told):
    """Lines of two messages that run side by side go each to its own, with its client and log-in."""
    assert told(KERIO) == [
        ("203.0.113.19", "helen", "a@example.net", [("b@example.org", "sent")], (1, 4)),
        ("198.51.100.20", None, "c@example.net", [("d@example.org", "deferred")], (2, 3)),
    ]


HARAKA = """\
[NOTICE] [AAAAAAAA-2C1A-4E0D-9C55-0B64D6C1B6A1] [core] connect ip=203.0.113.9 port=51022
[NOTICE] [BBBBBBBB-2C1A-4E0D-9C55-0B64D6C1B6A1] [core] connect ip=198.51.100.9 port=51022
[NOTICE] [AAAAAAAA-2C1A-4E0D-9C55-0B64D6C1B6A1.1] [core] sender <a@example.net> code=CONT msg=""
[NOTICE] [BBBBBBBB-2C1A-4E0D-9C55-0B64D6C1B6A1.1] [core] sender <b@example.net> code=CONT msg=""
[NOTICE] [BBBBBBBB-2C1A-4E0D-9C55-0B64D6C1B6A1.1] [core] recipient <x@example.org> code=OK msg="" sender="b@example.net"
[PROTOCOL] [AAAAAAAA-2C1A-4E0D-9C55-0B64D6C1B6A1.1] [core] S: 550 I cannot deliver mail for <y@example.org>
[NOTICE] [BBBBBBBB-2C1A-4E0D-9C55-0B64D6C1B6A1.1] [core] queue code=OK msg="Message Queued"
[NOTICE] [BBBBBBBB-2C1A-4E0D-9C55-0B64D6C1B6A1.2] [core] sender <b@example.net> code=CONT msg=""
[NOTICE] [BBBBBBBB-2C1A-4E0D-9C55-0B64D6C1B6A1.2] [core] recipient <z@example.org> code=OK msg="" sender="b@example.net"
[NOTICE] [AAAAAAAA-2C1A-4E0D-9C55-0B64D6C1B6A1] [core] disconnect ip=203.0.113.9 helo="user=admin" lr="550 mail for <w@example.org>"
"""


def test_sessions_have_their_messages(told):
    """What the connection said goes with each of its messages; a second message of it is another transaction."""
    assert told(HARAKA) == [
        ("203.0.113.9", None, "a@example.net", [("y@example.org", "refused")], (1, 3, 6, 10)),
        ("198.51.100.9", None, "b@example.net", [("x@example.org", "accepted")], (2, 4, 5, 7)),
        ("198.51.100.9", None, "b@example.net", [("z@example.org", "accepted")], (2, 8, 9)),
    ]


def test_a_refusal_told_at_the_end_goes_with_its_recipient(told):
    """The line of the end names the session alone, and the recipient by which its message is known."""
    text = (
        "[NOTICE] [AAAAAAAA-2C1A-4E0D-9C55-0B64D6C1B6A1] [core] connect ip=203.0.113.9 port=51022\n"
        '[NOTICE] [AAAAAAAA-2C1A-4E0D-9C55-0B64D6C1B6A1.1] [core] sender <a@example.net> code=CONT msg=""\n'
        '[NOTICE] [AAAAAAAA-2C1A-4E0D-9C55-0B64D6C1B6A1.1] [core] recipient <b@example.org> code=CONT msg="" sender="a@example.net"\n'
        '[NOTICE] [AAAAAAAA-2C1A-4E0D-9C55-0B64D6C1B6A1] [core] disconnect ip=203.0.113.9 rdns="NXDOMAIN" helo="pc" relay=N early=N esmtp=Y'
        ' tls=N pipe=N errors=0 txns=1 rcpts=0/0/1 msgs=0/0/0 bytes=0 lr="550 I cannot deliver mail for <b@example.org>" time=1.1\n'
    )
    assert told(text) == [("203.0.113.9", None, "a@example.net", [("b@example.org", "refused")], (1, 2, 3, 4))]


def test_a_thread_serves_one_client_after_the_other(told):
    """A thread that Domino names before the stamp begins anew with the next client; the router's line is followed by the id."""
    text = (
        "[0A18:000C-0B1C] 03/12/2024 09:24:08 AM  SMTP Server: mx2.example.net (203.0.113.52) connected\n"
        "[0A18:000C-0B1C] 03/12/2024 09:24:09 AM  SMTP Server: Message 0050AB1C (MessageID: <4f2a@example.net>) received\n"
        "[0A18:000C-0B1C] 03/12/2024 09:24:20 AM  SMTP Server: mx3.example.net (198.51.100.52) connected\n"
        "[0B2C:0002-0D44] 03/12/2024 09:24:21 AM  Router: Message 0050AB1C delivered to Front Desk/Example\n"
    )
    found = told(text)
    assert [(client, recipients, lines) for client, _, _, recipients, lines in found] == [
        ("203.0.113.52", [("Front Desk/Example", "delivered")], (1, 2, 4)),
        ("198.51.100.52", [], (3,)),
    ]


def test_client_is_the_name_where_lines_have_no_other(told):
    """A connection's line goes with the message that the same client brought, by the address alone."""
    text = (
        "Mar 12 04:10:31 ns courieresmtpd: started,ip=[::ffff:203.0.113.9]\n"
        "Mar 12 04:10:32 ns courieresmtpd: started,ip=[::ffff:198.51.100.7]\n"
        "Mar 12 04:10:33 ns courierd: newmsg,id=0801A2.65EF5819: dns; mx.example.com (mx.example.com [::ffff:198.51.100.7])\n"
        "Mar 12 04:10:33 ns courierlocal: id=0801A2.65EF5819,from=<a@example.com>,addr=<kawai>,success: Message delivered.\n"
    )
    assert [(client, lines) for client, _, _, _, lines in told(text)] == [("203.0.113.9", (1,)), ("198.51.100.7", (2, 3, 4))]


def test_a_refused_log_in_lets_nobody_in(told):
    """The name under which a log-in was refused is not that of whoever sent in the same session."""
    text = (
        '2025-01-17T16:59:00Z WARN Authentication failed (auth.failed) listenerId = "smtp", '
        'remoteIp = 203.0.113.9, remotePort = 48251, accountName = "boss"\n'
        '2025-01-17T16:59:01Z INFO Queued message for delivery (queue.queue-message) listenerId = "smtp", '
        "remoteIp = 203.0.113.9, remotePort = 48251, "
        'queueId = 2345362, from = "a@example.net", to = ["b@example.org", "c@example.net"], size = 9120\n'
    )
    ((client, login, sender, recipients, _),) = told(text)
    assert (client, login, sender) == ("203.0.113.9", None, "a@example.net")
    assert recipients == [("b@example.org", "accepted"), ("c@example.net", "accepted")]


def test_the_next_message_of_a_session_is_another(told):
    """A session without ids of messages has one for each line that takes a message."""
    line = (
        'time="2024-03-12T08:00:0{}Z" level=info msg="accepted" session=a81f02 '
        "from={}@example.org to=x@example.net user=ann remote_ip=203.0.113.9\n"
    )
    text = line.format(0, "ann") + line.format(1, "ann") + line.format(2, "bob")
    assert [(sender, lines) for _, _, sender, _, lines in told(text)] == [
        ("ann@example.org", (1,)),
        ("ann@example.org", (2,)),
        ("bob@example.org", (3,)),
    ]


CHASQUID = """\
Nov 21 03:04:02 box chasquid[812]: 198.51.100.20:40312 auth succeeded for lou@example.com
Nov 21 03:04:02 box chasquid[812]: 203.0.113.7:40313 auth failed for lou@example.com
Nov 21 03:04:03 box chasquid[812]: Kq3vTz81 from=lou@example.com queued ip=198.51.100.20:40312 to=[june@example.net jo@example.org]
Nov 21 03:04:03 box chasquid[812]: Zz3vTz82 from=ann@example.net queued ip=[2001:db8::9]:40312 to=[lou@example.com]
Nov 21 03:04:05 box chasquid[812]: Zz3vTz82 from=ann@example.net to=lou@example.com sent
Nov 21 03:04:05 box chasquid[812]: Kq3vTz81 from=lou@example.com to=june@example.net sent
Nov 21 03:04:06 box chasquid[812]: Kq3vTz81 from=lou@example.com to=jo@example.org failed (permanent): 550 5.1.1 no such user
Nov 21 03:04:06 box chasquid[812]: 203.0.113.7:40314 rejected from=lou@example.com to=[x@example.org] - relay not allowed
"""


def test_chasquids_first_word_is_the_connection_or_the_message(told):
    """Who logged in on a connection brought what is queued from it; another client's failed log-in is none of it."""
    assert told(CHASQUID) == [
        (
            "198.51.100.20",
            "lou@example.com",
            "lou@example.com",
            [("june@example.net", "delivered"), ("jo@example.org", "bounced")],
            (1, 3, 6, 7),
        ),
        ("203.0.113.7", None, None, [], (2,)),
        ("2001:db8::9", None, "ann@example.net", [("lou@example.com", "delivered")], (4, 5)),
        ("203.0.113.7", None, "lou@example.com", [("x@example.org", "refused")], (8,)),
    ]


MADDY = """\
mail  | {name}: incoming message\t{{"msg_id":"a2917b03","sender":"a@example.net","src_host":"{host}","src_ip":"203.0.113.5:61022"{user}}}
mail  | {name}: RCPT ok\t{{"msg_id":"a2917b03","rcpt":"b@example.org"}}
mail  | {name}: accepted\t{{"msg_id":"a2917b03"}}
mail  | queue: delivered\t{{"attempt":1,"msg_id":"a2917b03","rcpt":"b@example.org"}}
"""


@pytest.mark.parametrize(
    ("name", "host", "user", "value"),
    [
        ("smtp", "User", "", False),
        ("submission", "pc", ',"username":"a@example.net"', True),
        ("smtp", r"x\",\"username\":\"a@example.net", "", False),
        ("smtp", "User", ',"other":1', None),
    ],
)
def test_maddy_names_whoever_logged_in(desk, name, host, user, value):
    """Its line tells the user's name where there is one, so without it nobody logged in; what a client calls itself names no user."""
    (weighed,) = desk.explain(Message(text=MADDY.format(name=name, host=host, user=user))).transactions
    assert weighed.facts["authenticated"].value is value


KUMO = """\
{"type":"Reception","id":"m1","sender":"a@example.com","recipient":"b@example.net","peer_address":{"name":"web","addr":"10.0.0.5"},"timestamp":1763900402}
{"type":"Delivery","id":"m2","sender":"c@example.com","recipient":"d@example.net","peer_address":{"name":"mx","addr":"198.51.100.9"},"timestamp":1763900403}
{"type":"Bounce","id":"m3","sender":"e@example.com","recipient":"f@example.net","peer_address":{"name":"mx","addr":"198.51.100.9"},"timestamp":1763900403}
{"type":"Delivery","id":"m1","sender":"a@example.com","recipient":"b@example.net","peer_address":{"name":"mx","addr":"198.51.100.9"},"timestamp":1763900404}
"""


def test_records_are_followed_by_the_message_they_name(told):
    """A record tells sender and recipient itself, so those of one message belong together and no others."""
    assert told(KUMO) == [
        ("10.0.0.5", None, "a@example.com", [("b@example.net", "sent")], (1, 4)),
        (None, None, "c@example.com", [("d@example.net", "sent")], (2,)),
        (None, None, "e@example.com", [("f@example.net", "bounced")], (3,)),
    ]


ESA = """\
Mon Nov 23 21:11:48 2026 Info: New SMTP ICID 7 interface Management (192.0.2.10) address 203.0.113.77 reverse dns host unknown verified no
Mon Nov 23 21:11:48 2026 Info: ICID 7 ACCEPT SG UNKNOWNLIST match sbrs[none] SBRS None
Mon Nov 23 21:11:49 2026 Info: Start MID 21 ICID 7
Mon Nov 23 21:11:49 2026 Info: MID 21 ICID 7 From: <a@example.org>
Mon Nov 23 21:11:50 2026 Info: MID 21 ICID 7 RID 0 To: <b@example.com>
Mon Nov 23 21:11:50 2026 Info: MID 21 ICID 7 RID 1 To: <c@example.com>
Mon Nov 23 21:11:51 2026 Info: MID 21 ready 24663 bytes from <a@example.org>
Mon Nov 23 21:11:52 2026 Info: Start MID 22 ICID 7
Mon Nov 23 21:11:52 2026 Info: MID 22 ICID 7 From: <d@example.org>
Mon Nov 23 21:11:52 2026 Info: MID 22 ICID 7 RID 0 To: <e@example.com>
Mon Nov 23 21:11:53 2026 Info: ICID 7 lost
Mon Nov 23 21:11:53 2026 Info: Message aborted MID 22 Receiving aborted
Mon Nov 23 21:11:53 2026 Info: Message done DCID 9 MID 21 to RID [1]
Mon Nov 23 21:11:54 2026 Info: Bounced: DCID 9 MID 21 to RID 0 - 5.1.0 - Unknown address error ('550', ['no such user']) []
"""


def test_recipients_by_their_numbers(told):
    """A message is followed from the connection it came by to the outcome for each recipient, whom later lines tell by a number."""
    first, second = told(ESA)
    assert first[:3] == ("203.0.113.77", None, "a@example.org")
    assert dict(first[3]) == {"b@example.com": "bounced", "c@example.com": "sent"}
    assert second[:3] == ("203.0.113.77", None, "d@example.org")


def test_recipients_in_a_list(told):
    """Recipients between commas are told one by one, without the commas."""
    line = "14/06/21 02:31:08 INFO  smtpserver: Successfully spooled mail Mail1623605468112-20417 from a@example.net on 192.0.2.1 for "
    assert [address for address, _ in told(f"{line}[b@example.org, c@example.org]")[0][3]] == ["b@example.org", "c@example.org"]


def test_newest_first(told):
    """Where the newest line stands first, a message is followed from the connection it came by all the same."""
    first, second = sorted(told("\n".join(reversed(ESA.splitlines()))), key=lambda one: one[2])
    assert first[:3] == ("203.0.113.77", None, "a@example.org")
    assert dict(first[3]) == {"b@example.com": "bounced", "c@example.com": "sent"}
    assert second[:3] == ("203.0.113.77", None, "d@example.org")
