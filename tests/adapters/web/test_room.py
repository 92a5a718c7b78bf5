"""The room as a visitor without scripts meets it."""

from __future__ import annotations

import gzip
import re
from functools import reduce

import pytest

from adapters.web.program import address_of, has_screen
from bot.configuration import Configuration
from tests.adapters.contract import LATER, LOG
from tests.fakes.web_place import Visitor

# The library's own reader of forms still calls it.
pytestmark = pytest.mark.filterwarnings("ignore:unread_data:DeprecationWarning")


@pytest.fixture
async def visitor(home):
    """Give somebody with an open page."""
    visitor = Visitor(home)
    async with visitor.session:
        await visitor.open("/")
        yield visitor


def button(visitor: Visitor, label: str) -> tuple[dict, dict[str, str]]:
    """Return the form that a button is in, and what pressing it adds."""
    form = next(form for form in visitor.seen.forms if label in form["buttons"])
    told = form["buttons"][label]
    return form, {told["name"]: told["value"]} if "name" in told else {}


async def press(visitor: Visitor, label: str) -> str:
    """Press a button."""
    form, fields = button(visitor, label)
    return (await visitor.send(form, **fields)).text


async def test_the_page_shows_every_line_with_its_meaning(visitor):
    """In Japanese for a Japanese browser; each line has an address."""
    seen = await visitor.send(visitor.seen.forms[0], text=LOG)
    for number, line in enumerate(LOG.splitlines(), start=1):
        assert f'id="line-{number}"' in visitor.html
        assert " ".join(line.split()) in seen.text
    assert "つないできた相手についての行です" in seen.text
    assert visitor.html.count('class="tag">問題の行') == 3
    assert 'href="#line-12" data-lines="12 13 14"' in visitor.html


async def test_the_verdict_names_its_lines(visitor):
    """After two answers they are marked as decisive, and what changed is told; undo takes it back."""
    await visitor.send(visitor.seen.forms[0], text=LOG)
    await press(visitor, "このサーバにある")
    shown = await press(visitor, "いいえ")
    assert "severity-act_now" in visitor.html
    assert visitor.html.count('class="tag">決め手') == 3
    assert "から「不正中継」に変わりました" in shown
    assert 'type="checkbox" data-tick="asip/reject-name-mismatch"' in visitor.html
    await press(visitor, "最後のお返事を取り消す")
    assert "severity-act_now" not in visitor.html


async def test_two_blocks_side_by_side(visitor):
    """Lines that say the same stand beside one another; the one that differs is marked."""
    await visitor.send(visitor.seen.forms[0], text=LOG)
    assert "?view=compare" in visitor.html
    await visitor.open(f"{visitor.url}?view=compare")
    rows = visitor.html.partition("<tbody>")[2].split("<tr")[1:]
    assert len(rows) == 7
    assert [row.startswith(' class="differs"') for row in rows] == [False, False, False, False, True, False, False]
    assert 'id="line-5"' in rows[4]
    assert 'id="line-12"' in rows[4]


async def test_the_language_can_be_switched(visitor):
    """By the address; it is remembered, and the answer follows."""
    await visitor.send(visitor.seen.forms[0], text=LOG)
    address = visitor.url
    assert "Not decided yet" in (await visitor.open(f"{address}?lang=en")).text
    assert '<html lang="en">' in visitor.html
    assert "Not decided yet" in (await visitor.open(address)).text
    assert "Paste a piece" in (await visitor.open("/")).text


@pytest.mark.parametrize(
    ("accepted", "shown"), [("ja", "ja"), ("en-GB,ja;q=0.5", "en"), ("fr, ja;q=0.4, en;q=0.2", "ja"), ("de", "en"), ("ja;q=x", "en")]
)
async def test_the_browser_s_language_comes_first(home, accepted, shown):
    """As Accept-Language weighs it."""
    visitor = Visitor(home, accepted)
    async with visitor.session:
        await visitor.open("/")
    assert f'<html lang="{shown}">' in visitor.html


async def test_several_files_packed_or_not(visitor):
    """They are read as one paste, in their order."""
    lines = LOG.splitlines(keepends=True)
    files = (("1.log.gz", gzip.compress("".join(lines[:7]).encode())), ("2.log", "".join(lines[7:]).encode("cp932")))
    seen = await visitor.send(visitor.seen.forms[0], files=files)
    assert "14行" in seen.text
    assert "まだ決められません" in seen.text


