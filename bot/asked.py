"""What is said to a question: the page that answers it, pages to choose from, or that there is none."""

from __future__ import annotations

from dataclasses import replace

from bot.asking import Found, FoundPage, Librarian
from bot.browsing import AnyPage, id_of
from bot.library import Library
from bot.library.schema import SettingFront
from bot.prose import blocks
from bot.reply import Block, Heading, Items, Paragraph, Reply, ReplyChoice, Section, Span, Spans

PAGE = "page"
"""Begins the token of a choice that opens a page: ``page:faq/spf``."""
_CHANNELS = ("lexical", "wording", "coverage", "reading", "semantic")


def reply_to(found: Found, librarian: Librarian, *, why: bool = False) -> Reply:
    """Return the reply to a question.

    Args:
        found: what came of it.
        librarian: who found it.
        why: whether to tell what the pages were found by.
    """
    if found.outcome == "answer":
        reply = page_reply(found.hits[0].page, librarian, found.lang)
        offered = {choice.value for choice in reply.choices}
        more = tuple(hit for hit in found.hits[1:] if hit.id not in offered)
        others, also = _choices(more), _titles("asked-also", more, librarian.library, found.lang)
        sections, choices = (*reply.sections, *also), (*reply.choices, *others)
    elif found.outcome == "did_you_mean":
        reply, sections, choices = _choose(found, librarian.library)
    else:
        reply, sections, choices = _none(found, librarian)
    told = (_why(found, librarian.library),) if why else ()
    unique = tuple({choice.token: choice for choice in choices}.values())
    return Reply(reply.lang, reply.severity, reply.badge, (*sections, *told), unique)


def with_invitation(reply: Reply, library: Library) -> Reply:
    """Return a reply to a question that also says what to do if it is about something that happened: paste the log."""
    said = Section("close", "", (Paragraph((Span(library.phrase("asked-log", reply.lang)),)),))
    return replace(reply, sections=(*reply.sections, said))


def in_between(reply: Reply, library: Library, questions: Section | None, choices: tuple[ReplyChoice, ...]) -> Reply:
    """Return a reply to a question that came in between, with the case that stays open.

    Args:
        reply: the reply to the question.
        library: for the sentence that says so.
        questions: what is still asked of the case.
        choices: the answers to that; they are numbered before those of the reply.
    """
    said = Section(
        "close", library.phrase("heading-open-case", reply.lang), (Paragraph((Span(library.phrase("case-stays-open", reply.lang)),)),)
    )
    after = max((choice.question for choice in choices), default=-1) + 1
    more = tuple(replace(choice, question=choice.question + after) for choice in reply.choices)
    return replace(reply, sections=(*reply.sections, said, *([questions] if questions else [])), choices=(*choices, *more))


def none_in_between(library: Library, lang: str) -> Reply:
    """Return the short reply to a question in between that no page answers."""
    said = Paragraph((Span(library.phrase("asked-none", lang)),))
    return Reply(lang, "unknown", library.phrase("asked-dont-know", lang), (Section("headline", "", (said,)),))


def page_reply(page: AnyPage, librarian: Librarian, lang: str) -> Reply:
    """Return a page as a reply: the answer first, its sections, where it leads to, and its sources."""
    library = librarian.library
    front = page.front
    sections = [Section("headline", "", (Heading(1, (Span(front.title),)),)), Section("understood", "", blocks(page.intro))]
    if isinstance(front, SettingFront):
        sections += _setting(page, front, library, lang)
    else:
        sections += [Section("walkthrough", name, blocks(text)) for name, text in page.sections.items()]
    related = librarian.browsing.related(id_of(page), lang)
    if related:
        items = Items(tuple((Span(other.title),) for other in related))
        sections.append(Section("others", library.phrase("asked-related", lang), (items,)))
    sources = Items(tuple((Span(source),) for source in front.source))
    sections.append(Section("sources", library.phrase("heading-sources", lang), (sources,)))
    choices = tuple(_choice(other.id, other.title) for other in related)
    shown = tuple(section for section in sections if section.blocks)
    return Reply(lang, "fine", library.phrase("asked-answer", lang), shown, choices)


