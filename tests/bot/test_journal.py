"""The journal: tells what happens, and never what people pasted, by whatever way it is handed in."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from bot.desk import Message
from bot.journal import EVENTS, NUMBERS, TEXTS, about, digest, journal, set_up

MARK = "P4STED"
PASTES = st.text(max_size=60).map(lambda text: f"{text}{MARK} 192.0.2.7{text}")
KEYS = st.one_of(st.sampled_from(["paste", "message", "text", "line", "exception", "stack", "_record", "stack_info"]), PASTES)


@contextmanager
def journal_of(level: str = "debug", *, console: bool = False) -> Iterator[io.StringIO]:
    """Give what is written meanwhile; afterwards everything logs as before."""
    root = logging.getLogger()
    handlers, threshold, before = root.handlers[:], root.level, structlog.get_config()
    stream = io.StringIO()
    root.handlers = []
    try:
        set_up(level, console=console, stream=stream)
        yield stream
    finally:
        structlog.configure(**before)
        structlog.contextvars.clear_contextvars()
        root.handlers = handlers
        root.setLevel(threshold)


def fail(text: str, cause: Exception | None = None) -> None:
    """Raise an error that quotes a text."""
    raise ValueError(text) from cause


def told(stream: io.StringIO) -> list[dict]:
    """Return the lines as data; each may hold nothing but what is allowed."""
    assert MARK not in stream.getvalue()
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    for line in lines:
        assert line.keys() <= {*TEXTS, *NUMBERS, "held_back"}
    return lines


def test_a_line_tells_what_happened() -> None:
    """Event, level, time and the numbers and words that belong to it."""
    with journal_of() as stream:
        journal().info("answered", seconds=0.25, verdict="own_mail", mta="asip", lines=14)
    (line,) = told(stream)
    assert line.pop("timestamp").endswith("Z")
    assert line == {"event": "answered", "level": "info", "seconds": 0.25, "verdict": "own_mail", "mta": "asip", "lines": 14}


@pytest.mark.parametrize(("level", "count"), [("debug", 4), ("info", 3), ("warning", 2), ("error", 1)])
def test_only_what_is_grave_enough_is_told(level: str, count: int) -> None:
    """The level of the settings is the least that is told."""
    with journal_of(level) as stream:
        for name in ("debug", "info", "warning", "error"):
            getattr(journal(), name)("started")
    assert len(told(stream)) == count


def test_every_line_of_a_conversation_has_its_id() -> None:
    """Within ``about`` each line bears the conversation's id, the same each time; names of teams do not show."""
    with journal_of() as stream:
        for conversation in ("thread-1", "thread-2", "thread-1"):
            with about("guild-of-example", conversation, "discord") as correlation:
                journal().info("received")
                journal().info("answered")
            assert correlation == digest("guild-of-example", conversation)
        journal().info("stopped")
    lines = told(stream)
    ids = [line.get("conversation") for line in lines]
    assert ids[0] == ids[1] == ids[4] == ids[5] != ids[2]
    assert ids[6] is None
    assert {line.get("adapter") for line in lines[:6]} == {"discord"}
    assert "example" not in stream.getvalue()
    assert "thread" not in stream.getvalue()


@given(paste=PASTES, key=KEYS)
def test_no_other_key_gets_through(paste: str, key: str) -> None:
    """Whatever stands under a key that is not allowed stays out, and is counted."""
    with journal_of() as stream:
        journal().info("received", **{key: paste})
        journal().info("received", **{key: Message(text=paste, question=paste)})
    for line in told(stream):
        assert line["event"] == "received"
        assert line["held_back"] >= 1


@given(paste=PASTES, key=st.sampled_from(sorted({*TEXTS, *NUMBERS} - {"event", "level", "timestamp"})))
def test_allowed_keys_take_no_text(paste: str, key: str) -> None:
    """A key that is allowed takes a word, a digest or a number, and no piece of a log, however it is wrapped."""
    with journal_of() as stream:
        for value in (paste, [paste], {paste: 1}, Message(text=paste), paste.encode("utf-8", "replace")):
            journal().info("received", **{key: value})
    assert all(key not in line for line in told(stream))


@given(paste=PASTES)
def test_no_event_is_made_of_text(paste: str) -> None:
    """A text in place of an event's name, plain or filled in, is not written."""
    with journal_of() as stream:
        journal().info(paste)
        journal().warning("received %s", paste)
        journal().error("received {paste}", paste=paste)
    assert [line["event"] for line in told(stream)] == ["unnamed"] * 3


@given(paste=PASTES)
def test_an_exception_keeps_its_words(paste: str) -> None:
    """Exceptions are told by name and place, also those that led to them; their words stay out."""
    with journal_of() as stream:
        try:
            fail(paste, KeyError(paste))
        except ValueError as error:
            error.add_note(paste)
            journal().exception("failed")
            journal().error("failed", exc_info=error)
            journal().error("failed", exc_info=(ValueError, error, error.__traceback__))
            journal().error("failed", error=error, where=paste)
    lines = told(stream)
    assert [line.get("error") for line in lines] == ["ValueError < KeyError"] * 3 + [None]
    assert lines[0]["where"].startswith("bot/test_journal.py:")


@given(paste=PASTES)
def test_other_libraries_keep_their_words(paste: str) -> None:
    """What libraries log comes as their name and the place, without message, arguments or traceback."""
    with journal_of() as stream:
        logger = logging.getLogger("sqlalchemy.engine")
        logger.error(paste)
        logger.warning("statement %s", paste)
        logger.error("failed", exc_info=ValueError(paste), extra={"paste": paste})
        logging.getLogger(paste).error("failed")
    lines = told(stream)
    assert [line["event"] for line in lines] == ["library"] * 4
    assert [line.get("library") for line in lines[:3]] == ["sqlalchemy.engine"] * 3
    assert lines[2]["error"] == "ValueError"
    assert all(line["where"].startswith("bot/test_journal.py:") for line in lines)


@given(paste=PASTES)
def test_what_is_bound_passes_the_same_gate(paste: str) -> None:
    """Text that was bound to a logger or to the context stays out as well."""
    with journal_of() as stream, structlog.contextvars.bound_contextvars(paste=paste, mta=paste):
        journal().bind(question=paste).info("received")
    assert told(stream)[0]["held_back"] == 3


@given(paste=PASTES)
def test_lines_for_people_keep_the_same_silence(paste: str) -> None:
    """On a terminal the lines look otherwise and hold no more."""
    with journal_of(console=True) as stream:
        journal().info("answered", seconds=0.5, paste=paste)
        try:
            fail(paste)
        except ValueError:
            journal().exception(paste)
    assert MARK not in stream.getvalue()
    assert "answered" in stream.getvalue()
    assert "seconds=0.5" in stream.getvalue()
    assert "\x1b" not in stream.getvalue()


def test_a_deep_chain_is_told_in_part() -> None:
    """A long chain of exceptions and a deep traceback make one line of bounded length."""

    def fall(depth: int) -> None:
        if depth:
            fall(depth - 1)
        chain: Exception | None = None
        for _ in range(40):
            link = ValueError(MARK)
            link.__cause__, chain = chain, link
        fail(MARK, chain)

    with journal_of() as stream:
        try:
            fall(40)
        except ValueError:
            journal().exception("failed")
    (line,) = told(stream)
    assert line["error"].count("ValueError") == 10
    assert line["where"].count("test_journal.py") == 10


def test_events_are_plain_words() -> None:
    """The names of events are short words that a person searches for."""
    assert all(name.replace(" ", "").isalpha() and name.islower() for name in EVENTS)
