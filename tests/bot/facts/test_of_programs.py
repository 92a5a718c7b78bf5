"""Whether what a program of one's own machine wrote is meant."""

import pytest

from bot.facts import facts_of
from bot.told import Account, Told

SENDER = "www-data@web01.example.jp"


def lines(sender=SENDER, entry="pickup[812]: 4CF0E2A0B71: uid=33 from=<{}>"):
    """Give the lines of a message by a program, or with another entry."""
    stamp = "Nov 24 10:11:12 web01 postfix/"
    return f"{stamp}{entry.format(sender)}\n{stamp}qmgr[700]: 4CF0E2A0B71: from=<{sender}>, size=2881, nrcpt=1 (queue active)\n"


@pytest.fixture
def meant(known):
    """Give a function from what was told of the sender, and lines, to the fact."""

    def find(*told, text=None):
        everything = known(text or lines())
        object.__setattr__(everything, "account", Account(told))
        return facts_of(everything.transactions[0], everything)["mail_is_meant"]

    return find


def doubt(sender=SENDER):
    """Give what is told by somebody who does not know of the mail."""
    return Told("mail_is_meant", None, about=sender, weak=True)


def test_it_is_meant_until_somebody_wonders(meant):
    """Under the web server's own name it then has to be asked; under a name that the site gave it, it stays meant."""
    assert meant().value is True
    assert (meant(doubt()).value, meant(doubt()).asked) == (None, False)
    assert meant(doubt("shop@example.jp"), text=lines("shop@example.jp")).value is True


@pytest.mark.parametrize("sender", [SENDER, "shop@example.jp"])
@pytest.mark.parametrize("value", [True, False])
def test_an_answer_counts(meant, sender, value):
    """Whatever the sender is called."""
    assert meant(Told("mail_is_meant", value, about=sender), text=lines(sender)).value is value


def test_who_does_not_know_is_not_asked_again(meant):
    """The answer "I don't know" stands."""
    found = meant(Told("mail_is_meant", None, about=SENDER))
    assert (found.value, found.asked) == (None, True)


def test_mail_from_elsewhere_is_not_the_programs(meant):
    """Nothing that was told of a name makes a message suspicious that came from outside under it."""
    assert (
        meant(Told("mail_is_meant", False, about=SENDER), text=lines(entry="smtpd[9]: 4CF0E2A0B71: client=unknown[203.0.113.9]")).value
        is True
    )
