"""Parts that several patterns share: filled in where they are named, told where they are not there."""

import pytest

from bot.errors import KnowledgeError
from bot.library import load
from bot.library.pieces import with_pieces

FILE = """server: example
name: {{en: an example, ja: 見本}}
shapes: [syslog]
pieces:
  ip: '(?P<client_ip>[0-9a-f.:]{{1,45}})'
  who: 'user=<(?P<login>[^<>]{{0,64}})>, rip=%{{ip}}'
messages:
- id: in
  event: login_succeeded
  about: client
  pattern: 'Login: %{{{piece}}}'
  meaning: {{en: In., ja: 入りました。}}
  source: inferred from nothing
  samples: [{{line: 'Login: user=<alice>, rip=192.0.2.9', fields: {{client_ip: 192.0.2.9, login: alice}}}}]
"""


def test_pieces_are_filled_in(overlay):
    """A pattern is read with its pieces in their places, pieces within pieces too."""
    message = load(overlay({"messages/example.yaml": FILE.format(piece="who")})).servers["example"].messages[0]
    assert message.pattern == "Login: user=<(?P<login>[^<>]{0,64})>, rip=(?P<client_ip>[0-9a-f.:]{1,45})"


def test_missing_piece_is_told_with_its_line(overlay):
    """A piece that the file does not have is a mistake of the message that names it."""
    with pytest.raises(KnowledgeError) as raised:
        load(overlay({"messages/example.yaml": FILE.format(piece="whom")}))
    assert "messages/example.yaml:8: there is no piece %{whom}" in [str(problem) for problem in raised.value.problems]


def test_piece_that_holds_itself_is_refused():
    """A piece within itself would never end."""
    with pytest.raises(KeyError):
        with_pieces("%{a}", {"a": "%{b}", "b": "%{a}"})
