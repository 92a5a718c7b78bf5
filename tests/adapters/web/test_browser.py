"""The web room in a real browser: with scripts and without, on a phone, in the dark, by keyboard alone, and for a screen reader."""

from __future__ import annotations

import os
import re

import pytest
from playwright.async_api import expect

from tests.adapters.contract import LOG
from tests.fakes.web_visits import CHROMIUM, PHONE, ask, decide

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.skipif(not CHROMIUM.exists() and "CI" not in os.environ, reason="Debian's chromium is not installed"),
    pytest.mark.filterwarnings("ignore:unread_data:DeprecationWarning"),  # the library's own reader of forms still calls it
]


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


async def test_a_failure_is_told(visit, open_house):
    """The page stays, with what was typed in it."""
    page = await visit()
    await page.locator("#text").fill(LOG)
    with open_house.busy():
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
