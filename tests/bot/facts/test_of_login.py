"""Facts about one login: mail in somebody else's name only, beside bounces."""

import pytest

from bot.desk import Message
from bot.site import Site

SITE = Site(domains=["sakura.example"], networks=["198.51.100.24/29"])


def mail(sender, bounced):
    """Return the lines of a message under a login of ours to six recipients, so many of whom do not exist."""
    head = "Nov 24 09:07:42 mail postfix"
    to = (
        head + "/smtp[3]: 4WxY1z2ab3: to=<r{n}@r{n}.example>, relay=mx.r{n}.example[203.0.113.2{n}]:25, delay=1.3, dsn={dsn}, status={fate}"
    )
    fates = [("5.1.1", "bounced (host mx.x.example[203.0.113.20] said: 550 5.1.1 User unknown (in reply to RCPT TO command))")] * bounced
    fates += [("2.0.0", "sent (250 2.0.0 Ok: queued as ABC12345)")] * (6 - bounced)
    return "\n".join(
        [
            f"{head}/smtps/smtpd[1]: 4WxY1z2ab3: client=unknown[203.0.113.9], sasl_method=LOGIN, sasl_username=info@sakura.example",
            f"{head}/qmgr[2]: 4WxY1z2ab3: from=<{sender}>, size=1243, nrcpt=6 (queue active)",
            *(to.format(n=n, dsn=dsn, fate=fate) for n, (dsn, fate) in enumerate(fates)),
        ]
    )


@pytest.mark.parametrize(
    ("sender", "bounced", "stolen"),
    [
        ("noreply@parcel.example", 3, True),
        ("noreply@parcel.example", 0, False),
        ("info@sakura.example", 3, False),
    ],
)
def test_strangers_name_and_bounces_together_are_a_thief(desk, sender, bounced, stolen):
    """A stranger's name alone may be a private address, and bounces alone an old list; together they are signs enough."""
    answer = desk.explain(Message(text=mail(sender, bounced), lang="en"), SITE)
    assert (answer.verdict == "account_compromised") is stolen
