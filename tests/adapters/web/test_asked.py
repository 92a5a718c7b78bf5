"""What may be asked is told by patterns; all that fits them means something."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from adapters.web.asked import NETWORK, Asked, AskedSite, first_unwritten, is_question, tell_pattern
from bot.library import load
from bot.site import misread
from bot.told import read_tells

FACTS = load().vocabulary.facts


@settings(max_examples=300, deadline=None)
@given(st.from_regex(NETWORK, fullmatch=True))
def test_a_network_that_fits_is_one(text):
    """Or a mask of one."""
    assert not list(misread(AskedSite(networks=[text], gateways=[text]).site()))


@settings(max_examples=300, deadline=None)
@given(st.from_regex(tell_pattern(FACTS), fullmatch=True))
def test_what_can_be_told_is_understood(tell):
    """By the reader of the command line."""
    assert first_unwritten([tell], FACTS) is None
    account = read_tells([tell], FACTS)
    assert account.facts or account.version


@pytest.mark.parametrize(
    "text",
    [
        "192.0.2.7",
        "192.0.2.0/28",
        "2001:db8::/32",
        "2001:db8::1",
        "::",
        "1:2:3:4:5:6:7:8",
        "aaa.aaa.aaa.aaa",
        "192.0.2.***",
        "999.xxx.xxx.xxx",
    ],
)
def test_networks_as_people_write_them(text):
    """With and without masks."""
    assert AskedSite(networks=[text]).networks == [text]


@pytest.mark.parametrize("text", ["", "999.1.1.1", "192.0.2.0/33", "2001:db8::/129", "example.com", "192.0.2.7\n", "1:2:3", "www.1.2.3"])
def test_what_is_no_network(text):
    """And no mask of one either."""
    with pytest.raises(ValidationError):
        AskedSite(networks=[text])


@pytest.mark.parametrize(
    "tell", ["", "x", "ours=", "ours= x", "nothing=yes", "client_is_ours=maybe", "client_is_ours@0=yes", "version=new", "ours=x\n"]
)
def test_what_cannot_be_told(tell):
    """Each is found."""
    assert first_unwritten(["ours=example.com", tell], FACTS) == tell


def test_a_question_has_something_in_it():
    """Neither blanks nor control characters alone."""
    assert [is_question(text) for text in ("RBL", " ? ", "", " \u3000\n", "\x00\x1f", "x" * 2001)] == [
        True,
        True,
        False,
        False,
        False,
        False,
    ]


def test_a_part_that_is_not_known_is_refused():
    """Whether of the request or of the site."""
    for body in ({"text": "", "more": 1}, {"text": "", "site": {"more": 1}}, {}, {"text": 1}):
        with pytest.raises(ValidationError):
            Asked.model_validate(body)
