"""Files: whose token goes where, and what is said of those that cannot be read."""

from __future__ import annotations

import pytest

from adapters.slack.files import Downloads
from adapters.slack.standin import Person
from adapters.slack.standin.platform import Trouble
from adapters.slack.wiring import Surroundings, client_of
from tests.adapters.contract import LOG
from tests.adapters.slack.conftest import Service

LINES = f"is this relay abuse?\n{LOG}"


async def test_a_login_page_instead_of_a_file_is_explained(service: Service, person: Person) -> None:
    """Slack answers so, with status 200, where the scope is missing."""
    team = next(iter(service.slack.teams.values()))
    file = service.slack.keep("mail.log", LOG.encode())
    team.scopes = team.scopes - {"files:read"}
    await person.write("is this relay abuse?", "C0001", files=[file])
    await service.done()
    assert "mail.log could not be read: the app lacks the scope files:read" in service.read("C0001")


async def test_an_html_file_is_a_file(service: Service, person: Person) -> None:
    """It is read like any other."""
    await person.write("", files=[service.slack.keep("log.html", LOG.encode(), "text/html")])
    await service.done()
    assert "14行のうち14行" in service.read(person.direct)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"url_private": "https://evil.example/x", "url_private_download": "https://evil.example/x"}, "not kept by Slack itself"),
        ({"url_private": "http://[", "url_private_download": "http://["}, "not kept by Slack itself"),
        ({"is_external": True}, "not kept by Slack itself"),
        ({"mode": "external"}, "not kept by Slack itself"),
        ({"size": 11 * 1024 * 1024}, "too large"),
        ({"id": "F404", "file_access": "check_file_info"}, "could not be fetched"),
    ],
)
async def test_what_cannot_be_read_is_said_with_the_answer(service: Service, person: Person, more: dict[str, object], says: str) -> None:
    """And the rest is answered; the token is sent nowhere else."""
    file = {**service.slack.keep("*odd* <!channel> name.log", LOG.encode()), **more}
    await person.write(LINES, "C0001", files=[file])
    await service.done()
    text = service.read("C0001")
    assert says in text
    assert "*odd* <!channel> name.log" in text
    assert "14 of 14 lines" in text


async def test_a_stub_of_a_shared_channel_is_asked_for(service: Service, person: Person) -> None:
    """Its whole comes from ``files.info``."""
    file = service.slack.keep("mail.log", LOG.encode())
    await person.write("", files=[{"id": file["id"], "mode": "file_access", "file_access": "check_file_info"}])
    await service.done()
    assert "14行のうち14行" in service.read(person.direct)


async def test_a_missing_scope_is_explained_for_a_stub_too(service: Service, person: Person) -> None:
    """The error names the scope."""
    service.slack.troubles.append(Trouble(200, {"ok": False, "error": "missing_scope"}, method="files.info"))
    await person.write(LINES, files=[{"id": "F1", "name": "a.log", "file_access": "check_file_info"}])
    await service.done()
    assert "lacks the scope files:read" in service.read(person.direct)


async def test_only_the_first_files_are_read(service: Service, person: Person) -> None:
    """And it is said."""
    lines = LOG.splitlines()
    files = [service.slack.keep(f"{number}.log", "\n".join(lines[number * 2 : number * 2 + 2]).encode()) for number in range(7)]
    await person.write("is this relay abuse?", files=files)
    await service.done()
    text = service.read(person.direct)
    assert "Only the first 5 files" in text
    assert "10 of 10 lines" in text


async def test_a_file_that_says_less_than_it_holds(service: Service) -> None:
    """Its bytes are counted while they come."""
    file = {**service.slack.keep("mail.log", b"x" * 5000), "size": 10}
    downloads = Downloads(frozenset({service.slack.base}), most_bytes=1000)
    client = client_of("xoxb-standin", Surroundings(service.slack.api))
    fetched = await downloads.fetch(client, [file])
    assert [one.phrase for one in fetched.missed] == ["slack-file-large"]
    assert fetched.files == ()


async def test_a_file_that_is_gone(service: Service) -> None:
    """Deleted between the message and the request."""
    file = service.slack.keep("mail.log", b"x")
    del service.slack.files[file["id"]]
    client = client_of("xoxb-standin", Surroundings(service.slack.api))
    fetched = await Downloads(frozenset({service.slack.base})).fetch(client, [file])
    assert [one.phrase for one in fetched.missed] == ["slack-file-failed"]


async def test_a_host_that_does_not_answer(service: Service) -> None:
    """The rest goes on."""
    file = {"id": "F1", "name": "a.log", "url_private": "http://127.0.0.1:9/a.log", "size": 1}
    client = client_of("xoxb-standin", Surroundings(service.slack.api))
    fetched = await Downloads(frozenset({"http://127.0.0.1:9"})).fetch(client, [file])
    assert [one.phrase for one in fetched.missed] == ["slack-file-failed"]
