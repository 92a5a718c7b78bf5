"""Every sample of every message is read as that message, with its fields; no line makes a pattern run away."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot.catalogue.matching import Messages, PartsReader
from bot.library import load
from bot.paste.cleaning import clean, squeeze

ROOT = Path(__file__).parent.parent.parent
SAMPLES = [
    pytest.param(server.server, message, sample, id=f"{server.server}-{message.id}-{number}")
    for server in load().servers.values()
    for message in server.messages
    for number, sample in enumerate(message.samples, start=1)
]


@pytest.fixture(scope="module")
def messages(library):
    """Give all servers' messages, ready to match."""
    parts = PartsReader(library.words)
    return {name: Messages(server, parts) for name, server in library.servers.items()}


def as_pasted(server, message, sample):
    """Give a sample as a whole line of the server's log."""
    if message.shape == "received" or server.server == "headers":
        return f"Received: {sample.line}"
    program = server.writer_of(message)
    if program is not None:
        return f"Nov 24 10:12:00 mx {program if server.companion else f'{server.server}/{program}'}[123]: {sample.line}"
    return f"2000年 12月 14日 (木) 11:06:08 AM - {sample.line}" if message.shape is None else sample.line


@pytest.mark.parametrize(("server", "message", "sample"), SAMPLES)
def test_sample_is_read_as_its_message(messages, server, message, sample):
    """A sample is read as the message it stands with, and gives the fields that stand beside it."""
    shape = message.shape or messages[server].server.shapes[0]
    match = messages[server].match(shape, squeeze(clean(sample.line)), messages[server].server.writer_of(message))
    assert match is not None
    assert match.message.id == message.id
    assert {name: match.fields.get(name) for name in sample.fields} == sample.fields
    assert match.whole is (message.pattern is not None)


@pytest.mark.parametrize(("server", "message", "sample"), SAMPLES)
def test_sample_has_its_meaning_filled_in(explained, library, server, message, sample):
    """Pasted alone, the sample is explained by its message's words, with no brace left open."""
    text = as_pasted(library.servers[server], message, sample)
    for lang in ("en", "ja"):
        answer = explained(text, lang=lang)
        for line in answer.lines:
            said = "".join(span.text for span in (*line.meaning, *line.not_meaning))
            assert said
            assert not {"{", "}"} & set(said) or {"{", "}"} & set(sample.line)


def test_near_misses_end():
    """Lines of 100 kB that nearly fit are matched or refused without backtracking for ever: all together well before they are killed."""
    script = Path(__file__).parent / "near_misses.py"
    run = subprocess.run([sys.executable, script], cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, capture_output=True, timeout=60, check=True)
    assert int(run.stdout) > 500
