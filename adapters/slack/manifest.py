"""The app's manifest, which whoever sets it up gives to Slack."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("manifest.json")


def manifest() -> dict[str, Any]:
    """Return the manifest."""
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def scopes() -> tuple[str, ...]:
    """Return the scopes that the bot is given."""
    return tuple(manifest()["oauth_config"]["scopes"]["bot"])
