"""Tests that refusals of log-ins are not told as wrong passwords while no password could be looked up."""

import pytest

from bot.catalogue import Catalogue
from bot.consulting import Consulting

AT = "Nov 24 09:{clock} mail "
FAULT = "dovecot: auth: Error: mysql(127.0.0.1): Connect failed to database (mail): Can't connect to MySQL server{wait}"
IMAP = "dovecot: imap-login: Disconnected (auth failed, 1 attempts in 2 secs): user=<bob@example.com>, rip=203.0.113.9, lip=192.0.2.1"
SMTP = "postfix/smtpd[311]: warning: pc.example.net[203.0.113.9]: SASL LOGIN authentication failed: authentication failure"
GONE = "postfix/smtpd[311]: warning: SASL authentication failure: cannot connect to saslauthd server: Connection refused"
WRONG = "postfix/smtpd[311]: warning: SASL authentication failure: Password verification failed"
MISMATCH = "dovecot: auth: sql(bob@example.com,203.0.113.9): Password mismatch"
GRANTED = "dovecot: imap-login: Login: user=<ann@example.com>, method=PLAIN, rip=198.51.100.7, lip=192.0.2.1, mpid=12, TLS"


@pytest.fixture(scope="module")
def events(library):
    """Give a function that reads lines, each with its minute and second."""
    consulting = Consulting(library, Catalogue(library))

    def read(*lines):
        text = "\n".join(AT.format(clock=clock) + body.replace("{wait}", "") for clock, body in lines)
        return consulting.read_text(text).events

    return read


@pytest.fixture(scope="module")
def kinds(events):
    """Give a function that tells the kinds of the events of lines."""
    return lambda *lines: [event.kind for event in events(*lines)]


def test_refusals_after_a_fault_tell_nothing_of_the_password(kinds):
    """Dovecot's and Postfix's refusals are the outage's, whichever of the two could not ask."""
    assert kinds(("00:00", FAULT), ("00:04", IMAP), ("00:40", SMTP))[1:] == ["login_unchecked", "login_unchecked"]
    assert kinds(("00:00", GONE), ("00:00", WRONG), ("00:01", SMTP)) == ["login_backend_failed", "trace", "login_unchecked"]


def test_a_wrong_password_alone_is_no_fault(kinds):
    """Cyrus SASL tells of a wrong password in a warning of its own, which is no sign of anything broken."""
    assert kinds(("00:00", WRONG), ("00:01", SMTP)) == ["trace", "login_failed"]


def test_refusals_long_after_or_before_the_fault_stay_refusals(kinds):
    """A fault explains what follows within the minute, or within the wait that it names, and nothing before it."""
    assert kinds(("00:00", IMAP), ("00:05", FAULT), ("03:00", IMAP)) == ["login_failed", "login_backend_failed", "login_failed"]
    waiting = FAULT.replace("{wait}", " (111) - waiting for 125 seconds before retry")
    assert kinds(("00:00", waiting), ("02:00", IMAP), ("02:10", IMAP))[1:] == ["login_unchecked", "login_failed"]


@pytest.mark.parametrize("answer", [MISMATCH, GRANTED])
def test_passwords_that_were_looked_up_end_the_outage(kinds, answer):
    """Once the service has answered, a refusal is a refusal again, and what it says of a password stands."""
    assert kinds(("00:00", FAULT), ("00:02", answer), ("00:04", IMAP))[2] == "login_failed"


def test_what_is_told_names_no_wrong_password(events):
    """The line's meaning is told anew in both languages, and its marks of a refusal are gone."""
    event = events(("00:00", FAULT), ("00:04", IMAP))[1]
    assert "could not look passwords up" in event.message.meaning.en
    assert "確かめられない" in event.message.meaning.ja
    assert event.shows == ("client",)
