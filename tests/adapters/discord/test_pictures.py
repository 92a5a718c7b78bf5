"""The picture of many transactions: a message of its own after the answer, described, and gone with it."""

from __future__ import annotations

import asyncio

import pytest

from adapters.discord.standin.rules import GALLERY, walk
from adapters.discord.standin.world import BEN, CHANNEL, DIRECT, EPHEMERAL
from adapters.illustrating import Illustrator
from tests.adapters.contract import LOG
from tests.adapters.pasted import MANY
from tests.fakes.discord_place import house
from tests.fakes.drawing import DRAWS, PNG, Easel


@pytest.fixture
async def home(tmp_path):
    """Give a house with something that draws."""
    async with house(tmp_path, illustrator=DRAWS) as built:
        yield built
    assert built.rest.refused == []


def pictures(home, room=None):
    """Return the messages with a picture, oldest first."""
    return [one for one in home.world.said_by_us(room) if any(part["type"] == GALLERY for part in walk(one["components"]))]


def data_of(home, message):
    """Return the bytes of a message's only file."""
    (file,) = message["attachments"]
    return home.world.files[file["url"].partition("/cdn/")[2]]


def described(home):
    """Return what calls said of their files."""
    bodies = [body for _, _, body in home.rest.calls if isinstance(body, dict)]
    return [one["description"] for body in bodies for one in body.get("attachments") or () if one.get("description")]


@pytest.mark.parametrize(("locale", "row"), [("ja", "8、11:07:08、192.0.2.7、受け付けた"), ("en-GB", "8, 11:07:08: 192.0.2.7, taken in")])
async def test_it_follows_a_private_answer_in_private(home, locale, row):
    """For the asker alone, with its text in the reader's language at the picture and at the file."""
    person = home.person(locale=locale)
    answer = await person.explain(home.world.message(CHANNEL, BEN, MANY))
    (picture,) = pictures(home)
    assert picture["id"] != answer["id"]
    assert picture["flags"] & EPHEMERAL
    assert data_of(home, picture).startswith(PNG)
    assert row in person.sees(picture)
    assert any(row in text for text in described(home))


async def test_it_follows_a_mention_into_its_thread(home, anna):
    """Answer first."""
    said = await anna.say(MANY)
    answer, picture = anna.answers(said["id"])
    assert pictures(home) == [picture]
    assert "🖼" not in anna.sees(answer)


async def test_the_answer_does_not_wait(tmp_path):
    """It stands there, and is done with, while the picture is still drawn."""
    easel = Easel()
    async with house(tmp_path, illustrator=easel.illustrator) as home:
        asking = asyncio.create_task(home.person().say(MANY, DIRECT))
        async with asyncio.timeout(20):
            await easel.begun.wait()
        assert len(home.world.said_by_us(DIRECT)) == 1
        assert await home.store.outbox(lease_seconds=0) == ()
        assert pictures(home) == []
        easel.going.set()
        await asking
        assert len(pictures(home)) == 1


async def test_two_blocks_have_none(home, anna):
    """Nor has an answer to a question."""
    await anna.say(LOG)
    assert pictures(home) == []
    answer = await anna.explain(home.world.message(CHANNEL, BEN, MANY))
    (picture,) = pictures(home)
    await anna.press(answer, "読み直す")
    assert len(pictures(home)) == 2  # the lines were read anew; what only one person sees nobody else can take away
    await anna.press(answer, "役に立った")
    assert picture in pictures(home)
    assert len(pictures(home)) == 2


@pytest.mark.parametrize("room", [CHANNEL, DIRECT])
async def test_it_goes_with_the_question(home, room):
    """After a restart, too."""
    said = await home.person().say(MANY, room)
    assert len(pictures(home)) == 1
    await home.restart()
    await home.person().delete(said)
    assert home.world.said_by_us() == []


async def test_it_goes_with_the_answer(anna):
    """One button takes both away."""
    await anna.say(MANY, DIRECT)
    answer, _ = anna.answers(DIRECT)
    await anna.press(answer, "消す")
    assert anna.answers(DIRECT) == []


async def test_an_edit_brings_another_in_its_place(home, anna):
    """There is one picture, of the lines as they are now; the answer stays where it was."""
    said = await anna.say(MANY)
    answer, before = anna.answers(said["id"])
    await anna.edit(said, MANY.replace("192.0.2.", "198.51.100."))
    (after,) = pictures(home)
    assert after["id"] != before["id"]
    assert "198.51.100.7" in anna.sees(after)
    assert anna.answers(said["id"])[0]["id"] == answer["id"]


async def test_one_that_a_moderator_deleted_is_no_fault(home, anna):
    """The next one comes all the same."""
    said = await anna.say(MANY)
    (before,) = pictures(home)
    del home.world.messages[before["id"]]
    await anna.edit(said, MANY.replace("192.0.2.", "198.51.100."))
    assert len(pictures(home)) == 1
    home.rest.refused.clear()


async def test_where_it_cannot_be_sent_the_answer_stands_alone(home, anna):
    """Files may be forbidden in a channel."""
    refused = {"code": 50013, "message": "Missing Permissions"}

    async def forbidding(*_):
        home.rest.next_answers.append((403, refused, {}))
        return PNG

    home.client.answering.delivering.pictures._illustrator = Illustrator(forbidding)
    await anna.say(MANY, DIRECT)
    assert len(anna.answers(DIRECT)) == 1
    assert await home.store.outbox(lease_seconds=0) == ()
