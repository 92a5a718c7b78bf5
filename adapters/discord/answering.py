"""Messages and interactions to the office and back."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

import discord

from adapters.discord.delivering import Delivering
from adapters.discord.files import Enclosure, Fetched, Files
from adapters.discord.mine import remember
from adapters.discord.naming import name_of, place_of
from adapters.discord.people import Asker, author_of
from adapters.discord.target import Target
from adapters.discord.views import text_view
from adapters.progress import Progress
from bot.desk import Message
from bot.journal import journal
from bot.office import Envelope, Office
from bot.rendering.discord_markdown import plain
from bot.rendering.limits import DISCORD

Interaction = discord.Interaction[discord.Client]
_LONG = 200_000
"""From so many bytes on it is said that reading takes a moment."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What an interaction is about.

    Attributes:
        conversation: the conversation.
        owner: who asked in the first place, and so may delete the answer.
        private: whether only that person sees the answer.
        source: ``channel.message`` of the message that is explained, empty if there is none.
        enclosures: files that came with it.
        anew: whether the log is read anew.
    """

    conversation: str
    owner: str
    private: bool = True
    source: str = ""
    enclosures: tuple[Enclosure, ...] = ()
    anew: bool = False


class Answering:
    """Answers people.

    Args:
        client: the library's.
        office: what answers.
        delivering: what sends.
        files: what fetches attachments.
        lang: the language of places that name none.
    """

    def __init__(self, client: discord.Client, office: Office, delivering: Delivering, files: Files, lang: str | None = None) -> None:
        self._client = client
        self.office = office
        self.delivering = delivering
        self.files = files
        self.lang = lang

    async def message(self, message: discord.Message) -> None:
        """Answer a message that mentions us, or a direct one."""
        asker = author_of(message)
        with suppress(discord.Forbidden):
            await message.channel.typing()
        target = await self._place(message, asker)
        text, enclosures = self._said(message)
        fetched = await self._fetched(target, enclosures)
        target = replace(target, notes=fetched.notes(self.office.library, target.lang))
        if not text and not fetched.files:
            await self._nothing(message, target)
            return
        said = Message(text=text, files=tuple(fetched.files), locale_lang=asker.lang or self.lang)
        event = f"message:{message.id}"
        await self._give(self._envelope(asker, target, event, said, name_of(message)), target)

    async def edited(self, message: discord.Message, stamp: str) -> None:
        """Answer an edited message anew, in the place of its answer; one that was not answered before is answered now."""
        asker = author_of(message)
        places = [place_of(answer) for answer in await self.office.answers_to(asker.tenant, name_of(message))]
        if not any(places):
            await self.message(message)
            return
        text, enclosures = self._said(message)
        target = await self._place(message, asker)
        conversation = await self.office.conversation_of(asker.tenant, name_of(message)) or target.conversation
        fetched = await self._fetched(target, enclosures)
        channel, answer = places[-1]
        notes = fetched.notes(self.office.library, target.lang)
        target = replace(target, kind="edit", conversation=conversation, channel=channel, message=answer, notes=notes)
        said = Message(text=text, files=tuple(fetched.files), locale_lang=asker.lang or self.lang)
        envelope = self._envelope(asker, target, f"edit:{message.id}:{stamp}", said, name_of(message))
        anew = "\n" in text.strip() or bool(fetched.files) or conversation == str(message.id)
        await self._give(replace(envelope, anew=anew), target)

    async def interaction(self, interaction: Interaction, asker: Asker, situation: Situation, said: Message) -> None:
        """Answer an interaction that was acknowledged before: by a new answer, or in the place of the one that it came from."""
        lang = asker.lang or self.lang or "en"
        target = Target(
            "hook", situation.conversation, situation.owner, lang, token=interaction.token,
            until=time.time() + DISCORD.token_seconds - 30, private=situation.private, source=situation.source,
        )  # fmt: skip
        progress = None if in_place(interaction) else Progress(lambda text: _show(interaction, text))
        fetched = await self._read(situation.enclosures, lang, progress)
        target = replace(target, notes=fetched.notes(self.office.library, lang))
        said = replace(said, files=tuple(fetched.files), locale_lang=lang)
        if not (said.text.strip() or said.files or said.choice or said.question.strip()):
            missing = target.notes or (self.office.library.phrase("discord-nothing-to-read", lang),)
            view = text_view("\n".join(map(plain, missing)))
            await (
                interaction.followup.send(view=view, ephemeral=True)
                if in_place(interaction)
                else interaction.edit_original_response(view=view)
            )
            return
        envelope = self._envelope(asker, target, f"interaction:{interaction.id}", said, "")
        await self._give(replace(envelope, anew=situation.anew), target, interaction, progress)

    async def fetch(self, channel: int, message: int) -> discord.Message:
        """Return a message as Discord shows it to us now.

        Raises:
            NotFound: it is gone.
            Forbidden: we may not see it.
        """
        return await self._client.get_partial_messageable(channel).fetch_message(message)

    async def _give(
        self, envelope: Envelope, target: Target, interaction: Interaction | None = None, progress: Progress | None = None
    ) -> None:
        """Let the office answer an envelope, and send what comes of it."""

        def in_line(place: int) -> None:
            """Tell the place in the line."""
            if progress is not None and place:
                progress.tell(self.office.library.phrase("your-place", target.lang, place=place))

        delivery = await self.office.receive(envelope, in_line)
        if progress is not None:
            await progress.end()
        if delivery.state == "waiting":
            target = replace(target, threaded=False, conversation="")
        if delivery.state == "answered":
            await remember(self.office.store, envelope.tenant, envelope.person, envelope.conversation_id)
        await self.delivering.send(delivery, target, interaction)

    async def _place(self, message: discord.Message, asker: Asker) -> Target:
        """Return where a message is answered, and in which conversation: its thread's, that of the answer it replies to, or a new one."""
        channel = message.channel
        threaded = isinstance(channel, discord.TextChannel)
        goes_on = message.guild is None or isinstance(channel, discord.Thread)
        conversation = str(channel.id if goes_on else message.id)
        reference = message.reference
        if not goes_on and reference is not None:
            earlier = await self.office.conversation_of(asker.tenant, f"{reference.channel_id}.{reference.message_id}")
            threaded, conversation = threaded and earlier is None, earlier or conversation
        return Target(
            "say", conversation, asker.person, asker.lang or self.lang or "en", channel.id, message.id, threaded,
            source=f"{channel.id}.{message.id}",
        )  # fmt: skip

    def _said(self, message: discord.Message) -> tuple[str, list[Enclosure]]:
        """Return the text of a message without our name, and its files; one that only calls us to another shows that one's."""
        text, enclosures = self.content(message)
        other = message.reference.resolved if message.reference else None
        if isinstance(other, discord.Message) and other.author != self._client.user and len(text) < 200 and not enclosures:
            theirs, enclosures = self.content(other)
            text = f"{theirs}\n\n{text}".strip() if theirs else text
        return text, enclosures

    def content(self, message: discord.Message) -> tuple[str, list[Enclosure]]:
        """Return the text of a message without our name, and its files; what was forwarded counts as its own."""
        us = self._client.user.id if self._client.user else 0
        forwarded = [part for part in message.message_snapshots if part.content or part.attachments]
        text = "\n".join([message.content, *(part.content for part in forwarded)])
        attachments = [*message.attachments, *(attachment for part in forwarded for attachment in part.attachments)]
        enclosures = [Enclosure(a.filename, a.size, a.url, a.content_type or "") for a in attachments]
        return re.sub(rf"<@!?{us}>", "", text).strip(), enclosures

    async def _fetched(self, target: Target, enclosures: list[Enclosure]) -> Fetched:
        """Return a message's files; while much is read, that is said where the answer will be."""
        if sum(enclosed.size for enclosed in enclosures) < _LONG:
            return await self.files.fetch(enclosures)
        room = await self.delivering.room(target, target.lang)
        said = await room.send(view=text_view(self._reading(enclosures, target.lang)))
        try:
            return await self.files.fetch(enclosures)
        finally:
            with suppress(discord.HTTPException):
                await said.delete()

    async def _read(self, enclosures: Sequence[Enclosure], lang: str, progress: Progress | None) -> Fetched:
        """Return an interaction's files; while much is read, that is said."""
        if progress is not None and sum(enclosed.size for enclosed in enclosures) >= _LONG:
            progress.tell(self._reading(enclosures, lang))
        return await self.files.fetch(enclosures)

    def _reading(self, enclosures: Sequence[Enclosure], lang: str) -> str:
        size = sum(enclosed.size for enclosed in enclosures) // 1024
        return self.office.library.phrase("discord-reading", lang, count=len(enclosures), size=size)

    async def _nothing(self, message: discord.Message, target: Target) -> None:
        """Say that there was nothing to read, and how a log can be shown to us."""
        said = target.notes or (self.office.library.phrase("discord-nothing-to-read", target.lang),)
        await message.channel.send(
            view=text_view("\n".join(map(plain, said))), reference=message.to_reference(fail_if_not_exists=False), mention_author=False
        )

    def _envelope(self, asker: Asker, target: Target, event: str, said: Message, message_id: str) -> Envelope:
        return Envelope(asker.tenant, asker.room, asker.person, event, target.conversation, said, target.text(), message_id)


def in_place(interaction: Interaction) -> bool:
    """Tell whether an interaction's answer takes the place of the message that it came from."""
    return interaction.response.type is discord.InteractionResponseType.deferred_message_update


async def _show(interaction: Interaction, text: str) -> None:
    """Put a sentence where the answer will be; if that fails, the answer will tell."""
    try:
        await interaction.edit_original_response(view=text_view(plain(text)))
    except discord.HTTPException as error:
        journal().warning("failed", exc_info=error)
