"""A message as one text: what was typed, and its files, unpacked and decoded within the budget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.archives import unpack
from bot.paste import Budget, Cut
from bot.paste.decoding import Decoded, decode


@dataclass(frozen=True, slots=True)
class Intake:
    """The text of a message, how its bytes were read, and what was left out of them."""

    text: str
    encoding: str = "utf-8"
    guessed: bool = False
    cuts: tuple[Cut, ...] = ()


def take_in(text: str, files: Sequence[tuple[str, bytes]], budget: Budget) -> Intake:
    """Return a message as one text.

    Args:
        text: what was typed or pasted.
        files: names and bytes of what came with it; gzip and zip are unpacked, whatever their name says.
        budget: how many bytes of each file are read.
    """
    texts = [text] if text else []
    decoded: list[Decoded] = []
    cuts: list[Cut] = []
    for name, data in files:
        unpacked = unpack(name, data)
        cuts.extend(Cut(f"archive-{note.what}", 0, note.name) for note in unpacked.notes)
        for file in unpacked.files:
            if len(file.data) > budget.bytes:
                cuts.append(Cut("bytes", budget.bytes))
            decoded.append(decode(file.data[: budget.bytes]))
    texts.extend(one.text for one in decoded)
    told = next((one for one in decoded if one.guessed), decoded[0] if decoded else Decoded("", "utf-8", False))
    return Intake("\n".join(texts), told.encoding, told.guessed, tuple(dict.fromkeys(cuts)))