async def test_a_line_of_several_messages_stands_once(visitor):
    """Two messages over one connection; the second says which line it shares, side by side as well."""
    log = (
        "Nov 24 03:12:01 mail postfix/smtpd[4410]: connect from unknown[172.22.1.1]\n"
        "Nov 24 03:12:01 mail postfix/smtpd[4410]: 4C1D220B01: client=unknown[172.22.1.1]\n"
        "Nov 24 03:12:01 mail postfix/qmgr[700]: 4C1D220B01: from=<loans@example.net>, size=2144, nrcpt=1 (queue active)\n"
        "Nov 24 03:12:09 mail postfix/smtpd[4410]: 4C1D220B02: client=unknown[172.22.1.1]\n"
        "Nov 24 03:12:09 mail postfix/qmgr[700]: 4C1D220B02: from=<bank@example.com>, size=2100, nrcpt=1 (queue active)\n"
    )
    seen = await visitor.send(visitor.seen.forms[0], text=log)
    assert "上のまとまりと共通の行: 1" in seen.text
    for _ in ("one by one", "side by side"):
        numbers = re.findall(r'id="line-(\d+)"', visitor.html)
        assert sorted(numbers) == ["1", "2", "3", "4", "5"]
        await visitor.open(f"{visitor.url}?view=compare")


async def test_of_many_lines_the_first_are_quoted_at_once(visitor):
    """The others are folded away, so that the questions stay in sight."""
    line = (
        "Nov 24 03:12:{:02d} mail postfix/smtpd[4410]: 4C1D220B{:02d}: client=unknown[203.0.113.{}], sasl_username=tanaka@sakura.example\n"
    )
    await visitor.send(visitor.seen.forms[0], text="".join(line.format(place, place, place * 7) for place in range(1, 16)))
    folded = visitor.html.split('<details class="further">')
    assert len(folded) == 2
    assert folded[0].count('<span class="number">') == 7
    assert "もう5行見る" in folded[1]


async def test_an_example_is_answered_at_once(visitor):
    """The thread's log is on the shelf."""
    assert "まだ決められません" in await press(
        visitor, next(label for form in visitor.seen.forms for label in form["buttons"] if label.startswith("同じ形の二つの記録"))
    )


async def test_a_question_in_between_leaves_the_case_open(visitor):
    """The page it leads to is in the library; the case stands below."""
    await visitor.send(visitor.seen.forms[0], text=LOG)
    form, _ = button(visitor, "送る")
    seen = await visitor.send(form, text="RBLとは何ですか")
    assert 'href="/kb/faq/' in visitor.html
    assert "まだ決められません" in seen.text


async def test_what_was_said_last_outlives_a_restart(home, visitor):
    """What changed with an answer, and a page that was asked for in between."""
    await visitor.send(visitor.seen.forms[0], text=LOG)
    address = visitor.url
    await press(visitor, "このサーバにある")
    shown = await press(visitor, "いいえ")
    await home.stop()
    await home.start()
    assert (await visitor.open(address)).text == shown
    assert "から「不正中継」に変わりました" in shown
    form = next(form for form in visitor.seen.forms if "送る" in form["buttons"])
    shown = (await visitor.send(form, text="RBLとは何ですか")).text
    await home.stop()
    await home.start()
    assert (await visitor.open(address)).text == shown
    assert "ブラックリスト" in shown
    assert "不正中継とみられます" in shown


async def test_a_conversation_forgotten_by_words_is_gone(visitor):
    """Just as by the button."""
    await visitor.send(visitor.seen.forms[0], text=LOG)
    address = visitor.url
    form = next(form for form in visitor.seen.forms if "送る" in form["buttons"])
    assert "消しました" in (await visitor.send(form, text="この会話を忘れてください")).text
    assert visitor.url == "/"
    await visitor.open(address)
    assert visitor.status == 404


async def test_the_server_can_be_named(home, visitor):
    """Those whose logs are read are offered; a made-up one is none."""
    form = visitor.seen.forms[0]
    names = re.findall(r'<option value="(\w*)"', visitor.html)
    assert names[0] == ""
    assert {"asip", "postfix"} <= set(names)
    assert not {"unknown", "headers", "postgrey", "dovecot"} & set(names)
    for named, kept in (("postfix", "postfix"), ("made-up", None), ("", None)):
        await visitor.send(form, text=LOG, server=named, event=named or "none")
        found = await home.room().office.case("web:room", visitor.url.removeprefix("/c/"))
        assert found.site.server == kept


