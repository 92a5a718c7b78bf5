"""Every case: the verdict, what it must and must not say or ask; and the published figures."""

import pytest

from bot.desk import Message
from bot.site import Site
from tests.cases.accuracy import FILE, answer, report
from tests.cases.reading import read_cases
from tests.lab.replay import recordings

CASES = read_cases()
LEAST_EVIDENCE = 0.8


@pytest.fixture(scope="module")
def answered(desk):
    """Give every case with its answer, by id."""
    return {case.id: answer(case, desk) for case in CASES}


def bare(text):
    """Give markdown without the signs that show code and escapes."""
    return text.replace("`", "").replace("\\", "")


def test_cases_are_many_and_fair():
    """There are enough cases, no id stands twice, half of them are Japanese, a third of them end well."""
    assert len(CASES) >= 75
    assert len({case.id for case in CASES}) == len(CASES)
    assert 0.4 <= sum(case.lang == "ja" for case in CASES) / len(CASES) <= 0.6
    innocent = [case for case in CASES if case.expect.severity in ("fine", "problem")]
    assert len(innocent) >= len(CASES) / 3


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_verdict_is_a_postmasters(answered, case):
    """The verdict is one that counts as right, with the severity that goes with it."""
    found = answered[case.id]
    if case.gap:  # published as differing; once it agrees the gap is closed
        assert found.answer["verdict"] not in case.expect.verdicts
        return
    assert found.answer["verdict"] in case.expect.verdicts
    if found.answer["verdict"] == case.expect.verdict and case.expect.severity is not None:
        assert found.answer["severity"] == case.expect.severity


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_answer_says_and_asks_what_it_must(answered, case):
    """What must be said stands in the answer, what must not does not, and what decides is asked for.

    Where the verdict is published as differing, the right one's words are not to be had yet; the wrong ones must not be there all the same.
    """
    found = answered[case.id].answer
    said = bare(found["markdown"])
    assert [text for text in case.expect.must_not_say if bare(text) in said] == []
    if case.gap:
        return
    assert [text for text in case.expect.must_say if bare(text) not in said] == []
    asked = " ".join(f"{question['fact']} {question['text']} {question.get('fetch') or ''}" for question in found["questions"])
    assert [text for text in case.expect.must_ask if text not in asked] == []
    pages = [setting["page"] for setting in found["settings"]]
    assert [page for page in case.expect.settings if not any(told.startswith(page) for told in pages)] == []


def test_every_rule_of_today_fires_and_is_silent_somewhere(answered, library, desk):
    """Each rule for servers that do not go by names is found in some case or recording, and in none of the others."""
    fired = {case.id: {finding["rule"] for finding in answered[case.id].answer["findings"]} for case in CASES}
    for recording in recordings():
        answer_ = desk.explain(Message(text=recording.log, lang="en"), Site.model_validate(recording.truth["site"]))
        fired[recording.name] = {finding.rule for finding in answer_.findings}
    today = {name for name, rule in library.rules.items() if rule.when.get("trusts_by_name") is False}
    assert today - set().union(*fired.values()) == set()
    assert not [name for name in today if all(name in rules for rules in fired.values())]


def kind_of(answer):
    """Give what kind of paste rules read; to those outside a tally is a log."""
    return "tally" if any(line["event"].startswith("counted_") for line in answer["lines"]) else answer["input"]


def test_every_rule_for_papers_fires_and_is_silent_somewhere(answered, library):
    """Each rule for pastes that are no log is found in a case of its kind, and not in all of them."""
    kinds = {rule.reads for rule in library.rules.values()} - {"log"}
    for kind in kinds:
        fired = [{f["rule"] for f in one.answer["findings"]} for one in answered.values() if kind_of(one.answer) == kind]
        rules = {name for name, rule in library.rules.items() if rule.reads == kind}
        assert rules - set().union(*fired) == set()
        assert not [name for name in rules if all(name in found for found in fired)]


def test_nobody_is_accused_and_nothing_is_missed(answered):
    """No innocent admin is told to act now, no abuse is called harmless, and the lines shown are mostly the right ones."""
    assert [one.case.id for one in answered.values() if one.accuses or one.misses] == []
    assert sum(one.evidence for one in answered.values()) / len(answered) >= LEAST_EVIDENCE


def test_published_figures_are_fresh(answered):
    """``knowledge/ACCURACY.md`` holds the figures of today."""
    assert FILE.read_text(encoding="utf-8") == report(list(answered.values()))
