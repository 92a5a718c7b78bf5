"""The library as its readers meet it."""

from __future__ import annotations

import json

import pytest

from bot.browsing import browsable
from tests.fakes.web_place import Visitor


@pytest.fixture
async def reader(home):
    """Give somebody who reads Japanese."""
    reader = Visitor(home)
    async with reader.session:
        yield reader


async def test_every_page_has_its_address(home, reader):
    """In both languages, with its title; links in it to other pages lead somewhere."""
    for name, halves in browsable(home.library).items():
        for lang in ("ja", "en"):
            seen = await reader.open(f"/kb/{name}?lang={lang}")
            assert reader.status == 200, name
            assert f"<title>{halves[lang].front.title.split('&')[0][:10]}"[:12] in reader.html
            assert "knowledge/" in seen.text


async def test_the_shelves_hold_all_pages(home, reader):
    """Each once."""
    await reader.open("/kb/")
    shown = {part.partition('"')[0] for part in reader.html.split('href="/kb/')[1:]}
    assert set(browsable(home.library)) <= shown


async def test_a_search_finds(reader):
    """And says so when it does not."""
    await reader.open("/kb/search?q=RBLとは")
    assert 'href="/kb/faq/what-is-an-rbl"' in reader.html
    await reader.open("/kb/search?q=%3Cscript%3Ealert(1)%3C/script%3E+zzzz")
    assert "<script>alert" not in reader.html
    seen = await reader.open("/kb/search?q=%3Cb%3Exqzzvk+wqqzt%3C/b%3E")
    assert "<b>xqzzvk" not in reader.html
    assert "その答えになるページがありません" in seen.text
    await reader.open("/kb/search?q=+")
    assert reader.url == "/kb/"


async def test_suggestions_come_while_typing(reader):
    """With addresses, and a sentence for those who do not see them."""
    await reader.open("/kb/suggest?lang=en&q=what+is+an+r")
    told = json.loads(reader.html)
    assert {"address": "/kb/faq/what-is-an-rbl", "title": "What is an RBL?"}["address"] in [page["address"] for page in told["pages"]]
    assert str(len(told["pages"])) in told["said"]


@pytest.mark.parametrize("name", ["faq/no-such-page", "faq", "faq/what-is-an-rbl/", "%2e%2e/%2e%2e/etc/passwd"])
async def test_what_is_not_there_is_told(reader, name):
    """In a sentence."""
    seen = await reader.open(f"/kb/{name}")
    assert reader.status == 404
    assert "その名前のページは" in seen.text or "ここには何もありません" in seen.text


async def test_feedback_is_kept(home, reader):
    """For those who write pages, with the reason."""
    await reader.open("/kb/faq/what-is-an-rbl")
    form = next(form for form in reader.seen.forms if form["action"] == "/kb/feedback")
    seen = await reader.send(form, helped="no", reason="例がほしい")
    assert "ありがとうございます" in seen.text
    (kept,) = await home.store.feedback("web:room")
    assert (kept.conversation_id, kept.helped, kept.reason) == ("page:faq/what-is-an-rbl", False, "例がほしい")
    await reader.send({**form, "fields": {**form["fields"], "page": "faq/none"}}, helped="no")
    assert reader.status == 400
