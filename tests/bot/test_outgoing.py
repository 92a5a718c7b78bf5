"""A reply is text and a reply again; of a verdict only what it alone tells needs to be kept."""

from __future__ import annotations

import pytest

from bot.conversation import Conversation
from bot.desk import Message
from bot.outgoing import Parcel, is_heard, is_verdict, pack, unpack, unreviewed
from tests.adapters.contract import LOG


@pytest.fixture
def conversation(desk):
    """Give a conversation in which a log was pasted, with the reply to it."""
    return desk.respond(Conversation("x"), Message(text=LOG, lang="en"))


def test_what_is_unpacked_is_what_was_packed(conversation):
    """Whatever blocks it is made of."""
    parcel = Parcel("there", conversation[1])
    assert unpack(pack(parcel)) == parcel


def test_a_text_that_is_none_is_told():
    """So that a store of another layout can be read past."""
    with pytest.raises(ValueError, match="validation error"):
        unpack('{"to": 1}')


def test_of_a_verdict_what_was_understood_is_left(desk, conversation):
    """Not one line of the log, which a review quotes again."""
    choice = next(choice for choice in conversation[1].choices if choice.value == "yes")
    _, reply = desk.respond(conversation[0], Message(choice=choice.token))
    assert is_verdict(reply)
    left = unreviewed(reply)
    assert [section.name for section in left.sections] == [s.name for s in reply.sections if s.name in ("understood", "changed")] != []
    assert is_heard(left)
    assert (left.choices, left.evidence) == ((), ())


def test_of_any_other_reply_all_is_left(desk, conversation):
    """A page that was asked for in between is told by that reply alone."""
    _, reply = desk.respond(conversation[0], Message(text="What is an RBL?"))
    assert not is_verdict(reply)
    assert not is_heard(reply)
    assert unreviewed(reply) == reply
