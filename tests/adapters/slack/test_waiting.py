"""What is said while an answer is waited for, in both languages."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from adapters.slack.standin import Person
from adapters.slack.standin.platform import Trouble
from bot.conversation import Conversation
from bot.desk import Message
from bot.reply import Reply
from bot.site import Site
from tests.adapters.contract import LOG
from tests.adapters.slack.conftest import Service, respond, serving

STATUS = "assistant.threads.setStatus"


@dataclass
class Crowd:
    """A program whose desk answers only when the gate is open, with somebody at the desk already."""

    service: Service
    gate: asyncio.Event

    def statuses(self, channel: str) -> list[str]:
        """Return what was shown as the status of threads in a channel, in order."""
        return [
            str(given["status"]) for method, given, _ in self.service.slack.calls if method == STATUS and given["channel_id"] == channel
        ]

    async def until_shown(self, channel: str, words: str) -> None:
        """Wait until a status says so."""
        async with asyncio.timeout(20):
            while not any(words in status for status in self.statuses(channel)):
                await asyncio.sleep(0.01)


@pytest.fixture
async def crowd(tmp_path: Path) -> AsyncIterator[Crowd]:
    """Give it; at the end all are answered."""
    gate, begun = asyncio.Event(), asyncio.Event()

    async def slow(conversation: Conversation, message: Message, site: Site) -> tuple[Conversation, Reply]:
        begun.set()
        await gate.wait()
        return await respond(conversation, message, site)

    async with serving(tmp_path, respond=slow) as service:
        await Person(service.slack, "U0009").write(LOG)
        await begun.wait()
        yield Crowd(service, gate)
        gate.set()


@pytest.mark.parametrize(
    ("lang", "first", "second"), [("ja", "ただいま1番目", "ただいま2番目"), ("en", "number 1 in line", "number 2 in line")]
)
async def test_the_place_in_line_is_the_status_of_the_thread(crowd: Crowd, lang: str, first: str, second: str) -> None:
    """It changes as the line moves, and ends with the answer; in direct messages and in channels alike."""
    slack = crowd.service.slack
    people = [Person(slack, "U0001"), Person(slack, "U0002")]
    for person in people:
        await crowd.service.store.save_preference("slack:T0001", person.id, "language", lang)
    await people[0].write(LOG)
    await crowd.until_shown(people[0].direct, first)
    await people[1].write(LOG, "C0001")
    await crowd.until_shown("C0001", second)
    crowd.gate.set()
    await crowd.service.done()
    calls = [method for method, given, _ in slack.calls if "C0001" in (given.get("channel"), given.get("channel_id"))]
    assert calls[-1] == "chat.postMessage"
    assert len(crowd.service.answers("C0001")) == 1


async def test_where_the_answer_goes_elsewhere_the_place_is_said_to_the_person_alone(crowd: Crowd) -> None:
    """Once, since an interaction can be answered five times only; then comes the pointer."""
    person = Person(crowd.service.slack)
    await person.shortcut({"ts": "3.3", "text": LOG})
    async with asyncio.timeout(20):
        while not crowd.service.slack.asides:
            await asyncio.sleep(0.01)
    assert "Your place in the line: 1." in crowd.service.asides()
    crowd.gate.set()
    await crowd.service.done()
    assert "direct messages" in crowd.service.asides() or "ダイレクトメッセージ" in crowd.service.asides()
    assert len(crowd.service.slack.asides) == 2


async def test_a_status_is_taken_away_where_nothing_is_posted(service: Service, person: Person) -> None:
    """An edit's answer stands in the place of the old one, which would leave the status there for two minutes."""
    ts = await person.write(LOG)
    await service.done()
    await person.edit(person.direct, ts, LOG.replace("533", "534"))
    await service.done()
    shown = [given["status"] for method, given, _ in service.slack.calls if method == STATUS]
    assert shown[-1] == ""
    assert all(shown[:-1])


async def test_a_status_that_fails_loses_nothing(service: Service, person: Person) -> None:
    """It is only an ornament."""
    service.slack.troubles.append(Trouble(200, {"ok": False, "error": "invalid_thread_ts"}, method=STATUS))
    await person.write(LOG)
    await service.done()
    assert len(service.answers(person.direct)) == 1
