"""Tests of messages that come from another machine each time they were asked to come again."""

import pytest

GREY = "Oct  7 11:{at}:27 fw spamd[48211]: (GREY) {ip}: <{sender}> -> <bob@example.com>"
SITE = {"domains": ["example.com"], "networks": ["192.0.2.0/24"]}


def asked(*clients, sender="anna@example.org"):
    """Give a line for each client that was asked to come again."""
    return "\n".join(GREY.format(at=10 + at, ip=ip, sender=sender) for at, ip in enumerate(clients))


POOL = ("198.51.100.62", "198.51.100.66", "198.51.100.71")
THROUGH = "\nOct  7 12:10:00 fw spamd[33]: whitelisting 198.51.100.66 in /var/db/spamd"


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        (asked(*POOL), "problem"),
        (asked(*POOL[:2]), "fine"),
        (asked(*POOL[:1] * 3), "fine"),
        (asked("198.51.100.62", "203.0.113.9", "192.0.0.9"), "fine"),
        (asked(*POOL[:2]) + "\n" + asked(POOL[2], sender="carol@example.net"), "fine"),
        (asked("192.0.2.7", "192.0.2.8", "192.0.2.9"), "fine"),
        (asked(*POOL) + THROUGH, "fine"),
    ],
)
def test_a_pool_begins_anew(explained, text, severity):
    """Three machines of one network wait in vain; not two, one again and again, a botnet, ours, or one let through."""
    answer = explained(text, site=SITE)
    assert (answer.verdict, answer.severity) == ("greylisting", severity)
