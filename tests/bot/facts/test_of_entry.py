"""Tests of the facts about log-ins: one to send, of which nothing more is shown."""

import pytest

ENTRY = "Feb 11 19:47:03 mx postfix/smtpd[1]: 7A9A5C2A04: client={client}, sasl_method=LOGIN, sasl_username=contact@example.com"
QUEUED = "\nFeb 11 19:47:04 mx postfix/qmgr[2]: 7A9A5C2A04: from=<contact@example.com>, size=713, nrcpt=1 (queue active)"
STRANGE = "unknown[203.0.113.57]"


def test_whose_a_lone_log_in_was_is_asked_first(explained):
    """The owner can tell at once what no further line would; the lines are asked for beside."""
    answer = explained(ENTRY.format(client=STRANGE))
    assert answer.verdict == "undetermined"
    assert [question.fact for question in answer.questions] == ["login_of_a_stranger", "accepted"]
    assert "logged in to send" in answer.headline


@pytest.mark.parametrize(
    ("tell", "verdict", "asked"),
    [
        ("not-ours=203.0.113.57", "account_compromised", []),
        ("ours=203.0.113.57", "own_mail", ["accepted"]),
        ("client_is_ours=unknown", "undetermined", ["accepted"]),
    ],
)
def test_the_answer_settles_it(explained, tell, verdict, asked):
    """A stranger with the password is a stolen one, one of ours is not; who does not know is not asked again."""
    answer = explained(ENTRY.format(client=STRANGE), tell=[tell])
    assert (answer.verdict, [question.fact for question in answer.questions]) == (verdict, asked)


@pytest.mark.parametrize("client", ["localhost[127.0.0.1]", "unknown[192.168.1.20]"])
def test_a_log_in_from_this_machine_or_the_house_asks_for_lines(explained, client):
    """Behind this machine a web mail's user may stand, so it is neither called ours nor asked about."""
    answer = explained(ENTRY.format(client=client))
    assert (answer.verdict, [question.fact for question in answer.questions]) == ("undetermined", ["accepted"])


def test_a_message_that_was_taken_is_told_as_before(explained):
    """With the next line it is a message, and no more a bare log-in."""
    answer = explained(ENTRY.format(client=STRANGE) + QUEUED, tell=["ours=203.0.113.57"])
    assert "login-of-one-of-ours" not in [finding.rule for finding in answer.findings]


def test_only_the_entry_that_tells_of_the_log_in_is_its_evidence(explained):
    """Behind a filter the message comes in once more, by this machine; that line says nothing of who it was."""
    text = (
        ENTRY.format(client=STRANGE) + QUEUED + "\n"
        "Feb 11 19:47:05 mx postfix/smtp[3]: 7A9A5C2A04: to=<bob@example.net>, relay=127.0.0.1[127.0.0.1]:10024, delay=1, delays=0/0/0/1, "
        "dsn=2.0.0, status=sent (250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as 8B0B6D3B15)\n"
        "Feb 11 19:47:05 mx postfix/smtpd[4]: 8B0B6D3B15: client=localhost[127.0.0.1]\n"
        "Feb 11 19:47:05 mx postfix/qmgr[2]: 8B0B6D3B15: from=<contact@example.com>, size=913, nrcpt=1 (queue active)\n"
        "Feb 11 19:47:06 mx postfix/smtp[5]: 8B0B6D3B15: to=<bob@example.net>, relay=mx.example.net[198.51.100.9]:25, delay=1, "
        "delays=0/0/0/1, dsn=2.0.0, status=sent (250 ok)"
    )
    answer = explained(text, tell=["ours=203.0.113.57"])
    assert answer.verdict == "own_mail"
    assert 4 not in answer.evidence
