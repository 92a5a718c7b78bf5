"""The lines told in small groups, plain sessions first, and nothing twice."""

from bot.reply import Heading, Log, Paragraph, Terms

NAMED = {"client": "aaa.aaa.aaa.aaa", "name": "f1.******.ne.jp", "sender": "*****@f1.*******.ne.jp"}
PLAIN = {"client": "bbb.bbb.bbb.bbb", "sender": "1111111111.co.jp", "number": 414}


def walk(answer):
    """Give the blocks of an answer's walkthrough."""
    return answer.reply.section("walkthrough").blocks


def text(block):
    """Give a block's text."""
    if isinstance(block, Terms):
        return "".join(span.text for _, said in block.items for span in said)
    return "".join(span.text for span in block.spans) if isinstance(block, (Heading, Paragraph)) else ""


def quoted(answer):
    """Give the numbers of the lines in each quotation."""
    return [[line.number for line in block.lines] for block in walk(answer) if isinstance(block, Log)]


def test_one_session_is_told_in_groups(explained, session):
    """Look-up, client and message are a group each; one session alone has no title."""
    answer = explained(session())
    assert quoted(answer) == [[1, 2, 3], [4, 5, 6], [7]]
    assert not any(isinstance(block, Heading) for block in walk(answer))


def test_plain_one_comes_first(explained, session):
    """The plain session is told first, wherever it stands, and the other is compared with it."""
    answer = explained(session(**NAMED) + session(**PLAIN, hour=12))
    titles = [text(block) for block in walk(answer) if isinstance(block, Heading)]
    assert titles[0].startswith("Lower: ")
    assert titles[1].startswith("Upper: ")
    assert [numbers[0] for numbers in quoted(answer)] == [8, 11, 14, 5, 7]


def test_same_flow_is_told_once(explained, session):
    """A session that goes the same way shows only the lines that matter, and says whose way it goes."""
    answer = explained(session(**PLAIN, hour=10) + session(**NAMED))
    assert any("It goes the same way as the upper block" in text(block) for block in walk(answer))
    assert quoted(answer)[-2:] == [[12, 13], [14]]


def test_plain_one_says_that_it_decides_nothing(explained, session):
    """Of a plain session it is said that it decides nothing either, and which word would put it in question."""
    answer = explained(session(**PLAIN, hour=10) + session(**NAMED))
    (told,) = [text(block) for block in walk(answer) if "decides nothing about the upper block" in text(block)]
    assert 'If bbb.bbb.bbb.bbb is not yours, say "not mine"' in told


def test_nothing_is_said_twice(explained, session):
    """What a line means, and what it does not, is said once however often it comes."""
    twice = explained(session() + session(hour=12))
    said = " ".join(text(block) for block in walk(twice))
    assert said.count("It says nothing about whether your own server is on a list") == 1
    assert said.count("has begun") == 1


def test_whose_machine_it_is_is_said(explained, session):
    """Each group says whose machine its lines speak of."""
    said = [text(block) for block in walk(explained(session()))]
    assert sum("It speaks of the machine that connected." in part for part in said) == 2
    assert sum("It speaks of your own server." in part for part in said) == 1


def test_reading_by_parts_is_admitted(explained, session):
    """A line whose wording is not attested says that it was read by its parts."""
    here = 'メッセージ(ID=533)をローカルのメールボックス "user" に配信しました。'
    assert "exact wording is not attested" in text(walk(explained(session(here)))[-2])


def test_lines_outside_sessions_come_last(explained, session, stamped):
    """Lines that belong to no session, unread ones among them, are told after all sessions."""
    answer = explained(stamped("メールサーバを起動しました。", hour=9) + session())
    assert quoted(answer)[-1] == [1]


def test_every_line_is_quoted_once_or_not_needed(explained, session):
    """No line is quoted twice; in a single session none is left out."""
    numbers = [number for group in quoted(explained(session())) for number in group]
    assert numbers == list(range(1, 8))


def test_japanese_has_no_gaps(explained, session):
    """In Japanese the sentences of a group follow each other without spaces."""
    said = "".join(text(block) for block in walk(explained(session(), lang="ja")))
    assert "。 " not in said


LOGIN_FAILED = 'POP ログインに失敗しました: ユーザ "{}" [192.0.2.9]'


