"""Names that entries call each other by: what is named but not there would leave an answer without its words.

Found when the knowledge base is read, so that a slip in a team's folder is told with its line instead of failing with somebody's paste.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import TYPE_CHECKING

from bot.errors import Problem
from bot.library.schema import LANGS, Rule

if TYPE_CHECKING:
    from bot.library.whole import Library


def missing_names(library: Library) -> Iterator[Problem]:
    """Yield every name that an entry uses and no entry bears, and every page that an answer would lack."""
    for name, rule in library.rules.items():
        place = library.places["rules", name]
        yield from (Problem(*place, text) for text in _in_rule(rule, library))
        for lang in LANGS:
            if lang not in library.diagnoses.get(name, {}):
                yield Problem(f"diagnoses/{name}.{lang}.md", 1, "this page is missing")
    yield from _events(library)
    yield from _facts(library)


def _in_rule(rule: Rule, library: Library) -> Iterator[str]:
    vocabulary = library.vocabulary
    named: tuple[tuple[str, Iterable[str], Container[str]], ...] = (
        ("verdict", (rule.verdict, *rule.explains), vocabulary.verdicts),
        ("fact", (*rule.when, *rule.unless, *rule.decisive), vocabulary.facts),
        ("rule", (*rule.over, *(name for name in rule.beside if name != "any")), library.rules),
        ("doubt", rule.doubts, library.doubts),
        ("caution", rule.cautions, library.cautions),
        ("page", (page for pages in rule.settings.values() for page in pages), library.settings),
    )
    for kind, names, known in named:
        yield from (f"there is no {kind} {missing}" for missing in names if missing not in known)
    for fact in (*rule.when, *rule.unless, *rule.decisive):
        if fact in vocabulary.facts and not vocabulary.facts[fact].is_about(rule.of):
            yield f"{fact} is a fact of a {vocabulary.facts[fact].of}, and this rule is of a {rule.of}"
    for page in (page for pages in rule.settings.values() for page in pages if page in library.settings):
        yield from (f"settings/{page}.{lang}.md is missing" for lang in LANGS if lang not in library.settings[page])


def _events(library: Library) -> Iterator[Problem]:
    events = library.vocabulary.events
    for name, server in library.servers.items():
        for message in server.messages:
            if message.event not in events:
                yield Problem(*library.places["message", f"{name}/{message.id}"], f"{message.id}: there is no event {message.event}")
    for name, caution in library.cautions.items():
        for missing in (kind for kind in caution.but_for if kind not in events):
            yield Problem(*library.places["cautions", name], f"{name}: there is no event {missing}")


def _facts(library: Library) -> Iterator[Problem]:
    facts = library.vocabulary.facts
    for name, fact_kind in facts.items():
        missing_events = [event for event in (*fact_kind.events, *fact_kind.lines) if event not in library.vocabulary.events]
        yield from (Problem(*library.places["facts", name], f"{name}: there is no event {event}") for event in missing_events)
    conditions: tuple[tuple[str, str, Iterable[str]], ...] = (
        *(("observations", name, entry.when) for name, entry in library.observations.items()),
        *(("doubts", name, entry.unless) for name, entry in library.doubts.items()),
        *(("facts", name, (told for choice in kind.choices for told in choice.tells)) for name, kind in facts.items()),
        *(("facts", name, kind.signs) for name, kind in facts.items()),
    )
    for kind, name, named in conditions:
        for missing in named:
            if missing not in facts:
                yield Problem(*library.places[kind, name], f"{name}: there is no fact {missing}")
