"""What is counted is what is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.__main__ import main
from bot.coverage import coverage
from bot.library import load

MESSAGE = """server: zebra
name: {{en: Zebra mail, ja: しまうま}}
shapes: [syslog]
messages:
- id: one
  event: server_started
  about: us
  pattern: 'zebra (?P<queue_id>\\w{{1,9}}) runs'
  meaning: {{en: It runs., ja: 走っています。}}
  source: {source}
  samples: [{{line: zebra A runs}}, {{line: zebra B runs}}]
"""


@pytest.mark.parametrize(
    ("source", "row"), [("documented in its manual", "| 1 | 2 | 0 | 1 | 0 | 0 |"), ("inferred", "| 1 | 2 | 0 | 0 | 1 | 0 |")]
)
def test_server_of_a_team_is_counted(overlay, source: str, row: str) -> None:
    """Its messages, samples and how they are known stand in one row."""
    text = coverage(load(overlay({"messages/zebra.yaml": MESSAGE.format(source=source)})))
    assert f"| Zebra mail {row}" in text


def test_totals_are_those_of_the_library(library) -> None:
    """Sums and pages agree with what was read."""
    text = coverage(library)
    assert f"| FAQ | {len(library.faq)} | {len(library.faq)} | {len(library.faq)} |" in text
    assert f"| **all** | {len(library.rules)} | " in text
    assert f"| **all** | {sum(len(server.messages) for server in library.servers.values())} | " in text


def test_command_writes_into_the_teams_folder(overlay, capsys: pytest.CaptureFixture[str]) -> None:
    """What is printed is what was written, and doing it again changes nothing."""
    folder: Path = overlay({"messages/zebra.yaml": MESSAGE.format(source="inferred")})
    assert main(["knowledge", "coverage", "--knowledge", str(folder)]) == 0
    written = (folder / "COVERAGE.md").read_text(encoding="utf-8")
    assert capsys.readouterr().out == written
    assert coverage(load(folder)) == written
