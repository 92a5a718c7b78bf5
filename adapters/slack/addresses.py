"""Where things are in Slack: teams, messages, and where an answer goes."""

from __future__ import annotations

import json
from dataclasses import dataclass

from bot.rendering.compact import compact

ADAPTER = "slack"
FILE, PICTURE = "file", "picture"
"""Stand for a channel in the names of files that we uploaded: of whole answers, and of pictures."""


def tenant_of(team: str | None) -> str:
    """Return the tenant of a workspace."""
    return f"{ADAPTER}:{team or 'unknown'}"


def team_of(tenant: str) -> str:
    """Return the workspace of a tenant."""
    return tenant.partition(":")[2]


def key_of(channel: str, ts: str) -> str:
    """Return the name of a message; its time stamp is unique within its channel only."""
    return f"{channel}:{ts}"


def message_of(key: str) -> tuple[str, str]:
    """Return channel and time stamp of a message's name."""
    channel, _, ts = key.partition(":")
    return channel, ts


@dataclass(frozen=True, slots=True)
class Address:
    """Where an answer goes.

    Attributes:
        channel: the channel, or a person's id for a direct message.
        thread: the time stamp of the message that it is a reply to; empty: it begins a thread.
        update: the time stamp of the answer that it takes the place of.
        asker: who asked.
        origin: the channel where a private answer was asked for.
    """

    channel: str
    thread: str = ""
    update: str = ""
    asker: str = ""
    origin: str = ""

    def to_json(self) -> str:
        """Return the address as text, for the outbox."""
        return compact(self)

    @classmethod
    def from_json(cls, text: str) -> Address:
        """Return the address that ``to_json`` wrote."""
        return cls(**json.loads(text))
