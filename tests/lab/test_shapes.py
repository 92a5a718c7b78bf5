"""The same logs in every shape in which people paste them: what is told stays the same."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from tests.lab.replay import Recording, as_told, as_true, recordings, taken

BSD = re.compile(
    r"(?P<month>\w{3}) (?P<day>[ \d]\d) (?P<clock>[\d:]{8}) (?P<host>\S+) (?P<program>[^\s\[:]+)(?:\[(?P<pid>\d+)\])?: (?P<body>.*)"
)
ALL = {recording.name: recording for recording in recordings() if recording.truth["suite"] == "bookworm"}
PICKED_NAMES = (
    "mixed-day", "open-relay-behind-a-filter", "bounces-we-send", "screened-at-the-door", "relay-refused-behind-a-proxy",
    "login-at-a-proxy", "open-relay-before-the-queue", "delivered-by-dovecot", "open-relay-over-ipv6",
)  # fmt: skip
PICKED = [ALL[f"postfix-3.7-{name}"] for name in PICKED_NAMES]


def each(write: Callable[..., str]) -> Callable[[str], str]:
    """Give a shape of a whole log from one of a line, which is given the line's parts and a moment."""

    def shape(log: str) -> str:
        found = [parts for line in log.splitlines() if (parts := BSD.fullmatch(line)) is not None]
        began = datetime(2026, 11, 24, 9, tzinfo=UTC)
        return "\n".join(write(parts, began + timedelta(milliseconds=40 * number)) for number, parts in enumerate(found))

    return shape


def named(parts: re.Match[str]) -> str:
    """Give host, program and process as syslog writes them."""
    return f"{parts['host']} {parts['program']}{'[' + parts['pid'] + ']' if parts['pid'] else ''}:"


def bsd(parts: re.Match[str], when: datetime) -> str:
    """Give the line as classic syslog writes it."""
    return f"{when:%b %d %H:%M:%S} {named(parts)} {parts['body']}"


def journal(parts: re.Match[str], when: datetime) -> dict[str, str]:
    """Give the line as the journal keeps it."""
    record = {"__REALTIME_TIMESTAMP": f"{when.timestamp() * 1e6:.0f}", "_HOSTNAME": parts["host"], "SYSLOG_IDENTIFIER": parts["program"]}
    return {**record, **({"_PID": parts["pid"]} if parts["pid"] else {}), "MESSAGE": parts["body"]}


SHAPES = {
    "as it is": lambda log: log,
    "windows line ends": lambda log: log.replace("\n", "\r\n"),
    "rsyslog": each(lambda p, when: f"{when.isoformat()} {named(p)} {p['body']}"),
    "RFC 5424": each(lambda p, when: f"<22>1 {when.isoformat()} {p['host']} {p['program']} {p['pid'] or '-'} - - {p['body']}"),
    "journalctl": each(lambda p, when: f"{when:%b %d %H:%M:%S} {named(p)} {p['body']}"),
    "journalctl in Japanese": each(lambda p, when: f"{when.month}月 {when:%d %H:%M:%S} {named(p)} {p['body']}"),
    "journalctl -o short-full": each(lambda p, when: f"{when:%a %Y-%m-%d %H:%M:%S} UTC {named(p)} {p['body']}"),
    "journalctl -o short-iso": each(lambda p, when: f"{when:%Y-%m-%dT%H:%M:%S}+0000 {named(p)} {p['body']}"),
    "journalctl -o json": each(lambda p, when: json.dumps(journal(p, when))),
    "journalctl -o json-pretty": each(lambda p, when: json.dumps(journal(p, when), indent="\t")),
    "docker compose": each(lambda p, when: f"\x1b[36mpostfix-mailcow-1  |\x1b[0m {bsd(p, when)}"),
    "docker logs -t": each(lambda p, when: f"{when:%Y-%m-%dT%H:%M:%S}.123456789Z {bsd(p, when)}"),
    "kubectl": each(lambda p, when: f"[pod/mail-0/postfix] {when:%Y-%m-%dT%H:%M:%S}.123456789Z {bsd(p, when)}"),
    "grep": each(lambda p, when: f"/var/log/mail.log:{bsd(p, when)}"),
    "numbered": lambda log: "\n".join(f"{number:>6}  {line}" for number, line in enumerate(log.splitlines(), start=1)),
    "quoted": lambda log: "\n".join(f"> {line}" for line in log.splitlines()),
    "rules between": lambda log: log.replace("\n", "\n------------\n"),
    "newest first": lambda log: "\n".join(reversed(log.splitlines())),
    "without stamps": each(lambda p, _when: f"{named(p)} {p['body']}"),
    "without hosts": each(lambda p, when: f"{when:%b %d %H:%M:%S} {named(p).partition(' ')[2]} {p['body']}"),
    "a table": lambda log: "+-----+\n" + "\n".join(f"| {line} |" for line in log.splitlines()) + "\n+-----+",
    "in a fence": lambda log: f"Is this relay abuse?\n\n```\n{log}```\n",
}


