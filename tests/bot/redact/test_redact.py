"""Names go, the diagnosis stays."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.contract import document
from bot.library import bundled, load
from bot.redact import Redaction, redact
from bot.threads import read_threads

THREADS = read_threads(bundled())
TURNS = [pytest.param(thread, turn, id=f"{thread.id}-{turn.name}") for thread in THREADS for turn in thread.turns]
LINE = (
    "Jan  5 10:00:01 mx7 postfix/smtpd[123]: NOQUEUE: reject: RCPT from host-203-0-113-7.dyn.isp.com[203.0.113.7]: "
    "554 5.7.1 <bob@victim.co.jp>: Relay access denied; from=<spam@evil.com> to=<bob@victim.co.jp> proto=ESMTP helo=<evilpc>"
)
WORD = st.from_regex(r"[a-z]{2}[a-z0-9]{2,7}q[a-z]", fullmatch=True)  # a q keeps them apart from the words of servers and of our pseudonyms
PUBLIC = st.tuples(st.sampled_from([5, 8, 46, 93, 185, 203]), *[st.integers(1, 254)] * 3).map(lambda octets: ".".join(map(str, octets)))
ENDING = st.sampled_from(["com", "net", "co.jp", "de", "org", "ne.jp"])
TEMPLATES = (
    "client=mail.{w0}.{t}[{ip}], sasl_method=PLAIN, sasl_username={w1}",
    "from=<{w1}@{w0}.{t}>, size=1, nrcpt=1 (queue active)",
    "2024-01-01 10:00:00 1rABCD-0000XX-Yz <= {w1}@{w0}.{t} H=({w2}) [{ip}] P=esmtpsa A=login:{w1} id={w2}@{w0}.{t}",
    "SMTP サーバはメッセージ(ID=414)を“{w1}@{w0}.{t}”からサイズ 1 (k)で発信しました。",
    "発信元の DNS 名: “{w2}.{w0}.{t} [{ip}]”",
    "imap-login: Login: user=<{w1}>, rip={ip}, password={w2}9x",
    "is {w1}@{w0}.{t} at {ip} ours? see https://{w0}.{t}/{w2}",
    "Jan  5 10:00:01 {w2} sshd[1]: Invalid user {w1} from {ip} port 22",
    "Received: from {w2} ({w0}.{t} [{ip}]) by mx.{w0}.{t} with ESMTP id AB12; Thu, 4 Jan 2024",
    "From: Jane {w2} <{w1}@{w0}.{t}>\nSubject: about {w2}",
)


@st.composite
def texts(draw: st.DrawFn) -> tuple[str, set[str]]:
    """Give a text out of lines as servers write them, and all that names somebody in it."""
    names = {f"w{i}": draw(WORD) for i in range(3)}
    ip, ending = draw(PUBLIC), draw(ENDING)
    lines = draw(st.lists(st.sampled_from(TEMPLATES), min_size=1, max_size=5))
    text = "\n".join(line.format(**names, ip=ip, t=ending) for line in lines)
    return text, {name for name in (*names.values(), ip) if name in text}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts())
def test_nothing_of_the_names_is_left(made: tuple[str, set[str]]) -> None:
    """Neither names nor addresses nor secrets stand in the result, and doing it again changes nothing."""
    text, names = made
    redacted = redact(text)
    left = {name for name in names if re.search(rf"(?<![A-Za-z0-9]){re.escape(name)}(?![A-Za-z0-9])", redacted)}
    documentation = re.compile(r"192\.0\.2|198\.51\.100|203\.0\.113")
    assert {name for name in left if not documentation.match(name)} == set()
    assert redact(redacted) == redacted


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.sampled_from("ab1.@<>[]:/=*-_ \n“”user=hostx"), max_size=80) | st.text(max_size=60))
def test_any_text_is_taken_and_stays_once_it_is_redacted(text: str) -> None:
    """No text raises, and a redacted one is its own redaction."""
    redacted = redact(text)
    assert redact(redacted) == redacted


def test_equal_stays_equal_and_related_stays_related() -> None:
    """One mailbox, login and host is called the same everywhere; a host stays below its domain."""
    redacted = redact(f"{LINE}\n... sasl_username=bob\n... from mail.victim.co.jp[203.0.113.9]: is bob ours?")
    assert redacted.count("<user1@domain2.example>") == 2
    assert "sasl_username=user1" in redacted
    assert "is user1 ours?" in redacted
    assert "mail.domain2.example[192.0.2.2]" in redacted  # of the same network as 203.0.113.7, now 192.0.2.1
    assert "host2.dyn.domain1.example[192.0.2.1]" in redacted


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[10.1.2.3] [10.1.2.4] [10.9.2.3]", "[10.0.0.2] [10.0.0.3] [10.1.0.2]"),
        ("172.22.1.1 and 172.17.0.1, 192.168.65.1, 100.64.7.9, 127.0.0.1", "172.16.0.1 and 172.17.0.1, 192.168.0.1, 100.64.0.2, 127.0.0.1"),
        ("2a01:4f8::1 2a01:4f8::2 fe80::1:2 fd12:3456::9 ::1", "2001:db8::1 2001:db8::2 fe80::1 fd00::1 ::1"),
        ("from=<> to=<postmaster@corp.com> root mail.log main.cf", "from=<> to=<postmaster@domain1.example> root mail.log main.cf"),
        ("7.113.0.203.zen.spamhaus.org", "1.2.0.192.zen.spamhaus.org"),
        ("*****@f1.*******.ne.jp aaa.aaa.aaa.aaa 111.111.111.111", "*****@host1.*******.ne.jp aaa.aaa.aaa.aaa 111.111.111.111"),
        ("srv1.corp.local is not srv1.corp.com", "host1.domain1.local is not host1.domain2.example"),
        ("AUTH PLAIN AGJvYgBodW50ZXIy and password: hunter2", "AUTH PLAIN …secret… and password: …secret…"),
        ("/home/jane/public_html at 12:34:56 with 550 5.7.1", "/home/user1/public_html at 12:34:56 with 550 5.7.1"),
        ("SRS0=x=tt=a.com=joe@fwd.net", "SRS0=user1@domain1.example"),
    ],
)
def test_what_becomes_of(text: str, expected: str) -> None:
    """Ranges, masks, public lists, queue ids and codes stay what they are; all else is numbered in order."""
    assert redact(text) == expected


def test_texts_that_differ_in_names_alone_become_the_same() -> None:
    """So the same gap is counted, whoever met it."""
    other = LINE.replace("bob", "amy").replace("victim.co.jp", "prey.de").replace("203.0.113.7", "5.6.7.8").replace("mx7", "zeus")
    assert redact(other) == redact(LINE)


@pytest.mark.parametrize(("thread", "turn"), TURNS)
def test_the_verdict_survives(explained, thread, turn) -> None:
    """Every worked case comes to the same conclusion when its log, its site and what is told are redacted alike."""
    redaction = Redaction(load().redaction)
    text = redaction.text(thread.text(turn))
    tell = [f"{said.partition('=')[0]}={redaction.text(said.partition('=')[2])}" for said in turn.tell]
    site = {key: [redaction.text(each) for each in value] if isinstance(value, list) else value for key, value in turn.site.items()}
    before, after = document(explained(thread.text(turn), turn.tell, turn.site)), document(explained(text, tell, site))
    for name in ("verdict", "severity", "certainty", "evidence", "warned", "coverage"):
        assert after[name] == before[name]
    assert [q["fact"] for q in after["questions"]] == [q["fact"] for q in before["questions"]]
