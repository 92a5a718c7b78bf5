"""Tests of the facts about one login: senders that are not its own, tried with the right password."""

import pytest

REFUSED = (
    "Oct 12 14:{at}:34 mail postfix/submission/smtpd[1{at}]: NOQUEUE: reject: RCPT from unknown[{ip}]: 553 5.7.1 <{sender}>: "
    "Sender address rejected: not owned by user office@example.com; from=<{sender}> to=<{to}> proto=ESMTP helo=<WIN-8OV5KQ2LR1D>"
)
HERE, THERE = "203.0.113.214", "198.51.100.77"
BOTH, ONE = (HERE, THERE, HERE), (HERE, HERE, HERE)
FORGED = ("a@cloud.example", "b@pay.example", "c@sign.example")
STRANGERS = ("x@example.org", "y@example.net", "z@cafe.example")


def attempts(clients, senders=FORGED, recipients=STRANGERS):
    """Give three refusals, a minute apart."""
    return "\n".join(
        REFUSED.format(at=20 + at, ip=ip, sender=sender, to=to)
        for at, (ip, sender, to) in enumerate(zip(clients, senders, recipients, strict=True))
    )


@pytest.mark.parametrize(
    ("text", "site", "found"),
    [
        (attempts(BOTH), None, True),
        (attempts(BOTH), {"domains": ["example.com"], "networks": ["192.0.2.0/28"]}, True),
        (attempts(BOTH), {"domains": ["example.com", "cloud.example", "pay.example", "sign.example"]}, False),
        (attempts(BOTH), {"networks": ["203.0.113.0/24", "198.51.100.0/24"]}, False),
        (attempts(BOTH, ("sales@example.com",) * 3), None, False),
        (attempts(BOTH, ("okafor@mail.example",) * 3), None, False),
        (attempts(BOTH, recipients=("okafor@example.net",) * 3), None, False),
        (attempts(BOTH, recipients=("a@example.com", "b@example.com", "c@example.com")), None, False),
        (attempts(ONE), None, False),
    ],
)
def test_senders_forged_under_one_login(explained, text, site, found):
    """Three foreign domains, each to another stranger, from two networks; not a wrong From, an alias, a form, a forwarder or an office."""
    answer = explained(text, site=site)
    assert (answer.verdict == "account_compromised") is found
    assert ("senders-forged-by-login" in [finding.rule for finding in answer.findings]) is found


def test_from_one_place_the_owner_is_asked(explained):
    """One network may be a server of ours that sends on; whose log-in it was is asked first, and the answer decides."""
    answer = explained(attempts(ONE))
    assert answer.questions[0].fact == "login_of_a_stranger"
    assert explained(attempts(ONE), tell=[f"not-ours={HERE}"]).verdict == "account_compromised"
    assert explained(attempts(ONE), tell=[f"ours={HERE}"]).verdict == "delivery_problem"


def test_a_wrong_sender_is_no_matter_of_passwords(explained):
    """Nobody is asked about one sender that a mail program has wrong, and it tells of no stranger."""
    answer = explained(attempts(ONE, ("okafor@mail.example",) * 3))
    assert "login_of_a_stranger" not in [question.fact for question in answer.questions]
