"""Several workspaces: each installs the app, has its own token, and sees nothing of the others; leaving erases."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from cryptography.fernet import Fernet

from adapters.slack.installing import States
from adapters.slack.standin import Person
from adapters.slack.standin.platform import Team
from bot.errors import UsageError
from bot.store import Store
from tests.adapters.contract import LOG
from tests.adapters.slack.conftest import Service, serving
from tests.fakes.slack import SECRET, Deliveries, free_port

# The SDK's own way to call oauth.v2.access, with aiohttp 3.14.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")
MANY = {"slack_bot_token": None, "slack_client_id": "1.2", "slack_client_secret": "shh", "slack_signing_secret": SECRET}


@pytest.fixture
async def service(tmp_path: Path) -> AsyncIterator[Service]:
    """Give the program, which nobody has installed yet."""
    port = free_port()
    given = {**MANY, "slack_app_token": None, "slack_port": port, "keys": Fernet.generate_key().decode()}
    async with serving(tmp_path, **given) as running:
        await running.listening(port)
        running.slack.teams.clear()
        running.slack.carrier = Deliveries(port).send
        yield running


async def _install(service: Service, team: Team) -> int:
    """Install the app as a browser does, and return the status of its last page."""
    base = f"http://127.0.0.1:{service.given['slack_port']}/slack"
    service.slack.installs[f"code-{team.id}"] = team
    async with aiohttp.ClientSession() as browser:
        async with browser.get(f"{base}/install") as page:
            state = re.search(r"state=([0-9a-f.]+)", await page.text())
            cookie = page.headers["Set-Cookie"].split(";")[0]
        assert state is not None
        back = f"{base}/oauth_redirect?code=code-{team.id}&state={state[1]}"
        async with browser.get(back, headers={"Cookie": cookie}) as page:
            first = page.status
        async with browser.get(back, headers={"Cookie": cookie}) as page:
            assert page.status != 200
    return first


async def test_two_workspaces(service: Service) -> None:
    """Each is answered with its own token, and its cases are its own."""
    one, two = Team("T0001", "xoxb-one"), Team("T0002", "xoxb-two")
    assert [await _install(service, team) for team in (one, two)] == [200, 200]
    for team in (one, two):
        await Person(service.slack, team=team.id).write(LOG, "C0001")
        await service.done()
    posts = [token for method, _, token in service.slack.calls if method == "chat.postMessage"]
    assert posts == ["xoxb-one", "xoxb-two"]
    await Person(service.slack, team="T0001").command("/mailsite")
    await service.done()
    await Person(service.slack, team="T0001").submit(service.slack.views[-1], {"domains": "example.jp"})
    assert await service.store.site("slack:T0001") is not None
    assert await service.store.site("slack:T0002") is None


@pytest.mark.parametrize("event", [{"type": "app_uninstalled"}, {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": ["U0BOT"]}}])
async def test_leaving_erases_the_workspace(service: Service, event: dict[str, object]) -> None:
    """Its conversations, its site and its token; another workspace keeps everything."""
    for team in (Team("T0001", "xoxb-one"), Team("T0002", "xoxb-two")):
        await _install(service, team)
        await Person(service.slack, team=team.id).write(LOG, "C0001")
        await service.done()
    await Person(service.slack, team="T0001").event(event)
    await service.done()
    assert await service.store.token("slack:T0001", "installation") is None
    assert await service.store.token("slack:T0002", "installation") is not None
    kept = {team: await service.store.find(f"slack:{team}", f"C0001:{_question(service, team)}") for team in ("T0001", "T0002")}
    assert kept["T0001"] is None
    before = len(service.slack.calls)
    await Person(service.slack, team="T0001").write(LOG, "C0001")
    await service.done()
    assert len(service.slack.calls) == before


async def test_a_persons_revoked_token_is_none_of_ours(service: Service) -> None:
    """Only the bot's token is one."""
    await _install(service, Team("T0001", "xoxb-one"))
    await Person(service.slack).event({"type": "tokens_revoked", "tokens": {"oauth": ["U0001"], "bot": []}})
    await service.done()
    assert await service.store.token("slack:T0001", "installation") is not None


async def test_a_token_is_kept_encrypted(service: Service, tmp_path: Path) -> None:
    """It is not to be read in the database's file."""
    await _install(service, Team("T0001", "xoxb-very-secret"))
    files = [path.read_bytes() for path in tmp_path.iterdir() if path.is_file()]
    assert files
    assert not any(b"xoxb-very-secret" in data for data in files)


async def test_without_a_key_it_is_not_served(tmp_path: Path) -> None:
    """Since tokens would have to be kept as they are."""
    with pytest.raises(UsageError, match="RELAYDOC_KEYS"):
        async with serving(tmp_path, **{**MANY, "slack_app_token": None}):
            await _never()


async def test_words_of_installations(tmp_path: Path) -> None:
    """They are ours, good for ten minutes, and once only."""
    now = [1000.0]
    async with await Store.open(None, data_dir=tmp_path) as store:
        states = States(store, "secret", lambda: now[0])
        first, second = await states.async_issue(), await states.async_issue()
        assert await states.async_consume(first)
        assert not await states.async_consume(first)
        assert not await states.async_consume(second[:-1] + ("0" if second[-1] != "0" else "1"))
        assert not await states.async_consume("")
        assert not await States(store, "another", lambda: now[0]).async_consume(second)
        now[0] += 601
        assert not await states.async_consume(second)


def _question(service: Service, team: str) -> str:
    """Return the time stamp of a workspace's question."""
    stamps = sorted(ts for (channel, ts), message in service.slack.messages.items() if channel == "C0001" and message["user"] == "U0001")
    return stamps[0 if team == "T0001" else 1]


async def _never() -> None:
    raise AssertionError("it was served")
