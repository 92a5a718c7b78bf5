"""Pages without a category, that nothing leads to, or whose review is long ago."""

from datetime import date

import pytest

from bot.library import load
from bot.lint import problems
from bot.lint.places import Sources
from bot.lint.shelves import review_problems

PAGE = "---\ntitle: {title}\naliases: [{title} a, {title} b, {title} c]\n{more}source: [s]\nreviewed: {reviewed}\n---\n\nText.\n"


def page(title, more="tags: [asip]\nreading: x\n", reviewed="2026-11-24"):
    """Give a page's text."""
    return PAGE.format(title=title, more=more, reviewed=reviewed)


def both(**arguments):
    """Give both halves of a page."""
    return {"faq/zebra.en.md": page("zebra", **arguments), "faq/zebra.ja.md": page("しまうま", **arguments)}


def test_page_without_category_is_told(checked):
    """A page whose tags no category has is told; if nothing leads to it either, that as well."""
    found = checked(both(more="tags: [zebra]\nreading: x\n"))
    assert "faq/zebra.en.md:4: none of its tags belongs to a category of categories.yaml, so it cannot be browsed to" in found
    assert "faq/zebra.ja.md:1: no page, rule or category leads here" in found


def test_related_page_is_no_orphan(checked):
    """Another page that names it leads to it."""
    files = both(more="tags: [zebra]\nreading: x\n")
    files |= {f"faq/horse.{lang}.md": page(f"horse {lang}", "tags: [asip]\nreading: x\nrelated: [faq/zebra]\n") for lang in ("en", "ja")}
    assert not any("leads here" in problem for problem in checked(files))


def test_mistake_in_categories_is_told(checked):
    """What is wrong with the categories is part of the check."""
    assert any(
        p.startswith("categories.yaml:2: the tag relay")
        for p in checked({"categories.yaml": "categories:\n  a: {name: {en: A, ja: あ}, tags: [relay]}\n"})
    )


def test_a_first_page_of_another_category_is_told(checked):
    """A page that a category does not hold cannot lead it."""
    wrong = "categories:\n  vintage:\n    name: {en: V, ja: ブ}\n    first: faq/spf\n    tags: [asip, vintage]\n"
    assert "categories.yaml:2: faq/spf is no page of this category, so it cannot stand first" in checked({"categories.yaml": wrong})


def test_halves_in_two_categories_are_told(checked):
    """A page is in the same place in both languages."""
    files = both()
    files["faq/zebra.en.md"] = page("zebra", "tags: [relay]\nreading: x\n")
    assert any("is in another category in each language" in problem for problem in checked(files))


@pytest.mark.parametrize(
    ("reviewed", "says"),
    [
        ("2026-11-24", None),
        ("2025-10-20", None),
        ("2025-10-19", "last reviewed 401 days ago; is it still true?"),
        ("2026-11-25", "reviewed on 2026-11-25, which is still to come"),
    ],
)
def test_review_date(overlay, reviewed, says):
    """A review is good for four hundred days, and cannot be in the future."""
    library = load(overlay(both(reviewed=reviewed)))
    found = [str(p) for p in review_problems(library, Sources(library), date(2026, 11, 24)) if "zebra" in p.file]
    assert found == ([f"faq/zebra.{lang}.md:7: {says}" for lang in ("en", "ja")] if says else [])


def test_day_of_the_check_can_be_given(library):
    """Years later every page wants to be looked at again."""
    assert sum("last reviewed" in problem.text for problem in problems(library, date(2030, 1, 1))) > 50
