"""Whether a message left from a mailbox here, as message tracking and message traces tell."""

import pytest

TRACKED = "EventId,Source,Sender,Recipients\n{},mori@example.com,{}"
TRACED = "Received,SenderAddress,RecipientAddress,Status\n11/24/2026 3:37:09 PM,mori@example.com,{},Delivered"
SITE = {"domains": ["example.com"]}


@pytest.mark.parametrize(
    ("text", "site", "verdict"),
    [
        (TRACKED.format("SUBMIT,STOREDRIVER", "k@partner.example"), None, "own_mail"),
        (TRACKED.format("RECEIVE,SMTP", "k@partner.example"), None, "undetermined"),
        (TRACED.format("k@partner.example"), SITE, "own_mail"),
        (TRACED.format("k@partner.example"), None, "undetermined"),
        (TRACED.format("k@partner.example"), {"domains": ["other.example"]}, "undetermined"),
    ],
)
def test_sent_from_a_mailbox(explained, text, site, verdict):
    """A record says so, or a trace of our own sender writing to others; of strangers, and without our domains, nobody can tell."""
    assert explained(text, site=site).verdict == verdict


@pytest.mark.parametrize(("path", "rule"), [("<>", "answered-by-itself"), ("mori@example.com", "sent-from-a-mailbox")])
def test_automatic_replies_are_told_as_such(explained, path, rule):
    """An empty sender behind a mailbox is an automatic reply; with its own sender it is a letter."""
    text = (
        "EventId,Source,Sender,ReturnPath,Recipients,MessageSubject\n"
        "SUBMIT,STOREDRIVER,mori@example.com,,,Automatic reply: x\n"
        f"SENDEXTERNAL,SMTP,mori@example.com,{path},a@far.example,Automatic reply: x"
    )
    assert [finding.rule for finding in explained(text).findings] == [rule]
