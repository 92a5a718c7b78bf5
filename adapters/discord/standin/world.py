"""A little Discord: one server with a channel and two people, its messages, threads and files."""

from __future__ import annotations

import itertools
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
EPOCH = 1420070400000
APP, ANNA, BEN, SERVER, CHANNEL, DIRECT = (str(number) for number in (900001, 700001, 700002, 500001, 600001, 610001))
EVERYTHING = (1 << 51) - 1
EPHEMERAL = 1 << 6
MANAGE_SERVER = 1 << 5
TEXT_CHANNEL, DIRECT_CHANNEL, THREAD = 0, 1, 11
STAMP = "2026-11-24T00:00:00+00:00"
_numbers = itertools.count(1)


def snowflake() -> str:
    """Return a new id, later ones being greater."""
    return str(((int(time.time() * 1000) - EPOCH) << 22) | (next(_numbers) & 0x3FFFFF))


@dataclass(slots=True)
class World:
    """All that there is.

    Attributes:
        rooms: channels, direct channels and threads by id.
        messages: by id, in order.
        files: what was uploaded, by path.
        locale: the language of the server.
        powers: what each person may, as permission bits; everything where nobody is named.
        base: where the files are fetched from.
    """

    rooms: dict[str, Json] = field(default_factory=dict)
    messages: dict[str, Json] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    locale: str = "en-US"
    powers: dict[str, int] = field(default_factory=dict)
    base: str = ""

    def __post_init__(self) -> None:
        self.rooms[CHANNEL] = {
            "id": CHANNEL, "type": TEXT_CHANNEL, "name": "mail-ops", "position": 0, "permission_overwrites": [], "nsfw": False,
            "parent_id": None, "topic": None, "guild_id": SERVER,
        }  # fmt: skip
        self.rooms[DIRECT] = {"id": DIRECT, "type": DIRECT_CHANNEL, "recipients": [user(ANNA)], "last_message_id": None}

    def server(self) -> Json:
        """Return the server, as GUILD_CREATE has it."""
        everybody = {"id": SERVER, "name": "@everyone", "permissions": str(EVERYTHING), "position": 0, "color": 0, "hoist": False,
                     "managed": False, "mentionable": False, "flags": 0}  # fmt: skip
        return {
            "id": SERVER, "name": "Mail admins", "owner_id": BEN, "icon": None, "splash": None, "features": [], "verification_level": 0,
            "default_message_notifications": 0, "explicit_content_filter": 0, "mfa_level": 0, "nsfw_level": 0, "premium_tier": 0,
            "preferred_locale": self.locale, "afk_timeout": 300, "system_channel_flags": 0, "roles": [everybody], "emojis": [],
            "stickers": [], "stage_instances": [], "guild_scheduled_events": [], "soundboard_sounds": [], "presences": [],
            "voice_states": [], "member_count": 3, "large": False, "unavailable": False,
            "channels": [room for room in self.rooms.values() if room["type"] == TEXT_CHANNEL],
            "threads": [room for room in self.rooms.values() if room["type"] == THREAD],
            "members": [self.member(APP), self.member(ANNA), self.member(BEN)],
        }  # fmt: skip

    def member(self, id_: str) -> Json:
        """Return a member of the server."""
        return {"user": user(id_), "roles": [], "joined_at": STAMP, "deaf": False, "mute": False, "flags": 0,
                "permissions": str(self.powers.get(id_, EVERYTHING))}  # fmt: skip

    def message(self, room: str, author: str, content: str = "", **more: Any) -> Json:
        """Return a message that is there from now on."""
        made: Json = {
            "id": snowflake(), "channel_id": room, "author": user(author), "content": content, "timestamp": STAMP, "edited_timestamp": None,
            "tts": False, "mention_everyone": False, "mentions": [], "mention_roles": [], "attachments": [], "embeds": [], "pinned": False,
            "type": 0, "components": [], "flags": 0, **more,
        }  # fmt: skip
        if self.rooms[room]["type"] != DIRECT_CHANNEL:
            made |= {"guild_id": SERVER, "member": {key: value for key, value in self.member(author).items() if key != "user"}}
        self.messages[made["id"]] = made
        return made

    def thread(self, parent: str, message: str, name: str) -> Json:
        """Return a thread beneath a message that is there from now on; it has the message's id."""
        made: Json = {
            "id": message, "type": THREAD, "name": name, "parent_id": parent, "guild_id": SERVER, "owner_id": APP, "message_count": 0,
            "member_count": 1, "rate_limit_per_user": 0, "flags": 0,
            "thread_metadata": {"archived": False, "auto_archive_duration": 1440, "locked": False, "archive_timestamp": STAMP},
        }  # fmt: skip
        self.rooms[message] = made
        return made

    def attachment(self, name: str, data: bytes, kind: str = "text/plain; charset=utf-8") -> Json:
        """Return an attachment that can be fetched from now on."""
        id_ = snowflake()
        path = f"attachments/{CHANNEL}/{id_}/{name}"
        self.files[path] = data
        url = f"{self.base}/cdn/{path}"
        return {"id": id_, "filename": name, "size": len(data), "url": url, "proxy_url": url, "content_type": kind}

    def change(self, message: Json, body: Mapping[str, Any], uploads: Sequence[tuple[str, bytes]]) -> None:
        """Change a message as an edit or an answer to an interaction has it."""
        listed = {entry["id"] for entry in body.get("attachments", ()) if entry.get("id") is not None}
        kept = [one for one in message["attachments"] if "attachments" not in body or one["id"] in listed]
        message["attachments"] = [*kept, *(self.attachment(name, data) for name, data in uploads)]
        message["content"] = body.get("content") or "" if "content" in body else message["content"]
        message["components"] = numbered(body.get("components", message["components"]))
        message["flags"] = int(message["flags"]) & EPHEMERAL | int(body.get("flags", message["flags"]))

    def said_by_us(self, room: str | None = None) -> list[Json]:
        """Return the messages of the program that are there, of one room or of all, oldest first."""
        return [one for one in self.messages.values() if one["author"]["id"] == APP and room in (None, one["channel_id"])]


def user(id_: str) -> Json:
    """Return a user."""
    name = {APP: "relaydoc", ANNA: "anna", BEN: "ben"}[id_]
    return {"id": id_, "username": name, "discriminator": "0", "global_name": name, "avatar": None, "bot": id_ == APP}


def numbered(components: Sequence[Mapping[str, Any]], counter: itertools.count[int] | None = None) -> list[Json]:
    """Return components with the numbers that Discord gives them."""
    counter = counter or itertools.count(1)
    done = []
    for component in components:
        one: Json = {"id": next(counter), **component}
        if "components" in one:
            one["components"] = numbered(one["components"], counter)
        done.append(one)
    return done
