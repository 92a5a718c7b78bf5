"""Words to one person alone: short, and gone when they reload; by the address that Slack gives with each interaction."""

from __future__ import annotations

from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.addresses import Address
from bot.library import Library
from bot.rendering.slack_messages import Drawn, escaped
from bot.rendering.slack_rich_text import Json, rich_text


async def tell(response_url: str | None, drawn: Drawn, *, instead: bool = False) -> None:
    """Say something to the one who pressed or typed (``response_url``: "Handling user interaction").

    Args:
        response_url: where to; without one, nothing is said.
        drawn: what.
        instead: it takes the place of the ephemeral message whose button was pressed.
    """
    if response_url:
        respond = AsyncRespond(response_url=response_url)
        await respond(text=drawn.text, blocks=list(drawn.blocks), response_type="ephemeral", replace_original=instead)


async def pointer(client: AsyncWebClient, library: Library, lang: str, placed: Address) -> Drawn:
    """Return the sentence that says where a private answer is, with a link to it where Slack gives one."""
    text = library.phrase("slack-answer-private", lang)
    texts: list[Json] = [{"type": "text", "text": text}]
    try:
        link = str((await client.chat_getPermalink(channel=placed.channel, message_ts=placed.update))["permalink"])
        texts += [{"type": "text", "text": " "}, {"type": "link", "url": link, "text": library.phrase("slack-open-answer", lang)}]
    except SlackApiError:
        pass  # the sentence says enough
    return Drawn((rich_text([{"type": "rich_text_section", "elements": texts}]),), escaped(text))
