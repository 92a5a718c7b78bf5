"""The beginning of an entry is one that its own line matches."""

from __future__ import annotations

import re
from datetime import date

import pytest
import yaml

from bot.library.schema import FaqFront
from bot.lint.patterns import pattern_problems
from bot.redact import redact
from bot.stubs import message_stub, page_stub, pattern_for

LINES = (
    "NOQUEUE: reject: RCPT from mail.bob.com[5.6.7.8]: 554 5.7.1 <amy@corp.de>: Relay access denied; "
    "from=<x@y.org> to=<amy@corp.de> helo=<pc9>",
    "imap-login: Login: user=<bob>, rip=2a01:4f8::1, (it's [odd]) 100% *",
    "未知のひとこと: user1@domain1.example が 192.0.2.1 から zebra しました。",
)


@pytest.mark.parametrize("line", LINES)
def test_line_matches_its_own_pattern(line: str) -> None:
    """So does another of its form, and the pattern cannot blow up."""
    redacted = redact(line)
    pattern = pattern_for(redacted)
    assert re.fullmatch(pattern, redacted)
    assert re.fullmatch(pattern, redacted.replace("domain1", "domain77").replace("192.0.2.1", "198.51.100.99"))
    assert list(pattern_problems(pattern)) == []


@pytest.mark.parametrize("line", LINES)
def test_stub_of_a_message_is_yaml(line: str) -> None:
    """It holds the line as its sample, whatever quotes there are in it."""
    (entry,) = yaml.safe_load(message_stub(redact(line)))
    assert entry["samples"] == [{"line": redact(line)}]
    assert re.fullmatch(entry["pattern"], redact(line))


def test_groups_have_the_contracts_names() -> None:
    """The first of each kind is named; the others are not, since a name may stand once."""
    assert set(re.compile(pattern_for(redact(LINES[0]))).groupindex) == {"client_name", "client_ip", "sender"}


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_stub_of_a_page_is_front_matter(lang: str) -> None:
    """It can be read as that of a FAQ page."""
    text = page_stub("why 'zebra'?", lang, date(2026, 11, 24))
    front = FaqFront.model_validate(yaml.safe_load(text.split("---")[1]))
    assert front.title == "why 'zebra'?"
    assert bool(front.reading) is (lang == "ja")
