"""Rules that could contradict each other, name what they do not ask for, or speak without a page; facts without use."""

import pytest

PAGE = '---\nheadline: "Somebody tried the door."\nreviewed: 2026-11-24\n---\n\n## why\n\nBecause.\n'
PAGES = {f"diagnoses/knock.{lang}.md": PAGE for lang in ("en", "ja")}
TIED = """verdict: greylisting
severity: stopped
certainty: likely
when: {refused_by_blocklist: true, sender_is_null: true, trusts_by_name: true}
"""


def test_tie_is_told_with_both_names(checked):
    """Two rules of one severity that can hold together and say different things are told as a pair."""
    found = checked({"diagnoses/knock.yaml": TIED.replace("sender_is_null: true", "recipient_refused: true"), **PAGES})
    tied = [problem for problem in found if "can hold together and neither wins" in problem]
    assert any("knock (greylisting)" in problem and "relay-refused (relay_attempt_refused)" in problem for problem in tied)
    assert all(problem.startswith("diagnoses/") for problem in tied)


@pytest.mark.parametrize(
    "settled",
    [
        "when: {login_refused: true, sender_is_null: true, trusts_by_name: true}\nover: [{others}]\n",
        "when: {login_refused: true, sender_is_null: true, trusts_by_name: true}\nbeside: [{others}]\n",
    ],
)
def test_tie_is_settled_by_a_word(checked, library, settled):
    """Naming the other rule under ``over`` or ``beside`` settles a tie."""
    others = ", ".join(name for name, rule in library.rules.items() if rule.severity == "stopped" and rule.of == "transaction")
    head = "verdict: greylisting\nseverity: stopped\ncertainty: likely\n"
    assert not [p for p in checked({"diagnoses/knock.yaml": head + settled.replace("{others}", others), **PAGES}) if "neither wins" in p]


@pytest.mark.parametrize(
    "rule",
    [
        TIED.replace("severity: stopped", "severity: unknown"),
        TIED.replace("greylisting", "blocklisted_sender_refused").replace("sender_is_null", "client_is_ours"),
    ],
)
def test_no_tie(checked, rule):
    """Rules of another severity, or silenced by each other, do not tie with those that ship."""
    found = checked({"diagnoses/knock.yaml": rule, **PAGES})
    assert not [problem for problem in found if "knock" in problem and "and blocklist-refused" in problem]


def test_contained_rule_does_not_tie(checked):
    """A rule that asks for all that another does and more beats it, whatever both say."""
    found = checked({"diagnoses/knock.yaml": TIED, **PAGES})
    assert not [problem for problem in found if "blocklist-refused (" in problem and "neither wins" in problem]


def test_setting_of_another_server(checked):
    """A server's settings are that server's pages."""
    found = checked({"diagnoses/knock.yaml": TIED + "settings: {postfix: [asip/postmaster]}\n", **PAGES})
    assert "diagnoses/knock.yaml:1: settings: asip/postmaster is no page for postfix" in found


def test_page_without_a_rule(checked):
    """A diagnosis page for which there is no rule is never shown, so it is told."""
    assert "diagnoses/knock.en.md:1: there is no rule knock that this page could speak for" in checked(PAGES)


def test_fact_that_nobody_finds_or_uses(checked):
    """A fact of the vocabulary without a function, or that nothing uses, is told with its line."""
    found = checked({"vocabulary.yaml": "facts:\n  helo_is_bot: {of: transaction, means: {en: a, ja: b}}\n"})
    assert "vocabulary.yaml:2: no function finds the fact helo_is_bot" in found
    assert "vocabulary.yaml:2: the fact helo_is_bot is used by no rule, observation or doubt" in found
