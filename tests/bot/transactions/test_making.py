"""Lines of a paste come together as transactions by their order, their message numbers and their clients."""

import pytest

from bot.transactions import Recipient

DELIVERED = 'メッセージ(ID={})をローカルのメールボックス "{}" に配信しました。'
SENT = 'メッセージ(ID={})を "{}" に送信しました。'
REFUSED = '受信者 "{}" への中継は拒否されました。'
LOGIN_FAILED = 'POP ログインに失敗しました: ユーザ "alice" [{}]'


def shape(known, text):
    """Give the lines of each transaction of a text."""
    return [transaction.lines for transaction in known(text).transactions]


def test_one_session_is_one_transaction(known, session):
    """A session's seven lines are one transaction, with all that they show."""
    (only,) = known(session(name="mail.example.com")).transactions
    assert only.lines == (1, 2, 3, 4, 5, 6, 7)
    assert (only.client, only.client_name, only.sender, only.queue_id) == ("192.0.2.7", "mail.example.com", "alice@example.com", "533")
    assert (only.outcome, only.seen, only.recipients) == ("accepted", {"entry", "sender"}, ())
    assert only.when is not None


def test_two_sessions_follow_each_other(known, session):
    """A new look-up, or a new connection, begins the next transaction."""
    assert shape(known, session() + session(client="198.51.100.4", hour=12)) == [tuple(range(1, 8)), tuple(range(8, 15))]
    assert shape(known, session() + session(hour=12)) == [tuple(range(1, 8)), tuple(range(8, 15))]


def test_two_messages_of_a_connection_share_it(known, session, stamped):
    """A second message on the same connection is a transaction of its own that inherits what the connection said."""
    second = stamped("SMTP サーバはメッセージ(ID=534)を“bob@example.com”からサイズ 1 (k)で発信しました。", hour=12)
    first, other = known(session() + second).transactions
    assert (first.queue_id, other.queue_id) == ("533", "534")
    assert (first.client, other.client) == ("192.0.2.7", "192.0.2.7")
    assert (first.lines, other.lines) == ((1, 2, 3, 4, 5, 6, 7), (1, 2, 3, 4, 5, 6, 8))


def test_later_line_goes_to_its_message(known, session, stamped):
    """A line with a message's number belongs to that message, even after another session."""
    text = session() + session(client="198.51.100.4", number=534, hour=12) + stamped(DELIVERED.format(533, "user"), hour=13)
    first, second = known(text).transactions
    assert (first.lines[-1], first.outcome, first.recipients) == (15, "delivered", (Recipient("user", "delivered"),))
    assert (second.lines[-1], second.outcome) == (14, "accepted")


def test_line_of_an_unseen_message_stands_alone(known, stamped):
    """A line about a message whose entry is not in the paste is a transaction by itself."""
    (only,) = known(stamped(DELIVERED.format(99, "user"))).transactions
    assert (only.queue_id, only.client, only.sender, only.outcome) == ("99", None, None, "delivered")
    assert only.seen == {"recipients", "outcome"}


@pytest.mark.parametrize(("sender", "outcome"), [(None, "refused"), ("alice@example.com", "accepted")])
def test_refusal_belongs_to_the_session_before_it(known, session, sender, outcome):
    """A refusal names no number; it goes with the session it follows, and does not undo what that took before."""
    (only,) = known(session(REFUSED.format("bob@example.net"), sender=sender)).transactions
    assert only.outcome == outcome
    assert only.recipients == (Recipient("bob@example.net", "refused"),)


def test_one_recipient_refused_then_message_taken(known, session):
    """Where one recipient was refused and the message was then taken for others, the message's fate is accepted."""
    passed = "SMTP サーバはメッセージ(ID=533)を“alice@example.com”からサイズ 1 (k)で発信しました。"
    (only,) = known(session(REFUSED.format("bob@example.net"), passed, sender=None)).transactions
    assert only.outcome == "accepted"
    assert only.recipients == (Recipient("bob@example.net", "refused"),)


def test_log_ins_stand_alone_and_starts_outside(known, session, stamped):
    """Each log-in is a transaction by itself; the server's start and stop belong to none."""
    logins = stamped(LOGIN_FAILED.format("192.0.2.9"), LOGIN_FAILED.format("192.0.2.9"), "メールサーバを起動しました。", hour=10)
    assert shape(known, logins + session()) == [(1,), (2,), tuple(range(4, 11))]


def test_latest_fate_of_a_recipient_counts(known, session):
    """A message deferred and then handed on was sent."""
    deferred = 'メッセージ(ID=533)の "bob@example.net" への送信は保留され、後で再試行します。'
    (only,) = known(session(deferred, SENT.format(533, "bob@example.net"))).transactions
    assert only.outcome == "sent"
    assert only.recipients[-1] == Recipient("bob@example.net", "sent")


def test_refusal_does_not_hide_what_was_sent(known, session):
    """A message that was handed on was sent, though a recipient was refused after it."""
    (only,) = known(session(SENT.format(533, "bob@example.net"), REFUSED.format("carol@example.net"))).transactions
    assert only.outcome == "sent"
    assert only.recipients == (Recipient("bob@example.net", "sent"), Recipient("carol@example.net", "refused"))


def test_return_names_its_sender_and_no_recipient(known, session):
    """The address that a message was returned to is the sender's, so it is no recipient."""
    (only,) = known(session('メッセージ(ID=533)を "alice@example.com" に返送しました。')).transactions
    assert (only.outcome, only.recipients) == ("bounced", ())


def test_sender_may_be_empty(known, session):
    """A null sender is shown as an empty text, not as missing."""
    (only,) = known(session(sender="")).transactions
    assert only.sender == ""


def test_next_hop_is_not_taken_for_the_client(known, session):
    """The address that a message was handed to is not the address that it came from."""
    text = session(
        "メッセージ(ID=533)を外部のホスト mail.example.net [203.0.113.5] へ配信しました。", "SMTP 送信の接続 [203.0.113.5] を確立しました。"
    )
    assert {transaction.client for transaction in known(text).transactions} == {"192.0.2.7"}


def test_marks_and_kinds_are_found(known, session):
    """Lines are found by their marks, events by their kinds."""
    (only,) = known(session(DELIVERED.format(533, "user"))).transactions
    assert only.showing("client") == (5, 6)
    assert only.showing("sender", "recipient") == (7, 8)
    assert [event.line.number for event in only.of_kind("client_name", "client_address")] == [5, 6]


def test_two_connections_at_once(known, stamped):
    """Lines of two clients that are connected at the same time are told apart by their addresses."""
    opened, real = "TCP/IP 経由の SMTP 受信の接続を確立しました_", "実際の接続 IP アドレス:[{}]"
    name = "発信元の DNS 名: “[{}]”"
    one, other = "192.0.2.7", "198.51.100.4"
    text = stamped(opened, opened, name.format(one), name.format(other), real.format(one), real.format(other))
    assert [transaction.client for transaction in known(text).transactions] == [other, one]
    assert shape(known, text) == [(1, 4, 6), (2, 3, 5)]


def test_client_that_gives_another_address_stays_one(known, stamped):
    """A client whose name line holds another address than the one really connected is one client, known by the real one."""
    lines = (
        "TCP/IP 経由の SMTP 受信の接続を確立しました_",
        "発信元の DNS 名: “a.example [192.0.2.7]”",
        "実際の接続 IP アドレス:[198.51.100.4]",
    )
    (only,) = known(stamped(*lines)).transactions
    assert (only.client, only.lines) == ("198.51.100.4", (1, 2, 3))
