"""The doctor's look at Slack."""

from __future__ import annotations

import pytest
from cryptography.fernet import Fernet

from adapters.slack.doctoring import check_slack
from adapters.slack.standin import StandIn
from adapters.slack.standin.platform import APP_TOKEN, Team
from adapters.slack.wiring import Surroundings
from bot.configuration import Configuration
from bot.doctor import Check, cure_of, says
from bot.library import load

GOOD = {"slack_bot_token": "xoxb-standin", "slack_app_token": APP_TOKEN}


async def _check(*teams: Team, **given: object) -> Check:
    async with StandIn(*teams) as slack:
        return await check_slack(Configuration.model_validate(given), Surroundings(slack.api))


async def test_all_is_well() -> None:
    """The workspace is named, the scopes are there, and the way in works."""
    found = await _check(**GOOD)
    assert (found.state, found.what) == ("well", "Example")
    assert [(child.name, child.state, child.what) for child in found.children] == [
        ("slack-scopes", "well", ""),
        ("slack-door", "well", "Socket Mode"),
    ]


async def test_nothing_is_set() -> None:
    """That is no fault."""
    assert await _check() == Check("slack", "absent")


async def test_tokens_that_are_refused() -> None:
    """Slack's own word for it, and never the token."""
    assert await _check(slack_bot_token="xoxb-wrong") == Check("slack", "unwell", "invalid_auth")
    door = (await _check(**{**GOOD, "slack_app_token": "xapp-wrong"})).children[1]
    assert (door.state, door.what) == ("unwell", "Socket Mode: invalid_auth")


async def test_scopes_that_are_missing() -> None:
    """They are named."""
    found = await _check(Team(scopes=frozenset({"app_mentions:read", "chat:write", "commands", "im:history", "files:write"})), **GOOD)
    assert found.children[0] == Check("slack-scopes", "unwell", "assistant:write, files:read")


async def test_ways_in() -> None:
    """By HTTP with a signing secret; without either there is none."""
    by_http = await _check(slack_bot_token="xoxb-standin", slack_signing_secret="s", slack_port=4000)
    assert by_http.children[1] == Check("slack-door", "well", "HTTP (4000)")
    assert (await _check(slack_bot_token="xoxb-standin")).children[1].state == "unwell"


async def test_slack_cannot_be_reached() -> None:
    """The kind of failure is told."""
    found = await check_slack(Configuration.model_validate(GOOD), Surroundings("http://127.0.0.1:9/api/"))
    assert (found.state, found.what) == ("unwell", "ClientConnectorError")


async def test_many_workspaces() -> None:
    """What installing needs is looked at; tokens are tried when they are used."""
    many = {"slack_client_id": "1.2", "slack_client_secret": "s"}
    assert (await _check(**many)).what == "RELAYDOC_KEYS, RELAYDOC_SLACK_SIGNING_SECRET"
    assert (await _check(**many, keys=Fernet.generate_key().decode(), slack_signing_secret="s")).state == "well"


@pytest.mark.parametrize("lang", ["en", "ja"])
async def test_every_finding_has_its_sentence_and_its_cure(lang: str) -> None:
    """In both languages."""
    library = load()
    for name in ("slack", "slack-scopes", "slack-door", "slack-many"):
        assert "word" in says(Check(name, "unwell", "word"), library, lang)
        assert cure_of(Check(name, "unwell"), library, lang)
