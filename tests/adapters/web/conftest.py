"""The web room running over a store in a folder of the test's own; browser tests share one room and one browser."""

from __future__ import annotations

import pytest
import pytest_asyncio

from tests.fakes.web_place import house
from tests.fakes.web_visits import CHROMIUM


@pytest.fixture
async def home(tmp_path):
    """Give a room with a visitor in it."""
    async with house(tmp_path) as built:
        yield built


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def open_house(tmp_path_factory):
    """Give one room for all visits; none sees anything of another's."""
    async with house(tmp_path_factory.mktemp("room")) as built:
        yield built


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser():
    """Give one browser; each visit has a profile of its own in it."""
    from playwright.async_api import async_playwright  # only for tests that need a browser

    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield started
        await started.close()


@pytest_asyncio.fixture(loop_scope="session")
async def visit(open_house, browser):
    """Give a function that opens a page of the room as a new visitor; whatever the browser complains of fails the test."""
    complaints: list[str] = []
    contexts = []

    async def visit(path: str = "/", **options):
        context = await browser.new_context(**{"locale": "ja", "base_url": open_house.address, **options})
        contexts.append(context)
        page = await context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: complaints.append(request.url) if not request.url.startswith(open_house.address) else None)
        await page.goto(path)
        return page

    yield visit
    for context in contexts:
        await context.close()
    assert complaints == []
