"""The JSON API keeps the contract, and its description keeps to what it does."""

from __future__ import annotations

import io

import aiohttp
import pytest
from jsonschema import Draft202012Validator

from adapters.web.openapi import openapi
from bot.ask_command import schema as ask_schema
from bot.contract import schema
from bot.limits import Allowance, Buckets
from tests.adapters.contract import LOG
from tests.fakes.web_place import house


@pytest.fixture
async def session():
    """Give a client."""
    async with aiohttp.ClientSession() as session:
        yield session


async def test_explain_keeps_the_contract(home, session):
    """What is told and the site count."""
    asked = {"text": LOG, "lang": "en", "tell": ["ours=f1.*******.ne.jp", "not-ours=aaa.aaa.aaa.aaa"], "site": {"version": "6.3"}}
    async with session.post(f"{home.address}/api/explain", json=asked) as response:
        answer = await response.json()
    assert response.status == 200
    Draft202012Validator(schema()).validate(answer)
    assert (answer["verdict"], answer["lang"], answer["evidence"]) == ("relay_abuse", "en", [12, 13, 14])


async def test_ask_and_suggest(home, session):
    """The knowledge base, as the command line has it."""
    async with session.get(f"{home.address}/api/ask", params={"q": "RBLとは何ですか"}) as response:
        found = await response.json()
    Draft202012Validator(ask_schema()).validate(found)
    assert found["results"][0]["id"] == "faq/what-is-an-rbl"
    async with session.get(f"{home.address}/api/suggest", params={"q": "RBL", "lang": "ja"}) as response:
        assert "faq/what-is-an-rbl" in [page["id"] for page in (await response.json())["suggestions"]]


async def test_the_longest_question_fits(home, session):
    """However many bytes its characters take in an address; a longer one is refused."""
    for count, status in ((2000, 200), (2001, 422), (3000, 400)):
        async with session.get(f"{home.address}/api/ask", params={"q": "\U00020bb7" * count, "lang": "ja"}) as response:
            assert response.status == status


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422), ([], 422), ("x", 422),
        ({"text": 1}, 422), ({"text": "", "more": 1}, 422), ({"text": "", "lang": "fr"}, 422),
        ({"text": "", "tell": ["x"]}, 422), ({"text": "", "tell": ["nothing=yes"]}, 422), ({"text": "", "site": {"x": 1}}, 422),
        ({"text": "", "site": {"networks": ["999.1"]}}, 422), ({"text": "", "question": "x" * 2001}, 422), ({"text": ""}, 200),
    ],
)  # fmt: skip
async def test_wrong_bodies_are_told(home, session, body, status):
    """In a sentence, with the part's name, and never what was sent."""
    async with session.post(f"{home.address}/api/explain", json=body) as response:
        told = await response.json()
    assert response.status == status
    assert status == 200 or told["error"]["status"] == status


async def test_bodies_that_are_no_json(home, session):
    """Not sent as such, not readable as such, nested without end, or without end."""
    for data, kind, status in (
        (b"{}", "text/plain", 415),
        (b"{", "application/json", 400),
        (b"\xff", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b'{"text": "' + b"x" * 5_000_000 + b'"}', "application/json", 413),
    ):
        async with session.post(f"{home.address}/api/explain", data=io.BytesIO(data), headers={"Content-Type": kind}) as response:
            assert response.status == status
            assert (await response.json())["error"]["message"]


async def test_with_a_token_it_is_asked_for(tmp_path, session):
    """From everybody; the page itself needs none."""
    async with house(tmp_path, web_token="secret-token") as home:
        for headers, status in (({}, 401), ({"Authorization": "Bearer wrong"}, 401), ({"Authorization": "Bearer secret-token"}, 200)):
            async with session.get(f"{home.address}/api/suggest", headers=headers) as response:
                assert response.status == status
        async with session.get(f"{home.address}/kb/suggest?q=a") as response:
            assert response.status == 200


async def test_without_a_token_only_this_machine_is_answered(home, session):
    """A request that came by way of another server is not this machine's."""
    async with session.get(f"{home.address}/api/suggest", headers={"X-Forwarded-For": "203.0.113.9"}) as response:
        assert response.status == 403
        assert "web_token" in (await response.json())["error"]["message"]


async def test_too_often_is_told(home, session):
    """With the seconds to wait."""
    home.api().buckets = Buckets({"user": Allowance(0.01, 1)})
    statuses = []
    for _ in range(2):
        async with session.get(f"{home.address}/api/suggest") as response:
            statuses.append(response.status)
    assert statuses == [200, 429]
    assert int(response.headers["Retry-After"]) > 1


async def test_the_description_is_served(home, session):
    """And holds the contract's schemas."""
    async with session.get(f"{home.address}/api/openapi.json") as response:
        told = await response.json()
    assert told == openapi(home.library)
    assert told["components"]["schemas"]["Answer"]["properties"] == schema()["properties"]


async def test_what_is_not_there(home, session):
    """Is told as JSON too."""
    for method, path, status in (("GET", "/api/nothing", 404), ("GET", "/api/explain", 405), ("DELETE", "/api/ask", 405)):
        async with session.request(method, f"{home.address}{path}") as response:
            assert response.status == status
            assert (await response.json())["error"]["status"] == status
