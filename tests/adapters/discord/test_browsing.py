"""What is looked up and told beside logs: pages, settings, the site, ourselves; and what is forgotten."""

from __future__ import annotations

import pytest

from adapters.discord.standin.rules import SELECT, walk
from adapters.discord.standin.world import ANNA, MANAGE_SERVER


async def test_suggestions_are_in_ones_language(anna, ben):
    """An empty box has what is read most; a typed one what is near."""
    assert "RBL" in "".join(await anna.type("faq", "question", "RBL"))
    english = await ben.type("faq", "question", "rbl")
    assert any("RBL" in title for title in english)
    assert all(title.isascii() or "—" in title for title in english)
    assert 0 < len(await anna.type("faq", "question", "")) <= 25
    assert await anna.type("setting", "question", "")


async def test_most_read_pages_come_first(anna):
    """What people read is counted."""
    before = await anna.type("faq", "question", "")
    last = before[-1]
    page = next(id_ for id_, title in _pages("ja") if title == last)
    for _ in range(3):
        await anna.slash("faq", {"question": page})
    after = await anna.type("faq", "question", "")
    assert after.index(last) < before.index(last)


def _pages(lang):
    from tests.fakes.discord_place import LIBRARIAN

    return [(page.id, page.title) for shelf in LIBRARIAN.browsing.categories(lang) for page in shelf.pages]


async def test_faq_answers_a_question(anna, ben):
    """By its words, or by the page that was chosen."""
    assert "RBL" in anna.sees(await anna.slash("faq", {"question": "RBL とは何ですか"}))
    chosen = next(id_ for id_, title in _pages("en") if "RBL" in title)
    assert "RBL" in ben.sees(await ben.slash("faq", {"question": chosen}))


async def test_faq_says_that_it_does_not_know(anna):
    """It offers the shelves instead."""
    answer = await anna.slash("faq", {"question": "カレーライスの作り方"})
    assert "見つかりません" in anna.sees(answer)
    assert any(one["type"] == SELECT for one in walk(answer["components"]))


async def test_browsing_from_shelf_to_page_to_page(anna):
    """Selects lead on; the message stays the same one."""
    answer = await anna.slash("faq")
    assert "何についてお読みになりますか" in anna.sees(answer)
    shelves = next(one for one in walk(answer["components"]) if one["type"] == SELECT)
    shelf = await anna.choose(answer, shelves["options"][0]["label"])
    assert shelf["id"] == answer["id"]
    first = next(one for one in walk(shelf["components"]) if one["type"] == SELECT)["options"][0]["label"]
    page = await anna.choose(shelf, first)
    assert page["id"] == answer["id"]
    assert first in anna.sees(page)
    related = [one for one in walk(page["components"]) if one["type"] == SELECT]
    assert "困ったときの応急手当" in anna.sees(page)
    if len(related) > 1:
        assert related[0]["options"][0]["label"] in anna.sees(await anna.choose(page, related[0]["options"][0]["label"]))


async def test_settings_are_looked_up(anna):
    """Each with where it is, what it does and does not."""
    titles = await anna.type("setting", "question", "")
    page = next(id_ for id_, title in _pages("ja") if title == titles[0])
    shown = anna.sees(await anna.slash("setting", {"question": page}))
    assert "どこで" in shown
    assert "防げない" in shown


async def test_site_is_kept_and_used(anna, pasted):
    """What is told once is not asked again."""
    assert "まだ何も" in anna.sees(await anna.slash("site show"))
    kept = await anna.slash("site set", {"part": "domains", "value": "f1.*******.ne.jp、example.co.jp"})
    assert "`example.co.jp`" in anna.sees(kept)
    assert "`example.co.jp`" in anna.sees(await anna.slash("site show"))
    assert "`f1.*******.ne.jp` のメールボックスは" not in anna.sees(await anna.explain(pasted))
    await anna.slash("site set", {"part": "domains"})
    assert "まだ何も" in anna.sees(await anna.slash("site show"))


async def test_site_for_one_channel(anna, home):
    """It holds there alone."""
    await anna.slash("site set", {"part": "version", "value": "6.3", "here": True})
    assert "6.3" in anna.sees(await anna.slash("site show"))
    assert await home.store.site("discord:500001", "another") is None


@pytest.mark.parametrize(("part", "value"), [("networks", "999.1"), ("server", "toaster"), ("version", "new"), ("version", "6 3")])
async def test_what_a_site_cannot_be(anna, part, value):
    """It is left as it was, and that is said."""
    assert "元のままです" in anna.sees(await anna.slash("site set", {"part": part, "value": value}))


async def test_only_who_manages_the_server_sets_the_site(anna, home):
    """Whatever Discord let through."""
    home.world.powers[ANNA] = 1 << 10 | 1 << 11
    assert "権限" in anna.sees(await anna.slash("site set", {"part": "version", "value": "6.3"}))
    home.world.powers[ANNA] |= MANAGE_SERVER
    assert "6.3" in anna.sees(await anna.slash("site set", {"part": "version", "value": "6.3"}))
    site = next(command for command in home.rest.commands if command["name"] == "site")
    assert int(site["default_member_permissions"]) == MANAGE_SERVER


async def test_pages_about_ourselves(anna, ben):
    """Help, who answers, what is kept; in both languages."""
    assert "このログを説明" in anna.sees(await anna.slash("relaydoc help"))
    assert "language model" in ben.sees(await ben.slash("relaydoc about"))
    assert "数日で消えます" in anna.sees(await anna.slash("relaydoc privacy"))


async def test_forget_erases_ones_own_conversations(anna, ben, pasted, home):
    """Those of others stay."""
    mine, theirs = await anna.explain(pasted), await ben.explain(pasted)
    assert "すべて消しました" in anna.sees(await anna.slash("relaydoc forget"))
    assert "もう残っていません" in anna.sees(await anna.press(mine, "はい"))
    assert "Decided" not in ben.sees(await ben.press(theirs, "Yes, ours"))
    assert "消すものがありません" in anna.sees(await anna.slash("relaydoc forget"))
    assert home.rest.refused == []
