"""What holds in every weather: quick acknowledgements, one answer each, patience with Slack, and nothing lost."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from adapters.slack.standin import Person, StandIn
from adapters.slack.standin.platform import Trouble
from adapters.slack.standin.showing import shown
from bot.conversation import Conversation
from bot.desk import Message
from bot.limits import Allowance, Buckets
from bot.reply import Reply
from bot.site import Site
from tests.adapters.contract import HOSTILE, LOG
from tests.adapters.slack.conftest import Service, respond, serving

TENANT = "slack:T0001"


async def test_acknowledged_before_it_is_worked_on(tmp_path: Path) -> None:
    """However long an answer takes, Slack hears at once that the event, the press and the form arrived."""
    going = asyncio.Event()

    async def slow(conversation: Conversation, message: Message, site: Site) -> tuple[Conversation, Reply]:
        await going.wait()
        return await respond(conversation, message, site)

    async with serving(tmp_path, respond=slow) as service:
        person = Person(service.slack)
        await person.write(LOG)
        await person.shortcut({"ts": "3.3", "text": LOG})
        await person.command("/maillog")
        while not service.slack.views:
            await asyncio.sleep(0.01)
        assert await person.submit(service.slack.views[0], {"log": LOG}) is None
        assert not any(method == "chat.postMessage" for method, _, _ in service.slack.calls)
        going.set()
        await service.done()
        assert len(service.answers(person.direct)) == 3


async def test_one_answer_from_two_processes(tmp_path: Path) -> None:
    """Both have the event; the store gives it to one of them."""
    async with StandIn() as slack:
        one, two = Service(tmp_path, slack), Service(tmp_path, slack)
        await one.start()
        first = slack.sockets[-1]
        await two.start()
        try:
            person = Person(slack)
            event = {"type": "app_mention", "user": "U1", "channel": "C0001", "ts": "1.1", "text": LOG}
            await asyncio.gather(person.event(event, event_id="EvSame"), first.send_json(_as_sent(person, event)))
            await one.done()
            await two.done()
            await asyncio.sleep(0.2)
            await one.done()
        finally:
            await one.stop()
            await two.stop()
        assert len(one.answers("C0001")) == 1


async def test_a_message_that_comes_as_two_events_is_answered_once(service: Service, person: Person) -> None:
    """It has one ``client_msg_id``."""
    event = {"type": "message", "channel_type": "im", "user": "U0001", "channel": "D0001", "ts": "1.1", "text": LOG, "client_msg_id": "c-1"}
    for _ in range(2):
        await person.event(event)
        await service.done()
    assert len(service.answers("D0001")) == 1


async def test_slack_asks_to_connect_anew(service: Service, person: Person) -> None:
    """As it does every few hours; what comes afterwards is answered."""
    await service.slack.disconnect()
    await asyncio.wait_for(service.slack.connected.wait(), 30)
    await person.write(LOG)
    await service.done()
    assert "まだ決められません" in service.read(person.direct)


@pytest.mark.parametrize(
    "trouble",
    [
        Trouble(429, {"ok": False, "error": "ratelimited"}, {"Retry-After": "1"}, "chat.postMessage"),
        Trouble(503, {"ok": False, "error": "service_unavailable"}, method="chat.postMessage"),
    ],
)
async def test_slack_has_to_be_waited_for(service: Service, person: Person, trouble: Trouble) -> None:
    """As long as it says, or a moment."""
    service.slack.troubles.append(trouble)
    await person.write(LOG)
    await service.done()
    assert len(service.answers(person.direct)) == 1
    assert [method for method, _, _ in service.slack.calls].count("chat.postMessage") == 2


async def test_what_was_answered_and_not_sent_is_sent_after_a_restart(tmp_path: Path) -> None:
    """Nothing is lost when the program is stopped between the two."""
    async with StandIn() as slack:
        service = Service(tmp_path, slack)
        await service.start()
        person = Person(slack)
        slack.troubles.append(Trouble(200, {"ok": False, "error": "internal_error"}, method="chat.postMessage"))
        await person.write(LOG)
        await service.done()
        assert service.answers(person.direct) == []
        await service.stop()
        service.clock_ahead = 200.0
        await service.start()
        for _ in range(200):
            if service.answers(person.direct):
                break
            await asyncio.sleep(0.05)
        await service.stop()
        (answer,) = service.answers(person.direct)
        assert "まだ決められません" in shown(answer)


async def test_an_answer_that_can_stand_nowhere_is_given_up(service: Service, person: Person) -> None:
    """A channel that was archived meanwhile; it is not tried for ever."""
    service.slack.troubles.append(Trouble(200, {"ok": False, "error": "is_archived"}, method="chat.postMessage"))
    await person.write(LOG, "C0001")
    await service.done()
    assert await service.store.outbox(TENANT, lease_seconds=0) == ()


async def test_an_answer_that_was_deleted_meanwhile_is_posted_anew(service: Service, person: Person) -> None:
    """Its buttons were pressed before."""
    await person.write(LOG)
    await service.done()
    (answer,) = service.answers(person.direct)
    del service.slack.messages[person.direct, str(answer["ts"])]
    await person.press(answer, "このサーバにある")
    await service.done()
    assert "うかがったこと" in service.read(person.direct)


async def test_whoever_asks_too_often_is_asked_to_wait(tmp_path: Path) -> None:
    """Kindly, in their thread."""
    buckets = Buckets({"user": Allowance(0.001, 1)})
    async with serving(tmp_path, buckets=buckets) as service:
        person = Person(service.slack)
        for _ in range(2):
            await person.write(LOG)
            await service.done()
        assert "try again in" in service.read(person.direct)


async def test_nothing_out_of_a_paste_is_parsed(service: Service, person: Person) -> None:
    """No mention, no link, no markup: hostile text stands in code and preformatted text alone, and is escaped for notifications."""
    await person.write(HOSTILE, "C0001")
    await service.done()
    (answer,) = service.answers("C0001")
    await person.press(answer, "一行ずつ")
    await service.done()
    for message in service.answers("C0001"):
        for text, style in _texts(message["blocks"]):
            assert "evil.example" not in text or style == "inert"
        assert "<" not in str(message["text"])
        assert "mrkdwn" not in str(message["blocks"])


def _texts(part: object, style: str = "") -> list[tuple[str, str]]:
    """Return all texts of blocks, and whether they stand where nothing is parsed."""
    if isinstance(part, list):
        return [found for one in part for found in _texts(one, style)]
    if not isinstance(part, dict):
        return []
    inert = "inert" if part.get("type") == "rich_text_preformatted" or (part.get("style") or {}) == {"code": True} else style
    inert = "inert" if isinstance(part.get("style"), dict) and part["style"].get("code") else inert
    own = [(part["text"], inert)] if isinstance(part.get("text"), str) else []
    return own + [found for key, one in part.items() if key != "style" for found in _texts(one, inert)]


def _as_sent(person: Person, event: dict[str, object]) -> dict[str, object]:
    payload = person.envelope(event, "EvSame")
    return {"envelope_id": "copy", "type": "events_api", "payload": payload, "accepts_response_payload": False}
