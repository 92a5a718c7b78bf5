"""Many workspaces: each installs the app by itself (OAuth), and its token is kept encrypted with its conversations."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Callable

from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore

from adapters.slack.addresses import ADAPTER, tenant_of
from bot.store import Store

_TOKEN = "installation"  # noqa: S105 - the name of it
_FIELDS = ("app_id", "team_id", "team_name", "bot_token", "bot_id", "bot_user_id", "bot_scopes", "installed_at")
_STATE_SECONDS = 600.0


class Installations(AsyncInstallationStore):
    """The workspaces' tokens, in the store of the conversations; what a workspace leaves behind is erased with all else of it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def async_save(self, installation: Installation) -> None:
        """Keep the token of a workspace that installed the app.

        Raises:
            StoreError: there is no key to encrypt it with.
        """
        await self.async_save_bot(installation.to_bot())

    async def async_save_bot(self, bot: Bot) -> None:
        """Keep the token of a workspace."""
        kept = {name: getattr(bot, name) for name in _FIELDS}
        await self._store.save_token(tenant_of(bot.team_id), _TOKEN, json.dumps(kept))

    async def async_find_bot(
        self,
        *,
        enterprise_id: str | None,  # noqa: ARG002 - the SDK's signature
        team_id: str | None,
        is_enterprise_install: bool | None = False,  # noqa: ARG002 - as above
    ) -> Bot | None:
        """Return the token of a workspace with what belongs to it."""
        kept = await self._store.token(tenant_of(team_id), _TOKEN)
        return Bot(**json.loads(kept)) if kept else None

    async def async_delete_all(self, *, enterprise_id: str | None, team_id: str | None) -> None:  # noqa: ARG002 - as above
        """Erase all that a workspace left behind, its token too."""
        await self._store.forget_tenant(tenant_of(team_id))


class States(AsyncOAuthStateStore):
    """The words by which an installation that was begun is known when Slack leads back: signed, good for ten minutes, and once only.

    Args:
        store: knows which were used, by any process.
        secret: signs them.
        clock: seconds since 1970.
    """

    def __init__(self, store: Store, secret: str, clock: Callable[[], float] = time.time) -> None:
        self._store, self._secret, self._clock = store, secret.encode(), clock

    async def async_issue(self, *_: object, **__: object) -> str:
        """Return a new word."""
        begun = f"{int(self._clock())}.{secrets.token_hex(16)}"
        return f"{begun}.{self._signature(begun)}"

    async def async_consume(self, state: str) -> bool:
        """Tell whether a word is ours, still good, and was not used."""
        begun, _, signature = state.rpartition(".")
        when = begun.partition(".")[0]
        if not hmac.compare_digest(signature.encode(), self._signature(begun).encode()) or not when.isdecimal():
            return False
        if not 0 <= self._clock() - int(when) <= _STATE_SECONDS:
            return False
        return await self._store.claim(ADAPTER, f"state:{begun}", lease_seconds=_STATE_SECONDS) is not None

    def _signature(self, begun: str) -> str:
        return hmac.new(self._secret, b"state:" + begun.encode(), hashlib.sha256).hexdigest()
