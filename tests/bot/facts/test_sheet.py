"""Tests of the sheet of a subject's facts: each is found when it is first asked for, and once."""

import pickle

import pytest

from bot.facts.known import Fact
from bot.facts.sheet import FactSheet


@pytest.fixture
def asked():
    """Give the list of the facts that were asked for."""
    return []


@pytest.fixture
def sheet(asked):
    """Give a sheet on which one fact is the other's contrary."""

    def find(name, sheet):
        asked.append(name)
        return Fact(True) if name == "taken" else Fact(not sheet["taken"].value)

    return FactSheet(("taken", "refused"), find)


def test_a_fact_is_found_once_and_when_it_is_asked_for(sheet, asked):
    """Another one that it rests on is found on its way."""
    assert (asked, len(sheet), "refused" in sheet, "taken" in sheet, "lost" in sheet) == ([], 2, True, True, False)
    assert [sheet["refused"].value, sheet["taken"].value, sheet["refused"].value] == [False, True, False]
    assert asked == ["refused", "taken"]


def test_a_fact_that_is_not_there_is_a_key_error(sheet):
    """As in any mapping."""
    with pytest.raises(KeyError):
        sheet["lost"]
    assert sheet.get("lost") is None


def test_another_process_gets_all_facts(sheet):
    """Found, in their order, and equal to those on the sheet."""
    copied = pickle.loads(pickle.dumps(sheet))
    assert copied == sheet
    assert list(copied) == ["taken", "refused"]