async def test_later_lines_decide(visitor):
    """They are pasted into the same conversation."""
    await visitor.send(visitor.seen.forms[0], text=LOG)
    form, _ = button(visitor, "送る")
    seen = await visitor.send(form, text=f"このサーバにあります。IPは知らない番号です。\n{LATER}")
    assert 'id="line-15"' in visitor.html or "メールボックス" in seen.text


async def test_nothing_sent_is_told(visitor):
    """Kindly, and the question typed is still there."""
    seen = await visitor.send(visitor.seen.forms[0], text="  ")
    assert visitor.status == 422
    assert "まだ何も貼られていません" in seen.text


async def test_a_form_sent_twice_is_answered_once(visitor):
    """Both times the same page comes."""
    form = visitor.seen.forms[0]
    await visitor.send(form, text=LOG)
    first = visitor.url
    await visitor.send(form, text=LOG)
    assert visitor.url == first


async def test_markdown_and_the_case_file(home, visitor):
    """What can be copied, and what can be taken to whoever helps."""
    await visitor.send(visitor.seen.forms[0], text=LOG, question="これは中継ですか?")
    address = visitor.url
    await visitor.open(f"{address}/answer.md")
    assert visitor.html.startswith("# まだ決められません")
    async with visitor.session.get(f"{home.address}{address}/case.md") as response:
        assert response.headers["Content-Disposition"] == 'attachment; filename="relaydoc-case.md"'
        text = await response.text()
    assert "これは中継ですか" in text
    assert LOG.splitlines()[13] in text


async def test_too_often_is_told(home, visitor):
    """What was typed is not lost."""
    with home.busy():
        seen = await visitor.send(visitor.seen.forms[0], text=LOG)
    assert visitor.status == 429
    assert "11:16:32 PM" in seen.text


async def test_an_answer_that_cannot_be_made_is_told(home, visitor):
    """The conversation is kept for the next try."""
    home.review_fails = True
    seen = await visitor.send(visitor.seen.forms[0], text=LOG)
    assert visitor.status == 503
    assert "もう一度お試しください" in seen.text


async def test_a_long_paste_shows_what_counts(visitor):
    """Not all of it, and how much is left out."""
    changes = ({"11:06": f"11:{i:02}", "11:16": f"12:{i:02}", "414": f"{i + 600}", "533": f"{i + 700}"} for i in range(40))
    many = "".join(reduce(lambda text, change: text.replace(*change), each.items(), LOG) for each in changes)
    await visitor.send(visitor.seen.forms[0], text=many)
    assert visitor.html.count("data-line=") <= 400
    assert "残りの160行" in visitor.seen.text


def test_the_address_that_is_told(tmp_path):
    """One that a browser can open, whatever is listened on."""
    told = {host: address_of(Configuration(data_dir=tmp_path, web_host=host, web_port=1)) for host in ("127.0.0.1", "0.0.0.0", "::", "::1")}
    assert set(told.values()) == {"http://127.0.0.1:1/", "http://[::1]:1/"}


def test_a_screen_is_looked_for(monkeypatch):
    """Without one no browser is opened."""
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert not has_screen()
    monkeypatch.setenv("DISPLAY", ":0")
    assert has_screen()


async def test_pictures_come_with_their_text(home, visitor):
    """As SVG on the page and as PNG to take along; an SVG may do nothing."""
    await visitor.send(visitor.seen.forms[0], text=LOG)
    assert 'alt="つないできた相手と、その結果.' in visitor.html
    for name in ("timeline.svg", "timeline.png", "path.svg", "path.png"):
        async with visitor.session.get(f"{home.address}{visitor.url}/{name}") as response:
            assert response.status == 200
            assert response.content_type == ("image/png" if name.endswith("png") else "image/svg+xml")
            assert "sandbox" in response.headers["Content-Security-Policy"]
            assert len(await response.read()) > 5000
    home.room().pictures = False
    await visitor.open(visitor.url)
    assert "<img" not in visitor.html
    await visitor.open(f"{visitor.url}/path.svg")
    assert visitor.status == 404
