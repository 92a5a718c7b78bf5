"""Pages with a half or a section missing, a dead link, or a placeholder that nothing fills."""

import pytest

DIAGNOSIS = (
    '---\nheadline: "One of us sent it."\nheadline_unsure: "Probably one of us."\nreviewed: 2026-11-24\n---\n\n'
    "## why\n\n{client} is ours.\n"
)
SETTING = """---
title: Postmaster
server: asip
where: [{versions: any, path: Users & Groups}]
source: [inferred]
related: [asip/filter-in-front, faq/no-login-in-asip]
reviewed: 2026-11-24
---

## value

On.

## effect

Somebody reads the warnings.

## side effect

None.

## limits

It stops nothing.
"""
FAQ = """---
title: What is a zebra?
aliases: [zebra, striped horse, horse in stripes]
tags: [asip]
source: [RFC 3464]
related: [faq/no-login-in-asip]
reviewed: 2026-11-24
---

A horse.
"""


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("diagnoses/own-client.en.md", DIAGNOSIS),
        ("settings/asip/postmaster.en.md", SETTING),
        ("faq/no-login-in-asip.en.md", FAQ),
    ],
)
def test_good_page_is_fine(checked, file, text):
    """A page with all that its kind has adds no problem."""
    assert checked({file: text}) == []


@pytest.mark.parametrize(("file", "text"), [("settings/asip/new.en.md", SETTING), ("faq/new.en.md", FAQ)])
def test_missing_half_is_told(mistakes, file, text):
    """A page in one language only is told with the name of the one that is missing."""
    assert [p for p in mistakes({file: text}) if p.startswith(file)] == [
        f"{file}:1: its other half, {file.replace('.en.', '.ja.')}, is missing"
    ]


@pytest.mark.parametrize(
    ("file", "text", "says"),
    [
        ("diagnoses/own-client.en.md", DIAGNOSIS.replace("{client}", "{clint}"), "nothing fills {clint} here"),
        ("diagnoses/own-client.en.md", DIAGNOSIS.replace("One of us", "{who}"), "nothing fills {who} here"),
        ("diagnoses/own-client.en.md", DIAGNOSIS.replace("## why", "## reasons"), "the section 'reasons' is none of why"),
        ("settings/asip/postmaster.en.md", SETTING.replace("On.", "{client}"), "nothing fills {client} here"),
        ("settings/asip/postmaster.en.md", SETTING.replace("## limits", "## effects"), "the section 'limits' is missing"),
        ("settings/asip/postmaster.en.md", SETTING.replace("asip/filter", "asip/no-filter"), "there is no page asip/no-filter-in-front"),
        ("settings/asip/postmaster.en.md", SETTING.replace("faq/no-login", "faq/login"), "there is no page faq/login-in-asip"),
        ("faq/no-login-in-asip.en.md", FAQ.replace("faq/no-login", "faq/login"), "related: there is no page faq/login-in-asip"),
        ("faq/no-login-in-asip.en.md", FAQ.replace("A horse", "A {report}"), "nothing fills {report} here"),
    ],
)
def test_mistake_is_told(mistakes, file, text, says):
    """Each mistake is told with the file it stands in."""
    found = mistakes({file: text})
    assert any(problem.startswith(f"{file}:") and says in problem for problem in found), found


@pytest.mark.parametrize(
    ("file", "text", "where"),
    [
        ("diagnoses/own-client.en.md", DIAGNOSIS.replace("{client}", "{clint}"), "9: nothing"),
        ("diagnoses/own-client.en.md", DIAGNOSIS.replace("One of us", "{who}"), "2: nothing"),
        ("settings/asip/postmaster.en.md", SETTING.replace("faq/no-login", "faq/login"), "6: related"),
        ("settings/asip/postmaster.en.md", SETTING.replace("## limits", "## effects"), "22: the section 'effects'"),
    ],
)
def test_mistake_is_told_with_its_line(mistakes, file, text, where):
    """The line is the one that the mistake stands on, in the front matter as in the body."""
    assert any(problem.startswith(f"{file}:{where}") for problem in mistakes({file: text}))


@pytest.mark.parametrize(
    ("file", "text", "line"),
    [
        ("doubts.yaml", "a-doubt:\n  says: {en: 'It was {nobody}.', ja: だれか。}\n", 1),
        ("observations.yaml", "an-observation:\n  says: {en: Odd., ja: '{nobody}'}\n", 1),
        ("cautions.yaml", "a-caution:\n  source: {en: a, ja: b}\n  says: {en: 'Mind {nobody}.', ja: 注意。}\n", 1),
    ],
)
def test_sentence_with_a_placeholder_that_nothing_fills(mistakes, file, text, line):
    """Sentences outside pages are checked too, in both languages."""
    name = text.partition(":")[0]
    assert f"{file}:{line}: {name}: nothing fills {{nobody}}" in mistakes({file: text})
