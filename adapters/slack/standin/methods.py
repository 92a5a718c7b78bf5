"""The methods of the Web API that RelayDoc calls, as strict as their reference: scope, arguments, errors."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from adapters.slack.standin.rules import faults_in_message, faults_in_view
from bot.rendering.limits import SLACK

if TYPE_CHECKING:
    from adapters.slack.standin.platform import StandIn, Team

Json = dict[str, Any]


class Refused(Exception):  # noqa: N818 - it is no error of ours, but an answer
    """The method answers with this error."""


def _auth_test(slack: StandIn, team: Team, arguments: Json) -> Json:  # noqa: ARG001 - all methods look alike
    return {"url": f"{slack.base}/", "team": "Example", "team_id": team.id, "user": "relaydoc", "user_id": "U0BOT", "bot_id": "B0001"}


def _post(slack: StandIn, team: Team, arguments: Json) -> Json:
    channel = _direct(str(_needed(arguments, "channel")))
    if not channel.startswith("D") and channel not in team.channels:
        raise Refused("not_in_channel")
    _check(slack, arguments)
    ts = slack.stamp()
    slack.messages[channel, ts] = {"user": "U0BOT", "bot_id": "B0001", **arguments, "channel": channel, "ts": ts}
    return {"channel": channel, "ts": ts, "message": slack.messages[channel, ts]}


def _update(slack: StandIn, team: Team, arguments: Json) -> Json:  # noqa: ARG001 - as above
    message = _ours(slack, arguments)
    _check(slack, arguments)
    message.update({"text": arguments["text"], "blocks": arguments["blocks"], "edited": True})
    return {"channel": message["channel"], "ts": message["ts"], "text": arguments["text"]}


def _delete(slack: StandIn, team: Team, arguments: Json) -> Json:  # noqa: ARG001 - as above
    message = _ours(slack, arguments)
    del slack.messages[message["channel"], message["ts"]]
    return {"channel": message["channel"], "ts": message["ts"]}


def _permalink(slack: StandIn, team: Team, arguments: Json) -> Json:  # noqa: ARG001 - as above
    key = str(_needed(arguments, "channel")), str(_needed(arguments, "message_ts"))
    if key not in slack.messages:
        raise Refused("message_not_found")
    return {"channel": key[0], "permalink": f"https://example.slack.com/archives/{key[0]}/p{key[1].replace('.', '')}"}


def _status(slack: StandIn, team: Team, arguments: Json) -> Json:  # noqa: ARG001 - as above
    """Take a status; an empty one takes the one before away."""
    for name in ("channel_id", "thread_ts"):
        _needed(arguments, name)
    if "status" not in arguments:
        raise Refused("invalid_arguments")
    return {}


def _prompts(slack: StandIn, team: Team, arguments: Json) -> Json:  # noqa: ARG001 - as above
    """Take at most four prompts; the reference says that ``thread_ts`` makes the call fail silently for agents."""
    prompts = _needed(arguments, "prompts")
    if not 1 <= len(prompts) <= 4 or any(set(prompt) != {"title", "message"} for prompt in prompts) or "thread_ts" in arguments:
        raise Refused("invalid_arguments")
    return {}


def _open(slack: StandIn, team: Team, arguments: Json) -> Json:  # noqa: ARG001 - as above
    trigger, view = str(_needed(arguments, "trigger_id")), _needed(arguments, "view")
    if trigger.startswith("expired"):
        raise Refused("expired_trigger_id")
    faults = faults_in_view(view)
    if faults:
        slack.faults += faults
        raise Refused("invalid_arguments")
    opened = {**view, "id": f"V{slack.number():04}", "hash": "1", "state": {"values": {}}}
    slack.views.append(opened)
    return {"view": opened}


def _file(slack: StandIn, team: Team, arguments: Json) -> Json:  # noqa: ARG001 - as above
    found = slack.files.get(str(_needed(arguments, "file")))
    if found is None:
        raise Refused("file_not_found")
    return {"file": found[0]}


def _upload(slack: StandIn, team: Team, arguments: Json) -> Json:  # noqa: ARG001 - as above
    if not int(_needed(arguments, "length")) or not _needed(arguments, "filename"):
        raise Refused("invalid_arguments")
    if len(str(arguments.get("alt_txt") or "")) > SLACK.alt:
        raise Refused("alt_txt_too_large")
    id_ = f"F{slack.number():04}"
    slack.descriptions[id_] = str(arguments.get("alt_txt") or "")
    return {"upload_url": f"{slack.base}/upload/{id_}", "file_id": id_}


def _complete(slack: StandIn, team: Team, arguments: Json) -> Json:
    files, channel = _needed(arguments, "files"), str(_needed(arguments, "channel_id"))
    if not channel.startswith("D") and channel not in team.channels:
        raise Refused("not_in_channel")
    if any(file["id"] not in slack.uploads for file in files):
        raise Refused("file_not_found")
    ts = slack.stamp()
    slack.messages[channel, ts] = {
        "user": "U0BOT", "bot_id": "B0001", "channel": channel, "ts": ts, "thread_ts": arguments.get("thread_ts"),
        "text": arguments.get("initial_comment", ""), "files": files,
    }  # fmt: skip
    return {"files": [{"id": file["id"], "title": file.get("title")} for file in files]}


def _delete_file(slack: StandIn, team: Team, arguments: Json) -> Json:  # noqa: ARG001 - as above
    id_ = str(_needed(arguments, "file"))
    if slack.uploads.pop(id_, None) is None:
        raise Refused("file_not_found")
    for key, message in tuple(slack.messages.items()):
        if any(file["id"] == id_ for file in message.get("files") or ()):
            del slack.messages[key]
    return {}


Method = tuple[str, Callable[["StandIn", "Team", Json], Json]]
METHODS: dict[str, Method] = {
    "auth.test": ("", _auth_test),
    "chat.postMessage": ("chat:write", _post),
    "chat.update": ("chat:write", _update),
    "chat.delete": ("chat:write", _delete),
    "chat.getPermalink": ("", _permalink),
    "assistant.threads.setStatus": ("chat:write", _status),
    "assistant.threads.setSuggestedPrompts": ("assistant:write", _prompts),
    "views.open": ("", _open),
    "files.info": ("files:read", _file),
    "files.getUploadURLExternal": ("files:write", _upload),
    "files.completeUploadExternal": ("files:write", _complete),
    "files.delete": ("files:write", _delete_file),
}
"""Each method with the scope that its reference asks for."""


def _needed(arguments: Json, name: str) -> Any:
    if arguments.get(name) in (None, ""):
        raise Refused("invalid_arguments")
    return arguments[name]


def _direct(channel: str) -> str:
    """Return the channel of direct messages for a person's id."""
    return f"D{channel[1:]}" if channel.startswith("U") else channel


def _ours(slack: StandIn, arguments: Json) -> Json:
    message = slack.messages.get((str(_needed(arguments, "channel")), str(_needed(arguments, "ts"))))
    if message is None:
        raise Refused("message_not_found")
    if message.get("user") != "U0BOT":
        raise Refused("cant_update_message")
    return message


def _check(slack: StandIn, arguments: Json) -> None:
    faults = faults_in_message(arguments.get("blocks") or (), str(arguments.get("text") or ""))
    if faults:
        slack.faults += faults
        raise Refused("invalid_blocks")
