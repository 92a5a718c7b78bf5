"""What RelayDoc tells of itself and of the site, and what it is told to keep or to forget."""

from __future__ import annotations

import discord
from pydantic import ValidationError

from adapters.discord.mine import forget
from adapters.discord.people import Asker, language
from adapters.discord.views import text_view
from bot.office import Office
from bot.prose import blocks
from bot.rendering.discord_markdown import code, pieces, plain
from bot.rendering.discord_pages import joined
from bot.site import Site, misread

Interaction = discord.Interaction[discord.Client]
PARTS = ("domains", "networks", "gateways", "users", "server", "version")
"""What can be told of a site."""
_SINGLE = ("server", "version")


class Telling:
    """Shows and keeps what is not about one log.

    Args:
        office: whose store and phrases these are.
        site: what is known of every asker's site.
    """

    def __init__(self, office: Office, site: Site) -> None:
        self._office = office
        self._site = site
        self._library = office.library

    async def page(self, interaction: Interaction, topic: str) -> None:
        """Show the page on how to ask, on who answers, or on what is seen and kept."""
        text = self._library.phrase(f"discord-{topic}", language(interaction.locale) or "en")
        shown = joined([piece for block in blocks(text) for piece in pieces(block)])
        await interaction.response.send_message(view=text_view(shown), ephemeral=True)

    async def forget(self, interaction: Interaction, asker: Asker) -> None:
        """Erase the asker's conversations."""
        count = await forget(self._office, asker.tenant, asker.person)
        await self._say(interaction, "forgotten" if count else "discord-nothing-to-forget", asker)

    async def show_site(self, interaction: Interaction, asker: Asker) -> None:
        """Show what is known of the site in this room."""
        await interaction.edit_original_response(view=text_view(self._told(await self._known(asker), asker.lang or "en")))

    async def set_site(self, interaction: Interaction, asker: Asker, part: str, value: str, *, here: bool) -> None:
        """Keep a part of what is true of the site, for the whole server or for one channel; whoever manages the server may."""
        lang = asker.lang or "en"
        if not asker.may_manage:
            await self._say(interaction, "discord-needs-manage", asker)
            return
        site = _with(await self._known(asker), part, value, frozenset(self._library.servers))
        if site is None:
            named = self._library.phrase(f"discord-site-{part}", lang) if part in PARTS else part
            view = text_view(plain(self._library.phrase("discord-site-wrong", lang, part=named)))
            await interaction.edit_original_response(view=view)
            return
        await self._office.store.save_site(asker.tenant, asker.room if here else "", site.model_dump_json())
        await interaction.edit_original_response(view=text_view(self._told(site, lang)))

    async def _known(self, asker: Asker) -> Site:
        body = await self._office.store.site(asker.tenant, asker.room)
        return Site.model_validate_json(body) if body else self._site

    def _told(self, site: Site, lang: str) -> str:
        """Return a site in words; the values are what people typed."""
        lines = []
        for part in PARTS:
            value = getattr(site, part)
            values = [value] if isinstance(value, str) else list(value or ())
            if values:
                lines.append(f"- {plain(self._library.phrase(f'discord-site-{part}', lang))}: {' '.join(map(code, values))}")
        if not lines:
            return plain(self._library.phrase("discord-site-empty", lang))
        return "\n".join([f"**{plain(self._library.phrase('discord-site-known', lang))}**", *lines])[:3900]

    async def _say(self, interaction: Interaction, phrase: str, asker: Asker) -> None:
        await interaction.edit_original_response(view=text_view(plain(self._library.phrase(phrase, asker.lang or "en"))))


def _with(site: Site, part: str, value: str, servers: frozenset[str]) -> Site | None:
    """Return a site with one part set, None where it cannot be that."""
    values = value.replace(",", " ").replace("、", " ").split()
    if part not in PARTS or (part in _SINGLE and len(values) > 1) or (part == "server" and values and values[0] not in servers):
        return None
    given: object = (values[0] if values else None) if part in _SINGLE else values
    try:
        changed = Site.model_validate({**site.model_dump(), part: given})
    except ValidationError:
        return None
    return None if any(name == part for name, _ in misread(changed)) else changed
