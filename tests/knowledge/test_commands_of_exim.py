"""The commands of Exim that our pages and phrases tell people to run, as far as Exim's own tools would refuse them."""

from __future__ import annotations

import re
from pathlib import Path

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"
COMMAND = re.compile(r"exiqgrep((?: -\w(?: \S+@\S+| ADDRESS| アドレス)?)+)")
SELECTS = re.compile(r" -[frsyozxc]\b")


def test_exiqgrep_is_always_told_what_to_select() -> None:
    """Without a selection exiqgrep prints its help and lists nothing (exiqgrep(8) and the script of Exim 4.96)."""
    texts = [path.read_text(encoding="utf-8") for path in KNOWLEDGE.rglob("*") if path.suffix in {".md", ".yaml"}]
    commands = [found.group(1) for text in texts for found in COMMAND.finditer(text)]
    assert len(commands) >= 8
    assert [command for command in commands if not SELECTS.search(command)] == []
