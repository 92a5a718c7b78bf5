"""A person in the stand-in: says, edits and deletes, uses commands, presses and fills in, and reads what is shown."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import discord

from adapters.discord.standin.drawing import drawn
from adapters.discord.standin.interactions import Open
from adapters.discord.standin.rules import BUTTON, INPUT, LABEL, SELECT, UPLOAD, walk
from adapters.discord.standin.server import StandIn
from adapters.discord.standin.world import ANNA, APP, CHANNEL, DIRECT_CHANNEL, EVERYTHING, SERVER, Json, snowflake, user

COMMAND, PRESS, TYPING, SENT = 2, 3, 4, 5
"""Types of interactions."""
_PATIENCE = 60.0
_TASKS = ("discord.py: ", "CommandTree")


class Person:
    """Somebody.

    Args:
        standin: where.
        client: the program, so that one can see when it is done.
        id_: who.
        locale: the language of the person's Discord.
    """

    def __init__(self, standin: StandIn, client: discord.Client, id_: str = ANNA, locale: str = "ja") -> None:
        self.standin = standin
        self.client = client
        self.id = id_
        self.locale = locale
        self.world = standin.world
        self.last: Open | None = None
        self.installed_by_server = True

    async def say(
        self,
        text: str,
        room: str = CHANNEL,
        *,
        mention: bool = True,
        files: Sequence[Json] = (),
        reply_to: Json | None = None,
        id_: str = "",
    ) -> Json:
        """Say something, mentioning the program unless it is direct, and wait until it was answered."""
        direct = self.world.rooms[room]["type"] == DIRECT_CHANNEL
        calls = [user(APP)] if mention and not direct else []
        content = f"<@{APP}> {text}" if calls and reply_to is None else text
        more: Json = {"attachments": list(files), "mentions": calls}
        if reply_to is not None:
            more |= {"type": 19, "message_reference": {"message_id": reply_to["id"], "channel_id": room}, "referenced_message": reply_to}
        message = self.world.message(room, self.id, content, **more, **({"id": id_} if id_ else {}))
        await self.standin.gateway.tell_of_message("MESSAGE_CREATE", message)
        await self.quiet()
        return message

    async def repeat(self, message: Json) -> None:
        """Let Discord deliver a message once more."""
        await self.standin.gateway.tell_of_message("MESSAGE_CREATE", message)
        await self.quiet()

    async def edit(self, message: Json, text: str) -> None:
        """Change a message."""
        called = f"<@{APP}> " if any(one["id"] == APP for one in message["mentions"]) else ""
        message["content"] = called + text
        message["edited_timestamp"] = f"2026-11-24T00:00:{len(text) % 60:02}+00:00"
        await self.standin.gateway.tell_of_message("MESSAGE_UPDATE", message)
        await self.quiet()

    async def delete(self, message: Json) -> None:
        """Delete a message."""
        del self.world.messages[message["id"]]
        server = {"guild_id": SERVER} if "guild_id" in message else {}
        await self.standin.gateway.tell("MESSAGE_DELETE", {"id": message["id"], "channel_id": message["channel_id"], **server})
        await self.quiet()

    async def explain(self, message: Json, room: str = CHANNEL) -> Json:
        """Use the context menu on a message, and return the answer."""
        command = self.command(3)
        data = {"id": command["id"], "name": command["name"], "type": 3, "target_id": message["id"]}
        return await self._answered(COMMAND, {**data, "resolved": {"messages": {message["id"]: message}}}, room)

    async def slash(self, name: str, options: Mapping[str, Any] | None = None, room: str = CHANNEL) -> Json | None:
        """Use a slash command, ``/site set`` as ``site set``, and return its answer if it is a message; a file is an attachment."""
        await self._interact(COMMAND, self._command(name, options or {}), room)
        return self.last.answer if self.last else None

    async def type(self, name: str, option: str, text: str) -> list[str]:
        """Type into an option of a slash command, and return what is suggested."""
        data = self._command(name, {option: text})
        next(one for one in data["options"] if one["name"] == option)["focused"] = True
        await self._interact(TYPING, data, CHANNEL)
        callback = (self.last.callback if self.last else None) or {}
        return [choice["name"] for choice in callback.get("data", {}).get("choices", ())]

    async def press(self, message: Json, label: str) -> Json:
        """Press a button by its label, and return the answer to it."""
        button = next(one for one in walk(message["components"]) if one["type"] == BUTTON and one.get("label") == label)
        if button.get("disabled"):
            raise AssertionError(f"{label} cannot be pressed.")
        return await self._answered(PRESS, {"custom_id": button["custom_id"], "component_type": BUTTON}, message["channel_id"], message)

    async def choose(self, message: Json, label: str) -> Json:
        """Choose an option of a select by its label, and return the answer to it."""
        select, value = next(
            (one, option["value"])
            for one in walk(message["components"])
            if one["type"] == SELECT
            for option in one["options"]
            if option["label"] == label
        )
        data = {"custom_id": select["custom_id"], "component_type": SELECT, "values": [value]}
        return await self._answered(PRESS, data, message["channel_id"], message)

    async def fill_in(self, texts: Mapping[str, str], files: Sequence[Json] = (), pressed: Json | None = None) -> Json:
        """Send the form that was opened last, and return the answer to it."""
        callback = (self.last.callback if self.last else None) or {}
        form = callback["data"]
        data: Json = {"custom_id": form["custom_id"], "components": [_filled(field, texts, files) for field in form["components"]]}
        if files:
            data["resolved"] = {"attachments": {one["id"]: one for one in files}}
        room = self.last.room if self.last else CHANNEL
        return await self._answered(SENT, data, room, pressed)

    def command(self, kind: int, name: str = "") -> Json:
        """Return a registered command."""
        return next(one for one in self.standin.rest.commands if one["type"] == kind and name in ("", one["name"]))

    def _command(self, name: str, options: Mapping[str, Any]) -> Json:
        first, _, second = name.partition(" ")
        command = self.command(1, first)
        given = [_option(key, value) for key, value in options.items()]
        inner = [{"name": second, "type": 1, "options": given}] if second else given
        files = {one["id"]: one for one in options.values() if isinstance(one, dict)}
        return {"id": command["id"], "name": first, "type": 1, "options": inner, "resolved": {"attachments": files}}

    async def _answered(self, kind: int, data: Json, room: str, pressed: Json | None = None) -> Json:
        known = set(self.world.messages)
        await self._interact(kind, data, room, pressed)
        beside = [one for id_, one in self.world.messages.items() if id_ not in known]
        answer = beside[0] if beside else self.last.answer if self.last else None
        return answer or {}

    async def _interact(self, kind: int, data: Json, room: str, pressed: Json | None = None) -> None:
        """Let an interaction happen, and wait until it was answered."""
        self.last = self.standin.rest.interactions.begin(snowflake(), f"token-{snowflake()}", room, pressed)
        await self.standin.gateway.tell("INTERACTION_CREATE", self._interaction(kind, data, room, pressed, self.last))
        await self.quiet()

    def _interaction(self, kind: int, data: Json, room: str, pressed: Json | None, opened: Open) -> Json:
        channel = self.world.rooms[room]
        told: Json = {
            "id": opened.id, "application_id": APP, "type": kind, "token": opened.token, "version": 1, "data": data, "channel_id": room,
            "locale": self.locale, "app_permissions": str(EVERYTHING), "entitlements": [], "attachment_size_limit": 10 * 2**20,
            "channel": {**channel, "permissions": str(EVERYTHING)},
        }  # fmt: skip
        if channel["type"] == DIRECT_CHANNEL:
            told |= {"user": user(self.id), "context": 1, "authorizing_integration_owners": {"1": self.id}}
        else:
            owner = {"0": SERVER} if self.installed_by_server else {"1": self.id}
            told |= {
                "guild_id": SERVER, "member": self.world.member(self.id), "guild_locale": self.world.locale, "context": 0,
                "guild": {"id": SERVER, "locale": self.world.locale, "features": []}, "authorizing_integration_owners": owner,
            }  # fmt: skip
        return told | ({"message": pressed} if pressed else {})

    async def quiet(self) -> None:
        """Wait until the program has taken in all events and does nothing more about them."""
        async with asyncio.timeout(_PATIENCE):
            while getattr(self.client.ws, "sequence", 0) != self.standin.gateway.sequence or any(self._busy()):
                await asyncio.sleep(0.002)

    def _busy(self) -> Iterator[asyncio.Task[Any]]:
        return (task for task in asyncio.all_tasks() if task.get_name().startswith(_TASKS))

    def sees(self, message: Json | None) -> str:
        """Return a message as text."""
        return drawn(message) if message else ""

    def answers(self, room: str | None = None) -> list[Json]:
        """Return what the program said in a room, or everywhere, oldest first."""
        return self.world.said_by_us(room)


def _option(name: str, value: Any) -> Json:
    kind = 11 if isinstance(value, dict) else 5 if isinstance(value, bool) else 3
    return {"name": name, "type": kind, "value": value["id"] if isinstance(value, dict) else value}


def _filled(field: Json, texts: Mapping[str, str], files: Sequence[Json]) -> Json:
    """Return a field of a form as it is sent."""
    inner = field["component"]
    sent: Json = {"type": inner["type"], "id": 2, "custom_id": inner["custom_id"]}
    if inner["type"] == INPUT:
        sent["value"] = texts.get(inner["custom_id"], "")
    elif inner["type"] == UPLOAD:
        sent["values"] = [one["id"] for one in files]
    else:
        chosen = texts.get(inner["custom_id"])
        sent["values"] = [chosen] if chosen else []
    return {"type": LABEL, "id": 1, "component": sent}
