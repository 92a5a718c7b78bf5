"""What folds out of a reply for Discord: in pages that fit, cut where it hurts least."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from bot.rendering.discord_markdown import size
from bot.rendering.discord_pages import ROOM, VIEWS, cut_text, pages, view_pages
from bot.rendering.limits import DISCORD
from bot.reply import Paragraph, Section, Span
from tests.bot.rendering.test_discord_markdown import HARMLESS
from tests.bot.rendering.test_discord_messages import REPLIES
from tests.fakes.discord_reading import kinds


@settings(deadline=None)
@given(REPLIES)
def test_any_view_fits_and_does_nothing(reply):
    """So do the pages behind the buttons."""
    for view in VIEWS:
        for page in view_pages(reply, view):
            assert 0 < size(page) <= DISCORD.components_text - 100
            assert kinds(page) <= HARMLESS | {"link"}


@pytest.mark.parametrize("text", ["short", "a\nb", "```text\nline\n```", "x" * 50])
def test_cut_text(text):
    """What fits stays as it is; what is cut ends with a sign, its code block closed."""
    assert cut_text(text, 100) == text
    cut = cut_text(f"{text}\n{'y' * 60}\n{'z' * 60}", 80)
    assert size(cut) <= 80
    assert cut.endswith("…")
    assert cut.count("```") % 2 == 0


def test_pages_do_not_end_with_a_heading():
    """A heading goes with what it is of."""
    sections = [Section("walkthrough", f"Part {n}", (Paragraph((Span("長い文です。" * 250),)),)) for n in range(5)]
    shown = pages(sections)
    assert len(shown) == 3
    assert all(page.startswith("### ") and not page.splitlines()[-1].startswith("#") for page in shown)
    assert all(size(page) <= ROOM for page in shown)
