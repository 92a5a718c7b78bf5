"""People of the stand-in's workspace, who write, press and fill in forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.slack.standin.platform import BOT, TEAM, StandIn
from adapters.slack.standin.showing import buttons_of
from bot.rendering.slack_messages import escaped

Json = dict[str, Any]


@dataclass
class Person:
    """Somebody in a workspace; each deed returns what it was acknowledged with."""

    slack: StandIn
    id: str = "U0001"
    team: str = TEAM

    @property
    def direct(self) -> str:
        """Return the channel of this person's direct messages."""
        return f"D{self.id[1:]}"

    async def write(
        self, text: str, channel: str = "", *, thread: str = "", files: Sequence[Json] = (), event_id: str = "", ts: str = ""
    ) -> str:
        """Write a message (a mention, unless it is a direct one), and return its time stamp."""
        channel, ts = channel or self.direct, self.slack.stamp()
        is_direct, said = channel.startswith("D"), escaped(text)
        message: Json = {
            "type": "message" if is_direct else "app_mention", "user": self.id, "channel": channel, "ts": ts, "event_ts": ts,
            "text": said if is_direct else f"<@{BOT}> {said}", **({"thread_ts": thread} if thread else {}),
            **({"channel_type": "im"} if is_direct else {}), **({"files": list(files)} if files else {}),
        }  # fmt: skip
        if is_direct and files:
            message["subtype"] = "file_share"
        self.slack.messages[channel, ts] = message
        await self.event(message, event_id=event_id)
        return ts

    async def event(self, event: Json, *, event_id: str = "", retry: int = 0) -> Any:
        """Let an event happen."""
        return await self.slack.send("events_api", self.envelope(event, event_id), retry)

    def envelope(self, event: Json, event_id: str = "") -> Json:
        """Return an event as the Events API wraps it."""
        return {
            "type": "event_callback", "team_id": self.team, "api_app_id": "A1", "event": event, "event_time": 1700000000,
            "event_id": event_id or f"Ev{self.slack.number():04}",
            "authorizations": [{"team_id": self.team, "user_id": BOT, "is_bot": True, "enterprise_id": None}],
        }  # fmt: skip

    async def edit(self, channel: str, ts: str, text: str) -> None:
        """Change a message."""
        before = dict(self.slack.messages[channel, ts])
        self.slack.messages[channel, ts]["text"] = escaped(text)
        event = {"type": "message", "subtype": "message_changed", "channel": channel, "channel_type": "im", "ts": self.slack.stamp()}
        await self.event({**event, "message": dict(self.slack.messages[channel, ts]), "previous_message": before})

    async def delete(self, channel: str, ts: str) -> None:
        """Delete a message."""
        before = self.slack.messages.pop((channel, ts))
        event = {"type": "message", "subtype": "message_deleted", "channel": channel, "channel_type": "im", "ts": self.slack.stamp()}
        await self.event({**event, "deleted_ts": ts, "previous_message": before})

    async def shortcut(self, message: Mapping[str, Any], channel: str = "C0001", *, trigger: str = "") -> Any:
        """Use "Explain this log" on a message."""
        payload = {"type": "message_action", "callback_id": "explain", "channel": {"id": channel}, "message": dict(message)}
        return await self.slack.send("interactive", {**self.common(trigger), **payload, "message_ts": message.get("ts")})

    async def command(self, name: str, text: str = "", channel: str = "C0001", *, trigger: str = "") -> Any:
        """Type a command."""
        payload = {
            "command": name, "text": text, "channel_id": channel, "user_id": self.id, "team_id": self.team,
            "response_url": self.common()["response_url"], "trigger_id": trigger or self.common()["trigger_id"],
        }  # fmt: skip
        return await self.slack.send("slash_commands", payload)

    async def press(self, message: Mapping[str, Any], label: str, *, ephemeral: bool = False) -> Any:
        """Press the button of that label in a message."""
        pressed = next(one for one in buttons_of(message) if one["label"] == label)
        action = {name: pressed[name] for name in ("type", "action_id", "value")} | {"text": {"type": "plain_text", "text": label}}
        return await self.act(message, {**action, "block_id": "b", "action_ts": self.slack.stamp()}, ephemeral=ephemeral)

    async def act(self, message: Mapping[str, Any], action: Json, *, ephemeral: bool = False, trigger: str = "") -> Any:
        """Do something to an element of a message."""
        container: Json = {"type": "message", "channel_id": message.get("channel", "C0001"), "message_ts": message.get("ts", "1.1")}
        container |= {"is_ephemeral": ephemeral, **({"thread_ts": message["thread_ts"]} if message.get("thread_ts") else {})}
        payload = {"type": "block_actions", "container": container, "actions": [action], "channel": {"id": container["channel_id"]}}
        return await self.slack.send("interactive", {**self.common(trigger), **payload, "message": dict(message)})

    async def submit(self, view: Mapping[str, Any], values: Mapping[str, Any]) -> Any:
        """Fill in a form; the value of a field is its text, or the state that Slack gives for other kinds of fields."""
        state = {
            block["block_id"]: {block["element"]["action_id"]: _state(block["element"]["type"], values.get(block["block_id"]))}
            for block in view["blocks"]
        }
        filled = {**view, "state": {"values": state}}
        return await self.slack.send("interactive", {**self.common(), "type": "view_submission", "view": filled})

    async def choices(self, typed: str, action_id: str = "browse") -> Any:
        """Type into a list, and return what it offers."""
        payload = {"type": "block_suggestion", "action_id": action_id, "block_id": "b", "value": typed}
        return await self.slack.send("interactive", {**self.common(), **payload})

    def common(self, trigger: str = "") -> Json:
        """Return what all payloads of interactions hold."""
        number = self.slack.number()
        return {
            "team": {"id": self.team, "domain": "example"}, "user": {"id": self.id, "team_id": self.team}, "api_app_id": "A1",
            "trigger_id": trigger or f"trigger.{number}", "response_url": f"{self.slack.base}/respond/{number}",
            "enterprise": None, "is_enterprise_install": False,
        }  # fmt: skip


def _state(kind: str, value: Any) -> Json:
    """Return the state of a field as Slack gives it."""
    if kind == "file_input":
        return {"type": kind, "files": list(value or ())}
    if kind == "static_select":
        return {"type": kind, "selected_option": {"value": value} if value else None}
    if kind == "multi_users_select":
        return {"type": kind, "selected_users": list(value or ())}
    return {"type": kind, "value": value or None}
