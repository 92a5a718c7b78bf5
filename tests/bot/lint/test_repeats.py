"""Sentences that stand on two pages."""

import pytest

from bot.library import load
from bot.lint.places import Sources
from bot.lint.repeats import repeat_problems, sentences

PAGE = (
    "---\ntitle: {title}\naliases: [{title} a, {title} b, {title} c]\ntags: [asip]\nreading: x\n"
    "source: [s]\nreviewed: 2026-11-24\n---\n\n{text}\n"
)
LONG = {
    "en": "A zebra that stands among many horses is seldom taken for one of them by anybody.",
    "ja": "たくさんの馬の中にいるしまうまを、馬と取り違える人はめったにいないものです。",
}
OTHER = {"en": "Short one.", "ja": "短い文。"}


def pages(lang, first, second):
    """Give two pages in both languages that hold a text in one of them."""
    files = {}
    for name, text in (("horse", first), ("zebra", second)):
        for half in ("en", "ja"):
            files[f"faq/{name}.{half}.md"] = PAGE.format(title=f"{name} {half}", text=text if half == lang else "Text.")
    return files


@pytest.fixture
def checked(overlay, library):
    """Give a function from a team's files to the repetitions that they add."""
    known = {str(problem) for problem in repeat_problems(library, Sources(library))}

    def check(files):
        laid_over = load(overlay(files))
        return [text for problem in repeat_problems(laid_over, Sources(laid_over)) if (text := str(problem)) not in known]

    return check


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_repeated_sentence_is_told_at_its_second_place(checked, lang):
    """The line of the second page is told, with the first page's line; the marks of lists and emphasis do not hide it."""
    found = checked(pages(lang, f"Text.\n{LONG[lang]}", f"- **{LONG[lang]}** {OTHER[lang]}"))
    assert found == [f"faq/zebra.{lang}.md:10: this sentence stands in faq/horse.{lang}.md:11 already: {LONG[lang]}"]


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_short_sentences_and_code_may_repeat(checked, lang):
    """A short sentence is no repetition, nor is a command that two pages show, nor a sentence twice on one page."""
    code = f"```\n{LONG[lang]}\n```\n{OTHER[lang]}"
    assert checked(pages(lang, code, code)) == []
    assert checked(pages(lang, f"{LONG[lang]}\n\n{LONG[lang]}", "Text.")) == []


def test_sentences_of_a_line():
    """Sentences end with their signs; a Japanese one needs no space after it."""
    assert sentences("1. One. Two? *Three*") == ["One.", "Two?", "Three"]
    assert sentences("一つ。二つ、三つ。") == ["一つ。", "二つ、三つ。"]
