"""Which conversations somebody had, so that they can be forgotten together, and which pages a team reads most."""

from __future__ import annotations

import json

from bot.office import Office
from bot.store import Store

_NAME = "conversations"
_READ = "pages"
_MOST = 200


async def remember(store: Store, tenant: str, person: str, conversation: str) -> None:
    """Remember that a conversation is a person's."""
    known = await _known(store, tenant, person)
    if conversation not in known[-1:]:
        kept = [*(one for one in known if one != conversation), conversation][-_MOST:]
        await store.save_preference(tenant, person, _NAME, " ".join(kept))


async def forget(office: Office, tenant: str, person: str) -> int:
    """Erase a person's conversations in a tenant, and return how many were still kept."""
    count = 0
    for conversation in await _known(office.store, tenant, person):
        count += await office.store.load(tenant, conversation) is not None
        await office.forget(tenant, conversation)
    await office.store.save_preference(tenant, person, _NAME, "")
    return count


async def _known(store: Store, tenant: str, person: str) -> list[str]:
    return (await store.preference(tenant, person, _NAME) or "").split()


async def count_page(store: Store, tenant: str, page: str) -> None:
    """Count that a page was read."""
    counts = await pages_read(store, tenant)
    counts[page] = counts.get(page, 0) + 1
    await store.save_preference(tenant, "", _READ, json.dumps(counts))


async def pages_read(store: Store, tenant: str) -> dict[str, int]:
    """Return how often each page was read by a tenant's people."""
    found: dict[str, int] = json.loads(await store.preference(tenant, "", _READ) or "{}")
    return found
