"""Rules weighed for one subject: what fires, what is open, who wins, and how sure a finding may be."""

import random
from itertools import product

import pytest

from bot.diagnosis.weighing import Rules, at_most, beats, graver, rules_for, severity_rank, weigh
from bot.facts import Fact
from bot.library.schema import Rule

DECIDING = ("sender_domain_is_local", "client_is_ours", "recipients_are_local", "sender_is_a_person_of_ours")
BASE = {"accepted": True, "authenticated": False, "trusts_by_name": True}


def rule(verdict="relay_abuse", severity="act_now", certainty="certain", **more):
    """Give a rule; what is not named is as the gravest of verdicts has it."""
    return Rule.model_validate({"verdict": verdict, "severity": severity, "certainty": certainty, **more})


def facts(**values):
    """Give facts of the given values, each shown by a line of its own; a fact that is given as one stays as it is."""
    return {
        name: value if isinstance(value, Fact) else Fact(value, None if value is None else "logged", (line,))
        for line, (name, value) in enumerate(values.items(), start=1)
    }


def weighed(rules, **values):
    """Weigh rules for one transaction of the given facts."""
    return weigh(Rules(rules), facts(**values), "transaction", (1,))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"a": True, "b": False, "c": False}, "fires"),
        ({"a": True, "b": False, "c": None}, "fires"),
        ({"a": True, "b": False, "c": True}, "silent"),
        ({"a": True, "b": None, "c": None}, "open"),
        ({"a": None, "b": None, "c": True}, "silent"),
        ({"a": None, "b": True, "c": None}, "silent"),
    ],
)
def test_status(values, expected):
    """All holds: fires. One part contradicted, or silenced by ``unless``: silent. Only unknown left: open."""
    one = rule(when={"a": True, "b": False}, unless={"c": True})
    assert Rules({"one": one}).states(one.of, facts(**values)).get("one", "silent") == expected


def stated(one, known):
    """Give the state of a rule as it is defined, condition by condition."""
    values = {name: known[name].value for name in (*one.when, *one.unless)}
    contradicted = any(values[name] is (not wanted) for name, wanted in one.when.items())
    if contradicted or any(values[name] is wanted for name, wanted in one.unless.items()):
        return "silent"
    return "open" if None in [values[name] for name in one.when] else "fires"


def test_rules_laid_out_as_a_tree_are_in_the_states_that_each_has_alone(library):
    """Whatever is known: what rules share is looked at once, and no rule is lost on the way."""
    chance, rules = random.Random(11), rules_for("log", library.rules)
    for _ in range(300):
        likely = chance.choice([(True, False, None), (True, True, None), (None,), (False, True)])
        known = facts(**{name: chance.choice(likely) for name in library.vocabulary.facts})
        for of in ("transaction", "client", "login", "mailbox", "paste"):
            alone = {name: stated(one, known) for name, one in rules.items() if one.of == of}
            assert rules.states(of, known) == {name: state for name, state in alone.items() if state != "silent"}
            assert list(rules.states(of, known)) == [name for name, state in alone.items() if state != "silent"]


def test_unknown_unless_is_never_needed():
    """A fact that would only silence the rule neither opens it nor is among its needs."""
    found = weighed({"r": rule(when={"a": True, "b": True}, unless={"c": True})}, a=True, b=None, c=None)
    assert [(open_rule.rule, open_rule.needs) for open_rule in found.open] == [("r", ("b",))]


def test_containing_rule_wins():
    """Of two rules that fire, the one that asks for all that the other does and more is told alone."""
    rules = {"wide": rule("normal_inbound", "fine", when={"a": True}), "narrow": rule(when={"a": True, "b": True})}
    assert [finding.rule for finding in weighed(rules, a=True, b=True).findings] == ["narrow"]
    assert [finding.rule for finding in weighed(rules, a=True, b=None).findings] == ["wide"]
    assert beats("narrow", "wide", rules)
    assert not beats("wide", "narrow", rules)
    assert not beats("wide", "wide", rules)


def test_contrary_condition_does_not_contain():
    """A rule with another value for the same fact does not contain the other, however long it is."""
    rules = {"a": rule(when={"x": True}), "b": rule(when={"x": False, "y": True})}
    assert not beats("b", "a", rules)


def test_over_wins_and_silences_open_rules():
    """A rule named under ``over`` is beaten where it fires; where it is open it neither caps nor asks."""
    rules = {
        "grave": rule(when={"a": True, "b": True}),
        "kind": rule("normal_inbound", "fine", "likely", when={"a": True, "c": True}, over=["grave"]),
    }
    assert [finding.rule for finding in weighed(rules, a=True, b=True, c=True).findings] == ["kind"]
    found = weighed(rules, a=True, b=None, c=True)
    assert (found.findings[0].certainty, found.open) == ("likely", ())
    assert [open_rule.rule for open_rule in weighed(rules, a=True, b=None, c=None).open] == ["grave", "kind"]


def test_rules_of_other_subjects_are_passed_over():
    """A rule about clients is not weighed for a transaction."""
    assert weighed({"r": rule(of="client", when={"a": True})}, a=True).findings == ()


