"""Every rule has a paste in which it is found, and one in which it is nearly, and must not be."""

import pytest

from bot.desk import Message
from bot.library import bundled
from bot.site import Site
from bot.threads import read_threads
from bot.told import read_tells
from tests.cases.reading import read_cases
from tests.lab.replay import recordings


@pytest.fixture(scope="module")
def answers(desk, library):
    """Give the answers to all cases, recordings and turns of the worked cases."""
    facts = library.vocabulary.facts
    pastes = [(case.log, case.question, Site.model_validate(case.site), case.tell) for case in read_cases()]
    pastes += [(one.log, "", Site.model_validate(one.truth["site"]), ()) for one in recordings()]
    for thread in read_threads(bundled()):
        pastes += [(thread.text(turn), "", Site.model_validate(turn.site), turn.tell) for turn in thread.turns]
    return [
        desk.explain(Message(text=text, question=asked, lang="en"), site, read_tells(tell, facts)) for text, asked, site, tell in pastes
    ]


def contradicted(rule, facts):
    """Return how many conditions of a rule are known not to hold; one that silences it counts as well."""
    against = [name for name, wanted in rule.when.items() if facts[name].value is (not wanted)]
    silencing = [name for name, wanted in rule.unless.items() if name in facts and facts[name].value is wanted]
    return len(against) + bool(silencing)


def test_every_rule_is_found_somewhere(answers, library):
    """No rule is there that nothing has ever set off."""
    found = {finding.rule for answer in answers for finding in answer.findings}
    assert sorted(set(library.rules) - found) == []


def test_every_rule_is_silent_somewhere(answers, library):
    """No rule is set off by everything."""
    assert not [name for name in library.rules if all(name in {f.rule for f in answer.findings} for answer in answers)]


def test_every_rule_about_a_message_has_a_near_miss(answers, library):
    """For each rule about a message there is one that has all but one of what it asks for, and the rule is not found about it."""
    missed = set()
    for answer in answers:
        for told in answer.transactions:
            found = {f.rule for f in answer.findings if told.transaction.id in f.transactions}
            for name, rule in library.rules.items():
                if rule.of == "transaction" and contradicted(rule, told.facts) == 1:
                    assert name not in found
                    missed.add(name)
    assert sorted({name for name, rule in library.rules.items() if rule.of == "transaction"} - missed) == []


@pytest.mark.parametrize("graver", ["bounced-to-a-stranger", "server-full", "mail-in-circles"])
def test_mail_that_did_not_arrive_is_not_called_ordinary_incoming_mail(answers, graver):
    """A message that went back, waits for room or goes in circles is not told beside that as one that came in as usual."""
    about = [{f.rule for f in a.findings if t.transaction.id in f.transactions} for a in answers for t in a.transactions]
    assert any(graver in rules for rules in about)
    assert not [rules for rules in about if {graver, "delivered-to-us"} <= rules]


@pytest.mark.parametrize("exact", ["list-at-fault", "server-full", "mail-in-circles"])
def test_what_is_broken_is_not_told_twice(answers, exact):
    """Lines on which a more exact rule rests are not told once more as something that is broken, unless others say so besides."""
    seen = 0
    for answer in answers:
        lines = {n for finding in answer.findings if finding.rule == exact for n in finding.evidence}
        broken = [finding for finding in answer.findings if finding.rule == "server-broken"]
        assert not [finding for finding in broken if lines.issuperset(finding.evidence)]
        seen += bool(lines)
    assert seen
