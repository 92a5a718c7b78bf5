"""Several connections at once, trace headers and unread lines: what belongs to whom, and where nobody can know."""

import pytest

LOOK_UP = "SMTP 受信の接続 [{}] は、Real-time Blackhole リスト <rbl.maps.vix.com.> の検証行程にあります。"
OPENED, NAME, REAL = (
    "TCP/IP 経由の SMTP 受信の接続を確立しました_",
    "発信元の DNS 名: “{}[{}]”",
    "実際の接続 IP アドレス:[{}]",
)
MESSAGE = "SMTP サーバはメッセージ(ID={})を“{}”からサイズ 3 (k)で発信しました。"
HEADER = "Received: from [192.168.1.50] by {} (AppleShare IP Mail Server 6.2) id {} via TCP with SMTP; Wed, 07 Mar 2001 16:53:42 -0800\n"
UNREAD = "なんだか知らない行(ID={})です"


def entry(client, name=""):
    """Give the lines of one connection's entry."""
    return (OPENED, NAME.format(f"{name} " if name else "", client), REAL.format(client))


def told(known, text):
    """Give client, sender and doubt of each transaction of a text."""
    return [(t.client, t.sender, t.shared) for t in known(text).transactions]


def test_agreeing_name_has_the_message(known, stamped):
    """Of two open connections the one whose client's name agrees with the sender has the message; the other has the next."""
    text = stamped(
        *entry("192.0.2.7", "mx.example.com"), *entry("10.3.2.1"), MESSAGE.format(1, "a@example.com"), MESSAGE.format(2, "me@example.net")
    )
    assert told(known, text) == [("192.0.2.7", "a@example.com", False), ("10.3.2.1", "me@example.net", False)]


def test_message_that_agrees_with_nobody_is_shared(known, stamped):
    """A message that no open connection's name agrees with waits for the others, and nobody can be sure of it."""
    text = stamped(
        *entry("192.0.2.7", "mx.example.com"), *entry("10.3.2.1"), MESSAGE.format(1, "me@example.net"), MESSAGE.format(2, "a@example.com")
    )
    assert told(known, text) == [("192.0.2.7", "a@example.com", False), ("10.3.2.1", "me@example.net", True)]


def test_two_that_agree_are_shared(known, stamped):
    """Where two clients' names agree with the sender, the message is either's."""
    text = stamped(*entry("192.0.2.7", "a.example.com"), *entry("192.0.2.8", "b.example.com"), MESSAGE.format(1, "x@example.com"))
    assert [shared for _, sender, shared in told(known, text) if sender] == [True]


def test_connections_of_one_client_are_not_told_apart(known, stamped):
    """Two open connections of the same client leave no doubt about whose the message is."""
    text = stamped(*entry("192.0.2.7"), *entry("192.0.2.7"), MESSAGE.format(1, "x@example.com"))
    assert [shared for *_, shared in told(known, text)] == [False, False]


def test_connections_one_after_the_other_are_sure(known, session):
    """A connection that has had its message leaves the next one in no doubt."""
    assert [shared for *_, shared in told(known, session() + session(client="198.51.100.4", number=2))] == [False, False]


@pytest.mark.parametrize(("minute", "shared"), [(4, True), (6, False)])
def test_silence_ends_a_connection(known, stamped, minute, shared):
    """A connection that said nothing for longer than a server waits is no candidate any more."""
    later = stamped(*entry("198.51.100.4"), MESSAGE.format(1, "x@example.net")).replace(":06:", f":{6 + minute:02d}:")
    found = told(known, stamped(*entry("192.0.2.7")) + later)
    assert [doubt for _, sender, doubt in found if sender] == [shared]


def test_refused_connection_is_no_candidate(known, stamped):
    """A connection that was sent away has ended."""
    text = stamped(
        LOOK_UP.format("192.0.2.7"),
        "SMTP 受信の接続 [192.0.2.7] は Real-time Blackhole リスト <rbl.example.> に登録されているため拒否されました。",
        *entry("198.51.100.4"),
        MESSAGE.format(1, "x@example.net"),
    )
    assert ("198.51.100.4", "x@example.net", False) in told(known, text)


def test_look_ups_wait_for_their_connections(known, stamped):
    """Two look-ups, then two openings, then the names: each line finds the connection of its client."""
    one, other = "192.0.2.7", "198.51.100.4"
    lines = (LOOK_UP.format(one), LOOK_UP.format(other), OPENED, OPENED, *entry(other)[1:], *entry(one)[1:])
    assert [t.lines for t in known(stamped(*lines)).transactions] == [(1, 4, 7, 8), (2, 3, 5, 6)]


def test_header_joins_the_line_with_its_id(known, stamped):
    """A trace header and the log's line of the same number are one message; another number is another one."""
    (only,) = known(HEADER.format("mail.example.com", 23807) + stamped(MESSAGE.format(23807, "x@example.com"))).transactions
    assert (only.lines, only.client, only.sender) == ((1, 2), "192.168.1.50", "x@example.com")
    apart = known(HEADER.format("mail.example.com", 23807) + stamped(MESSAGE.format(5, "x@example.com"))).transactions
    assert [t.lines for t in apart] == [(1,), (2,)]


def test_two_headers_of_one_id_stay_apart(known):
    """Two servers may have used the same number, so two headers of it are two."""
    assert len(known(HEADER.format("a.example", 5) + HEADER.format("b.example", 5)).transactions) == 2


def test_unread_lines_stay_with_their_block(known, session, stamped):
    """A line that was not understood belongs to the message whose number it holds, else to the block that it follows."""
    text = (
        session() + stamped(UNREAD.format(999)) + session(client="198.51.100.4", number=2, hour=12) + stamped(UNREAD.format(533), hour=13)
    )
    assert [t.lines for t in known(text).transactions] == [(*range(1, 9), 16), tuple(range(9, 16))]


def test_long_logs_are_followed_without_searching(known, stamped):
    """Thousands of connections that never end, all in the same second, are followed one by one."""
    text = "".join(stamped(*entry(f"192.0.2.{n % 250}", f"m{n}.example"), MESSAGE.format(n, "x@example.com")) for n in range(1500))
    assert len(known(text).transactions) == 1500
