"""The doctor's look at Discord, against the stand-in."""

from __future__ import annotations

from urllib.parse import parse_qs, urlparse

import pytest

from adapters.discord.checks import PERMISSIONS, check_discord, invitation
from adapters.discord.standin.server import TOKEN, StandIn
from adapters.discord.standin.world import APP
from bot.configuration import Configuration
from bot.doctor import cure_of, says


@pytest.fixture
async def standin():
    """Give a stand-in that serves."""
    built = StandIn()
    async with built.running():
        yield built


def configured(folder, token=TOKEN):
    """Give settings with a token."""
    return Configuration(data_dir=folder, discord_token=token)


async def test_all_is_well(standin, tmp_path, library):
    """The token is good, nothing is missing, and the link is given."""
    found = await check_discord(configured(tmp_path), f"{standin.base}/api/v10")
    assert (found.state, found.what) == ("well", "relaydoc")
    assert [child.state for child in found.children] == ["well", "well", "well"]
    assert says(found.children[2], library, "en").endswith(invitation(APP))
    assert standin.rest.unknown == []


async def test_what_is_missing_is_named(standin, tmp_path, library):
    """With the server that it is missing in."""
    standin.world.powers[APP] = sum(PERMISSIONS.values()) & ~PERMISSIONS["Attach Files"] & ~PERMISSIONS["Create Public Threads"]
    found = await check_discord(configured(tmp_path), f"{standin.base}/api/v10")
    lacking = found.children[1]
    assert (lacking.state, lacking.what) == ("unwell", "Mail admins (Attach Files, Create Public Threads)")
    assert "ロール" in cure_of(lacking, library, "ja")


async def test_an_administrator_lacks_nothing(standin, tmp_path):
    """That permission holds all others."""
    standin.world.powers[APP] = 1 << 3
    found = await check_discord(configured(tmp_path), f"{standin.base}/api/v10")
    assert found.children[1].state == "well"


async def test_a_token_that_is_refused(standin, tmp_path, library):
    """It comes with a cure, and without the token."""
    found = await check_discord(configured(tmp_path, "wrong"), f"{standin.base}/api/v10")
    assert (found.state, found.what) == ("unwell", "HTTP 401")
    assert "Reset Token" in cure_of(found, library, "en")


async def test_nobody_answers(tmp_path):
    """The network, or Discord, is away."""
    found = await check_discord(configured(tmp_path), "http://127.0.0.1:9/api/v10")
    assert found.state == "unwell"


async def test_no_token_is_no_fault(tmp_path, library):
    """Nothing is asked of anybody."""
    found = await check_discord(Configuration(data_dir=tmp_path))
    assert found.state == "absent"
    assert "Connect Discord" in cure_of(found, library, "en")


def test_invitation():
    """The bot and its commands, with the permissions that it needs and no other."""
    asked = parse_qs(urlparse(invitation(APP)).query)
    assert asked == {"client_id": [APP], "scope": ["bot applications.commands"], "permissions": [str(sum(PERMISSIONS.values()))]}
