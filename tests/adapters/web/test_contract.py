"""The web room keeps what all adapters promise, for a browser without scripts."""

from __future__ import annotations

import pytest

from tests.adapters.contract import AdapterContract
from tests.fakes.web_place import Visitor, WebPlace


@pytest.fixture
async def place(home):
    """Give a room with somebody in it."""
    visitor = Visitor(home)
    async with visitor.session:
        yield WebPlace(home, visitor)


class TestContract(AdapterContract):
    """The contract of all adapters."""
