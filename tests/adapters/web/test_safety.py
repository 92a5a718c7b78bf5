"""Who may ask what: names, origins, forms, sizes; and the headers of every answer."""

from __future__ import annotations

import re

import aiohttp
import pytest

from adapters.web.safety import HEADERS, Doorkeeper, name_of
from tests.adapters.contract import HOSTILE, LOG
from tests.fakes.web_place import House, Visitor, house

# The library's own reader of forms still calls it.
pytestmark = pytest.mark.filterwarnings("ignore:unread_data:DeprecationWarning")


async def get(home: House, path: str, **headers: str) -> aiohttp.ClientResponse:
    """Return an answer, read whole."""
    async with aiohttp.ClientSession() as session, session.get(f"{home.address}{path}", headers=headers, allow_redirects=False) as response:
        await response.read()
        return response


@pytest.fixture
async def visitor(home):
    """Give somebody with an open page."""
    visitor = Visitor(home)
    async with visitor.session:
        await visitor.open("/")
        yield visitor


@pytest.mark.parametrize(
    "path", ["/", "/kb/", "/kb/faq/what-is-an-rbl", "/nothing", "/api/suggest?q=a", "/static/page.css", "/static/no.css", "/c/abc"]
)
async def test_every_answer_bears_the_headers(home, path):
    """Whatever is answered, also that there is nothing."""
    response = await get(home, path)
    assert {name: response.headers.get(name) for name in HEADERS} == dict(HEADERS)
    assert "unsafe" not in response.headers["Content-Security-Policy"]


async def test_case_pages_are_not_kept_and_leak_no_address(home, visitor):
    """Neither by a cache nor by a referrer."""
    await visitor.send(visitor.seen.forms[0], text=LOG)
    response = await get(home, visitor.url)
    assert response.status == 200
    assert (response.headers["Cache-Control"], response.headers["Referrer-Policy"]) == ("no-store", "same-origin")
    assert "noindex" in response.headers["X-Robots-Tag"]


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1", 200),
        ("localhost:8025", 200),
        ("[::1]:80", 200),
        ("LOCALHOST.", 200),
        ("evil.example", 421),
        ("127.0.0.1.evil.example", 421),
        ("[", 421),
    ],
)
async def test_only_names_of_this_machine_are_answered(home, host, status):
    """A name that somebody pointed at this machine is not one."""
    assert (await get(home, "/", Host=host)).status == status


async def test_a_name_that_is_set_is_answered(tmp_path):
    """Behind another server the room has a name of its own."""
    async with house(tmp_path, web_names="Logs.example.com, other.example") as home:
        assert (await get(home, "/", Host="logs.example.com")).status == 200
        assert (await get(home, "/api/suggest?q=a", Host="logs.example.com")).status == 403


def test_names_are_read_from_any_host():
    """Nothing raises."""
    assert [name_of(host) for host in ("a:1", "[::1]:2", "", "[", "A.", "a@b")] == ["a", "::1", "", "", "a", "b"]
    assert not Doorkeeper().knows("")


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "file://"},
    ],
)
@pytest.mark.parametrize("path", ["/", "/c/aaaaaaaaaaaaaaaaaaaaaaaa", "/c/aaaaaaaaaaaaaaaaaaaaaaaa/forget", "/kb/feedback", "/api/explain"])
async def test_posts_of_other_pages_are_refused(home, headers, path):
    """Whatever they hold."""
    async with aiohttp.ClientSession() as session, session.post(f"{home.address}{path}", json={"text": "x"}, headers=headers) as response:
        assert response.status == 403


@pytest.mark.parametrize("path", ["/", "/c/aaaaaaaaaaaaaaaaaaaaaaaa/forget", "/kb/feedback"])
async def test_a_form_that_is_not_ours_is_refused(home, path):
    """Without what this visitor's forms bear, or with somebody else's."""
    async with aiohttp.ClientSession(cookies={"relaydoc_form": "a" * 32}) as session:
        for fields in ({"text": LOG}, {"text": LOG, "form": "b" * 32}, {"text": LOG, "form": ""}):
            async with session.post(f"{home.address}{path}", data=fields) as response:
                assert response.status == 403


async def test_what_is_pasted_is_never_markup(visitor):
    """Not in the transcript, nor in the question, nor in a name."""
    evil = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
    line = HOSTILE.replace("@everyone", evil.replace("”", ""))
    await visitor.send(visitor.seen.forms[0], text=line, question=f"{evil} is this relay abuse?")
    assert visitor.status == 200
    assert "evil.example" in visitor.seen.text
    assert "alert(1)" in visitor.seen.text
    for tag in re.findall(r"<(?:script|img)\b[^>]*>", visitor.html):
        assert re.match(r'<(script|img) src="/(static|c)/', tag)
    assert "onerror=alert" not in re.sub(r">[^<]*<", "><", visitor.html)


async def test_pages_hold_nothing_inline(visitor):
    """So that the policy can forbid it."""
    await visitor.send(visitor.seen.forms[0], text=LOG)
    for html in (visitor.html, (await visitor.open("/kb/faq/what-is-an-rbl")) and visitor.html):
        assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:|<script(?![^>]*\ssrc=\"/static/)", html)
        assert not re.search(r"(?:src|href)=\"(?:https?:)?//", re.sub(r"<a [^>]*>", "", html))


async def test_uploads_are_counted_while_they_come(visitor, monkeypatch):
    """One that is too large is refused with a page that says so, and what was typed is still there."""
    monkeypatch.setattr("adapters.web.forms.MOST_FILE_BYTES", 50_000)
    seen = await visitor.send(visitor.seen.forms[0], files=(("a.log", b"x" * 900_000),), question="中継ですか")
    assert visitor.status == 413
    assert "大きすぎました" in seen.text


async def test_too_many_files_are_refused(visitor):
    """The page says what to do instead."""
    seen = await visitor.send(visitor.seen.forms[0], files=tuple((f"{i}.log", b"x") for i in range(11)))
    assert visitor.status == 413
    assert ".zip" in seen.text


async def test_a_body_that_is_no_form_is_refused(home):
    """Whatever it says it is."""
    for kind, body in (
        ("text/plain", b"x"),
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=b", b"--b\r\nbroken"),
        ("application/x-www-form-urlencoded; charset=nope", b"a=b"),
    ):
        headers = {"Content-Type": kind}
        async with aiohttp.ClientSession() as session, session.post(f"{home.address}/", data=body, headers=headers) as response:
            assert response.status == 400, kind


async def test_forgetting_erases(home, visitor):
    """The page is gone, and so is what was kept."""
    await visitor.send(visitor.seen.forms[0], text=LOG)
    address = visitor.url
    form = next(form for form in visitor.seen.forms if form["action"].endswith("/forget"))
    assert "消しました" in (await visitor.send(form)).text
    await visitor.open(address)
    assert visitor.status == 404
    assert await home.store.load("web:room", address.removeprefix("/c/")) is None


async def test_nobody_guesses_a_conversation(visitor):
    """Its name is long, and new each time."""
    names = set()
    for _ in range(3):
        await visitor.open("/")
        await visitor.send(visitor.seen.forms[0], text=LOG)
        names.add(visitor.url.removeprefix("/c/"))
    assert len(names) == 3
    assert min(map(len, names)) >= 22
