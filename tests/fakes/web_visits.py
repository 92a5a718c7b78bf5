"""What visitors with a real browser do in the room."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from tests.adapters.contract import LOG

if TYPE_CHECKING:
    from playwright.async_api import Page

CHROMIUM = Path("/usr/bin/chromium")
AXE_CORE = (Path(__file__).parent / "axe" / "axe.min.js").read_text(encoding="utf-8") + "; undefined"
PHONE = {"viewport": {"width": 375, "height": 720}, "is_mobile": True, "has_touch": True}


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
