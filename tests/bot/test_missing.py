"""What the knowledge base had no word for is noted where that is wanted, without names, and is never shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.conversation import Conversation
from bot.desk import Desk, Message
from bot.library import Library
from bot.markdown import markdown_of
from bot.office import Envelope, Office
from bot.reply import Missed, Reply
from bot.site import Site
from bot.store import Store

UNREAD = "2000年 12月 14日 (木) 11:06:{second} AM - 未知のひとこと: jane@corp.co.jp が 5.6.7.{host} から zebra しました。\n"
READ = "2000年 12月 14日 (木) 11:06:09 AM -     実際の接続 IP アドレス:[192.0.2.7]\n"


@pytest.fixture(scope="module")
def desk(library: Library) -> Desk:
    """Give a desk that notes gaps."""
    return Desk(library, notes_gaps=True)


def _after(desk: Desk, *texts: str) -> Reply:
    conversation = Conversation("x")
    for text in texts:
        conversation, reply = desk.respond(conversation, Message(text=text, lang="en"))
    return reply


def test_unread_lines_are_noted_once_a_form(desk: Desk) -> None:
    """Two lines that differ in names alone are one gap, and the line that was read is none."""
    reply = _after(desk, READ + UNREAD.format(second="10", host=8) + UNREAD.format(second="11", host=9))
    assert reply.missed == (Missed("line/asip", "未知のひとこと: user1@domain1.example が 192.0.2.1 から zebra しました。"),)
    assert "domain1.example" not in markdown_of(reply)


@pytest.mark.parametrize("before", [(), (READ,)])
def test_unanswered_questions_are_noted(desk: Desk, before: tuple[str, ...]) -> None:
    """With a case open or not, a question that no page answers is noted without its names."""
    reply = _after(desk, *before, "how does jane@corp.com bake sourdough bread in Lisbon?")
    assert reply.missed == (Missed("question/en", "how does user1@domain1.example bake sourdough bread in Lisbon?"),)


@pytest.mark.parametrize("text", ["what is an open relay?", "the IP is ours", "thanks", "forget this", "zebra"])
def test_what_was_answered_or_no_question_is_not_noted(desk: Desk, text: str) -> None:
    """An answer, a wish and a word are no gaps."""
    assert _after(desk, READ, text).missed == ()


def test_nothing_is_noted_unless_wanted(library: Library) -> None:
    """By default nothing is."""
    assert _after(Desk(library), UNREAD.format(second="10", host=8)).missed == ()


async def test_the_office_keeps_them_and_sends_the_answer_without(desk: Desk, library: Library, tmp_path: Path) -> None:
    """What is kept can be counted, by team; the answer that is sent holds nothing of it."""

    async def respond(conversation: Conversation, message: Message, site: Site) -> tuple[Conversation, Reply]:
        return desk.respond(conversation, message, site)

    async with await Store.open(None, data_dir=tmp_path) as store:
        office = Office(store, respond, library)
        for number in range(2):
            envelope = Envelope(
                "terminal:a", "r", "p", f"{number}", f"c{number}", Message(text=READ + UNREAD.format(second="10", host=number + 1))
            )
            delivery = await office.receive(envelope)
            assert delivery.reply is not None
            assert delivery.reply.missed == ()
        kept = await store.gaps("terminal:a")
        assert [(gap.kind, gap.count) for gap in kept] == [("line/asip", 2)]
        assert all(not left.reply.missed for left in await office.left_over() if left.reply)