def _setting(page: AnyPage, front: SettingFront, library: Library, lang: str) -> tuple[Section, ...]:
    """Return a setting's sections: where it is, what to set, what that does, what else it does, what it does not stop."""
    where = tuple((Span(way.path if way.versions == "any" else f"{way.versions}: {way.path}"),) for way in front.where)
    ways: Block = Items(where) if len(where) > 1 else Paragraph(where[0])
    parts = ("value", "effect", "side effect", "limits")
    told = [(f"setting-{part.replace(' ', '-')}", blocks(page.section(part))) for part in parts]
    return tuple(Section("settings", library.phrase(name, lang), found) for name, found in (("setting-where", (ways,)), *told))


def _choose(found: Found, library: Library) -> tuple[Reply, tuple[Section, ...], tuple[ReplyChoice, ...]]:
    """Return the reply that asks which page was meant."""
    lang = found.lang
    headline = Section("headline", "", (Heading(1, (Span(library.phrase("asked-choose", lang)),)),))
    items = Items(tuple((Span(hit.title),) for hit in found.hits), ordered=True)
    reply = Reply(lang, "unknown", library.phrase("asked-did-you-mean", lang), ())
    return reply, (headline, Section("questions", "", (items,))), _choices(found.hits)


def _none(found: Found, librarian: Librarian) -> tuple[Reply, tuple[Section, ...], tuple[ReplyChoice, ...]]:
    """Return the reply that there is no such page: it asks for the log, and offers the shelves of the library."""
    lang, library = found.lang, librarian.library
    said = (Heading(1, (Span(library.phrase("asked-none", lang)),)), Paragraph((Span(library.phrase("asked-log", lang)),)))
    shelves = []
    choices = []
    for shelf in librarian.shelves(lang):
        first = shelf.pages[0]
        shelves.append((Span(library.phrase("asked-shelf", lang, name=shelf.title, count=len(shelf.pages), page=first.title)),))
        choices.append(_choice(first.id, first.title))
    offered = Section("others", library.phrase("asked-shelves", lang), (Items(tuple(shelves)),))
    reply = Reply(lang, "unknown", library.phrase("asked-dont-know", lang), ())
    return reply, (Section("headline", "", said), *([offered] if shelves else [])), tuple(choices)


def _titles(name: str, hits: tuple[FoundPage, ...], library: Library, lang: str) -> tuple[Section, ...]:
    """Return a section that names pages, or nothing where there are none."""
    items = Items(tuple((Span(hit.title),) for hit in hits))
    return (Section("others", library.phrase(name, lang), (items,)),) if hits else ()


def _choices(hits: tuple[FoundPage, ...]) -> tuple[ReplyChoice, ...]:
    return tuple(_choice(hit.id, hit.title) for hit in hits)


def _choice(id_: str, title: str) -> ReplyChoice:
    return ReplyChoice(0, id_, title, f"{PAGE}:{id_}")


def _why(found: Found, library: Library) -> Section:
    """Return what the pages were found by, a line each; words of the question are values, since they are the asker's."""
    lang = found.lang
    lines: list[Spans] = [(Span(library.phrase(f"asked-mode-{found.mode}", lang)),)]
    for hit in found.hits:
        parts = [library.phrase("asked-why-exact", lang)] if hit.why.exact is not None else []
        for channel in _CHANNELS:
            value = getattr(hit.why, channel)
            parts += [] if value is None else [library.phrase(f"asked-why-{channel}", lang, value=f"{value:.2f}")]
        score = library.phrase("asked-score", lang, score=f"{hit.score:.2f}", reasons=", ".join(parts))
        lines.append((Span(f"{hit.title}: {score}"), *_words(hit, library, lang)))
    return Section("why", library.phrase("asked-why", lang), (Items(tuple(lines)),))


def _words(hit: FoundPage, library: Library, lang: str) -> Spans:
    """Return the words that matched, and those that were corrected."""
    found: list[Span] = []
    if hit.why.matched:
        before, _, after = library.phrase("asked-why-matched", lang, words="\0").partition("\0")
        found += [Span(f"; {before}"), Span(" ".join(hit.why.matched), "value"), *([Span(after)] if after else [])]
    for word, meant in hit.why.correction:
        said = library.phrase("asked-why-correction", lang, word="\0", meant=meant)
        before, _, after = said.partition("\0")
        found += [Span(f"; {before}"), Span(word, "value"), Span(after)]
    return tuple(found)
