"""The latest answers of cases that are being looked at: a page, its pictures and its files rest on one review, not on one each."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace

from bot.answer import Answer
from bot.conversation import Conversation
from bot.library import Library
from bot.limits import Crashed, TimedOut
from bot.site import Site

Review = Callable[[Conversation, Site], Awaitable[Answer | TimedOut | Crashed]]
_MOST_KEPT = 24


@dataclass(slots=True)
class Reviews:
    """Makes latest answers anew, or finds them among those made last.

    Attributes:
        review: makes one.
        library: what it is made from; another one makes all answers old.
        kept: the last ones by conversation and language, each with what it was made from.
    """

    review: Review
    library: Callable[[], Library]
    kept: OrderedDict[tuple[str, str], tuple[Conversation, Site, Library, Answer]] = field(default_factory=OrderedDict)

    async def answer(self, conversation: Conversation, lang: str, site: Site) -> Answer | None:
        """Return the latest answer of a conversation in a language; None if it could not be made."""
        name, asked, library = (conversation.id, lang), replace(conversation, lang=lang), self.library()
        found = self.kept.get(name)
        if found is not None and found[:2] == (asked, site) and found[2] is library:
            self.kept.move_to_end(name)
            return found[3]
        answer = await self.review(asked, site)
        if not isinstance(answer, Answer):
            return None
        self.kept[name] = (asked, site, library, answer)
        self.kept.move_to_end(name)
        while len(self.kept) > _MOST_KEPT:
            self.kept.popitem(last=False)
        return answer

    def drop(self, conversation: str) -> None:
        """Keep nothing of a conversation any longer."""
        for name in [name for name in self.kept if name[0] == conversation]:
            del self.kept[name]
