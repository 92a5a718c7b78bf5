"""What is said while an answer is waited for: that the log is being read, or which place in the line it has.

In a thread that is its status, which Slack shows as the app's name and our words ("assistant.threads.setStatus": channels have it, too; it
goes when we post there, by an empty text, and after two minutes). Where the answer goes to another place it is said to the person alone.
"""

from __future__ import annotations

from typing import Protocol

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.progress import Progress
from adapters.slack.asides import tell
from bot.journal import journal
from bot.library import Library
from bot.rendering.slack_messages import sentence


class Waiting(Protocol):
    """Says how it goes."""

    def in_line(self, place: int) -> None:
        """Say which place in the line it has, 1 for the next; 0: it is being read."""

    async def over(self, *, posts: bool) -> None:
        """Say no more; ``posts``: the answer will be a new message in that thread."""


class Status:
    """Says it as the status of a thread; where that cannot be shown, nothing is lost.

    Args:
        client: with the workspace's token.
        library: for the words.
        channel: where the thread is.
        thread: the time stamp of its first message.
        lang: the language; None: English.
    """

    def __init__(self, client: AsyncWebClient, library: Library, channel: str, thread: str, lang: str | None) -> None:
        self._client, self._library = client, library
        self._channel, self._thread, self._lang = channel, thread, lang or "en"
        self._progress = Progress(self._show)
        self._shown = ""

    def reading(self) -> None:
        """Say that the log is being read."""
        self._progress.tell(self._library.phrase("slack-status", self._lang))

    def in_line(self, place: int) -> None:
        """Say which place in the line it has, 1 for the next; 0: it is being read."""
        if place:
            self._progress.tell(self._library.phrase("slack-status-line", self._lang, place=place))
        else:
            self.reading()

    async def over(self, *, posts: bool) -> None:
        """Wait until the last status is out, and take it away unless a new message does."""
        await self._progress.end()
        if self._shown and not posts:
            await self._show("")

    async def _show(self, status: str) -> None:
        try:
            await self._client.assistant_threads_setStatus(channel_id=self._channel, thread_ts=self._thread, status=status)
            self._shown = status
        except SlackApiError:
            journal().debug("failed", error="SlackApiError")


class Aside:
    """Says to the person alone the place that it has at first; what is told so can be told five times only ("response_url").

    Args:
        response_url: where to.
        library: for the words.
        lang: the language; None: English.
    """

    def __init__(self, response_url: str | None, library: Library, lang: str | None) -> None:
        self._url, self._library, self._lang = response_url, library, lang or "en"
        self._progress = Progress(self._show)
        self._has_told = False

    def in_line(self, place: int) -> None:
        """Say the place, once."""
        if place and not self._has_told:
            self._has_told = True
            self._progress.tell(self._library.phrase("your-place", self._lang, place=place))

    async def over(self, *, posts: bool) -> None:  # noqa: ARG002 - nothing has to be taken away
        """Wait until it is out."""
        await self._progress.end()

    async def _show(self, text: str) -> None:
        await tell(self._url, sentence(text))
