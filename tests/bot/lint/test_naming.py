"""Names that lead to two pages, or past their own."""

import pytest

from bot.browsing import browsable
from bot.lint import naming
from bot.lint.places import Sources

PAGE = """---
title: {title}
aliases:
  - {alias}
  - second {title}
  - third {title}
reading: {reading}
tags: [asip]
source: [s]
reviewed: 2026-11-24
---

Text.
"""


def both(title="What is a zebra?", alias="striped horse", reading="しまうま", name="zebra"):
    """Give both halves of a page."""
    english = PAGE.format(title=title, alias=alias, reading="x")
    japanese = PAGE.format(title=f"{title}とは", alias=f"{alias}の話", reading=reading)
    return {f"faq/{name}.en.md": english, f"faq/{name}.ja.md": japanese}


def test_good_names_are_fine(checked):
    """A page with names of its own adds no problem."""
    assert checked(both()) == []


def test_colliding_alias_is_told(checked, library):
    """A name that another page has, in any spelling, is told with its line and the other page."""
    taken = library.faq["spf"]["en"].front.title
    files = both()
    files["faq/zebra.en.md"] = files["faq/zebra.en.md"].replace("striped horse", f"'{taken.upper()}'")
    assert [p for p in checked(files) if " is a name of " in p] == [
        f"faq/zebra.en.md:4: {taken.upper()!r} is a name of faq/spf too; a question cannot mean both"
    ]


def test_same_alias_in_two_languages_is_no_collision(checked):
    """English and Japanese pages are asked for apart."""
    files = both()
    files["faq/zebra.ja.md"] = files["faq/zebra.ja.md"].replace("striped horseの話", "striped horse")
    assert checked(files) == []


def test_missing_reading_is_told(checked):
    """A Japanese page without its reading cannot be found by sound; an English one needs none."""
    files = {name: text.replace("reading: x\n", "").replace("reading: しまうま\n", "") for name, text in both().items()}
    assert [p for p in checked(files) if "reading" in p] == [
        "faq/zebra.ja.md:2: the reading is missing: the title in hiragana, as reading: …"
    ]


@pytest.mark.parametrize(("first", "says"), [("faq/spf", "finds faq/spf first"), (None, "finds nothing")])
def test_name_that_finds_another_page_is_told(library, monkeypatch, first, says):
    """A name that, asked as a question, leads elsewhere is told at its line."""
    pages = browsable(library)
    document = next(d for d in naming.documents(library) if d.id == "faq/dkim" and d.lang == "en")
    other = next((d for d in naming.documents(library) if d.id == first), None)

    class Astray:
        def __init__(self, *_arguments):
            """Take anything."""

        def rank(self, *_arguments):
            """Find the wrong page, or none."""
            return [type("Hit", (), {"document": other})] if other else []

    monkeypatch.setattr(naming, "Index", Astray)
    naming._found_first.cache_clear()
    found = [str(problem) for problem in naming._misleading(pages, (document,), Sources(library))]
    assert len(found) == 1 + len(document.aliases)
    assert all(problem.startswith("faq/dkim.en.md:") and says in problem for problem in found)
    naming._found_first.cache_clear()
