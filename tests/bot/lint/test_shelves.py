"""Pages without a category, that nothing leads to, or whose review is long ago."""

from datetime import date

import pytest

from bot.__main__ import main
from bot.library import load
from bot.lint import problems, stale
from bot.lint.places import Sources
from bot.lint.shelves import future_reviews

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


TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("reviewed", "says"), [("2026-11-24", None), ("2025-10-20", None), ("2025-10-19", "last reviewed 401 days ago; is it still true?")]
)
def test_review_is_good_for_four_hundred_days(overlay, reviewed, says):
    """After that somebody should look at the page, though nothing is wrong with it yet."""
    library = load(overlay(both(reviewed=reviewed)))
    found = [str(p) for p in stale(library, TODAY) if "zebra" in p.file]
    assert found == ([f"faq/zebra.{lang}.md:7: {says}" for lang in ("en", "ja")] if says else [])


def test_review_in_the_future_is_a_problem(overlay):
    """It cannot have been."""
    library = load(overlay(both(reviewed="2026-11-25")))
    found = [str(p) for p in future_reviews(library, Sources(library), TODAY) if "zebra" in p.file]
    assert found == [f"faq/zebra.{lang}.md:7: reviewed on 2026-11-25, which is still to come" for lang in ("en", "ja")]


def test_years_later_nothing_is_wrong_but_every_page_wants_to_be_looked_at(library):
    """The check of knowledge that nobody touched does not begin to fail by itself."""
    later = date(2040, 1, 1)
    assert not any("reviewed" in problem.text for problem in problems(library, later))
    assert len(stale(library, later)) > 100


@pytest.mark.parametrize(("options", "status", "on"), [((), 0, "err"), (("--strict-dates",), 2, "out")])
def test_stale_pages_are_remarks_unless_they_are_to_count(overlay, capsys, options, status, on):
    """On stderr with status 0, or as problems."""
    folder = overlay(both(reviewed="2020-01-01"))
    assert main(["knowledge", "check", "--knowledge", str(folder), *options]) == status
    captured = capsys.readouterr()
    assert "faq/zebra.en.md:7: last reviewed" in getattr(captured, on)
    assert "zebra" not in getattr(captured, "out" if on == "err" else "err")
