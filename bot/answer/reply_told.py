"""What another server answered, in plain words beneath the line that holds its answer."""

from __future__ import annotations

from bot.answer.wording import Wording
from bot.catalogue import Event
from bot.replies import Meaning
from bot.reply import Span, Spans


def reply_told(event: Event, wording: Wording) -> Spans:
    """Return what another server's answer means and what to do; nothing of the answer itself is repeated.

    Not for lines about our own server, whose message says what was refused; and that mail was taken needs no words.
    """
    fields = event.fields
    said = wording.replies.read(fields.get("reply_code"), fields.get("enhanced_code"), fields.get("reply_text"))
    if said is None or said.entry.kind == "accepted":
        return ()
    gap = " " if wording.lang == "en" else ""
    return (Span(gap + gap.join(_sentences(said, wording))),)


def _sentences(said: Meaning, wording: Wording) -> list[str]:
    """Return the meaning, what people wrongly read into it, and what to do."""
    lang, entry = wording.lang, said.entry
    name = "reply-of" if said.by else "reply-means"
    sentences = [wording.phrase(name, by=said.by or "", kind=said.kind.name.in_(lang), meaning=entry.meaning.in_(lang))]
    if entry.not_meaning:
        sentences.append(entry.not_meaning.in_(lang))
    return [*sentences, wording.phrase("reply-todo", todo=said.todo.in_(lang))]
