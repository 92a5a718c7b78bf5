"""The picture of a case, which follows its answer into the thread; it is an ornament, so nothing else waits for it or fails with it."""

from __future__ import annotations

from urllib.parse import quote

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.addresses import PICTURE, Address, key_of, message_of
from adapters.slack.counter import Counter
from bot.journal import journal
from bot.rendering.limits import SLACK
from bot.reply import Reply


async def illustrate(counter: Counter, client: AsyncWebClient, tenant: str, placed: Address, reply: Reply) -> None:
    """Draw the timeline of an answer that has one, and put it into the answer's thread, in the place of an earlier one.

    Args:
        counter: whose answer it was.
        client: with the workspace's token.
        tenant: the workspace.
        placed: where the answer stands.
        reply: the answer.
    """
    picture = await counter.illustrator.picture(reply, counter.library, SLACK.alt, _size)
    conversation = await counter.office.conversation_of(tenant, key_of(placed.channel, placed.update)) if picture else None
    if picture is None or conversation is None:  # nothing to show, or forgotten while it was drawn
        return
    try:
        await _take_earlier(counter, client, tenant, conversation)
        uploaded = await client.files_upload_v2(
            channel=placed.channel,
            thread_ts=placed.thread or placed.update,
            filename=picture.name,
            title=picture.title,
            alt_txt=picture.alt,
            content=picture.data,
        )
    except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
        journal().warning("failed", error=type(error).__name__)
        return
    for file in uploaded.get("files") or ():
        await counter.office.store.link(tenant, key_of(PICTURE, str(file["id"])), conversation, "answer")


def _size(text: str) -> int:
    """Return how long a description is: the SDK sends it in the address, where 6,000 bytes count like the 1,000 characters allowed."""
    return max(len(text), len(quote(text)) // 6)


async def _take_earlier(counter: Counter, client: AsyncWebClient, tenant: str, conversation: str) -> None:
    """Delete the pictures of what the conversation held before; one that somebody deleted is no fault."""
    for name in await counter.office.answers_in(tenant, conversation):
        channel, file = message_of(name)
        if channel == PICTURE:
            try:
                await client.files_delete(file=file)
            except SlackApiError:
                journal().debug("failed", error="SlackApiError")
