"""Tests that a line read by its parts is never read as its opposite, nor by the names in it."""

import pytest

from bot.catalogue.matching import Messages, PartsReader
from bot.paste.cleaning import clean, message_of

LOCAL = "delivered_locally"
OUTSIDE = "delivered_outside"
UNREAD = None


@pytest.fixture(scope="module")
def asip(library):
    """Give ASIP's messages."""
    return Messages(library.servers["asip"], PartsReader(library.words))


def kind(asip, line):
    """Name the kind of event that a line is read as, None if it is not read."""
    match = asip.match("asip", message_of(clean(line)))
    return match.message.event if match else None


NAMES = ("rejected", "refused", "returned", "relay", "local", "mailbox", "host", "not", "failed", "拒否", "ローカル")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('SMTP server sent out message (ID=2) from "{}@example.net" size 6 (k).', "message_passed"),
        ('SMTP server sent out message (ID=2) from "bob@{}.example.net" size 6 (k).', "message_passed"),
        ('Message (ID=2) was sent to "{}@example.net".', OUTSIDE),
        ("メッセージ(ID=2)を外部のホスト “{}.example.net” へ配信しました。", OUTSIDE),
        ("メッセージ(ID=2)を “bob@{}.example.net” に配信しました。", "delivered"),
        ('Message (ID=2) was delivered to local mailbox "{}".', LOCAL),
        ('IMAP user "{}" logged in from [192.0.2.9].', "login_succeeded"),
        ('DNS name of the source: "{}.example.net [192.0.2.9]"', "client_name"),
        ('Recipient "{}@example.net" was rejected.', "recipient_refused"),
    ],
)
def test_names_decide_nothing(asip, line, expected, name):
    """What a stranger, or a user, is called does not change what a line says."""
    assert kind(asip, line.format(name)) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Message (ID=2) was not delivered to host mail.example.net: host unknown.", "undelivered"),
        ('Message (ID=2) could not be delivered to local mailbox "alice".', "undelivered"),
        ('Message (ID=2) couldn\'t be sent to "bob@example.net".', "undelivered"),
        ('Failed to deliver message (ID=2) to "bob@example.net"', "undelivered"),
        ("メッセージ(ID=2)を外部ホスト mail.example.net に送信できませんでした。", "undelivered"),
        ("メッセージ(ID=2)はまだローカルのメールボックスに配信されていません。", "undelivered"),
        ("Message (ID=2) undeliverable, will be retried later", "deferred"),
        ("Message (ID=2) will not be retried.", UNREAD),
        ("メッセージ(ID=2)を差出人に返送できませんでした。", UNREAD),
        ("Message (ID=2) could not be returned to sender.", UNREAD),
        ('受信者 "bob@example.net" への中継は拒否されませんでした。', UNREAD),
        ('Recipient "bob@example.net" was not rejected.', UNREAD),
        ('受信者 "bob@example.net" は拒否されずに受け付けられました。', UNREAD),
        ("SMTP 受信の接続 [192.0.2.9] は拒否されませんでした。", UNREAD),
        ('SMTP 名 "mail.example.net" と IP アドレス [192.0.2.9] が一致しました。', UNREAD),
        ('SMTP name "mail.example.net" matches IP address [192.0.2.9].', UNREAD),
        ('POP login for user "alice" did not fail. [192.0.2.9]', UNREAD),
        ('Message (ID=2) from "a@example.net" size 6 (k) was not accepted.', UNREAD),
        ("メールサーバを起動できませんでした。", UNREAD),
        ("SMTP connection from [192.0.2.9] was not closed", UNREAD),
        ("SMTP connection [192.0.2.9] is not listed in the Real-time Blackhole List <rbl.example.>.", "blocklist_passed"),
        ("RBL lookup of [192.0.2.9] failed: not found", UNREAD),
        ("Checking whether [192.0.2.9] is listed in the Real-time Blackhole List", "blocklist_query"),
        ("Incoming SMTP connection [192.0.2.9] allowed although it is a known source of junk mail.", "blocklist_hit"),
    ],
)
def test_negations(asip, line, expected):
    """A line that says what did not happen is read so, or not at all."""
    assert kind(asip, line) == expected


@pytest.mark.parametrize(
    "line",
    [
        'メッセージ(ID=2)を "bob@example.net" に配信できなかったわけではありません。',
        "メッセージ(ID=2)の配信に失敗しませんでした。",
        "Message (ID=2) did not fail to be delivered to host mail.example.net.",
        'Message (ID=2) was not refused but delivered to "bob@example.net".',
        'Message (ID=2) was not only sent to "bob@example.net" but also stored in local mailbox "a".',
        '受信者 "bob@example.net" への中継を拒否しないことはありません。',
        'SMTP 名 "mail.example.net" と IP アドレス [192.0.2.9] は一致しないわけではありません。',
    ],
)
def test_double_negatives(asip, line):
    """Two negatives are not understood, and never taken for one."""
    assert kind(asip, line) is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("相手のサーバ mail.example.net が中継を拒否しました。メッセージ(ID=2)", "remote_refused"),
        ("Message (ID=2) was rejected by mail.example.net: 550 no such user", "remote_refused"),
        ("mail.example.net said: 550 relaying denied (ID=2)", "remote_refused"),
        ("SMTP 送信の接続 [198.51.100.3] が拒否されました。Relaying denied", "remote_refused"),
        ("外部への中継を拒否しました: [192.0.2.9]", "relay_refused"),
        ("Relaying to external domains is not allowed.", "relay_refused"),
        ("相手のサーバ [192.0.2.9] からの接続を拒否しました。", "connection_refused"),
        ("Relaying to remote host denied", UNREAD),
        ("Connection from relay host relay.example.net [192.0.2.9] refused.", UNREAD),
        ("[192.0.2.9] が中継を求めたため拒否しました。", UNREAD),
    ],
)
def test_who_refused(asip, line, expected):
    """A refusal is ours or another server's only where the line says so."""
    assert kind(asip, line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('Message (ID=2) from local user "alice" was delivered to host mail.example.net.', UNREAD),
        ("メッセージ(ID=2)をホスト localhost に配信しました。", LOCAL),
        ("Message (ID=2) was queued for delivery to host mail.example.net", UNREAD),
        ('メッセージ(ID=2)を "bob@example.net" に配信する予定です。', UNREAD),
        ("保留されていたメッセージ(ID=2)を “bob@example.net” に配信しました。", UNREAD),
        ('Message (ID=2) was sent to user "alice".', UNREAD),
        ("Host mail.example.net returned error 550 for message (ID=2)", UNREAD),
        ("ユーザ “suzuki” がファイルサーバにログインしました。", UNREAD),
        ("サーバ会議を開始しました。", UNREAD),
    ],
)
def test_no_more_than_a_line_says(asip, line, expected):
    """Where a message went, and whether anything happened at all, is not guessed."""
    assert kind(asip, line) == expected


def test_address_of_another_server_is_not_the_clients(asip):
    """In a line about another server the address and the name are that server's."""
    match = asip.match("asip", '接続先の DNS 名: "mail.example.net [203.0.113.5]"')
    assert match.fields == {"server_ip": "203.0.113.5", "server_name": "mail.example.net"}


def test_null_sender_is_a_sender(asip):
    """The empty sender of a returned message is found, also by parts."""
    assert asip.match("asip", 'SMTP server sent out message (ID=2) from "" size 6 (k).').fields["sender"] == ""
