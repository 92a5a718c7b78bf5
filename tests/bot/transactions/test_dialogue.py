"""What the lines of one session tell of each other."""

from bot.catalogue import Event
from bot.paste import LogLine
from bot.transactions.dialogue import with_their_session


def said(number, **fields):
    """Give a line of a session as an event."""
    return Event("trace", fields, LogLine(number=number, when=None, host="mx", program=None, pid=None, body="", raw="", shape="bare"))


def test_lines_bear_the_client_of_their_session():
    """The first line names the client; another session's lines are left as they are."""
    events = [said(1, session_id="a", client_ip="203.0.113.5"), said(2, session_id="a", login="info"), said(3, session_id="b")]
    found = [event.fields.get("client_ip") for event in with_their_session(events)]
    assert found == ["203.0.113.5", "203.0.113.5", None]


def test_an_answer_is_about_what_was_asked_last():
    """A refusal names no recipient; it is the one that the client asked about just before."""
    asked = [said(n, session_id="a", asks="recipient", recipient=who) for n, who in ((1, "a@example.net"), (2, "b@example.net"))]
    *_, answer = with_their_session([*asked, said(3, session_id="a", answers="recipient")])
    assert answer.fields["recipient"] == "b@example.net"
