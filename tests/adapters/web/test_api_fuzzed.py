"""The API asked at random, by its own description: what fits is answered, what does not is refused, and it never fails."""

from __future__ import annotations

import asyncio

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.generation import GenerationMode

from adapters.web.openapi import openapi
from bot.limits import Buckets

ASKED = ["POST /api/explain", "GET /api/ask", "GET /api/suggest"]


@pytest.mark.filterwarnings("ignore::DeprecationWarning:jsonschema_rs", "ignore::DeprecationWarning:schemathesis")
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["fitting", "not fitting"])
@pytest.mark.parametrize("name", ASKED)
async def test_it_keeps_to_its_description(home, name, mode):
    """Whatever is sent, and with every check there is."""
    home.api().buckets = Buckets({})
    schema = schemathesis.openapi.from_dict(openapi(home.library))
    method, _, path = name.partition(" ")
    operation = schema[path][method]

    @settings(
        max_examples=30, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate]
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case):
        case.call_and_validate(base_url=home.address)

    await asyncio.to_thread(ask)
