"""Slack as a place that is served: what it needs, what it says when a token is refused, and its demo."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.slack.program import demo, has_token
from bot.configuration import Configuration
from bot.errors import UsageError
from tests.adapters.slack.conftest import serving
from tests.fakes.slack import SECRET, free_port


@pytest.mark.parametrize(
    ("given", "has"),
    [
        ({}, False),
        ({"slack_bot_token": "xoxb-1"}, False),
        ({"slack_app_token": "xapp-1"}, False),
        ({"slack_bot_token": "xoxb-1", "slack_app_token": "xapp-1"}, True),
        ({"slack_bot_token": "xoxb-1", "slack_signing_secret": "s"}, True),
        ({"slack_client_id": "1.2"}, False),
        ({"slack_client_id": "1.2", "slack_client_secret": "s"}, True),
    ],
)
def test_what_it_needs(given: dict[str, str], has: bool) -> None:
    """A bot token and a way in, or what installing needs."""
    assert has_token(Configuration.model_validate(given)) is has


async def _serve(folder: Path, **given: object) -> None:
    async with serving(folder, **given):
        pytest.fail("it was served")


async def test_a_bot_token_that_is_refused(tmp_path: Path) -> None:
    """One sentence says so, without the token."""
    with pytest.raises(UsageError, match=r"refuses the bot token \(invalid_auth\)") as told:
        await _serve(tmp_path, slack_bot_token="xoxb-wrong")
    assert "xoxb" not in str(told.value)


async def test_an_app_token_that_is_refused(tmp_path: Path) -> None:
    """With the scope that it needs."""
    with pytest.raises(UsageError, match="connections:write"):
        await _serve(tmp_path, slack_app_token="xapp-wrong")


async def test_a_port_that_is_taken(tmp_path: Path) -> None:
    """It is named."""
    port = free_port()
    given = {"slack_app_token": None, "slack_signing_secret": SECRET, "slack_port": port}
    async with serving(tmp_path / "one", **given) as first:
        await first.listening(port)
        with pytest.raises(UsageError, match=f"{port} for Slack"):
            async with serving(tmp_path / "two", **given) as second:
                await second.task


@pytest.mark.parametrize(
    ("lang", "says"),
    [
        ("en", ("This looks like relay abuse under a borrowed name", "[ On this server ]", "They press: Settings", "See also")),
        ("ja", ("名前をかたった不正中継とみられます", "[ このサーバにある ]", "押したボタン: 設定", "あわせて読む")),
    ],
)
async def test_the_demo_holds_a_conversation(lang: str, says: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    """From the shortcut to the verdict, the settings and a page, and nothing but the transcript is shown."""
    parts: list[str] = []
    await demo(parts.append, lang)
    told = "".join(parts)
    for one in says:
        assert one in told
    assert capsys.readouterr().out == ""
