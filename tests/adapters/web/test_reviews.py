"""A case that is looked at is reviewed once for its page, its pictures and its files."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.web.reviews import Reviews
from bot.conversation import Conversation
from bot.desk import Message
from bot.limits import Crashed
from bot.site import Site
from tests.adapters.contract import LOG


class Reviewing:
    """Reviews at a desk, and counts."""

    def __init__(self, desk):
        self.desk = desk
        self.count = 0
        self.fails = False

    async def review(self, conversation, site):
        """Return a review."""
        self.count += 1
        return Crashed("ended") if self.fails else self.desk.review(conversation, site)


@pytest.fixture
def reviewing(desk):
    """Give what reviews."""
    return Reviewing(desk)


@pytest.fixture
def case(desk):
    """Give a conversation about a log."""
    return desk.respond(Conversation("x"), Message(text=LOG, lang="ja"))[0]


async def test_one_review_serves_several(reviewing, case, library):
    """As long as nothing that it is made from has changed."""
    reviews = Reviews(reviewing.review, lambda: library)
    first = await reviews.answer(case, "ja", Site())
    assert await reviews.answer(case, "ja", Site()) is first
    assert reviewing.count == 1
    assert (await reviews.answer(case, "en", Site())).reply.lang == "en"
    await reviews.answer(replace(case, question="relay?"), "ja", Site())
    await reviews.answer(case, "ja", Site(domains=["example.com"]))
    assert reviewing.count == 4


async def test_another_library_makes_it_old(reviewing, case, library):
    """Pages that were mended show at once."""
    current = [library]
    reviews = Reviews(reviewing.review, lambda: current[0])
    await reviews.answer(case, "ja", Site())
    current[0] = replace(library)
    await reviews.answer(case, "ja", Site())
    assert reviewing.count == 2


async def test_what_failed_is_tried_again(reviewing, case, library):
    """A failure is not kept."""
    reviews = Reviews(reviewing.review, lambda: library)
    reviewing.fails = True
    assert await reviews.answer(case, "ja", Site()) is None
    reviewing.fails = False
    assert await reviews.answer(case, "ja", Site()) is not None


async def test_what_is_forgotten_is_dropped(reviewing, case, library):
    """In every language; and only so many are kept at all."""
    reviews = Reviews(reviewing.review, lambda: library)
    for number in range(30):
        await reviews.answer(replace(case, id=f"case {number}"), "ja", Site())
    assert len(reviews.kept) == 24
    reviews.drop("case 29")
    assert ("case 29", "ja") not in reviews.kept
    assert len(reviews.kept) == 23
