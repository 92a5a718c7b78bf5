"""What Slack does to a text is undone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.reading import text_in, unescaped
from bot.rendering.slack_messages import escaped


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("from=&lt;a@example.com&gt; &amp;amp;", "from=<a@example.com> &amp;"),
        ("from=&lt;<mailto:a@example.com|a@example.com>&gt;", "from=<a@example.com>"),
        ("see <http://mail.example.com|mail.example.com> and <https://example.com/x>", "see mail.example.com and https://example.com/x"),
        ("<@U0BOT> is it <@U1|kim>?", " is it kim?"),
        ("<#C1|mail> <#C2> <!channel> <!here|here> <!subteam^S1|@ops> <!date^1^{date}|today>", "#mail #C2 @channel here @ops today"),
        ("a < b > c <", "a < b > c <"),
    ],
)
def test_escaped_text_is_read_as_it_was_typed(text: str, typed: str) -> None:
    """Entities, links, addresses and mentions; our own name is left out."""
    assert unescaped(text, "U0BOT") == typed


@given(st.text(max_size=300))
def test_what_was_escaped_comes_back(text: str) -> None:
    """Whatever was typed."""
    assert unescaped(escaped(text)) == text


def test_rich_text_is_read_as_it_is() -> None:
    """Its texts hold what was typed, so nothing is undone; what is no text is written as it would be typed."""
    inner = [
        {"type": "user", "user_id": "U0BOT"}, {"type": "text", "text": " &lt; *x* "}, {"type": "emoji", "name": "smile"},
        {"type": "link", "url": "mailto:a@example.com"}, {"type": "link", "url": "https://example.com", "text": "here"},
        {"type": "broadcast", "range": "channel"}, {"type": "channel", "channel_id": "C1"}, {"type": "user", "user_id": "U1"},
        {"type": "date", "timestamp": 1, "fallback": "today"}, {"type": "usergroup", "usergroup_id": "S1"},
    ]  # fmt: skip
    blocks = [
        {"type": "rich_text", "elements": [
            {"type": "rich_text_section", "elements": inner},
            {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "one\n  two\n"}]},
            {"type": "rich_text_list", "style": "bullet", "elements": [
                {"type": "rich_text_section", "elements": [{"type": "text", "text": "three"}]},
                {"type": "rich_text_section", "elements": [{"type": "text", "text": "four"}]},
            ]},
        ]},
        {"type": "section"},
    ]  # fmt: skip
    first = " &lt; *x* :smile:a@example.comhere@channel#C1@U1today"
    assert text_in({"text": "&lt;", "blocks": blocks}, "U0BOT") == f"{first}\none\n  two\nthree\nfour"


def test_attachments_are_read_too() -> None:
    """Other programs post so."""
    message = {"text": "alarm", "attachments": [{"text": "line &lt;1&gt;"}, {"fallback": "line 2"}, {}]}
    assert text_in(message) == "alarm\nline <1>\nline 2"
    assert text_in({}) == ""