def test_equal_blocks_are_told_once(explained, stamped):
    """Eight equal log-ins are one block with its count; ones that differ stand together under one title."""
    equal = walk(explained(stamped(*[LOGIN_FAILED.format("alice")] * 8)))
    assert [text(block) for block in equal if isinstance(block, Heading)] == ["1–8: 11:06 am, from 192.0.2.9"]
    assert any("The same comes 8 times in all: blocks 1–8 (lines 1–8)." in text(block) for block in equal)
    assert quoted(explained(stamped(*[LOGIN_FAILED.format("alice")] * 8))) == [[1]]
    differing = explained(stamped(*[LOGIN_FAILED.format(f"user{n}") for n in range(4)]))
    assert quoted(differing) == [[1, 2, 3, 4]]


def test_two_machines_are_two_groups(explained, session):
    """A line about our server and one about another stand apart, each with whose machine it is and what it does not say."""
    here = 'メッセージ(ID=533)をローカルのメールボックス "user" に配信しました。'
    beyond = "メッセージ(ID=533)を外部のホスト mail.example.net へ配信しました。"
    assert quoted(explained(session(here, beyond)))[-2:] == [[8], [9]]


def test_very_many_blocks_are_not_all_shown(explained, session):
    """A long log is told as far as somebody would read it, says what was left out, and keeps every line in the answer."""
    answer = explained("".join(session(client=f"192.0.2.{n}", number=n, name=f"m{n}.example.com", hour=n) for n in range(60)))
    titles = [block for block in walk(answer) if isinstance(block, Heading)]
    assert len(titles) <= 40
    assert any("more blocks are not shown line by line" in text(block) for block in walk(answer))
    assert sum(len(numbers) for numbers in quoted(answer)) <= 200
    assert len(answer.lines) == answer.lines_total > 200


def test_headline_block_is_shown_among_very_many(explained, session):
    """However many blocks there are, the one that the verdict is about is told."""
    many = "".join(session(client=f"10.1.2.{n + 2}", number=n, hour=n) for n in range(60))
    bad = session(
        "メッセージ(ID=999)を外部のホスト mail.example.net へ配信しました。", number=999, sender="x@example.net", name="m.example.net"
    )
    answer = explained(many + bad, ("not-ours=example.net", "not-ours=192.0.2.7"))
    assert answer.verdict == "relay_abuse"
    assert any("from 192.0.2.7" in text(block) for block in walk(answer) if isinstance(block, Heading))


def test_title_names_nobody_where_nobody_connected(explained):
    """A notice that the server wrote itself came from no machine, and its empty sender is told in words."""
    notice = "Nov 24 05:10:02 mail postfix/qmgr[880]: B20022C205: from=<>, size=4011, nrcpt=1 (queue active)\n"
    knock = "Nov 24 05:11:01 mail postfix/smtpd[4410]: connect from unknown[203.0.113.71]\n"
    told = [text(block) for block in walk(explained(notice + knock))]
    assert "Upper: 5:10 am" in told
    assert "Lower: 5:11 am, from 203.0.113.71" in told
    assert any(said.startswith("Message B20022C205 ") and "is from nobody (an empty sender" in said for said in told)


LOCAL = (
    "2026-11-24 05:00:01 1tG458-00000000cX1-0abc <= <> R=1tG457-00000000cX0-0abb U=Debian-exim P=local S=1820\n"
    "2026-11-24 05:00:02 1tG458-00000000cX1-0abc => mori <mori@example.com> R=local_user T=maildir_home\n"
    "2026-11-24 05:10:02 1tG4A8-00000000cX2-0abd => mori <mori@example.com> R=local_user T=maildir_home\n"
)


def test_titles_name_no_client_where_no_line_does(explained):
    """What a program of the server handed in came from within; of a message without its first line nothing is said."""
    titles = [text(block) for block in walk(explained(LOCAL, lang="ja")) if isinstance(block, Heading)]
    assert titles == ["【上段】午前5時00分、このサーバの中から", "【下段】午前5時10分"]


def test_an_empty_sender_is_told(explained):
    """A sentence about an empty sender has no hole."""
    told = " ".join(text(block) for block in walk(explained(LOCAL, lang="ja")))
    assert "差出人として「空」(不達通知などの書き方)と書かれています" in told
