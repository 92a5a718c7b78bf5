"""The manifest names what the program uses: every command, shortcut, event and scope, and none more."""

from __future__ import annotations

import json
import re
from pathlib import Path

from slack_bolt.async_app import AsyncApp

from adapters.slack.counter import Counter
from adapters.slack.manifest import manifest, scopes
from adapters.slack.running import Running
from adapters.slack.standin.methods import METHODS
from adapters.slack.wiring import Surroundings, client_of, listen
from bot.office import Office
from bot.store import Store
from tests.adapters.slack.conftest import LIBRARIAN, LIBRARY, respond

SOURCE = Path(__file__).parents[3] / "adapters" / "slack"
_EVENT_SCOPES = {"app_mention": "app_mentions:read", "message.im": "im:history"}
"""What the references of these events ask for; the others of ours ask for nothing."""


async def _heard(folder: Path) -> tuple[set[str], set[str], set[str]]:
    """Return the commands, shortcuts and events that the program listens to, as Bolt was told."""
    found: tuple[set[str], set[str], set[str]] = (set(), set(), set())

    class Recording(AsyncApp):
        def command(self, name, *given):
            found[0].add(name)
            return super().command(name, *given)

        def message_shortcut(self, name, *given):
            found[1].add(name)
            return super().message_shortcut(name, *given)

        def event(self, name, *given):
            found[2].add(name if isinstance(name, str) else name["type"])
            return super().event(name, *given)

    async with await Store.open(None, data_dir=folder) as store:
        app = Recording(client=client_of("xoxb-x", Surroundings("http://127.0.0.1:9/")), signing_secret="x")
        listen(app, Counter(Office(store, respond, LIBRARY), LIBRARIAN), Running())
    return found


async def test_commands_shortcuts_and_events(tmp_path: Path) -> None:
    """Those of the manifest are those that are listened to."""
    commands, shortcuts, events = await _heard(tmp_path)
    features = manifest()["features"]
    assert {one["command"] for one in features["slash_commands"]} == commands
    assert {one["callback_id"] for one in features["shortcuts"]} == shortcuts
    subscribed = {name.partition(".")[0] for name in manifest()["settings"]["event_subscriptions"]["bot_events"]}
    assert subscribed == events


def test_scopes_are_those_of_the_methods_and_events_in_use() -> None:
    """None is missing, and none is asked for in reserve; every method in the source is known to the stand-in."""
    used = _methods()
    assert used <= METHODS.keys() | {"apps.connections.open"}
    of_methods = {METHODS[name][0] for name in used if name in METHODS} - {""}
    events = manifest()["settings"]["event_subscriptions"]["bot_events"]
    of_events = {_EVENT_SCOPES[name] for name in events if name in _EVENT_SCOPES}
    assert set(scopes()) == of_methods | of_events | {"commands", "files:read"}
    assert "channels:history" not in scopes()


def test_it_is_what_slack_takes() -> None:
    """The lengths that the manifest's reference names."""
    found = manifest()
    assert len(found["display_information"]["name"]) <= 35
    assert len(found["display_information"]["description"]) <= 140
    features = found["features"]
    assert features["app_home"]["messages_tab_enabled"]
    assert not features["app_home"]["messages_tab_read_only_enabled"]
    assert len(features["agent_view"]["agent_description"]) <= 300
    assert 1 <= len(features["agent_view"]["suggested_prompts"]) <= 4
    for shortcut in features["shortcuts"]:
        assert len(shortcut["name"]) <= 24
        assert len(shortcut["description"]) <= 150
    for command in features["slash_commands"]:
        assert len(command["command"]) <= 32
        assert len(command["description"]) <= 2000
    assert found["settings"]["socket_mode_enabled"]
    assert "token" not in json.dumps(found).replace("tokens_revoked", "").replace("token_rotation_enabled", "")


def _methods() -> set[str]:
    """Return the methods of the Web API that the source calls."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in SOURCE.glob("*.py"))
    named = {name for name in re.findall(r"client\.(\w+)\(", text) if "_" in name}
    found = {name.replace("assistant_threads_", "assistant.threads.").replace("apps_connections_", "apps.connections.") for name in named}
    found = {name if "." in name else name.replace("_", ".", 1) for name in found} - {"api.call"}
    found |= set(re.findall(r'"([a-z]+\.threads\.\w+)"', text)) | {"apps.connections.open"}
    if "files.upload_v2" in found:
        found = found - {"files.upload_v2"} | {"files.getUploadURLExternal", "files.completeUploadExternal"}
    return found
