"""``/mailsite``: what is always true of the workspace's mail server, by a form; who may change it is a part of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.addresses import tenant_of
from adapters.slack.asides import tell
from adapters.slack.counter import LANGUAGE, WORKSPACE, Counter
from adapters.slack.forms import SITE_LISTS, about_of, site_form, value_of, values_of
from adapters.slack.requests import open_view
from bot.site import Site, misread

Json = Mapping[str, Any]
EDITORS = "site-editors"


@dataclass(frozen=True, slots=True)
class Sites:
    """Listens to what is told of a site."""

    counter: Counter

    async def open(self, ack: AsyncAck, command: Json, client: AsyncWebClient, context: AsyncBoltContext) -> None:
        """Open the form with what is known, for those who may change it."""
        await ack()
        tenant, person = tenant_of(context.team_id), str(command["user_id"])
        store = self.counter.office.store
        lang = await self.counter.lang_of(tenant, person) or "en"
        editors = await self._editors(tenant)
        if editors and person not in editors:
            await tell(command.get("response_url"), self.counter.sentence("slack-site-others", lang))
            return
        body = await store.site(tenant)
        site = Site.model_validate_json(body) if body else Site()
        language = await store.preference(tenant, WORKSPACE, LANGUAGE) or "text"
        about = {"url": str(command.get("response_url", "")), "lang": lang}
        view = site_form(self.counter.library, lang, about, site, language, editors)
        await open_view(self.counter, client, str(command["trigger_id"]), view, command.get("response_url"), lang)

    async def submitted(self, ack: AsyncAck, body: Json, view: Json, context: AsyncBoltContext) -> None:
        """Keep what was told; what cannot be is given back with a word."""
        tenant, person, about = tenant_of(context.team_id), str(body["user"]["id"]), about_of(view)
        lang = about.get("lang", "en")
        editors = await self._editors(tenant)
        if editors and person not in editors:
            await ack(response_action="errors", errors={"editors": self.counter.phrase("slack-site-others", lang)})
            return
        site, wrong = site_of(view)
        if wrong:
            await ack(response_action="errors", errors=dict.fromkeys(wrong, self.counter.phrase("slack-site-wrong", lang)))
            return
        await ack()
        store = self.counter.office.store
        await store.save_site(tenant, "", site.model_dump_json())
        language = value_of(view, "language")
        await store.save_preference(tenant, WORKSPACE, LANGUAGE, language if language in ("ja", "en") else "")
        await store.save_preference(tenant, WORKSPACE, EDITORS, " ".join(values_of(view, "editors")))
        await tell(about.get("url"), self.counter.sentence("slack-site-saved", lang))

    async def _editors(self, tenant: str) -> list[str]:
        """Return the ids of those who may change the site; none: everybody."""
        return (await self.counter.office.store.preference(tenant, WORKSPACE, EDITORS) or "").split()


def site_of(view: Json) -> tuple[Site, tuple[str, ...]]:
    """Return the site that a form tells of, and the names of the fields that cannot be meant so."""
    single = {name: value_of(view, name) or None for name in ("server", "version")}
    try:
        site = Site.model_validate({**{name: values_of(view, name) for name in SITE_LISTS}, **single})
    except ValidationError as error:
        return Site(), tuple(str(one["loc"][0]) for one in error.errors())
    return site, tuple(dict.fromkeys(name for name, _ in misread(site)))
