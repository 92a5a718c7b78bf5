"""The picture of many transactions: in the answer's thread, described, after the answer, and gone with it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.slack.standin import Person
from adapters.slack.standin.platform import Trouble
from adapters.slack.standin.showing import shown
from tests.adapters.contract import LOG
from tests.adapters.pasted import MANY
from tests.adapters.slack.conftest import Service, serving
from tests.fakes.drawing import DRAWS, PNG, Easel

UPLOAD = "files.getUploadURLExternal"


@pytest.fixture
async def service(tmp_path: Path) -> AsyncIterator[Service]:
    """Give the program at work, with something that draws."""
    async with serving(tmp_path, illustrator=DRAWS) as running:
        yield running


def pictures(service: Service) -> list[str]:
    """Return the ids of the pictures that are there."""
    return [id_ for id_, data in service.slack.uploads.items() if data.startswith(PNG)]


@pytest.mark.parametrize(
    ("said", "title", "row"),
    [
        ("is this relay abuse?", "Who connected, and what became of it", "8, 11:07:08: 192.0.2.7, taken in"),
        ("不正中継でしょうか", "つないできた相手と、その結果", "8、11:07:08、192.0.2.7、受け付けた"),
    ],
)
async def test_it_follows_the_answer_into_its_thread(service: Service, person: Person, said: str, title: str, row: str) -> None:
    """Its description tells all of it in the reader's language."""
    ts = await person.write(f"{said}\n{MANY}", "C0001")
    await service.done()
    answer, picture = service.answers("C0001")
    assert answer["blocks"]
    assert picture["thread_ts"] == ts
    (id_,) = pictures(service)
    (file,) = picture["files"]
    assert (file["id"], file["title"]) == (id_, title)
    assert service.slack.descriptions[id_].startswith(title)
    assert row in service.slack.descriptions[id_]


async def test_a_private_answer_has_it_in_the_direct_messages(service: Service, person: Person) -> None:
    """After the pointer, which does not wait for it."""
    await person.shortcut({"ts": "3.3", "user": "U0002", "text": MANY})
    await service.done()
    assert service.answers("C0001") == []
    answer, picture = service.answers(person.direct)
    assert picture["thread_ts"] == answer["ts"]
    assert len(service.slack.asides) == 1


async def test_the_answer_does_not_wait(tmp_path: Path) -> None:
    """It stands there, and is done with, while the picture is still drawn."""
    easel = Easel()
    async with serving(tmp_path, illustrator=easel.illustrator) as service:
        person = Person(service.slack)
        await person.write(MANY)
        async with asyncio.timeout(20):
            await easel.begun.wait()
        assert len(service.answers(person.direct)) == 1
        assert await service.store.outbox("slack:T0001", lease_seconds=0) == ()
        assert pictures(service) == []
        easel.going.set()
        await service.done()
        assert len(pictures(service)) == 1


async def test_two_blocks_have_none(service: Service, person: Person) -> None:
    """Nor has an answer to a question."""
    await person.write(LOG)
    await service.done()
    assert pictures(service) == []
    await person.write(MANY, "C0001")
    await service.done()
    before = pictures(service)
    await person.press(service.answers("C0001")[0], "English")
    await service.done()
    assert pictures(service) == before


async def test_it_goes_with_the_answer(service: Service, person: Person) -> None:
    """One button takes both away."""
    await person.write(MANY)
    await service.done()
    await person.press(service.answers(person.direct)[0], "消す")
    await service.done()
    assert service.answers(person.direct) == []
    assert pictures(service) == []


async def test_it_goes_with_the_question(service: Service, person: Person) -> None:
    """A deleted message takes all of its answer with it."""
    ts = await person.write(MANY)
    await service.done()
    await person.delete(person.direct, ts)
    await service.done()
    assert service.answers(person.direct) == []


async def test_an_edit_brings_another_in_its_place(service: Service, person: Person) -> None:
    """There is one picture, of the lines as they are now."""
    ts = await person.write(MANY)
    await service.done()
    (before,) = pictures(service)
    await person.edit(person.direct, ts, MANY.replace("192.0.2.", "198.51.100."))
    await service.done()
    (after,) = pictures(service)
    assert after != before
    assert "198.51.100.7" in service.slack.descriptions[after]


@pytest.mark.parametrize("error", ["missing_scope", "file_uploads_disabled"])
async def test_where_files_are_forbidden_the_answer_stands_alone(service: Service, person: Person, error: str) -> None:
    """Nothing is said about it; the picture is an ornament."""
    service.slack.troubles.append(Trouble(200, {"ok": False, "error": error}, method=UPLOAD))
    await person.write(MANY)
    await service.done()
    (answer,) = service.answers(person.direct)
    assert "56行のうち56行" in shown(answer)
    assert await service.store.outbox("slack:T0001", lease_seconds=0) == ()


async def test_a_conversation_that_was_deleted_while_it_was_drawn_gets_none(tmp_path: Path) -> None:
    """What was to be forgotten is not brought back."""
    easel = Easel()
    async with serving(tmp_path, illustrator=easel.illustrator) as service:
        person = Person(service.slack)
        ts = await person.write(MANY)
        async with asyncio.timeout(20):
            await easel.begun.wait()
            await person.delete(person.direct, ts)
            while service.answers(person.direct):
                await asyncio.sleep(0.01)
        easel.going.set()
        await service.done()
        assert pictures(service) == []
