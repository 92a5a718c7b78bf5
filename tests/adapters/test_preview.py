"""What a writer of pages sees of Discord and Slack is what these platforms get."""

from __future__ import annotations

import pytest

from adapters.preview import CHATS
from bot.asked import page_reply
from bot.asking import Librarian
from bot.desk import Desk, Message
from bot.library import bundled, load
from bot.threads import read_threads

LOG = next(thread for thread in read_threads(bundled()) if thread.id == "two-blocks").log


@pytest.mark.parametrize("chat", CHATS)
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_page_is_read_as_a_whole(chat: str, lang: str) -> None:
    """The title and every paragraph of a page are there, in both languages, and no markdown is left in Slack."""
    librarian = Librarian(load())
    page = librarian.page("faq/greylisting", lang)
    assert page is not None
    shown = CHATS[chat](page_reply(page, librarian, lang))
    assert page.front.title in shown
    assert all(name in shown for name in page.sections)
    assert chat == "discord" or "**" not in shown


@pytest.mark.parametrize("chat", CHATS)
def test_answer_with_what_folds_out(chat: str) -> None:
    """The first screen comes first, with its answers as buttons; the walk through the lines is behind another."""
    answer = Desk(load()).explain(Message(text=LOG, lang="en"))
    shown = CHATS[chat](answer.reply)
    first, _, rest = shown.partition("[ lines ]" if chat == "discord" else "[ walkthrough ]")
    assert answer.headline in first.replace("┃ ", "")
    assert answer.reply.choices[0].label in first
    assert len(rest) > len(first)
