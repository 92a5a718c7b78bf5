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
