"""Tests that the patterns which are tried on a line are all that could fit it: the answer is that of trying every one in their order."""

import re
from itertools import product
from pathlib import Path

import pytest

from bot.catalogue.matching import Messages, PartsReader
from bot.catalogue.table import Pattern, Table
from bot.paste.cleaning import clean, message_of, squeeze
from bot.paste.prefixes import head_of

RECORDINGS = Path(__file__).parents[2] / "lab" / "recordings"


def one_by_one(messages, shape, body):
    """Give the first message whose pattern fits, all of them tried in their order; a setting is fitted by settings alone."""
    wanted = ("config",) if shape == "config" else (None, shape)
    for message in messages:
        if message.pattern and not message.last and message.shape in wanted and re.fullmatch(message.pattern, body):
            return message.id
    return None


def tables(library, server):
    """Give each daemon's table with its messages, in the order that they are tried."""
    known = {name: place for place, name in enumerate(server.daemons)}
    ordered = sorted(server.messages, key=lambda message: min((known[name] for name in message.daemons), default=len(known)))
    reader = Messages(server, PartsReader(library.words))
    for daemon in (None, *server.daemons[:12]):
        table = reader.table_of(daemon)
        yield table, [message for message in ordered if daemon is None or not message.daemons or daemon in message.daemons]


def lines_of(server):
    """Give the server's samples as a reader gets them."""
    return sorted({squeeze(clean(sample.line)) for message in server.messages for sample in message.samples})


@pytest.mark.parametrize("name", ["asip", "dovecot", "amavis", "rspamd", "headers", "opendkim"])
def test_every_sample_is_read_as_if_all_patterns_were_tried(library, name):
    """By every daemon, whosever line it is, and cut short or with something before it, too."""
    server = library.servers[name]
    for (table, messages), line, shape in product(tables(library, server), lines_of(server), server.shapes):
        for body in (line, line[:-1], line[1:], f"4Zt1kQ6xyz: {line}", f"NOQUEUE: {line}"):
            found = table.find(shape, body)
            assert (found and found[0].id) == one_by_one(messages, shape, body), body


def test_samples_of_postfix_are_read_as_if_all_patterns_were_tried(library):
    """By the daemons that write most, in the shape of a syslog."""
    server = library.servers["postfix"]
    for (table, messages), line in product(list(tables(library, server))[1:4], lines_of(server)[::2]):
        found = table.find("syslog", line)
        assert (found and found[0].id) == one_by_one(messages, "syslog", line), line


def test_recorded_lines_are_read_as_if_all_patterns_were_tried(library):
    """Each by the table of the daemon that wrote it."""
    server = library.servers["postfix"]
    reader = Messages(server, PartsReader(library.words))
    lines = {line for path in sorted(RECORDINGS.glob("*/log"))[::4] for line in path.read_text(encoding="utf-8").splitlines()}
    asked = 0
    for line in sorted(lines):
        head = head_of(line)
        daemon = reader.daemon_of(head.program)
        if daemon is not None:
            body = message_of(line[head.end :])
            found = reader.table_of(head.program).find("syslog", body)
            messages = [pattern.message for pattern in reader.table_of(head.program).patterns]
            assert (found and found[0].id) == one_by_one(messages, "syslog", body), line
            asked += 1
    assert asked > 200


def test_tables_of_several_daemons_share_their_patterns(library):
    """What was worked out for one daemon need not be for the next."""
    message = next(message for message in library.servers["postfix"].messages if message.id == "connect")
    pattern = Pattern(message)
    found = Table([pattern]).find("syslog", "connect from unknown[192.0.2.7]")
    assert found == (message, {"client_name": "unknown", "client_ip": "192.0.2.7"})
    assert Table([pattern]).find("syslog", "connect from unknown") is None
    assert pattern.held is pattern.held


def test_a_very_long_line_is_looked_up_as_any(library):
    """Nothing is worked out sign by sign."""
    table = Messages(library.servers["postfix"], PartsReader(library.words)).table_of("postfix/smtpd")
    assert table.find("syslog", "x" * 200_000) is None
    assert table.find("syslog", "NOQUEUE: " * 20_000) is None
