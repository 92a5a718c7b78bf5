"""Files that came with a message: fetched with the bot's token from Slack's own hosts only, up to a size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from yarl import URL

from bot.desk import File
from bot.journal import journal

MOST_FILES = 5
MOST_BYTES = 10 * 1024 * 1024
HOSTS = frozenset({"https://files.slack.com"})
"""Where private files are kept ("url_private" in the reference of the file object); the token is sent nowhere else."""
_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Missed:
    """A file that was not read: the phrase that says why, and its name."""

    phrase: str
    name: str


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of fetching: files, and those that were missed."""

    files: tuple[File, ...] = ()
    missed: tuple[Missed, ...] = ()


@dataclass(frozen=True, slots=True)
class Downloads:
    """Fetches files.

    Attributes:
        hosts: origins that may be given the token.
        most_bytes: of one file.
    """

    hosts: frozenset[str] = HOSTS
    most_bytes: int = MOST_BYTES

    async def fetch(self, client: AsyncWebClient, files: Sequence[Mapping[str, Any]]) -> Fetched:
        """Return the files of a message, the first few of them."""
        got: list[File] = []
        missed: list[Missed] = []
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_SECONDS)) as session:
            for file in files[:MOST_FILES]:
                one = await self._one(client, session, file)
                (got if isinstance(one, File) else missed).append(one)  # type: ignore[arg-type]
        if len(files) > MOST_FILES:
            missed.append(Missed("slack-file-many", str(MOST_FILES)))
        return Fetched(tuple(got), tuple(missed))

    async def _one(self, client: AsyncWebClient, session: aiohttp.ClientSession, file: Mapping[str, Any]) -> File | Missed:
        """Return one file, or why it is missed; one that is shared from elsewhere is a stub, whose whole is asked for."""
        name = str(file.get("name") or file.get("title") or file.get("id") or "?")
        if file.get("file_access") == "check_file_info" or "url_private" not in file:
            try:
                file = (await client.files_info(file=str(file.get("id")))).get("file") or {}
            except SlackApiError as error:
                return Missed("slack-file-scope" if error.response.get("error") == "missing_scope" else "slack-file-failed", name)
            name = str(file.get("name") or name)
        address = str(file.get("url_private_download") or file.get("url_private") or "")
        if file.get("is_external") or file.get("mode") == "external" or not self._is_ours(address):
            return Missed("slack-file-elsewhere", name)
        if int(file.get("size") or 0) > self.most_bytes:
            return Missed("slack-file-large", name)
        try:
            return await self._download(session, address, str(client.token), name, is_html=file.get("mimetype") == "text/html")
        except (TimeoutError, aiohttp.ClientError) as error:
            journal().warning("failed", error=type(error).__name__)
            return Missed("slack-file-failed", name)

    def _is_ours(self, address: str) -> bool:
        try:
            return str(URL(address).origin()) in self.hosts
        except ValueError:
            return False

    async def _download(self, session: aiohttp.ClientSession, address: str, token: str, name: str, *, is_html: bool) -> File | Missed:
        """Return a file from its address; Slack answers with its log-in page, not with an error, where the token may not read it."""
        headers = {"Authorization": f"Bearer {token}"}
        async with session.get(address, headers=headers, allow_redirects=False) as answer:
            if answer.status in (301, 302, 303, 307, 308) or (answer.content_type == "text/html" and not is_html):
                return Missed("slack-file-scope", name)
            if answer.status != 200:
                return Missed("slack-file-failed", name)
            data = bytearray()
            async for chunk in answer.content.iter_chunked(65536):
                data += chunk
                if len(data) > self.most_bytes:
                    return Missed("slack-file-large", name)
            return File(name, bytes(data))
