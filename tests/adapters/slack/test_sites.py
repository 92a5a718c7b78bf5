"""``/mailsite``: what is always true of a workspace's mail server."""

from __future__ import annotations

from typing import Any

from adapters.slack.standin import Person
from bot.site import Site
from tests.adapters.contract import LOG
from tests.adapters.slack.conftest import Service

TENANT = "slack:T0001"
UPPER = "\n".join(LOG.splitlines()[:7])


async def _form(service: Service, person: Person) -> dict[str, Any]:
    await person.command("/mailsite")
    await service.done()
    view: dict[str, Any] = service.slack.views[-1]
    return view


async def test_what_is_told_counts_for_everybody(service: Service, person: Person) -> None:
    """From the next answer on; and it stands in the form next time."""
    view = await _form(service, person)
    await person.submit(view, {"networks": "192.0.2.0/28, 111.111.111.111", "domains": "example.co.jp", "server": "asip", "version": "6.3"})
    await service.done()
    assert "for everybody here" in service.asides()
    kept = await service.store.site(TENANT)
    assert kept is not None
    assert Site.model_validate_json(kept).networks == ("192.0.2.0/28", "111.111.111.111")
    await Person(service.slack, "U0002").write(UPPER)
    await service.done()
    assert "🟢" in service.read("D0002")
    again = await _form(service, person)
    assert again["blocks"][1]["element"]["initial_value"] == "192.0.2.0/28, 111.111.111.111"
    assert again["blocks"][4]["element"]["initial_option"]["value"] == "asip"


async def test_what_cannot_be_is_given_back_at_its_field(service: Service, person: Person) -> None:
    """Nothing is kept of it."""
    view = await _form(service, person)
    answer = await person.submit(view, {"networks": "999.1.2.3", "version": "newest"})
    assert set(answer["errors"]) == {"networks", "version"}
    assert await service.store.site(TENANT) is None


async def test_who_may_change_it_is_a_part_of_it(service: Service, person: Person) -> None:
    """Whoever is not named is told so, by the command and by a form that was opened before."""
    early = await _form(service, Person(service.slack, "U0002"))
    await person.submit(await _form(service, person), {"editors": [person.id]})
    await service.done()
    await Person(service.slack, "U0002").command("/mailsite")
    await service.done()
    assert "Only those who are named" in service.asides()
    answer = await Person(service.slack, "U0002").submit(early, {"editors": ["U0002"]})
    assert set(answer["errors"]) == {"editors"}
    again = await _form(service, person)
    assert again["blocks"][-1]["element"]["initial_users"] == [person.id]


async def test_the_workspaces_language_comes_after_the_texts_and_the_persons(service: Service, person: Person) -> None:
    """The order that was promised: of the text, chosen by the person, of the workspace."""
    await person.submit(await _form(service, person), {"language": "en"})
    await service.done()
    await person.write(LOG)
    await service.done()
    assert "Not decided yet" in service.read(person.direct)
    await service.store.save_preference(TENANT, person.id, "language", "ja")
    await person.write(UPPER)
    await service.done()
    assert "7行のうち7行" in service.read(person.direct)
    await person.write(f"Is this relay abuse? I do not know that address.\n{UPPER}")
    await service.done()
    assert "7 of 7 lines" in service.read(person.direct)
