"""A few scenes on a real Postfix, whose log was never seen before: its stories are those that clients and receivers know.

Played where CI has root and packages, or where the lab has been made before; the packages of this alone come within half a minute.
"""

from __future__ import annotations

import os

import pytest

from tests.lab import images, network
from tests.lab.postfix import Postfix
from tests.lab.record import World
from tests.lab.replay import as_told, as_true, taken
from tests.lab.scene import scenes

PLAYED = ("relay-refused", "own-network-sends")


@pytest.fixture(scope="module")
def lab():
    """Give the world and a server in it."""
    reason = images.reason_against()
    if reason is None and not (os.environ.get("CI") or images.is_made("bookworm")):
        reason = "nobody made the lab here; `make lab` does"
    if reason is not None:
        pytest.skip(reason)
    try:
        image = images.image("bookworm") if images.is_made("bookworm") else images.image("bookworm", images.FEW_PACKAGES)
    except images.NotHereError as error:
        pytest.skip(str(error))
    world = World()
    server = Postfix("bookworm", image)
    yield world, server
    server.close()
    network.down()


@pytest.mark.parametrize("name", PLAYED)
def test_stories(lab, known, name):
    """Everything that was handed in is told as it was, and nothing else."""
    world, server = lab
    log, truth = world.play(server, scenes()[name])
    found = known(log).transactions
    told = sorted((as_told(one) for one in taken(found)), key=str)
    assert told == sorted((as_true(message) for message in truth["messages"]), key=str)
    assert {one.client for one in found} >= {attempt["client"] for attempt in truth["attempts"]}
