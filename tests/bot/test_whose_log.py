"""Whose log a paste is taken for, at the desk: what the lines show goes before the server that was named, that before nothing."""

import pytest

from bot.conversation import Conversation
from bot.desk import Message
from bot.markdown import markdown_of
from bot.site import Site

POSTFIX = "Nov 24 10:15:02 mail postfix/smtpd[2101]: 4WxY1z2ab3: client=unknown[203.0.113.9]\n"
NOBODYS = "Mar 03 10:00:01 mailgate relayd: relay permitted for [203.0.113.9]: from <alice@example.org> to <bob@example.net> id=4Wx1a\n"
DOVECOT = "Nov 24 10:00:01 mail dovecot: imap-login: Login: user=<sato>, method=PLAIN, rip=203.0.113.5, lip=198.51.100.25, mpid=1, TLS\n"


def test_lines_that_tell_nothing_are_taken_as_named(desk):
    """An unknown server's lines are taken for the named one's, and the answer says so."""
    answer = desk.explain(Message(text=NOBODYS, server="sendmail", lang="en"))
    assert answer.mta == "sendmail"
    assert "You named Sendmail." in markdown_of(answer.reply)


@pytest.mark.parametrize(("lang", "said"), [("en", "You named Exim, but"), ("ja", "「Exim」とのことですが")])
def test_clear_lines_go_before_the_name(desk, lang, said):
    """Postfix's lines stay Postfix's whatever was named, and the difference is told."""
    answer = desk.explain(Message(text=POSTFIX, server="exim", lang=lang))
    assert answer.mta == "postfix"
    assert said in markdown_of(answer.reply)


def test_right_name_is_not_remarked_on(desk):
    """Nothing is said where name and lines agree."""
    answer = desk.explain(Message(text=POSTFIX, server="postfix", lang="en"))
    assert "You named" not in markdown_of(answer.reply)
    assert "Your server is" not in markdown_of(answer.reply)


def test_companion_is_no_contradiction(desk):
    """Dovecot's lines beside a named Postfix are as they should be."""
    assert "You named" not in markdown_of(desk.explain(Message(text=DOVECOT, server="postfix", lang="en")).reply)


@pytest.mark.parametrize("name", ["groupwise", "nonsense", "headers", "unknown", "clamav", "<b>@everyone"])
def test_name_that_no_lines_are_known_of_changes_nothing(desk, name):
    """A server that the knowledge base does not hold, or that is no mail server, is not taken for granted."""
    assert desk.explain(Message(text=NOBODYS, server=name, lang="en")).mta == "unknown"


def test_site_names_the_server_too(desk):
    """The site's file is the fallback of the fallback; what came with the message goes before it."""
    assert desk.explain(Message(text=NOBODYS, lang="en"), Site(server="opensmtpd")).mta == "opensmtpd"
    assert desk.explain(Message(text=NOBODYS, server="sendmail", lang="en"), Site(server="opensmtpd")).mta == "sendmail"


def test_named_server_holds_for_the_conversation(desk):
    """What a form named with the first message is still so after an answer."""
    talk, first = desk.respond(Conversation("c"), Message(text=NOBODYS, server="sendmail", lang="en"), Site(server="opensmtpd"))
    assert "You named Sendmail." in markdown_of(first)
    choice = next(choice for choice in first.choices if choice.value == "no")
    talk, _ = desk.respond(talk, Message(choice=choice.token), Site(server="opensmtpd"))
    assert desk.review(talk, Site(server="opensmtpd")).mta == "sendmail"
    assert talk.concluded.verdict == "relay_abuse"


def test_trusting_server_is_read_as_one(desk):
    """Where the name tells that the server lets in by name, its rules are weighed."""
    answer = desk.explain(Message(text=NOBODYS, server="asip", lang="en"))
    assert answer.mta == "asip"
    assert answer.transactions[0].facts["trusts_by_name"].value is True
