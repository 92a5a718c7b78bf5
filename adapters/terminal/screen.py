"""Where a terminal's user types: with line editing and history on a terminal, plain lines through a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TextIO

from prompt_toolkit import PromptSession
from prompt_toolkit.history import FileHistory, InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

BeginsALog = Callable[[str], bool]


class Screen(Protocol):
    """Something to type into."""

    async def read(self) -> str | None:
        """Return the next message, None at the end."""


class Pipe:
    """Messages from a stream: a line is one, but a log goes on to the next empty line."""

    def __init__(self, begins_a_log: BeginsALog, stream: TextIO | None = None) -> None:
        self._begins = begins_a_log
        self._stream = stream or sys.stdin

    async def read(self) -> str | None:
        """Return the next message, None at the end of the stream."""
        lines: list[str] = []
        for line in self._stream:
            text = line.rstrip("\r\n")
            if not text.strip():
                if lines:
                    return "\n".join(lines)
                continue
            lines.append(text)
            if len(lines) == 1 and (text.startswith("/") or text.strip().isdecimal()):
                return text
        return "\n".join(lines) or None


class Terminal:
    """Messages from a terminal, with editing and history.

    A pasted log comes in one piece and ends with an empty line or Ctrl-D; a single line that begins no log ends with Enter. Ctrl-D on
    nothing is the end. Only single lines are kept in the history file: a pasted log is not.
    """

    def __init__(self, begins_a_log: BeginsALog, history: Path | None) -> None:
        self._begins = begins_a_log
        self._session: PromptSession[str] = PromptSession(
            history=_SingleLines(history) if history is not None else InMemoryHistory(),
            multiline=True,
            key_bindings=self._bindings(),
        )

    async def read(self) -> str | None:
        """Return the next message, None at the end."""
        try:
            return await self._session.prompt_async("» ", prompt_continuation="  ")
        except (EOFError, KeyboardInterrupt):
            return None

    def _bindings(self) -> KeyBindings:
        bindings = KeyBindings()

        @bindings.add("enter")
        def _(event: KeyPressEvent) -> None:
            buffer = event.current_buffer
            if not buffer.text.strip():
                return
            one_line = "\n" not in buffer.text and not self._begins(buffer.text)
            finished = not buffer.document.current_line.strip() and buffer.document.is_cursor_at_the_end
            if one_line or finished:
                buffer.validate_and_handle()
            else:
                buffer.insert_text("\n")

        @bindings.add("c-d")
        def _(event: KeyPressEvent) -> None:
            if event.current_buffer.text.strip():
                event.current_buffer.validate_and_handle()
            else:
                event.app.exit(exception=EOFError)

        return bindings


class _SingleLines(FileHistory):
    """A history file that holds answers and questions, never a pasted log."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))

    def store_string(self, string: str) -> None:
        """Keep a single line."""
        if "\n" not in string:
            super().store_string(string)
