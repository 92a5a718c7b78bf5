"""How the web room looks in a real browser: printed, in the dark, to a screen reader, and in the pictures of the README."""

from __future__ import annotations

import io
import os
import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.async_api import Page, expect

from bot.library import bundled
from tests.fakes.web_visits import AXE_CORE, CHROMIUM, PHONE, ask, decide

PICTURES = bundled() / "pictures"
pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.skipif(not CHROMIUM.exists() and "CI" not in os.environ, reason="Debian's chromium is not installed"),
    pytest.mark.filterwarnings("ignore:unread_data:DeprecationWarning"),  # the library's own reader of forms still calls it
]


async def test_printed_it_is_a_letter(visit):
    """Without what can only be pressed."""
    page = await visit()
    await ask(page)
    await page.emulate_media(media="print")
    await expect(page.locator(".more")).to_be_hidden()
    await expect(page.locator(".tools")).to_be_hidden()
    await expect(page.locator("#line-14")).to_be_visible()


async def test_printed_nothing_is_folded(visit):
    """Neither where it is told by a script nor where it is not; afterwards it is folded as before."""
    for scripts in (True, False):
        page = await visit(java_script_enabled=scripts)
        await ask(page)
        await decide(page)
        folded = page.locator(".folded dl").last
        await expect(folded).to_be_hidden()
        await page.emulate_media(media="print")
        await expect(folded).to_be_visible()
        await page.emulate_media(media="screen")
        await expect(folded).to_be_hidden()


async def test_in_the_dark(visit):
    """The page follows the system."""
    page = await visit(color_scheme="dark")
    background = await page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert max(map(int, re.findall(r"\d+", background))) < 60


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("locale", ["ja", "en"])
async def test_axe_finds_nothing(visit, scheme, locale):
    """On every kind of page; the dark ones are the same pages in other colours."""
    page = await visit(color_scheme=scheme, locale=locale, reduced_motion="reduce")
    options = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}} if scheme == "dark" else {}
    await clean(page, options)
    await ask(page)
    await clean(page, options)
    await page.locator(".views a").click()
    await page.locator(".compare").wait_for()
    await clean(page, options)
    if locale == "ja":
        await decide(page)
        await clean(page, options)
    for path in ("/kb/", "/kb/faq/what-is-an-rbl", "/kb/settings/asip/reject-name-mismatch", "/kb/search?q=rbl", "/kb/search?q=zzzz+qqqq"):
        await page.goto(path)
        await clean(page, options)


async def settled(page: Page, path: Path) -> None:
    """Write a picture of what is on the screen, in few colours."""
    await page.locator(".status").evaluate("status => { status.hidden = true; }")
    await page.mouse.move(1, 1)
    await page.wait_for_timeout(300)
    with Image.open(io.BytesIO(await page.screenshot())) as image:
        image.convert("RGB").quantize(96, dither=Image.Dither.NONE).save(path, optimize=True)


@pytest.mark.skipif(os.environ.get("RELAYDOC_WRITE") != "1", reason="pictures are only taken anew when asked for")
async def test_pictures_of_the_readme_are_taken(visit):
    """RELAYDOC_WRITE=1 takes them anew."""
    page = await visit(viewport={"width": 1000, "height": 900}, locale="en")
    await ask(page)
    await settled(page, PICTURES / "web-desktop.png")
    page = await visit(viewport={"width": 900, "height": 1000}, locale="en", color_scheme="dark")
    await page.get_by_role("button", name="A stolen account").click()
    await page.locator(".verdict").wait_for()
    await settled(page, PICTURES / "web-dark.png")
    page = await visit(viewport={"width": 1150, "height": 1000})
    await ask(page)
    await page.locator(".views a").click()
    await page.locator(".compare").evaluate("table => table.scrollIntoView()")
    await settled(page, PICTURES / "web-japanese.png")
    page = await visit(**PHONE, device_scale_factor=2)
    await ask(page)
    await decide(page)
    await page.locator(".verdict").evaluate("verdict => verdict.scrollIntoView()")
    await settled(page, PICTURES / "web-phone.png")


@pytest.mark.parametrize("name", ["web-desktop", "web-phone", "web-dark", "web-japanese"])
async def test_pictures_of_the_readme_are_there(name):
    """And small enough to travel with the program."""
    path = PICTURES / f"{name}.png"
    assert 10_000 < path.stat().st_size < 150_000
    assert f"knowledge/pictures/{name}.png" in (bundled().parent / "README.md").read_text(encoding="utf-8")


async def clean(page: Page, options: dict) -> None:
    """Hold a page to axe's rules; the script comes from the outside, past the page's own policy."""
    await page.evaluate(AXE_CORE)
    found = await page.evaluate("options => axe.run(options)", options)
    assert found["passes"]
    assert [(rule["id"], [node["html"][:200] for node in rule["nodes"]][:3]) for rule in found["violations"]] == []
