"""Browsing goes from categories to pages to related pages, the same way in both languages."""

import pytest

from bot.browsing import Browsing, PageLink, browsable, read_shelving
from bot.errors import KnowledgeError
from bot.library import LANGS, load

FAQ = """---
title: {title}
aliases: [a{n}, b{n}, c{n}]
tags: [{tags}]
related: [{related}]
source: [s]
reviewed: 2026-11-24
---

Text.
"""


@pytest.fixture(scope="session")
def browsing(library):
    """Give the bundled categories."""
    return Browsing(library)


@pytest.mark.parametrize("lang", LANGS)
def test_every_page_is_in_exactly_one_category(library, browsing, lang):
    """No page is lost, and none stands twice."""
    ids = [page.id for category in browsing.categories(lang) for page in category.pages]
    assert sorted(ids) == sorted(browsable(library))


@pytest.mark.parametrize(
    ("category", "server"),
    [*((server, server) for server in ("postfix", "dovecot", "exim", "sendmail", "opensmtpd", "exchange", "qmail")), ("vintage", "asip")],
)
def test_settings_stand_with_their_server(library, browsing, category, server):
    """All settings of a server stand in one category, and the one that people need most leads."""
    ids = [page.id for page in browsing.category(category, "en").pages]
    assert {f"settings/{id_}" for id_ in library.settings if id_.startswith(f"{server}/")} <= set(ids)
    assert ids[0].startswith(f"settings/{server}/") or server == "asip"


def test_languages_agree(browsing):
    """The same categories with the same pages in both languages, each with its own names."""
    english, japanese = (browsing.categories(lang) for lang in LANGS)
    assert [(c.id, [p.id for p in c.pages]) for c in english] == [(c.id, [p.id for p in c.pages]) for c in japanese]
    assert not {c.title for c in english} & {c.title for c in japanese}


def test_most_used_first(browsing):
    """Where counts are known the most read page of a category leads; the others keep their order."""
    before = browsing.category("relaying", "en").pages
    after = browsing.category("relaying", "en", {before[2].id: 5, before[1].id: 1}).pages
    assert after == (before[2], before[1], before[0], *before[3:])


def test_related_pages(browsing, library):
    """A page leads on to what it names, in its order, settings with or without their folder."""
    links = browsing.related("faq/name-spoofing", "ja")
    assert [link.id for link in links] == list(library.faq["name-spoofing"]["ja"].front.related)
    assert PageLink("faq/no-login-in-asip", library.faq["no-login-in-asip"]["ja"].front.title) in links
    assert browsing.related("settings/asip/postmaster", "en")
    assert browsing.related("faq/none", "en") == ()
    assert browsing.page("faq/none", "en") is None
    assert browsing.category("none", "en") is None


def test_teams_pages_and_categories(overlay):
    """A team's pages stand beside ours, in a category of its own where it has one, in the language there is."""
    folder = overlay(
        {
            "categories.yaml": "categories:\n  ours:\n    name: {en: Ours, ja: うちの}\n    tags: [house]\n",
            "faq/printer.en.md": FAQ.format(title="Printer", n=1, tags="house, relay", related="faq/nowhere"),
        }
    )
    browsing = Browsing(load(folder))
    category = browsing.category("ours", "ja")
    assert (category.title, category.pages) == ("うちの", (PageLink("faq/printer", "Printer"),))
    assert browsing.categories("ja")[-1] == category
    assert browsing.related("faq/printer", "en") == ()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("categories: [", "categories.yaml:1: this is no YAML"),
        ("- a\n", "categories.yaml:1: this file should hold categories"),
        ("categories:\n  a:\n    name: {en: A}\n    tags: [x]\n", "categories.yaml:3: a.name.ja"),
        ("categories:\n  a:\n    name: {en: A, ja: あ}\n    tags: [relay]\n", "categories.yaml:2: the tag relay is relaying's already"),
    ],
)
def test_mistake_is_located(overlay, text, says):
    """A mistake in the file is told with its line."""
    library = load(overlay({"categories.yaml": text}))
    assert any(str(problem).startswith(says) for problem in read_shelving(library).problems)
    with pytest.raises(KnowledgeError):
        Browsing(library)
