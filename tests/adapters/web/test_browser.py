"""The web room in a real browser: with scripts and without, on a phone, in the dark, by keyboard alone, and for a screen reader."""

from __future__ import annotations

import io
import os
import re
from pathlib import Path

import pytest
import pytest_asyncio
from PIL import Image
from playwright.async_api import Page, async_playwright, expect

from bot.library import bundled
from tests.adapters.contract import LOG
from tests.fakes.web_place import house

CHROMIUM = Path("/usr/bin/chromium")
AXE_CORE = (Path(__file__).parents[2] / "fakes" / "axe" / "axe.min.js").read_text(encoding="utf-8") + "; undefined"
pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(not CHROMIUM.exists() and "CI" not in os.environ, reason="Debian's chromium is not installed"),
    pytest.mark.filterwarnings("ignore:unread_data:DeprecationWarning"),  # the library's own reader of forms still calls it
]
PICTURES = bundled() / "pictures"
PHONE = {"viewport": {"width": 375, "height": 720}, "is_mobile": True, "has_touch": True}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def home(tmp_path_factory):
    """Give one room for all visits; none sees anything of another's."""
    async with house(tmp_path_factory.mktemp("room")) as built:
        yield built


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser():
    """Give one browser; each visit has a profile of its own in it."""
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield started
        await started.close()


@pytest_asyncio.fixture(loop_scope="module")
async def visit(home, browser):
    """Give a function that opens a page of the room as a new visitor; whatever the browser complains of fails the test."""
    complaints: list[str] = []
    contexts = []

    async def visit(path: str = "/", **options) -> Page:
        context = await browser.new_context(**{"locale": "ja", "base_url": home.address, **options})
        contexts.append(context)
        page = await context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: complaints.append(request.url) if not request.url.startswith(home.address) else None)
        await page.goto(path)
        return page

    yield visit
    for context in contexts:
        await context.close()
    assert complaints == []


async def ask(page: Page, log: str = LOG) -> None:
    """Paste a log, and wait for the verdict."""
    await page.locator("#text").fill(log)
    await page.get_by_role("button", name=re.compile("^(説明を見る|Explain)$")).click()
    await page.locator(".verdict").wait_for()


async def decide(page: Page) -> None:
    """Give the two answers that decide the thread's case."""
    await page.get_by_role("button", name="このサーバにある").click()
    await page.locator(".part-changed, .part-understood").first.wait_for()
    await page.get_by_role("button", name="いいえ").click()
    await page.locator(".verdict.severity-act_now").wait_for()


async def test_the_thread_s_log_by_clicking(visit):
    """The golden conversation, from the shelf to the verdict, on one page that is never loaded anew."""
    page = await visit()
    await page.evaluate("window.same = true")
    await page.get_by_role("button", name="同じ形の二つの記録").click()
    await expect(page.locator(".verdict h1")).to_contain_text("まだ決められません")
    assert re.search(r"/c/[\w-]{22,}$", page.url)
    await decide(page)
    await expect(page.locator(".verdict h1")).to_contain_text("名前をかたった不正中継とみられます")
    assert await page.locator(".line.weighty").count() == 3
    assert await page.evaluate("window.same")
    assert await page.evaluate("document.activeElement.id") == "verdict"
    await page.reload()
    await expect(page.locator(".verdict h1")).to_contain_text("名前をかたった不正中継とみられます")


async def test_without_scripts(visit):
    """All of it by plain forms."""
    page = await visit(java_script_enabled=False)
    await ask(page)
    await page.get_by_role("button", name="このサーバにある").click()
    await page.get_by_role("button", name="いいえ").click()
    await expect(page.locator(".verdict h1")).to_contain_text("名前をかたった不正中継とみられます")
    await page.get_by_role("link", name="並べて比べる").click()
    assert await page.locator(".compare tbody tr").count() == 7
    await page.get_by_role("button", name="この会話を消す").click()
    await expect(page.get_by_role("alert")).to_contain_text("消しました")


@pytest.mark.parametrize("path", ["/", "/kb/", "/kb/faq/what-is-an-rbl", "/kb/settings/asip/reject-name-mismatch"])
async def test_on_a_phone_nothing_is_cut_off(visit, path):
    """No page is wider than the screen."""
    page = await visit(path, **PHONE)
    assert await page.evaluate("document.documentElement.scrollWidth") <= 375


async def test_a_case_on_a_phone(visit):
    """Long lines wrap; what can be pressed is large enough for a finger; the comparison scrolls within itself."""
    page = await visit(**PHONE)
    await ask(page, LOG.replace("aaa.aaa.aaa.aaa", "x" * 90))
    assert await page.evaluate("document.documentElement.scrollWidth") <= 375
    for button in await page.locator(".choices button").all():
        assert (await button.bounding_box())["height"] >= 38
    await page.get_by_role("link", name="並べて比べる").click()
    await page.locator(".compare").wait_for()
    assert await page.evaluate("document.documentElement.scrollWidth") <= 375


