"""By HTTP the same listeners hear; nothing is taken that Slack did not sign, or that is old, or a copy."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.slack.standin import Person
from adapters.slack.standin.showing import shown
from tests.adapters.contract import LOG
from tests.adapters.slack.conftest import Service, serving
from tests.fakes.slack import SECRET, Deliveries, free_port


@pytest.fixture
async def service(tmp_path: Path) -> AsyncIterator[Service]:
    """Give the program listening by HTTP."""
    port = free_port()
    async with serving(tmp_path, slack_app_token=None, slack_signing_secret=SECRET, slack_port=port) as running:
        await running.listening(port)
        running.slack.carrier = Deliveries(port).send
        yield running


@pytest.fixture
def deliveries(service: Service) -> Deliveries:
    """Give what delivers to the program."""
    found: Deliveries = service.slack.carrier.__self__  # type: ignore[union-attr]
    return found


async def test_everything_arrives(service: Service, person: Person) -> None:
    """A mention, a shortcut, a command, a form, a button, a list."""
    await person.write(LOG, "C0001")
    await service.done()
    await person.press(service.answers("C0001")[0], "このサーバにある")
    await service.done()
    assert "うかがったこと" in service.read("C0001")
    await person.shortcut({"ts": "3.3", "text": LOG})
    await person.command("/maillog")
    await service.done()
    assert await person.submit(service.slack.views[0], {"log": LOG}) is None
    assert (await person.choices("greylist"))["options"]
    await service.done()
    assert len(service.answers(person.direct)) == 2


async def test_the_address_is_confirmed(deliveries: Deliveries) -> None:
    """Slack asks once whether the address is ours."""
    body = json.dumps({"type": "url_verification", "token": "x", "challenge": "abc"})
    assert await deliveries.post(body, "application/json") == {"challenge": "abc"}


@pytest.mark.parametrize(
    "wrong", [{"secret": "another"}, {"late": 301.0}, {"late": -400.0}, {"headers": {"Content-Type": "application/json"}}]
)
async def test_what_slack_did_not_sign_just_now_is_refused(
    service: Service, person: Person, deliveries: Deliveries, wrong: dict[str, object]
) -> None:
    """A wrong signature, none, and one that is too old or from the future."""
    event = person.envelope({"type": "app_mention", "user": "U1", "channel": "C0001", "ts": "1.1", "text": LOG})
    await deliveries.post(json.dumps(event), "application/json", **wrong)  # type: ignore[arg-type]
    await service.done()
    assert deliveries.statuses == [401]
    assert service.slack.messages == {}


async def test_a_copy_of_a_request_does_nothing(service: Service, person: Person, deliveries: Deliveries) -> None:
    """Whoever recorded one cannot have it done again."""
    await person.command("/mailfaq", "RBL とは何ですか")
    await service.done()
    body, headers = deliveries.sent[-1]
    await deliveries.post(body, "application/x-www-form-urlencoded", headers=headers)
    await service.done()
    assert deliveries.statuses == [200, 200]
    assert len(service.slack.asides) == 1


async def test_an_event_that_slack_delivers_again_is_answered_once(service: Service, person: Person) -> None:
    """It is signed anew, and has the same id."""
    event = {"type": "app_mention", "user": "U1", "channel": "C0001", "ts": "1.1", "text": LOG}
    for _ in range(3):
        await person.event(event, event_id="EvSame")
        await service.done()
    assert len(service.answers("C0001")) == 1
    assert "まだ決められません" in shown(service.answers("C0001")[0])
