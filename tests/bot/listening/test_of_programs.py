"""What is said of mail that a program of one's own machine sent."""

import pytest

from bot.listening.of_programs import hear_of_programs

BY_A_PROGRAM = """\
Nov 24 10:11:12 web01 postfix/pickup[812]: 4CF0E2A0B71: uid=33 from=<www-data>
Nov 24 10:11:12 web01 postfix/qmgr[700]: 4CF0E2A0B71: from=<www-data@web01.example.jp>, size=2881, nrcpt=1 (queue active)
Nov 24 10:11:14 web01 postfix/smtp[817]: 4CF0E2A0B71: to=<alfa@example.net>, relay=mx.example.net[203.0.113.7]:25, status=sent (250 OK)
"""
FOR_ROOT = (
    BY_A_PROGRAM.replace("smtp[817]", "local[817]")
    .replace("relay=mx.example.net[203.0.113.7]:25", "relay=local")
    .replace("250 OK", "delivered to mailbox")
)
BY_LOGIN = BY_A_PROGRAM.replace(
    "pickup[812]: 4CF0E2A0B71: uid=33 from=<www-data>",
    "smtpd[812]: 4CF0E2A0B71: client=unknown[203.0.113.9], sasl_method=PLAIN, sasl_username=ann",
)


@pytest.fixture
def said(known, library):
    """Give a function from words, and lines of a log, to what is heard of each sender."""
    return lambda text, log=BY_A_PROGRAM: [
        (one.about, one.value, one.weak)
        for one in hear_of_programs(text, known(log).transactions, library.told)
        if one.fact == "mail_is_meant"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "知らない宛先に送られています。",
        "なぜ見覚えのない宛先に出ているのでしょうか?",
        "Why does my server write to people I don't know?",
        "I never sent these.",
        "My site is sending spam",
    ],
)
def test_who_does_not_know_of_it_is_asked(said, text):
    """Also where it is said in a question."""
    assert said(text) == [("www-data@web01.example.jp", None, True)]


@pytest.mark.parametrize(
    "text", ["うちのサイトにフォームはありません。", "The website has no contact form.", "Our site sends no mail at all."]
)
def test_who_says_that_nothing_writes_mail_is_believed(said, text):
    """The sender's mail is not meant."""
    assert said(text) == [("www-data@web01.example.jp", False, False)]


@pytest.mark.parametrize(
    "text",
    [
        "Is this normal?",
        "これはふつうですか。",
        "Perhaps I never sent these.",
        "Does it matter if the site has no contact form?",
        "お客様からの問い合わせです。",
        "サイトには予約フォームはあります。",
        "サイトからメールは送っています。",
        "自動送信はしています。",
        "本人は登録した覚えがあるそうです。",
        "",
    ],
)
def test_other_words_tell_nothing(said, text):
    """Neither do suppositions."""
    assert said(text) == []


@pytest.mark.parametrize("log", [FOR_ROOT, BY_LOGIN])
def test_it_is_about_programs_that_write_to_others(said, log):
    """Not about a report to root, nor about mail under a log-in."""
    assert said("I never sent these to people I don't know.", log) == []


@pytest.mark.parametrize(
    "text",
    [
        "My host warned me: exceeded 200 emails per hour.",
        "There are thousands like this.",
        "大量送信の警告が来ました。",
        "レンタルサーバから大量送信を検知したと言われました。",
    ],
)
def test_masses_are_heard(known, library, text):
    """Of what a program of this machine handed in, and of nothing else."""

    def masses(log):
        found = hear_of_programs(text, known(log).transactions, library.told)
        return [(one.fact, one.value, one.transaction) for one in found if one.fact == "program_sends_masses"]

    assert masses(BY_A_PROGRAM) == [("program_sends_masses", True, 1)]
    assert masses(BY_LOGIN) == []