async def test_by_keyboard_alone(visit):
    """From the log to the verdict, and from a claim to its line."""
    page = await visit()
    await page.keyboard.press("Tab")
    await expect(page.locator(".skip")).to_be_focused()
    await page.keyboard.press("Enter")
    for _ in range(3):
        await page.keyboard.press("Tab")
        if await page.evaluate("document.activeElement.id") == "text":
            break
    await page.keyboard.insert_text(LOG)
    await page.keyboard.press("Control+Enter")
    await page.locator(".verdict").wait_for()
    await expect(page.locator("#verdict")).to_be_focused()
    button = page.get_by_role("button", name="このサーバにある")
    for _ in range(12):
        await page.keyboard.press("Tab")
        if await button.evaluate("button => button === document.activeElement"):
            break
    await page.keyboard.press("Enter")
    await page.locator(".part-understood").wait_for()
    await expect(page.locator("#verdict")).to_be_focused()
    await page.keyboard.press("Tab")
    await expect(page.locator("#line-12.lit")).to_have_count(1)
    await page.keyboard.press("Enter")
    assert page.url.endswith("#line-12")


async def test_claims_and_lines_light_one_another_up(visit):
    """Both ways."""
    page = await visit()
    await ask(page)
    await page.locator(".below .claim").hover()
    assert [await line.get_attribute("id") for line in await page.locator(".line.lit").all()] == ["line-12", "line-13", "line-14"]
    await page.locator("#line-13").hover()
    assert await page.locator(".quoted .lit").count() == 1


async def test_ticks_are_remembered(visit):
    """By this browser, for this case."""
    page = await visit()
    await ask(page)
    await decide(page)
    await page.locator(".tick input").nth(1).check()
    await page.reload()
    assert [await box.is_checked() for box in await page.locator(".tick input").all()][:3] == [False, True, False]


async def test_copy_as_markdown(visit):
    """The whole answer lies on the clipboard."""
    page = await visit(permissions=["clipboard-read", "clipboard-write"])
    await ask(page)
    await page.get_by_role("button", name="Markdown でコピー").click()
    await expect(page.locator("#status")).to_have_text("コピーしました。")
    assert (await page.evaluate("navigator.clipboard.readText()")).startswith("# まだ決められません")


async def test_dropped_files_are_read(visit):
    """Anywhere on the page."""
    page = await visit()
    transfer = await page.evaluate_handle(
        "log => { const moved = new DataTransfer(); moved.items.add(new File([log], 'mail.log')); return moved; }", LOG
    )
    await page.dispatch_event("body", "dragover", {"dataTransfer": transfer})
    await expect(page.locator(".drop")).to_be_visible()
    await page.dispatch_event("body", "drop", {"dataTransfer": transfer})
    await expect(page.locator(".verdict h1")).to_contain_text("まだ決められません")


async def test_a_failure_is_told(visit, home):
    """The page stays, with what was typed in it."""
    page = await visit()
    await page.locator("#text").fill(LOG)
    with home.busy():
        await page.get_by_role("button", name="説明を見る").click()
        await expect(page.locator("#status")).to_contain_text("秒")
    assert await page.locator("#text").input_value() == LOG


async def test_suggestions_by_keyboard(visit):
    """A combobox, as screen readers know it."""
    page = await visit("/kb/", locale="en")
    field = page.get_by_role("combobox")
    await field.press_sequentially("what is an r")
    option = page.get_by_role("option", name="What is an RBL", exact=False)
    await option.first.wait_for()
    for _ in range(8):
        await field.press("ArrowDown")
        if await page.locator("[aria-selected=true]").inner_text() == await option.first.inner_text():
            break
    assert await field.get_attribute("aria-activedescendant")
    await field.press("Enter")
    await page.wait_for_url("**/kb/faq/what-is-an-rbl")


async def test_printed_it_is_a_letter(visit):
    """Without what can only be pressed."""
    page = await visit()
    await ask(page)
    await page.emulate_media(media="print")
    await expect(page.locator(".more")).to_be_hidden()
    await expect(page.locator(".tools")).to_be_hidden()
    await expect(page.locator("#line-14")).to_be_visible()


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


async def clean(page: Page, options: dict) -> None:
    """Hold a page to axe's rules; the script comes from the outside, past the page's own policy."""
    await page.evaluate(AXE_CORE)
    found = await page.evaluate("options => axe.run(options)", options)
    assert found["passes"]
    assert [(rule["id"], [node["html"][:200] for node in rule["nodes"]][:3]) for rule in found["violations"]] == []


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
    assert f"knowledge/pictures/{name}.png" in (PICTURES.parent.parent / "README.md").read_text(encoding="utf-8")
