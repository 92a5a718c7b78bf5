"""Stamps that were broken off."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.paste.broken import is_cut_stamp, may_be_broken_stamp


@pytest.mark.parametrize("at", range(6, 31))
def test_broken_stamp_of_asip(at):
    """Wherever a window broke the Japanese stamp, its beginning may be one."""
    assert may_be_broken_stamp("2000年 12月 14日 (木) 11:06:08 AM - "[:at])


@pytest.mark.parametrize(
    "stamp",
    [
        "Thu, Dec 14, 2000 11:16:32 PM -",
        "Dec 14 23:16:32 mx postfix/smtpd[7",
        "2000-12-14T23:16:32.1+09:00 mx exim[1",
        "- 12/14/2000 11:16",
    ],
)
@pytest.mark.parametrize("shorter", [0, 1, 3, 7])
def test_broken_stamp_in_english(stamp, shorter):
    """So may the beginnings of the other stamps."""
    assert may_be_broken_stamp(stamp[: len(stamp) - shorter])


@pytest.mark.parametrize(
    "line", ["", "the server said so", "2000年 12月 14日に届いたメールについて教えてください", "May I ask what this is?"]
)
def test_prose_is_no_broken_stamp(line):
    """A sentence is no beginning of a stamp."""
    assert not may_be_broken_stamp(line)


@pytest.mark.parametrize(
    ("line", "cut"), [("2000年 12月 14日 (木) 11:16", True), ("平成12年", True), ("14:00", False), ("2000年に始めました", False)]
)
def test_rest_of_a_stamp(line, cut):
    """What is left where copying stopped within a stamp is no sentence."""
    assert is_cut_stamp(line) is cut


@given(st.text())
def test_no_text_raises(text):
    """Whatever was pasted is the beginning of a stamp or it is not; what is a cut one may be a broken one, too."""
    assert may_be_broken_stamp(text) or not is_cut_stamp(text)
