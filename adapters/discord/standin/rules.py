"""What Discord refuses: each function yields what is wrong with a payload, by the limits table and the component reference."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.rendering.discord_markdown import size
from bot.rendering.limits import DISCORD

Json = Mapping[str, Any]
V2 = 1 << 15
ROW, BUTTON, SELECT, INPUT, TEXT, GALLERY, FILE, SEPARATOR, CONTAINER, LABEL, UPLOAD = 1, 2, 3, 4, 10, 12, 13, 14, 17, 18, 19
"""Component types (Component Reference)."""
_WITHIN_A_MESSAGE = {ROW, TEXT, GALLERY, FILE, SEPARATOR, CONTAINER}
_WITHIN_A_CONTAINER = _WITHIN_A_MESSAGE - {CONTAINER}
_NAME = re.compile(r"[-_\w]{1,32}")
_LINK = 5  # the style of a button that has an address instead of an id


def walk(components: Sequence[Json]) -> Iterator[Json]:
    """Yield components with all that is nested in them."""
    for component in components:
        yield component
        yield from walk(component.get("components", ()))
        if "component" in component:
            yield from walk([component["component"]])


def wrong_with_message(body: Json, uploads: Sequence[str] = ()) -> Iterator[str]:
    """Yield what is wrong with a message that is made or edited.

    Args:
        body: its payload.
        uploads: the names of the files that come with it.
    """
    components = body.get("components") or ()
    if size(body.get("content") or "") > DISCORD.content:
        yield "content is too long"
    if any(len(one.get("description") or "") > DISCORD.alt for one in body.get("attachments") or ()):
        yield "a description is too long"
    if not int(body.get("flags") or 0) & V2:
        if components:
            yield "components without flag IS_COMPONENTS_V2: this program sends no others"
        if not body.get("content") and not uploads:
            yield "Cannot send an empty message"
        return
    if body.get("content") or body.get("embeds"):
        yield "content and embeds cannot be used with IS_COMPONENTS_V2"
    yield from _wrong_with_tree(components, uploads)


def _wrong_with_tree(components: Sequence[Json], uploads: Sequence[str]) -> Iterator[str]:
    everything = list(walk(components))
    if not everything:
        yield "no components"
    if len(everything) > DISCORD.components:
        yield f"{len(everything)} components"
    if sum(size(one["content"]) for one in everything if one["type"] == TEXT) > DISCORD.components_text:
        yield "text displays are too long together"
    for component in components:
        if component["type"] not in _WITHIN_A_MESSAGE:
            yield f"type {component['type']} cannot stand in a message"
        for inner in component.get("components", ()) if component["type"] == CONTAINER else ():
            if inner["type"] not in _WITHIN_A_CONTAINER:
                yield f"type {inner['type']} cannot stand in a container"
    ids = Counter(one["custom_id"] for one in everything if "custom_id" in one)
    yield from (f"custom_id {id_} is there twice" for id_, count in ids.items() if count > 1)
    for one in everything:
        yield from wrong_with_component(one, uploads)


def wrong_with_component(one: Json, uploads: Sequence[str] = ()) -> Iterator[str]:
    """Yield what is wrong with a single component."""
    kind = one["type"]
    if "custom_id" in one and not 1 <= len(one["custom_id"]) <= DISCORD.custom_id:
        yield f"custom_id has {len(one['custom_id'])} characters"
    if kind == TEXT and not one["content"].strip():
        yield "a text display is empty"
    if kind == ROW:
        yield from _wrong_with_row(one)
    elif kind == BUTTON and one.get("style") != _LINK:
        if "custom_id" not in one or not 1 <= len(one.get("label") or one.get("emoji", {}).get("name", "")) <= DISCORD.button_label:
            yield f"a button's label or id is wrong: {one}"
    elif kind == SELECT:
        yield from _wrong_with_select(one)
    elif kind == FILE:
        yield from _wrong_with_media(one["file"], uploads)
    elif kind == GALLERY:
        yield from _wrong_with_gallery(one, uploads)


def _wrong_with_media(media: Json, uploads: Sequence[str]) -> Iterator[str]:
    if media["url"].removeprefix("attachment://") not in uploads:
        yield f"no upload is named {media['url']}"


def _wrong_with_gallery(gallery: Json, uploads: Sequence[str]) -> Iterator[str]:
    if not 1 <= len(gallery["items"]) <= 10:
        yield f"a gallery of {len(gallery['items'])}"
    for item in gallery["items"]:
        yield from _wrong_with_media(item["media"], uploads)
        if len(item.get("description") or "") > DISCORD.alt:
            yield "a description is too long"


def _wrong_with_row(row: Json) -> Iterator[str]:
    kinds = [inner["type"] for inner in row["components"]]
    if not (set(kinds) == {BUTTON} and len(kinds) <= 5) and kinds != [SELECT]:
        yield f"a row of {kinds}"


def _wrong_with_select(select: Json) -> Iterator[str]:
    options = select["options"]
    if not 1 <= len(options) <= DISCORD.options:
        yield f"{len(options)} options"
    if len({option["value"] for option in options}) < len(options):
        yield "an option's value is there twice"
    if size(select.get("placeholder") or "") > DISCORD.placeholder:
        yield "the placeholder is too long"
    for option in options:
        if not 1 <= size(option["label"]) <= DISCORD.option_label or not 1 <= size(option["value"]) <= DISCORD.option_label:
            yield f"an option's label or value is wrong: {option}"


def wrong_with_modal(modal: Json) -> Iterator[str]:
    """Yield what is wrong with a form."""
    fields = modal["components"]
    if not 1 <= size(modal["title"]) <= DISCORD.modal_title:
        yield "the title is too long"
    if not 1 <= len(fields) <= DISCORD.modal_components:
        yield f"{len(fields)} fields"
    for field in fields:
        if field["type"] != LABEL or not 1 <= size(field["label"]) <= DISCORD.field_label:
            yield f"a field's label is wrong: {field.get('label')}"
        inner = field["component"]
        yield from wrong_with_component(inner)
        if inner["type"] == INPUT and (
            inner.get("max_length", 0) > DISCORD.input_value or size(inner.get("placeholder") or "") > DISCORD.field_hint
        ):
            yield "a text input is wrong"
        if inner["type"] == UPLOAD and inner.get("max_values", 1) > DISCORD.upload_files:
            yield "an upload takes too many files"


def wrong_with_choices(choices: Sequence[Json]) -> Iterator[str]:
    """Yield what is wrong with suggestions."""
    if len(choices) > DISCORD.autocomplete:
        yield f"{len(choices)} suggestions"
    for choice in choices:
        if not 1 <= size(choice["name"]) <= DISCORD.option_label or not 1 <= size(str(choice["value"])) <= DISCORD.option_label:
            yield f"a suggestion is wrong: {choice}"


def wrong_with_commands(commands: Sequence[Json]) -> Iterator[str]:
    """Yield what is wrong with a set of commands."""
    if sum(command["type"] == 3 for command in commands) > 5:
        yield "more than five commands for messages"
    for command in commands:
        if command["type"] == 1:
            yield from _wrong_with_command(command)
        elif not all(1 <= size(name) <= DISCORD.command_name for name in _names(command)):
            yield f"{command['name']}: a name is too long"


def _wrong_with_command(command: Json) -> Iterator[str]:
    for name in _names(command):
        if not _NAME.fullmatch(name) or name != name.lower():
            yield f"{name} is no name of a command"
    for text in (command["description"], *(command.get("description_localizations") or {}).values()):
        if not 1 <= size(text) <= DISCORD.command_description:
            yield f"{command['name']}: a description is too long"
    options = command.get("options", ())
    if len(options) > DISCORD.options:
        yield f"{command['name']}: {len(options)} options"
    yield from (f"{command['name']}: {problem}" for option in options for problem in wrong_with_choices(option.get("choices") or ()))
    for option in options:
        yield from _wrong_with_command(option)


def _names(command: Json) -> list[str]:
    return [command["name"], *(command.get("name_localizations") or {}).values()]
