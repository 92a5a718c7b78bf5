"""The copy that a forward of a mailbox sends on goes with the message that it is a copy of, and no other message does."""

import pytest

from bot.desk import Message
from bot.site import Site

CAME = """\
"SMTPD"	1	118	"2024-03-12 08:14:02.351"	"203.0.113.40"	"RECEIVED: EHLO out.example.net"
"SMTPD"	1	118	"2024-03-12 08:14:02.710"	"203.0.113.40"	"RECEIVED: MAIL FROM:<{who}>"
"SMTPD"	1	118	"2024-03-12 08:14:02.741"	"203.0.113.40"	"SENT: 250 OK"
"SMTPD"	1	118	"2024-03-12 08:14:02.790"	"203.0.113.40"	"RECEIVED: RCPT TO:<info@example.com>"
"SMTPD"	1	118	"2024-03-12 08:14:02.796"	"203.0.113.40"	"SENT: 250 OK"
"SMTPD"	1	118	"2024-03-12 08:14:02.845"	"203.0.113.40"	"RECEIVED: DATA"
"SMTPD"	1	118	"2024-03-12 08:14:02.846"	"203.0.113.40"	"SENT: 354 OK, send."
"SMTPD"	1	118	"2024-03-12 08:14:03.115"	"203.0.113.40"	"SENT: 250 Queued (0.172 seconds)"
"APPLICATION"	2	"2024-03-12 08:14:03.130"	"SMTPDeliverer - Message 40117: Delivering message from {who} to info@example.com. File: a"
"APPLICATION"	2	"2024-03-12 08:{at}"	"SMTPDeliverer - Message {number}: Delivering message from a@far.test to m@mob.example. File: b"
"SMTPC"	3	119	"2024-03-12 08:{at}"	"198.51.100.61"	"SENT: EHLO mail.example.com"
"SMTPC"	3	119	"2024-03-12 08:{at}"	"198.51.100.61"	"SENT: MAIL FROM:<a@far.test>"
"SMTPC"	3	119	"2024-03-12 08:{at}"	"198.51.100.61"	"SENT: RCPT TO:<m@mob.example>"
"SMTPC"	3	119	"2024-03-12 08:{at}"	"198.51.100.61"	"RECEIVED: 250 2.0.0 Ok: queued as 7C1D2A"
"""


@pytest.mark.parametrize(
    ("sender", "number", "at", "forwarded"),
    [
        ("a@far.test", 40118, "14:03.271", True),
        ("a@far.test", 40119, "14:03.271", False),
        ("a@far.test", 40116, "14:03.271", False),
        ("a@far.test", 40118, "44:03.271", False),
        ("b@far.test", 40118, "14:03.271", False),
    ],
)
def test_the_copy_that_is_sent_on(desk, sender, number, at, forwarded):
    """The next number, at once, under the same sender: it is the mailbox's owner who has it sent on. Anything else may be relaying."""
    text = CAME.format(who=sender, number=number, at=at)
    answer = desk.explain(Message(text=text), Site(domains=("example.com",), networks=("192.0.2.0/24",)))
    found = [{r.address: r.original for r in weighed.transaction.recipients} for weighed in answer.transactions]
    if forwarded:
        assert (answer.verdict, found) == ("normal_inbound", [{"info@example.com": None, "m@mob.example": "info@example.com"}])
    else:
        assert (answer.verdict, found) == ("undetermined", [{"info@example.com": None}, {"m@mob.example": None}])
