"""The librarian: asked a question, finds the pages of a library that answer it, or says that there are none.

What searches (numpy, rapidfuzz) is only imported by the first question, so that explaining a log does not wait for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING

from bot.browsing import AnyPage, Browsing, Category
from bot.language import language_of
from bot.library import Library
from bot.replies import Meaning, Replies
from bot.reply_pages import FOLDER, page_of

if TYPE_CHECKING:
    from bot.search import Hit, Index, Outcome, Suggestion, Why


_BESIDE_A_CODE = 12  # signs: "error 550 5.7.26?" asks about the code alone
_LONGEST_CODE = 40  # signs of what is being typed in which a code is looked for
_MOST_HITS = 3


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A page that was found.

    Attributes:
        id: its name, as ``related`` uses it.
        page: the page, in the asker's language if it exists in it.
        score: how well it fits, 0 to 1.
        why: what it was found by.
    """

    id: str
    page: AnyPage
    score: float
    why: Why

    @property
    def title(self) -> str:
        """Return the page's title."""
        return self.page.front.title


@dataclass(frozen=True, slots=True)
class Found:
    """What came of a question.

    Attributes:
        question: as it was asked.
        lang: the language it is answered in.
        outcome: ``answer``, ``did_you_mean`` or ``dont_know``.
        hits: the answer first, or up to three pages to choose from, or none.
        mode: ``lexical``, or ``semantic`` where nearness in meaning was added.
    """

    question: str
    lang: str
    outcome: Outcome
    hits: tuple[FoundPage, ...]
    mode: str

    @property
    def why(self) -> Why | None:
        """Return what the first page was found by."""
        return self.hits[0].why if self.hits else None


class Librarian:
    """Finds pages of one library; may be asked from several threads at once.

    Args:
        library: whose pages are found.
        semantic: adds nearness in meaning where the extra of that name is installed; the first question then waits for it for some
            seconds.
    """

    def __init__(self, library: Library, *, semantic: bool = False) -> None:
        self.library = library
        self._semantic = semantic
        self._lock = Lock()
        self._index: Index | None = None
        self._browsing: Browsing | None = None
        self.replies = Replies(library)

    def ask(self, question: str, lang: str | None = None) -> Found:
        """Return the page that answers a question, pages that it may mean, or nothing.

        Args:
            question: any text; only its beginning is read.
            lang: the language of the pages; None: the question's own.
        """
        index = self.index()
        result = index.ask(question, lang)
        told = lang or (result.hits[0].document.lang if result.hits else None) or language_of(question) or "en"
        return self._with_answer_of_a_server(Found(question, told, result.outcome, tuple(map(self._found, result.hits)), index.mode))

    def _with_answer_of_a_server(self, found: Found) -> Found:
        """Return what was found, with the meaning of the server's answer that the question holds.

        A question that is a code and little else is answered by it; where a page answers what stands beside it, that page comes first.
        """
        from bot.search import Why, codes, fold

        named = codes(fold(found.question))
        meaning = self._meaning_of(found.question, named)
        if meaning is None:
            return found
        page = FoundPage(f"{FOLDER}/{meaning.id}", page_of(meaning, self.library, found.lang), 1.0, Why(exact=meaning.code))
        bare = self._is_bare(found.question, named)
        first = found.hits[0] if found.hits else None
        known = first is not None and first.id.startswith("faq/") and first.why.exact == meaning.code  # an explanation of this very code
        if found.outcome == "answer" and (known or not bare):
            return replace(found, hits=(found.hits[0], page, *found.hits[1:])[:_MOST_HITS])
        if found.outcome == "did_you_mean" and not named:
            return found
        return replace(found, outcome="answer", hits=(page, *found.hits[: 1 if found.outcome == "answer" else _MOST_HITS - 1]))

    def _meaning_of(self, question: str, named: Sequence[str]) -> Meaning | None:
        """Return what the answer in a question means: one by its code, or one that only its provider writes so."""
        from bot.search import fold

        meaning = self.replies.read_text(fold(question))
        return meaning if meaning is not None and (named or meaning.by) else None

    def suggest(
        self, prefix: str, lang: str, limit: int = 8, *, pinned: Sequence[str] | None = None, used: Mapping[str, int] | None = None
    ) -> tuple[Suggestion, ...]:
        """Return pages for a question that is being typed, each with its id and title; of a server's code first what it means.

        Args:
            prefix: what was typed so far; empty: the pinned pages, the most used, then the first of each category.
            lang: the language of the titles.
            limit: how many.
            pinned: ids to begin with; None: those that the library pins.
            used: how often each id was read.
        """
        begun = self._answer_of_a_server(prefix, lang) if limit > 0 else ()
        wanted = self.library.search.pinned if pinned is None else pinned
        return (*begun, *self.index().suggest(prefix, lang, limit - len(begun), pinned=wanted, used=used))

    def _answer_of_a_server(self, prefix: str, lang: str) -> tuple[Suggestion, ...]:
        """Return the page of the code that is being typed, if little else is."""
        from bot.search import Suggestion, codes, fold

        named = codes(fold(prefix[:_LONGEST_CODE]))
        meaning = self._meaning_of(prefix, named) if self._is_bare(prefix, named) else None
        return () if meaning is None else (Suggestion(f"{FOLDER}/{meaning.id}", page_of(meaning, self.library, lang).front.title),)

    @staticmethod
    def _is_bare(question: str, named: Sequence[str]) -> bool:
        """Tell whether a question is a code and little else."""
        return bool(named) and len(question.strip()) <= len(named[0]) + _BESIDE_A_CODE

    @property
    def browsing(self) -> Browsing:
        """Return the categories of the library's pages."""
        with self._lock:
            if self._browsing is None:
                self._browsing = Browsing(self.library)
            return self._browsing

    def page(self, id_: str, lang: str) -> AnyPage | None:
        """Return a page by its name, in the other language where it lacks this one; None if there is none."""
        folder, _, rest = id_.partition("/")
        if folder == FOLDER and (meaning := self.replies.named(rest)) is not None:
            return page_of(meaning, self.library, lang)
        return self.browsing.page(id_, lang)

    def shelves(self, lang: str, used: Mapping[str, int] | None = None) -> tuple[Category, ...]:
        """Return the categories of the library, those that hold pages."""
        return self.browsing.categories(lang, used)

    def index(self) -> Index:
        """Return the index of the library's pages; the first call makes it."""
        with self._lock:
            if self._index is None:
                self._index = index_of(self.library, semantic=self._semantic)
            return self._index

    def _found(self, hit: Hit) -> FoundPage:
        page = self.page(hit.document.id, hit.document.lang)
        if page is None:
            raise AssertionError(hit.document.id)
        return FoundPage(hit.document.id, page, hit.score, hit.why)


def index_of(library: Library, *, semantic: bool = False) -> Index:
    """Return an index of a library's pages with its own words and thresholds."""
    from bot.search import Calibration, Index, Terms, Thresholds, documents, installed_encoder

    found = library.calibration
    settings = Calibration()
    if found is not None:
        settings = Calibration(Thresholds(**found.lexical.model_dump()), Thresholds(**found.semantic.model_dump()))
    terms = Terms(library.search.same, [word for words in library.search.idle.values() for word in words])
    return Index(documents(library), settings, installed_encoder() if semantic else None, terms)
