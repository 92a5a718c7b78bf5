"""How it goes while an answer is waited for: the latest sentence is shown, and no more often than it can be."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable


class Progress:
    """Tells how it goes; nothing is told after its end.

    Args:
        show: shows a sentence instead of the one before.
    """

    def __init__(self, show: Callable[[str], Awaitable[None]]) -> None:
        self._show = show
        self._telling: asyncio.Task[None] | None = None
        self._text = ""

    def tell(self, text: str) -> None:
        """Show a sentence soon, instead of the one before."""
        self._text = text
        if self._telling is None or self._telling.done():
            self._telling = asyncio.create_task(self._tell())

    async def _tell(self) -> None:
        shown = ""
        while shown != self._text:
            shown = self._text
            await self._show(shown)

    async def end(self) -> None:
        """Wait until the last sentence is out."""
        if self._telling is not None:
            await self._telling
