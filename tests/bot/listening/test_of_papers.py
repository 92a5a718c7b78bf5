"""What people say beside a returned message or a conversation with a server."""

import pytest

from bot.listening.of_papers import hear_of_paper
from bot.transactions import Transaction

ONE = Transaction(1, "dsn", (), ())


def told(library, text, paper):
    """Give what was heard, as fact and value."""
    return {(said.fact, said.value) for said in hear_of_paper(text, paper, (ONE,), library.told)}


@pytest.mark.parametrize(
    ("text", "paper", "wanted"),
    [
        ("I never sent this. What is it?", "bounce", {("we_sent_it", False)}),
        ("送った覚えのないメールが戻ってきます。", "bounce", {("we_sent_it", False)}),
        ("私が送ったものに間違いありません。", "bounce", {("we_sent_it", True)}),
        ("I sent it to a customer.", "bounce", {("we_sent_it", True)}),
        ("社外の回線から試しました。", "transcript", {("tried_from_outside", True)}),
        ("I ran it from our office.", "transcript", {("tried_from_outside", False)}),
        ("I tested my own server from home.", "transcript", {("tried_from_outside", True), ("talks_with_ours", True)}),
        ("うちのサーバーはオープンリレーですか。", "transcript", {("talks_with_ours", True)}),
        ("Is our mail server open?", "transcript", {("talks_with_ours", True)}),
        ("I called their server.", "transcript", {("talks_with_ours", False)}),
        ("Maybe our server is open.", "transcript", set()),
        ("I did not write the settings, an agency did.", "bounce", set()),
        ("The firewall is not mine.", "bounce", set()),
        ("These are not mine.", "bounce", {("we_sent_it", False)}),
        ("not mine", "bounce", {("we_sent_it", False)}),
        ("Did I send this?", "bounce", set()),
        ("Maybe I never sent this.", "bounce", set()),
        ("I never sent this.", "queue", set()),
        ("Who is sending? We never set anything like that up.", "queue", {("flood_is_meant", False)}),
        ("一斉送信の覚えはありません。", "queue", {("flood_is_meant", False)}),
        ("He says he did not write it.", "headers", {("we_sent_it", False)}),
        ("He says he never sent it.", "bounce", set()),
        ("Maybe he did not write it.", "headers", set()),
        ("", "bounce", set()),
    ],
)
def test_words_tell_of_the_paper(library, text, paper, wanted):
    """A statement tells its facts; a question tells what it takes for granted; a guess, or words about another paper, tell nothing."""
    assert told(library, text, paper) == wanted


def test_all_messages_are_told_of(library):
    """What is said beside several messages holds of each."""
    two = (ONE, Transaction(2, "dsn", (), ()))
    assert [said.transaction for said in hear_of_paper("I never sent this", "bounce", two, library.told)] == [1, 2]
