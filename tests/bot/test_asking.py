"""The librarian finds pages of the bundled library, and says when there is none."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.asked import PAGE, page_reply, reply_to
from bot.asking import Librarian
from bot.library import load
from bot.markdown import markdown_of
from bot.reply import Items


@pytest.fixture(scope="module")
def librarian(library):
    """Give a librarian of the bundled knowledge base."""
    return Librarian(library)


def test_importing_it_imports_no_search():
    """Explaining a log waits neither for numpy nor for rapidfuzz."""
    code = "import sys, bot.asking, bot.asked, bot.commands; sys.exit(bool({'numpy', 'rapidfuzz'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("question", "lang", "id_"),
    [
        ("what is an open relay", None, "faq/what-is-an-open-relay"),
        ("オープンリレーって何ですか", None, "faq/what-is-an-open-relay"),
        ("what is greylistng", None, "faq/greylisting"),
        ("ｽﾏｰﾄﾎｽﾄ", None, "faq/smarthost"),
        ("narisumashi", "ja", "faq/name-spoofing"),
        ("設定J", "ja", "settings/asip/postmaster"),
        ("faq/spf", "en", "faq/spf"),
        ("450 4.7.25", "en", "faq/reverse-dns"),
    ],
)
def test_the_right_page_comes_first(librarian, question, lang, id_):
    """In either language, with typing errors, in half-width kana, romaji, by letter, id and code."""
    found = librarian.ask(question, lang)
    assert found.hits[0].id == id_
    assert found.why is found.hits[0].why
    assert found.mode == "lexical"


def test_nonsense_is_not_answered(librarian):
    """It has no hits and no reasons, and still a language."""
    for question, lang in (("how do I bake bread", "en"), ("カレーの作り方", "ja"), ("hello", "en"), ("", "en"), ("?!", "en")):
        found = librarian.ask(question)
        assert (found.outcome, found.hits, found.why, found.lang) == ("dont_know", (), None, lang)


def test_language_of_the_pages(librarian):
    """Chosen, else that of the question, else that of the page which romaji found."""
    assert librarian.ask("なりすまし", "en").hits[0].page.lang == "en"
    assert librarian.ask("なりすまし").lang == "ja"
    assert librarian.ask("narisumashi").lang == "ja"


def test_many_ask_at_once(library):
    """The first questions of several threads meet one index, and each gets its own answer."""
    fresh = Librarian(library)
    questions = ["SPF", "DKIM", "DMARC", "smarthost"] * 4
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(fresh.ask, questions))
        indexes = set(map(id, threads.map(lambda _: fresh.index(), range(8))))
    assert [one.hits[0].id for one in found] == [f"faq/{question.lower()}" for question in questions]
    assert len(indexes) == 1


def test_suggestions(librarian, library):
    """Nothing typed: the pinned pages; something typed: what it begins."""
    assert tuple(one.id for one in librarian.suggest("", "ja", 4)) == library.search.pinned
    assert librarian.suggest("what is an open r", "en")[0].id == "faq/what-is-an-open-relay"
    assert librarian.suggest("なりす", "ja")[0].title.startswith("なりすまし")


@pytest.mark.parametrize(
    ("typed", "id_"), [("550 5.7.1", "replies/7.1"), ("5.7.1", "replies/7.1"), ("４５０", "replies/450"), ("error 421", "replies/421")]
)
def test_a_code_that_is_typed_is_explained(librarian, typed, id_):
    """What a server's code means is offered first, under its title in the language of the list, and can be opened."""
    first = librarian.suggest(typed, "ja", 5)[0]
    assert first.id == id_
    assert librarian.page(first.id, "ja").front.title.split()[-1] in first.title
    assert len({one.id for one in librarian.suggest(typed, "en", 5)}) == len(librarian.suggest(typed, "en", 5)) <= 5
    assert librarian.suggest(typed, "en", 0) == ()


def test_a_number_in_a_sentence_is_no_code(librarian):
    """Nothing but pages of the shelves are offered for a sentence with a number in it."""
    assert not [one for one in librarian.suggest("we have 550 mailboxes here", "en") if one.id.startswith("replies/")]


