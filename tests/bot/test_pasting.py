"""From a text to what was pasted in it."""

from bot.catalogue import Catalogue
from bot.pasting import read_pasted


def test_papers_and_logs_are_told_apart(library):
    """A returned message is a paper; a log is read as before."""
    catalogue = Catalogue(library)
    assert read_pasted("Final-Recipient: rfc822; bob@example.net\nAction: failed\n", catalogue).paper == "bounce"
    log = read_pasted("Nov 24 14:00:00 mail postfix/smtpd[440]: connect from mail.example.net[192.0.2.10]\n", catalogue)
    assert log.paper is None
    assert len(log.lines) == 1
