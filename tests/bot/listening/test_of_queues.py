"""What is said of a queue by somebody who looked at it."""

import pytest

from bot.listening.of_queues import hear_of_queue
from bot.transactions import Transaction

TWO = (Transaction(1, "asip", (), ()), Transaction(2, "asip", (), ()))


@pytest.mark.parametrize(
    "text",
    [
        "送信待ちの一覧を見たら、海外の無料メールのあて先ばかりが八百通ほどたまっていました。",
        "キューに知らない宛先のメールが大量にあります。",
        "The queue is full of mail to people we don't know.",
        "There are hundreds of messages for foreign addresses waiting to be sent.",
    ],
)
def test_a_queue_full_of_strangers_is_heard(library, text):
    """Of every message, since nobody says which of them wait."""
    assert [(one.fact, one.value, one.transaction) for one in hear_of_queue(text, TWO, library.told)] == [
        ("queue_holds_strangers", True, 1),
        ("queue_holds_strangers", True, 2),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "キューは空です。",
        "送信待ちは社内あてが二通だけです。",
        "キューに知らない宛先が大量にあったらどうなりますか。",
        "Is the queue full of strangers' mail?",
        "The queue is empty.",
        "Hundreds of customers abroad read our letter.",
        "",
    ],
)
def test_other_words_tell_nothing(library, text):
    """Neither does what is asked or supposed."""
    assert hear_of_queue(text, TWO, library.told) == ()
