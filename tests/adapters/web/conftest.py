"""The web room running over a store in a folder of the test's own."""

from __future__ import annotations

import pytest

from tests.fakes.web_place import house


@pytest.fixture
async def home(tmp_path):
    """Give a room with a visitor in it."""
    async with house(tmp_path) as built:
        yield built
