"""A text as a paste: log lines and settings in the order of their lines, words beside them."""

import pytest

from bot.catalogue import Catalogue
from bot.pasting import read_pasted

LINE = "Nov 24 10:15:02 mail postfix/smtpd[2101]: connect from unknown[203.0.113.9]"


@pytest.fixture(scope="module")
def catalogue(library):
    """Give the catalogue of the bundled knowledge."""
    return Catalogue(library)


def test_settings_stand_among_log_lines(catalogue):
    """Settings before and after a log line keep the order of the paste, and the words stay words."""
    paste = read_pasted(f"my settings\nmynetworks = 0.0.0.0/0\n{LINE}\nrelayhost =\n", catalogue)
    assert [(line.number, line.shape) for line in paste.lines] == [(2, "config"), (3, "syslog"), (4, "config")]
    assert paste.words == "my settings"


def test_log_alone_is_read_as_ever(catalogue):
    """A paste without settings has none."""
    assert [line.shape for line in read_pasted(LINE, catalogue).lines] == ["syslog"]


def test_papers_and_logs_are_told_apart(catalogue):
    """A returned message is a paper; a log is read as before."""
    assert read_pasted("Final-Recipient: rfc822; bob@example.net\nAction: failed\n", catalogue).paper == "bounce"
    log = read_pasted("Nov 24 14:00:00 mail postfix/smtpd[440]: connect from mail.example.net[192.0.2.10]\n", catalogue)
    assert log.paper is None
    assert len(log.lines) == 1
