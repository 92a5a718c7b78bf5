"""A house with the program running in it, and people."""

from __future__ import annotations

import pytest

from adapters.discord.standin.world import ANNA, BEN, CHANNEL
from tests.adapters.contract import LOG
from tests.fakes.discord_place import house


@pytest.fixture
async def home(tmp_path):
    """Give a house; its server is a Japanese one."""
    async with house(tmp_path) as built:
        yield built


@pytest.fixture
def anna(home):
    """Give somebody who asks, with a Japanese Discord."""
    return home.person(ANNA)


@pytest.fixture
def ben(home):
    """Give somebody else, with an English one."""
    return home.person(BEN, "en-GB")


@pytest.fixture
def pasted(home):
    """Give a message with a log that mentions nobody."""
    return home.world.message(CHANNEL, BEN, LOG)


@pytest.fixture
async def answer(anna, pasted):
    """Give the private answer to that log."""
    return await anna.explain(pasted)