@pytest.mark.parametrize(
    ("fact", "others", "certainty"),
    [
        (Fact(True, "logged"), {}, "certain"),
        (Fact(True, "told"), {}, "certain"),
        (Fact(True, "presumed"), {}, "likely"),
        (Fact(True, "inferred", unsure=True), {}, "likely"),
        (Fact(True, "logged"), {"graver": rule(when={"a": True, "b": True})}, "possible"),
        (Fact(True, "presumed"), {"graver": rule(when={"a": True, "b": True})}, "possible"),
        (Fact(True, "logged"), {"equal": rule("greylisting", "fine", when={"a": True, "b": True})}, "certain"),
    ],
)
def test_certainty_is_capped(fact, others, certainty):
    """A presumption or an unsure mask caps certainty at likely, an open rule of a graver severity at possible."""
    rules = {"r": rule("normal_inbound", "fine", when={"a": True}), **others}
    (finding,) = weighed(rules, a=fact, b=None).findings
    assert finding.certainty == certainty
    assert finding.presumed == (("a",) if fact.strength == "presumed" else ())


def test_certainty_is_never_raised():
    """A cap lowers a rule's own certainty, it does not lift it."""
    assert at_most("possible", "likely") == "possible"
    assert at_most("certain", "likely") == "likely"
    (finding,) = weighed({"r": rule(certainty="possible", when={"a": True})}, a=Fact(True, "presumed")).findings
    assert finding.certainty == "possible"


def test_evidence_is_that_of_the_decisive_facts():
    """The lines of a finding are those that show its decisive facts; without any named, those of all conditions."""
    when = {"a": True, "b": True}
    assert weighed({"r": rule(when=when, decisive=["b"])}, a=True, b=True).findings[0].evidence == (2,)
    assert weighed({"r": rule(when=when)}, a=True, b=True).findings[0].evidence == (1, 2)


def test_severities_are_ranked():
    """To act now is gravest; a problem is graver than what was stopped, that than what is fine, and nothing is below unknown."""
    ranked = ("act_now", "problem", "stopped", "fine", "unknown")
    assert sorted(ranked, key=severity_rank) == list(ranked)
    assert graver("problem", "stopped")
    assert not graver("fine", "fine")


def test_unsettled_while_something_graver_is_open():
    """A subject is unsettled while an open rule is graver than everything found."""
    rules = {"kind": rule("own_mail", "fine", when={"a": True}), "grave": rule(when={"b": True})}
    assert weighed(rules, a=True, b=None).unsettled
    assert weighed(rules, a=None, b=None).unsettled
    assert not weighed(rules, a=True, b=False).unsettled
    assert weighed(rules, a=True, b=None).verdicts == {"own_mail", "relay_abuse"}


def assignments(library, **fixed):
    """Yield the facts of each of the 243 ways in which five facts may be true, false or unknown."""
    names = ("client_name_agrees", *DECIDING) if "accepted" in fixed else ("accepted", *DECIDING)
    for values in product((True, False, None), repeat=5):
        told = {**fixed, **dict(zip(names, values, strict=True))}
        yield {name: told.get(name, False) for name in library.vocabulary.facts}


@pytest.mark.parametrize("fixed", [BASE, {**BASE, "client_name_agrees": True}, {"authenticated": False, "trusts_by_name": True}])
def test_no_assignment_ties(library, fixed):
    """Whatever the deciding facts are, no two findings of one severity say different things."""
    count = 0
    for values in assignments(library, **fixed):
        found = weighed(rules_for("log", library.rules), **values).findings
        assert len({finding.severity for finding in found}) == len({(finding.severity, finding.verdict) for finding in found}), values
        count += 1
    assert count == 243


def test_no_accepted_message_is_left_without_a_word(library):
    """Whatever else is known, a message that was taken, or may have been, has a finding or an open rule."""
    for fixed in (BASE, {"authenticated": False, "trusts_by_name": True}):
        for values in assignments(library, **fixed):
            found = weighed(rules_for("log", library.rules), **values)
            assert bool(found.findings or found.open) is (values["accepted"] is not False), values


def test_everything_known_leaves_nothing_open(library):
    """Where all deciding facts are known there is a finding, and nothing graver is open."""
    for values in assignments(library, **BASE):
        if None not in values.values():
            found = weighed(rules_for("log", library.rules), **values)
            assert found.findings, values
            assert not found.unsettled, values


@pytest.mark.parametrize(
    ("local", "ours", "here", "person", "verdict", "certainty"),
    [
        (True, True, None, None, "own_mail", "certain"),
        (None, True, None, None, "own_mail", "certain"),
        (True, False, None, None, "relay_abuse", "likely"),
        (True, False, False, None, "relay_abuse", "likely"),
        (True, False, True, None, "spoofed_inbound", "likely"),
        (False, False, False, False, "relay_abuse", "certain"),
        (False, False, False, True, "relay_abuse", "certain"),
        (False, False, True, None, "normal_inbound", "certain"),
        (False, None, None, True, "normal_inbound", "likely"),
        (False, False, None, False, "normal_inbound", "possible"),
        (False, None, True, None, "normal_inbound", "likely"),
    ],
)
def test_deciding_facts_decide(library, local, ours, here, person, verdict, certainty):
    """The table of what each answer comes to, for a client whose name agrees with the sender."""
    told = {**BASE, "client_name_agrees": True, **dict(zip(DECIDING, (local, ours, here, person), strict=True))}
    (finding,) = weighed(rules_for("log", library.rules), **{name: told.get(name, False) for name in library.vocabulary.facts}).findings
    assert (finding.verdict, finding.certainty) == (verdict, certainty)
