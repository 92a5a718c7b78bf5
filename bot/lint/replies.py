"""What servers answer: kinds that are not there, phrases that nothing can hold, samples that are read as another entry."""

from __future__ import annotations

from collections.abc import Iterator

from bot.errors import Problem
from bot.library import Library
from bot.library.replies import ReplyCode
from bot.replies import Replies


def reply_problems(library: Library) -> Iterator[Problem]:
    """Yield everything wrong with the entries of ``replies/``."""
    known = library.replies
    sections: dict[str, dict[str, ReplyCode]] = {"basic": known.basic, "details": known.details, "texts": {**known.texts}}
    for section, entries in sections.items():
        for name, entry in entries.items():
            if entry.kind not in known.kinds:
                yield Problem(*library.places[section, name], f"{name}: there is no kind {entry.kind}")
    if all(entry.kind in known.kinds for entries in sections.values() for entry in entries.values()):
        yield from _texts(library)


def _texts(library: Library) -> Iterator[Problem]:
    replies = Replies(library)
    for name, text in library.replies.texts.items():
        place = library.places["texts", name]
        for said in text.says:
            if said != said.casefold():
                yield Problem(*place, f"{name}: a phrase is written in small letters: {said}")
        found = replies.read_text(text.sample)
        if found is None or found.id != name:
            yield Problem(*place, f"{name}: its sample is read as {found.id if found else 'nothing'}: {text.sample}")
