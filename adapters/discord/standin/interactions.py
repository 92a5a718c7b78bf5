"""Interactions in the stand-in: acknowledged once and in time, answered by a token that ends."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field

from adapters.discord.standin.rules import wrong_with_choices, wrong_with_message, wrong_with_modal
from adapters.discord.standin.world import ANNA, APP, EPHEMERAL, Json, World, user

MESSAGE, THINKING, LATER, UPDATE, SUGGESTIONS, FORM = 4, 5, 6, 7, 8, 9
"""Types of callbacks to interactions (Interaction Callback Type)."""
ACKNOWLEDGE_SECONDS = 3.0
TOKEN_SECONDS = 15 * 60
Upload = tuple[str, bytes]


class RefusedError(Exception):
    """What Discord answers instead: a status, and a code of its own."""

    def __init__(self, status: int, code: int, text: str) -> None:
        super().__init__(text)
        self.status = status
        self.code = code


@dataclass(slots=True)
class Open:
    """An interaction that is not over.

    Attributes:
        id: its id.
        token: what it is answered by.
        room: where it is.
        pressed: the message that was pressed, None for a command.
        began: when, in seconds.
        callback: what it was acknowledged with, None while it was not.
        answer: the message that is its answer, as ``@original`` means it.
    """

    id: str
    token: str
    room: str
    pressed: Json | None
    began: float
    callback: Json | None = None
    answer: Json | None = None


@dataclass(slots=True)
class Interactions:
    """All interactions of a world.

    Attributes:
        world: what there is.
        edit, delete: change or delete a message.
        open: those that were begun, by token.
        clock: seconds; a test may move it.
        waited: how long each was unacknowledged, in seconds.
    """

    world: World
    edit: Callable[[Json, Json, list[Upload]], Awaitable[Json]]
    delete: Callable[[Json], Awaitable[None]]
    open: dict[str, Open] = field(default_factory=dict)
    clock: Callable[[], float] = time.time
    waited: list[float] = field(default_factory=list)

    def begin(self, id_: str, token: str, room: str, pressed: Json | None) -> Open:
        """Begin one."""
        self.open[token] = Open(id_, token, room, pressed, self.clock())
        return self.open[token]

    async def route(self, method: str, path: list[str], body: Json, uploads: list[Upload], *, with_response: bool) -> Json | None:
        """Answer a call."""
        match (method, *path):
            case ("POST", "interactions", id_, token, "callback"):
                return await self._callback(id_, token, body, uploads, with_response=with_response)
            case ("POST", "webhooks", _, token):
                return await self._follow_up(self._open(token), body, uploads)
            case (_, "webhooks", _, token, "messages", which):
                return await self._hook(method, self._open(token), which, body, uploads)
        raise RefusedError(404, 0, "404: Not Found")

    async def _callback(self, id_: str, token: str, body: Json, uploads: list[Upload], *, with_response: bool) -> Json | None:
        """Take the one acknowledgement that an interaction may have, within three seconds."""
        opened = self.open.get(token)
        if opened is None or opened.id != id_ or (opened.callback is None and self.clock() - opened.began > ACKNOWLEDGE_SECONDS):
            raise RefusedError(404, 10062, "Unknown interaction")
        if opened.callback is not None:
            raise RefusedError(400, 40060, "Interaction has already been acknowledged.")
        must(_wrong_with_callback(body, [name for name, _ in uploads]))
        opened.callback = body
        self.waited.append(self.clock() - opened.began)
        data = body.get("data") or {}
        if body["type"] in (MESSAGE, THINKING):
            flags = int(data.get("flags") or 0)
            told = {"id": opened.id, "type": 2, "user": user(ANNA), "authorizing_integration_owners": {}}
            opened.answer = self.world.message(opened.room, APP, flags=flags, type=20, interaction_metadata=told)
            self.world.change(opened.answer, {"flags": flags, **data}, uploads)
        elif body["type"] in (LATER, UPDATE):
            opened.answer = opened.pressed
        if not with_response:
            return None
        return _receipt(opened, body["type"])

    async def _follow_up(self, opened: Open, body: Json, uploads: list[Upload]) -> Json:
        """Take a message beside the answer; while only "thinking" is shown, it is the answer."""
        if opened.callback is None:
            raise RefusedError(404, 10015, "Unknown Webhook")
        must(wrong_with_message(body, [name for name, _ in uploads]))
        if opened.callback["type"] == THINKING and opened.answer is not None and not opened.answer["components"]:
            self.world.change(opened.answer, {**body, "flags": int(body.get("flags") or 0) & ~EPHEMERAL}, uploads)
            return opened.answer
        made = self.world.message(opened.room, APP, flags=int(body.get("flags") or 0) & EPHEMERAL)
        self.world.change(made, body, uploads)
        return made

    async def _hook(self, method: str, opened: Open, which: str, body: Json, uploads: list[Upload]) -> Json | None:
        """Look at, edit or delete a message by an interaction's token."""
        message = opened.answer if which == "@original" else self.world.messages.get(which)
        if opened.callback is None or message is None or message["id"] not in self.world.messages:
            raise RefusedError(404, 10008, "Unknown Message")
        if method == "GET":
            return message
        if method == "PATCH":
            return await self.edit(message, body, uploads)
        await self.delete(message)
        return None

    def _open(self, token: str) -> Open:
        opened = self.open.get(token)
        if opened is None:
            raise RefusedError(404, 10015, "Unknown Webhook")
        if self.clock() - opened.began > TOKEN_SECONDS:
            raise RefusedError(401, 50027, "Invalid Webhook Token")
        return opened


def must(problems: Iterator[str]) -> None:
    """Refuse what there is a problem with.

    Raises:
        RefusedError: with all of them.
    """
    found = list(problems)
    if found:
        raise RefusedError(400, 50035, "Invalid Form Body: " + "; ".join(found))


def _wrong_with_callback(body: Json, uploads: list[str]) -> Iterator[str]:
    data = body.get("data") or {}
    if body["type"] in (MESSAGE, UPDATE):
        yield from wrong_with_message(data, uploads)
    elif body["type"] == SUGGESTIONS:
        yield from wrong_with_choices(data.get("choices", ()))
    elif body["type"] == FORM:
        yield from wrong_with_modal(data)


def _receipt(opened: Open, kind: int) -> Json:
    """Return what a callback is answered with on request."""
    flags = opened.answer["flags"] if opened.answer else 0
    told: Json = {
        "interaction": {"id": opened.id, "type": 2, "response_message_loading": kind == THINKING,
                        "response_message_ephemeral": bool(flags & EPHEMERAL)},
        "resource": {"type": kind},
    }  # fmt: skip
    if opened.answer is not None:
        told["interaction"]["response_message_id"] = opened.answer["id"]
        told["resource"]["message"] = opened.answer
    return told
