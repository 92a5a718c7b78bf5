"""The doctor's sentences as a team may add to them."""

from __future__ import annotations

import pytest

from bot.errors import KnowledgeError
from bot.library import load

CHECK = "checks:\n  python:\n    name: {en: Snake, ja: 蛇}\n    well: {en: Fine., ja: 元気です。}\n"


def test_a_team_replaces_a_check(overlay):
    """A check of the same name replaces ours; the others and the headings stay."""
    library = load(overlay({"interface/doctor.yaml": CHECK}))
    assert library.doctor.checks["python"].name.ja == "蛇"
    assert library.doctor.checks["clock"].name.en == "Clock"
    assert library.doctor.headings["all-well"].en == "All is well."


def test_what_can_be_unwell_needs_a_cure(overlay):
    """A sentence for a failure without its cure is told with file and line."""
    with pytest.raises(KnowledgeError) as caught:
        load(overlay({"interface/doctor.yaml": CHECK + "    unwell: {en: Ill., ja: 病気です。}\n"}))
    assert str(caught.value) == "interface/doctor.yaml:2: checks.python: what can be unwell needs a cure"
