"""What the message that was pressed bears: whose it is, what it is about, who sees it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import discord

from adapters.discord.pressing import Press, read_press


@dataclass(frozen=True, slots=True)
class Standing:
    """A message of ours that somebody pressed a button of.

    Attributes:
        is_answer: whether it is an answer to a log, rather than something folded out of one.
        asker: who asked for it, empty if it does not tell.
        source: ``channel.message`` of the message that it is about, empty if there is none.
        private: whether only the asker sees it.
    """

    is_answer: bool = False
    asker: str = ""
    source: str = ""
    private: bool = False


def standing_of(message: discord.Message | None) -> Standing:
    """Return what a message of ours bears."""
    if message is None:
        return Standing()
    found: dict[str, Press] = {press.act: press for press in _presses(message.components)}
    asker, source = found.get("delete", Press("delete")).rest, found.get("again", Press("again")).rest
    return Standing("more" in found, asker, source, message.flags.ephemeral)


def _presses(components: Iterable[object]) -> Iterator[Press]:
    for component in components:
        press = read_press(str(getattr(component, "custom_id", None) or ""))
        if press is not None:
            yield press
        yield from _presses(getattr(component, "children", ()))
