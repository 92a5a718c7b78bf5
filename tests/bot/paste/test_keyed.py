"""An appliance's history in named fields, and what a hostile sender cannot make of it."""

import time

import pytest

from bot.paste.keyed import history_in

LINE = (
    'date=2026-11-23 time=10:20:01.112 device_id=FE200D3A00000001 log_id=0200012329 type=statistics pri=information session_id="uANAK1-9" '
    'client_name="mail.example.org" client_ip="203.0.113.22" dst_ip="192.0.2.25" from="{sender}" to="taro@example.com" direction="in" '
    'subject="{subject}" disposition="{disposition}" classifier="{classifier}" message_length="12031"'
)


def told(sender="a@example.org", subject="hello", disposition="Accept", classifier="Not Spam"):
    """Give the record that a line with these fields stands for."""
    found = history_in(LINE.format(sender=sender, subject=subject, disposition=disposition, classifier=classifier))
    return found and found.text


def test_taken():
    """What was accepted came in, with who brought it."""
    assert told() == "EVENT TAKEN id=<uANAK1-9> from=<a@example.org> to=<taro@example.com> client=203.0.113.22"
    assert told(sender="").startswith("EVENT TAKEN id=<uANAK1-9> from=<> to=")


def test_refused():
    """What was rejected was not, and the classifier says why."""
    assert told(disposition="Reject", classifier="DNSBL").endswith('client=203.0.113.22 text="DNSBL"')
    assert told(disposition="Reject", classifier="DNSBL").startswith("EVENT REJECTED")


def test_anything_else_is_no_outcome():
    """A quarantine is neither delivery nor refusal."""
    assert told(disposition="System Quarantine").startswith("EVENT OTHER")


@pytest.mark.parametrize("subject", ['x" disposition="Accept', 'x" from="boss@example.com', 'x" client_ip="192.0.2.1'])
def test_a_subject_decides_nothing(subject):
    """A subject that closes its quote and goes on with fields makes the line say nothing of its outcome."""
    assert told(subject=subject, disposition="Reject") == "EVENT OTHER id=<uANAK1-9> from=<a@example.org> to=<taro@example.com>"


@pytest.mark.parametrize(
    "line",
    [
        "date=2026-11-23 time=10:20:01 type=traffic srcip=192.0.2.30 dstip=203.0.113.9 action=accept",
        'date=2026-11-23 time=10:20:01 type=event user=admin msg="login"',
        'date=2026-11-23 time=10:20:01 type=statistics from="a@example.org" disposition="Accept"',
        "our date=2026-11-23 was wrong",
    ],
)
def test_other_lines(line):
    """Neither a firewall's lines nor prose are a message's history."""
    assert history_in(line) is None


def test_long_lines_take_no_longer():
    """A line that nearly is one costs no more than its length."""
    started = time.perf_counter()
    for filler in ('a="', "date=2026-11-23 time=10:20:01 type=statistics ", "ab=c ", '"=" '):
        history_in("date=2026-11-23 time=10:20:01 type=statistics " + filler * 2000)
        history_in(filler * 2000)
    assert time.perf_counter() - started < 1
