"""Discord keeps what all adapters promise, in a channel's thread and in direct messages."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.discord.standin.world import CHANNEL, DIRECT
from tests.adapters.contract import AdapterContract
from tests.fakes.discord_place import DiscordPlace, house


@pytest.fixture(params=[CHANNEL, DIRECT], ids=["channel", "direct"])
async def place(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[DiscordPlace]:
    """Give a room that the program is in."""
    async with house(tmp_path) as built:
        yield DiscordPlace(built, request.param)


class TestContract(AdapterContract):
    """The contract of all adapters."""
