"""Which doubts, observations and cautions are told: those whose conditions hold, and no others."""

import pytest

NAMED = {"client": "aaa.aaa.aaa.aaa", "name": "f1.******.ne.jp", "sender": "*****@f1.*******.ne.jp"}
ABUSED = ("ours=f1.*******.ne.jp", "not-ours=aaa.aaa.aaa.aaa")
HANDED_ON = "メッセージ(ID=533)を外部のホスト mail.example.net へ配信しました。"


def section(answer, name):
    """Give the text of one section of an answer's reply."""
    found = answer.reply.section(name)
    return repr(found.blocks) if found else ""


def test_doubts_are_told(explained, session):
    """A finding's other readings are told while nothing makes them moot."""
    (finding,) = explained(session(**NAMED), ABUSED).findings
    assert len(finding.doubts) == 2
    assert any("one of your own mailboxes" in doubt for doubt in finding.doubts)


def test_moot_doubt_is_not_told(explained, session):
    """Once a line shows where the message went, it is not doubted that it went into a mailbox here."""
    finding = explained(session(HANDED_ON, **NAMED), ABUSED).findings[0]
    assert len(finding.doubts) == 1
    assert "mailboxes" not in finding.doubts[0]


@pytest.mark.parametrize(
    ("more", "sender", "tell", "says", "never_says"),
    [
        ((), NAMED, (), ("do not contradict each other", "the same name again", "is not in these lines"), ("read by its parts",)),
        ((), NAMED, ("ours=f1.*******.ne.jp",), ("do not contradict each other",), ("the same name again",)),
        ((HANDED_ON,), NAMED, (), ("handed to another server was read by its parts",), ("is not in these lines",)),
        ((), {"sender": ""}, (), ("The sender is empty",), ()),
        ((), {"sender": "a@example.com"}, (), ("gave no name",), ("do not contradict",)),
        ((), {"name": "m.example.net"}, (), ("not the name that the machine goes by",), ("the same name again",)),
    ],
)
def test_observations_by_facts(explained, session, more, sender, tell, says, never_says):
    """What is observed depends on the facts, and on what the paste does not show."""
    told = section(explained(session(*more, **sender), tell), "contrast")
    assert [text for text in says if text not in told] == []
    assert [text for text in never_says if text in told] == []


@pytest.mark.parametrize(
    "log",
    [
        '2000年 12月 14日 (木) 11:16:10 PM - POP: ユーザ "alice" が [198.51.100.3] からログインしました。\n',
        "Nov 24 09:00:01 mail dovecot: pop3-login: Login: user=<ann@example.com>, method=PLAIN, rip=203.0.113.20, lip=192.0.2.1, TLS\n",
        "\n".join(
            [f'2000年 12月 14日 (木) 11:16:{at} PM - POP ログインに失敗しました: ユーザ "alice" [198.51.100.3]' for at in range(10, 16)]
            + ['2000年 12月 14日 (木) 11:16:20 PM - POP: ユーザ "alice" が [198.51.100.3] からログインしました。']
        ),
    ],
)
def test_nothing_of_relay_tests_where_a_mailbox_was_read(explained, log):
    """Who fetches mail, or found a password, has not relayed: what to know of relay tests is not told."""
    for tell in ((), ("not-ours=198.51.100.3",), ("ours=198.51.100.3",)):
        answer = explained(log, tell, {"server": "asip"})
        assert [caution for caution in answer.cautions if "test" in caution] == []


@pytest.mark.parametrize(
    ("sender", "tell", "says", "never_says"),
    [
        (NAMED, (), ("Passing an open-relay test", "no longer answers"), ("After any change", "door stays open")),
        (NAMED, ABUSED, ("Passing an open-relay test", "After any change"), ("door stays open",)),
        (
            NAMED,
            ("ours=f1.*******.ne.jp", "ours=aaa.aaa.aaa.aaa"),
            ("door stays open", "Passing an open-relay test"),
            ("After any change",),
        ),
        ({"sender": None}, (), ("Passing an open-relay test",), ("After any change",)),
    ],
)
def test_cautions_by_conditions(explained, session, sender, tell, says, never_says):
    """Cautions are told where the rule names them, or where server, verdict, severity and fields are as they say."""
    told = " ".join(explained(session(**sender), tell).cautions)
    assert [text for text in says if text not in told] == []
    assert [text for text in never_says if text in told] == []


def test_dead_list_is_named_as_it_stands(explained, session):
    """The caution about a list that is gone names it; a list that is not known to be gone is not spoken of."""
    assert any("rbl.maps.vix.com." in caution for caution in explained(session()).cautions)
    other = session().replace("rbl.maps.vix.com.", "rbl.example.")
    assert not any("no longer answers" in caution for caution in explained(other).cautions)