@pytest.mark.parametrize("recording", PICKED, ids=lambda recording: recording.name)
@pytest.mark.parametrize("shape", SHAPES)
def test_any_shape(recording: Recording, shape: str, known):
    """Whatever stamps the lines, and whatever stands around them, the same messages are told."""
    found = sorted((as_told(one) for one in taken(known(SHAPES[shape](recording.log)).transactions)), key=str)
    assert found == sorted((as_true(message) for message in recording.truth["messages"]), key=str)


WITHOUT_NAMES = {
    "journalctl -o cat": each(lambda p, _when: p["body"]),
    "a viewer's rules": each(lambda p, when: f"{when:%Y-%m-%d %H:%M:%S} | {p['body']}"),
    "a viewer's levels": each(lambda p, when: f"{when:%d.%m.%Y, %H:%M:%S}\tinfo\t{p['body']}"),
    "a viewer's stamps": each(lambda p, when: f"{when:%Y-%m-%d %H:%M:%S} {p['body']}"),
}


PLAIN = [one for one in PICKED if not one.truth["features"].get("filter")]
"""Where no filter writes, whose lines are told by its name."""


@pytest.mark.parametrize("recording", PLAIN, ids=lambda one: one.name)
@pytest.mark.parametrize("shape", WITHOUT_NAMES)
def test_without_host_and_program(recording: Recording, shape: str, known, catalogue_of):
    """Messages alone are read, too, and told by their ids and clients, though nobody says which process wrote them."""
    text = WITHOUT_NAMES[shape](recording.log)
    assert [event.line.body for event in catalogue_of(text).events if event.kind == "unread"] == []
    found = sorted((as_told(one) for one in taken(known(text).transactions)), key=str)
    assert found == sorted((as_true(message) for message in recording.truth["messages"]), key=str)


def test_two_servers_in_one_paste(known):
    """The logs of two servers, their lines mixed, are told apart by their hosts, were their ids and processes the same."""
    one, other = PICKED[0].log, PICKED[0].log.replace(" mail ", " mx2 ")
    mixed = "\n".join(line for pair in zip(one.splitlines(), other.splitlines(), strict=True) for line in pair)
    assert len(taken(known(mixed).transactions)) == 2 * len(PICKED[0].truth["messages"])


def test_two_servers_one_after_the_other(known):
    """So are they one after the other."""
    found = taken(known(PICKED[0].log + PICKED[2].log.replace(" mail ", " mx2 ")).transactions)
    assert len(found) == len(PICKED[0].truth["messages"]) + len(PICKED[2].truth["messages"])


@pytest.mark.parametrize("cut", range(1, 30, 3))
def test_cut_anywhere(cut: int, known):
    """A log whose beginning or end is missing tells what it holds, and nothing else."""
    lines = PICKED[0].log.splitlines()
    senders = {message["sender"] for message in PICKED[0].truth["messages"]} | {
        attempt["sender"] for attempt in PICKED[0].truth["attempts"]
    }
    for part in (lines[cut:], lines[:-cut]):
        found = known("\n".join(part)).transactions
        assert {one.sender for one in found if one.sender is not None} <= senders
