"""What a client asked for, whatever words the server refuses it with."""

import pytest

REFUSED = "2026-11-20 05:02:55 H=(pc.example.net) [203.0.113.88] F=<{sender}> {how} RCPT <{to}>: {reason}"
OURS = {"domains": ["example.co.jp"], "networks": ["192.0.2.0/28"]}


@pytest.fixture
def rules(explained):
    """Give a function that returns the rules found in one refused recipient, the headline's first."""

    def find(*, to, reason, site=OURS, how="rejected", sender="a@example.net"):
        text = REFUSED.format(sender=sender, to=to, reason=reason, how=how)
        return [finding.rule for finding in explained(text, site=site).findings]

    return find


@pytest.mark.parametrize("reason", ["authentication required", "we are no relay here", "go away"])
def test_asking_for_a_foreign_recipient_is_asking_for_relaying(rules, reason):
    """Where the site says whose the domains are, the words of the refusal do not matter."""
    assert rules(to="b@example.org", reason=reason) == ["relay-attempt"]


def test_and_a_testers_way_of_it_is_a_test(rules):
    """The recipient is the sender itself, as testers write it."""
    assert rules(to="a@example.net", reason="authentication required")[0] == "relay-test"


@pytest.mark.parametrize(
    "changed",
    [
        {"to": "b@example.co.jp"},
        {"site": None},
        {"how": "temporarily rejected"},
        {"to": "b@[192.0.2.5]"},
    ],
)
def test_other_refusals_are_none_of_relaying(rules, changed):
    """A recipient of ours, one whose domain nobody knows, one put off, and one at our own address."""
    found = rules(**({"to": "b@example.org", "reason": "authentication required"} | changed))
    assert "relay-attempt" not in found
    assert "relay-test" not in found


def test_who_had_logged_in_was_refused_for_something_else(explained):
    """A log-in is shown in the very line."""
    text = (
        "2026-11-20 05:02:55 H=(pc) [203.0.113.88] A=plain_login:mori@example.co.jp F=<mori@example.co.jp> "
        "rejected RCPT <b@example.org>: over your quota"
    )
    assert "relay-attempt" not in [finding.rule for finding in explained(text, site=OURS).findings]


DENIED = (
    "Jul 20 08:01:15 mx2 postfix/smtpd[1842]: NOQUEUE: reject: RCPT from mail.example.net[198.51.100.48]: 554 5.7.1 <{to}>: "
    "Relay access denied; from=<anna@example.net> to=<{to}> proto=ESMTP helo=<mail.example.net>"
)


@pytest.mark.parametrize(
    ("to", "tell", "verdict"),
    [
        ("orders@example.co.jp", [], "delivery_problem"),
        ("orders@example.com", [], "relay_attempt_refused"),
        ("orders@example.com", ["ours=example.com"], "delivery_problem"),
        ("orders%example.org@example.co.jp", [], "open_relay_test"),
        ("orders@shop.example.co.jp", [], "relay_attempt_refused"),
    ],
)
def test_a_domain_of_ours_that_the_server_does_not_know(explained, to, tell, verdict):
    """Refusing mail for a domain that was told to be ours is our own fault; a tester's way of writing it stays a test."""
    assert explained(DENIED.format(to=to), tell=tell, site=OURS).verdict == verdict


PROBE = (
    "May 27 16:44:10 mx postfix/qmgr[1]: 2F0BB181D4: from=<double-bounce@mx.example.co.jp>, size=258, nrcpt=1 (queue active)\n"
    "May 27 16:44:11 mx postfix/smtp[2]: 2F0BB181D4: to=<{asked}>, relay=mx.example.net[203.0.113.139]:25, delay=1, delays=0/0/0/1, "
    "dsn=5.1.1, status=undeliverable (host mx.example.net[203.0.113.139] said: 550 5.1.1 no (in reply to RCPT TO command))\n"
)
TURNED_AWAY = (
    "May 27 16:44:13 mx postfix/smtpd[3]: NOQUEUE: reject: RCPT from relay.example.net[203.0.113.140]: {reason}; from=<b@example.net> "
    "to=<orders@example.co.jp> proto=ESMTP helo=<relay.example.net>"
)
UNVERIFIED = "450 4.1.7 <b@example.net>: Sender address rejected: unverified address: host mx.example.net[203.0.113.139] said: 550 5.1.1 no"


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (PROBE.format(asked="b@example.net") + TURNED_AWAY.format(reason=UNVERIFIED), "own_mail"),
        (PROBE.format(asked="c@example.net") + TURNED_AWAY.format(reason=UNVERIFIED), "scan_noise"),
        (TURNED_AWAY.format(reason=UNVERIFIED), "scan_noise"),
        (
            PROBE.format(asked="b@example.net")
            + TURNED_AWAY.format(reason="450 4.1.8 <b@example.net>: Sender address rejected: Domain not found"),
            "scan_noise",
        ),
        (PROBE.format(asked="b@example.net"), "own_mail"),
    ],
)
def test_who_is_refused_for_an_answer_that_we_asked_for(explained, text, verdict):
    """The refusal belongs to our own question where the paste shows that one; a question alone needs no lines from before it."""
    answer = explained(text, site=OURS)
    assert answer.verdict == verdict
    assert "first_half_seen" not in [question.fact for question in answer.questions]