def test_shelves_hold_every_page_once(librarian, library):
    """Each begins with the page that it names first, unless others are read more."""
    held = [page.id for shelf in librarian.shelves("en") for page in shelf.pages]
    assert sorted(held) == sorted([*(f"faq/{id_}" for id_ in library.faq), *(f"settings/{id_}" for id_ in library.settings)])
    first = {shelf.id: shelf.pages[0].id for shelf in librarian.shelves("ja")}
    assert first["first-aid"] == "faq/the-first-hour"
    assert first["relaying"] == "faq/what-is-an-open-relay"
    used = librarian.shelves("ja", {"faq/test-your-own-server": 3})
    assert next(shelf for shelf in used if shelf.id == "relaying").pages[0].id == "faq/test-your-own-server"


def test_a_page_that_is_not_there(librarian):
    """None, whatever is asked for."""
    assert librarian.page("faq/none", "en") is None
    assert librarian.page("none", "en") is None


def test_an_answer_as_a_reply(librarian):
    """The title leads, related pages can be chosen, sources stand at the end."""
    reply = reply_to(librarian.ask("SPF", "en"), librarian)
    assert markdown_of(reply).startswith("# What is SPF?\n")
    assert f"{PAGE}:faq/dkim" in [choice.token for choice in reply.choices]
    assert reply.section("sources") is not None
    assert len({choice.token for choice in reply.choices}) == len(reply.choices)


def test_every_page_can_be_shown(librarian, library):
    """FAQ and setting pages of both languages become replies that lose no section."""
    for id_ in [*(f"faq/{id_}" for id_ in library.faq), *(f"settings/{id_}" for id_ in library.settings)]:
        for lang in ("en", "ja"):
            page = librarian.page(id_, lang)
            reply = page_reply(page, librarian, lang)
            assert len(reply.sections) >= 3
            assert all(section.blocks for section in reply.sections)


@pytest.mark.parametrize(
    ("question", "lang", "page"),
    [
        ("postfix mynetworks", "en", "settings/postfix/mynetworks"),
        ("postfix mynetworks", "ja", "settings/postfix/mynetworks"),
        ("how do I stop www-data from sending mail", "en", "settings/postfix/submit-users"),
        ("Postfix のキューを留め置く方法", "ja", "settings/postfix/hold-the-queue"),
        ("doveadm kick", "en", "settings/dovecot/kick-sessions"),
        ("Dovecot のパスワードを変更するには", "ja", "settings/dovecot/lock-a-user"),
    ],
)
def test_questions_about_settings(librarian, question, lang, page):
    """A question that names a setting, or says what it is for, finds its page."""
    assert librarian.ask(question, lang).hits[0].id == page


def test_a_setting_keeps_its_commands_and_fragments(librarian):
    """What is to be typed stands in items and blocks of its own, not in one run of text."""
    page = librarian.page("settings/dovecot/lock-a-user", "en")
    sections = page_reply(page, librarian, "en").sections
    value = next(section for section in sections if section.name == "settings" and section.title == "What to set")
    assert [type(block).__name__ for block in value.blocks].count("Code") == 1
    assert any(isinstance(block, Items) for block in value.blocks)


def test_a_choice_as_a_reply(librarian):
    """Up to three pages, each a choice that opens it."""
    found = librarian.ask("is spam going out", "en")
    assert found.outcome == "did_you_mean"
    reply = reply_to(found, librarian)
    assert [choice.token for choice in reply.choices] == [f"{PAGE}:{hit.id}" for hit in found.hits]
    assert 1 <= len(reply.choices) <= 3


def test_no_answer_as_a_reply(librarian):
    """It says so, asks for the log, and offers the shelves."""
    reply = reply_to(librarian.ask("how do I bake bread"), librarian)
    text = markdown_of(reply)
    assert "I have no page that answers this." in text
    assert "paste the lines of its log" in text
    assert len(reply.choices) == len(librarian.shelves("en"))


def test_words_of_the_asker_are_no_markup(librarian):
    """What was corrected is told as a value, so that no renderer reads it."""
    found = librarian.ask("what is an open relya <@everyone> **bold**", "en")
    text = markdown_of(reply_to(found, librarian, why=True))
    assert "`relya` read as relay" in text
    assert "<@everyone>" not in text


def test_thresholds_are_those_of_the_knowledge_base():
    """What calibration.yaml holds is what the index decides by."""
    library = load()
    settings = Librarian(library).index().settings
    assert library.calibration is not None
    assert (settings.lexical.hi, settings.lexical.margin, settings.lexical.lo) == (
        library.calibration.lexical.hi, library.calibration.lexical.margin, library.calibration.lexical.lo,
    )  # fmt: skip
