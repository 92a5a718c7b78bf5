"""Settings with the way for the asker's version, or every way when it is not known."""

from datetime import date

import pytest

from bot.answer.settings import labels, plain, setting, setting_blocks
from bot.answer.wording import Wording
from bot.library.pages import Page
from bot.library.schema import SettingFront
from bot.reply import Heading, Terms

SECTIONS = {"value": "Turn it on.\n\nThen wait.", "effect": "- a\n- b", "side effect": "", "limits": "It stops **nothing**."}


@pytest.fixture
def told(library):
    """Give a function that tells a setting of the given ways for a version."""

    def tell(version, ways=(("6.0-6.2", "old way"), ("6.3", "new way"), ("remote", "web way")), label="A", letter=None):
        where = [{"versions": versions, "path": path} for versions, path in ways]
        front = SettingFront(title="T", server="asip", letter=letter, where=where, source=["x"], reviewed=date(2026, 11, 24))
        return setting(Page("asip/t", "en", front, "", SECTIONS), label, version, Wording(library, "en", (), None))

    return tell


@pytest.mark.parametrize(
    ("version", "where"),
    [
        ("6.3", "new way"),
        ("6.3.1", "new way"),
        ("6.0", "old way"),
        ("6.1.2", "old way"),
        ("6.2.1", "old way"),
        ("6.10", None),
        ("5.0", None),
        ("6", None),
        ("six", None),
        ("", None),
        (None, None),
    ],
)
def test_way_for_a_version(told, version, where):
    """A version within a range gets that way alone; any other, or none, gets all ways with the versions they are for."""
    every = "6.0-6.2: old way\n6.3: new way\nRemote Admin (web): web way"
    assert told(version).where == (where or every)


@pytest.mark.parametrize("version", [None, "6.3"])
def test_only_way_for_any_version(told, version):
    """One way that is for any version needs no word of versions."""
    assert told(version, (("any", "the way"),)).where == "the way"


def test_only_way_for_another_version(told):
    """One way that is for another version says which."""
    assert told("6.3", (("6.0-6.2", "old way"),)).where == "6.0-6.2: old way"


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        ([None, None, None], ("A", "B", "C")),
        ([None] * 28, (*"ABCDEFGHIJKLMNOPQRSTUVWXYZ", "A", "B")),
        (["K", "D"], ("K", "D")),
        (["J", None, "B", None], ("J", "1", "B", "2")),
        ([], ()),
    ],
)
def test_labels(letters, expected):
    """A page's own letter counts; without one the settings are lettered, and numbered where letters of a page's own stand beside."""
    assert labels(letters) == expected


def test_label_is_told(told):
    """A setting is told under the label that it was given."""
    assert told(None, label="K").label == "K"


def test_sections_are_plain_text(told):
    """A page's sections come as plain text, a paragraph or item a line."""
    found = told(None)
    assert (found.value, found.effect, found.side_effect, found.limits) == ("Turn it on.\nThen wait.", "- a\n- b", "", "It stops nothing.")
    assert plain("### a\n\nb") == "a\nb"


def test_code_is_told_line_by_line():
    """A fragment of a configuration loses neither its lines nor their indent."""
    assert plain("Write this:\n\n```\npassdb {\n  deny = yes\n}\n```\n\nReload.") == "Write this:\npassdb {\n  deny = yes\n}\nReload."


def test_blocks_leave_out_what_is_empty(told, library):
    """A setting is a heading with its letter and title, and its parts; an empty one is left out."""
    heading, terms = setting_blocks(told("6.3"), Wording(library, "en", (), None))
    assert isinstance(heading, Heading)
    assert heading.spans[0].text == "A. T"
    assert isinstance(terms, Terms)
    assert [name for name, _ in terms.items] == ["Where", "What to set", "What it does", "What it does not stop"]


LEAST = {"postfix": 25, "dovecot": 6, "exim": 8, "sendmail": 5, "opensmtpd": 4, "exchange": 6, "qmail": 5}


@pytest.mark.parametrize("server", LEAST)
def test_settings_say_how_to_go_back(library, server):
    """Every setting of today's servers marks its suggestion or says that nothing has to be changed, and how it is undone."""
    pages = [page for id_, halves in library.settings.items() if id_.startswith(f"{server}/") for page in halves.values()]
    assert len(pages) >= 2 * LEAST[server]
    for page in pages:
        words = ("uggest", "way back", "nothing to undo", "no way back") if page.lang == "en" else ("案", "元に戻")
        assert any(word in page.section("value") for word in words), page.file
        assert page.front.server == server


def test_bundled_settings_have_a_way_for_each_version(library):
    """Every AppleShare IP setting tells one way for 6.2 and one for 6.3, in both languages, or one for all."""
    for halves in library.settings.values():
        for lang, page in halves.items():
            if page.front.server == "asip":
                words = Wording(library, lang, (), None)
                assert all(setting(page, "A", version, words).where for version in ("6.0", "6.2", "6.3", None))
