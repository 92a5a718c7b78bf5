"""The API asked at random, by its own description: it never fails, and answers nothing that the description does not know."""

from __future__ import annotations

import asyncio

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from adapters.web.openapi import openapi
from bot.limits import Buckets


@pytest.mark.filterwarnings("ignore::DeprecationWarning:jsonschema_rs", "ignore::DeprecationWarning:schemathesis")
@pytest.mark.parametrize("name", ["POST /api/explain", "GET /api/ask", "GET /api/suggest"])
async def test_it_keeps_to_its_description(home, name):
    """Whatever is sent, fitting or not."""
    home.api().buckets = Buckets({})
    schema = schemathesis.openapi.from_dict(openapi())
    method, _, path = name.partition(" ")
    operation = schema[path][method]

    @settings(
        max_examples=40, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate]
    )
    @given(case=operation.as_strategy())
    def ask(case):
        # A fact or a network can be well-formed and mean nothing, which no schema tells.
        case.call_and_validate(base_url=home.address, excluded_checks=[positive_data_acceptance])

    await asyncio.to_thread(ask)
