"""Messages that are not read as their samples say, could blow up, or name what is not there."""

from dataclasses import replace

import pytest

from bot.lint.messages import message_problems

MESSAGE = """messages:
- id: said-goodbye
  event: connection_closed
  about: client
  pattern: 'goodbye \\[(?P<client_ip>[^\\[\\]]{1,64})\\]'
  meaning: {en: 'It went, {client_ip}.', ja: '{client_ip} は去りました。'}
  source: inferred from nothing
  samples:
  - line: goodbye [192.0.2.9]
    fields: {client_ip: 192.0.2.9}
"""


def test_good_message_is_fine(checked):
    """A message that matches its own sample adds no problem."""
    assert checked({"messages/asip.yaml": MESSAGE}) == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("line: goodbye", "line: hello", "its sample is not read at all: hello [192.0.2.9]"),
        ("line: goodbye [192.0.2.9]", "line: Mail server stopped.", "its sample is read as server-stopped"),
        ("fields: {client_ip: 192.0.2.9}", "fields: {client_ip: 192.0.2.8}", "gives client_ip = '192.0.2.9', not '192.0.2.8'"),
        ("fields: {client_ip: 192.0.2.9}", "fields: {queue_id: '5'}", "gives queue_id = None"),
        ("It went, {client_ip}.", "It went, {sender}.", "{sender} is no field of this message"),
        ("{client_ip} は", "{login} は", "{login} is no field of this message"),
        ("{1,64}", "+", "a repetition without a bound"),
        ("{1,64})", "{1,64}){1,64}", "a repetition within a repetition"),
    ],
)
def test_mistake_is_located(checked, old, new, says):
    """Each mistake is told with the line on which the message begins."""
    found = checked({"messages/asip.yaml": MESSAGE.replace(old, new)})
    assert any(problem.startswith("messages/asip.yaml:2: said-goodbye: ") and says in problem for problem in found), found


def test_unknown_group_of_words(checked):
    """A message read by parts may only name groups of words that there are."""
    text = MESSAGE.replace("pattern: 'goodbye \\[(?P<client_ip>[^\\[\\]]{1,64})\\]'", "parts: {words: [closed, farewell]}")
    assert any("farewell is no group of words.yaml" in problem for problem in checked({"messages/asip.yaml": text}))


def test_session_of_unknown_events(checked):
    """The order of a server's sessions may only name events of the vocabulary."""
    found = checked({"messages/asip.yaml": "sessions: {order: [no_such], alone: [login_failed], outside: []}\n"})
    assert any("sessions: no_such is no event of the vocabulary" in problem for problem in found)


def test_pattern_of_a_part_without_a_bound(checked):
    """The patterns of a line's parts are checked like those of messages, and told at their own line."""
    found = checked({"messages/words.yaml": "fields:\n  uid: 'uid=(?P<uid>[0-9]+)'\n"})
    assert [problem for problem in found if problem.startswith("messages/words.yaml:2: uid: a repetition without a bound")]


def test_pattern_that_cannot_be_read_is_told(library):
    """One that ships with the program is compiled late; a broken one is a mistake like others, told once and with its message."""
    server = library.servers["amavis"]
    broken = server.messages[0].model_copy(update={"pattern": "(?P<a>x)(?P<a>y)"})
    servers = {**library.servers, "amavis": server.model_copy(update={"messages": (broken, *server.messages[1:])})}
    found = [problem.text for problem in message_problems(replace(library, servers=servers))]
    assert [text for text in found if broken.id in text] == found != []
    assert "the pattern cannot be read" in found[0]
