"""Rules that could contradict each other, name what is not there, or have no pages."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from bot.diagnosis.weighing import beats
from bot.errors import Problem
from bot.facts import GROUP_FACTS, TRANSACTION_FACTS
from bot.library import LANGS, Library
from bot.library.schema import Rule

PAGES_WITHOUT_RULE = (
    "undetermined", "one-reading", "result-unread", "incomplete", "login-begun", "only-a-trace-line", "only-start-and-stop",
    "no-message-told",
    "fits-nothing", "not-a-log", "complaint-alone", "panel-half-shown", "empty", "a-question", "unknown-server",
    "undetermined-bounce", "undetermined-headers", "undetermined-transcript", "undetermined-queue", "undetermined-tally",
)  # fmt: skip


def rule_problems(library: Library) -> Iterator[Problem]:
    """Yield everything wrong with rules."""
    for name, rule in library.rules.items():
        for text in _misnamed(rule):
            yield Problem(*library.places["rules", name], text)
        for page in library.diagnoses.get(name, {}).values() if rule.certainty == "certain" else ():
            if page.front.headline_unsure is None:
                yield Problem(page.file, 1, "its rule may be certain or not, so headline_unsure is wanted beside headline")
    yield from _ties(library)
    yield from _facts(library)
    for name in PAGES_WITHOUT_RULE:
        for lang in LANGS:
            if lang not in library.diagnoses.get(name, {}):
                yield Problem(f"diagnoses/{name}.{lang}.md", 1, "this page is missing")
    for name, halves in library.diagnoses.items():
        if name not in library.rules and name not in PAGES_WITHOUT_RULE:
            yield Problem(next(iter(halves.values())).file, 1, f"there is no rule {name} that this page could speak for")


def _misnamed(rule: Rule) -> Iterator[str]:
    for server, pages in rule.settings.items():
        yield from (f"settings: {page} is no page for {server}" for page in pages if not page.startswith(f"{server}/"))


def _ties(library: Library) -> Iterator[Problem]:
    """Yield pairs of rules that can hold together with different verdicts of one severity, and neither wins."""
    for (one, a), (other, b) in combinations(library.rules.items(), 2):
        if a.of != b.of or a.reads != b.reads or a.severity != b.severity or a.verdict == b.verdict or not _together(a, b):
            continue
        if beats(one, other, library.rules) or beats(other, one, library.rules) or _beside(one, a, other, b):
            continue
        yield Problem(
            *library.places["rules", one],
            f"{one} ({a.verdict}) and {other} ({b.verdict}) can hold together and neither wins; name one under over or beside",
        )


def _beside(one: str, a: Rule, other: str, b: Rule) -> bool:
    """Tell whether two rules may be told together: one names the other, or speaks of a line of its own and so may stand beside any."""
    return bool({other, "any"}.intersection(a.beside) or {one, "any"}.intersection(b.beside))


def _together(a: Rule, b: Rule) -> bool:
    """Tell whether two rules can hold together as far as their conditions tell."""
    clash = any(b.when.get(fact, wanted) is not wanted for fact, wanted in a.when.items())
    silenced = any(b.when.get(fact) is wanted for fact, wanted in a.unless.items())
    silences = any(a.when.get(fact) is wanted for fact, wanted in b.unless.items())
    return not (clash or silenced or silences)


def _facts(library: Library) -> Iterator[Problem]:
    """Yield facts that nobody can find or nobody uses."""
    found = {*TRANSACTION_FACTS, *GROUP_FACTS}
    by_data = {name for name, kind in library.vocabulary.facts.items() if kind.events or kind.signs}
    rules = library.rules.values()
    used = {fact for rule in rules for fact in (*rule.when, *rule.unless, *rule.decisive)}
    used |= {fact for o in library.observations.values() for fact in o.when} | {fact for d in library.doubts.values() for fact in d.unless}
    used |= {fact for kind in library.vocabulary.facts.values() for fact in kind.signs}
    for fact in library.vocabulary.facts:
        place = library.places.get(("facts", fact), ("vocabulary.yaml", 1))
        if fact not in found | by_data:
            yield Problem(*place, f"no function finds the fact {fact}")
        if fact not in used:
            yield Problem(*place, f"the fact {fact} is used by no rule, observation or doubt")
    for fact in found - set(library.vocabulary.facts):
        yield Problem("vocabulary.yaml", 1, f"the fact {fact} has no entry here")
