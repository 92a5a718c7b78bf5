"""Facts about one client that count: lines that the log says were repeated, and a tester's run beside plain attempts."""

import pytest

from bot.desk import Message

FAILED = "Nov 24 10:00:0{n} mail postfix/smtpd[7]: warning: unknown[203.0.113.9]: SASL LOGIN authentication failed: UGFzc3dvcmQ6"
REFUSED = (
    "Nov 24 10:00:0{n} mail postfix/smtpd[7]: NOQUEUE: reject: RCPT from unknown[203.0.113.9]: 554 5.7.1 <{to}>: Relay access denied; "
    "from=<{sender}> to=<{to}> proto=ESMTP helo=<mail.example.net>"
)


@pytest.fixture
def rules(desk):
    """Give a function that returns the rules found in lines."""
    return lambda *lines: [finding.rule for finding in desk.explain(Message(text="\n".join(lines), lang="en")).findings]


@pytest.mark.parametrize(
    "again",
    [
        "Nov 24 10:00:05 mail last message repeated 40 times",
        "Nov 24 10:00:05 mail postfix/smtpd[7]: message repeated 40 times: "
        "[ warning: unknown[203.0.113.9]: SASL LOGIN authentication failed: UGFzc3dvcmQ6]",
    ],
)
def test_repeated_line_counts_as_often_as_it_was_written(rules, again):
    """Two lines that stand for forty-one failures are password guessing; two failures alone are not."""
    assert "passwords-guessed-at" in rules(FAILED.format(n=1), again)
    assert "passwords-guessed-at" not in rules(FAILED.format(n=1), FAILED.format(n=2))


def test_testers_plain_attempts_belong_to_the_test(rules):
    """One attempt in a tester's form makes the client's other attempts part of the test, and the headline says so."""
    plain = REFUSED.format(n=1, sender="a@example.net", to="b@example.org")
    trick = REFUSED.format(n=2, sender="a@example.net", to="b%example.org@example.com")
    assert rules(plain, trick)[0] == "relay-tester-at-work"
    assert "relay-tester-at-work" not in rules(plain, REFUSED.format(n=2, sender="a@example.net", to="c@example.org"))
    assert "relay-tester-at-work" not in rules(trick)


SESSION = "Nov 21 03:4{n}:02 vps smtpd[3920]: 6f1c02a7d1b0e31{n} smtp "
SENT = (
    "Nov 21 03:49:24 vps smtpd[3920]: {id} smtp message msgid=c0d1a9f2 size=5120 nrcpt=1 proto=ESMTP\n"
    "Nov 21 03:49:24 vps smtpd[3920]: {id} smtp envelope evpid=c0d1a9f2004b7e10 from=<{sender}> to=<a@example.org>"
)


def logins(*tried, sender):
    """Give sessions of one client, each with a user's name and how its log-in ended, and what the last of them sent."""
    lines = []
    for n, (user, result) in enumerate(tried):
        lines.append(SESSION.format(n=n) + "connected address=203.0.113.178 host=<unknown>")
        lines.append(SESSION.format(n=n) + f"authentication user={user} result={result}")
    return "\n".join([*lines, SENT.format(id=f"6f1c02a7d1b0e31{len(tried) - 1}", sender=sender)])


LIST = (("webmaster", "permfail"), ("support", "permfail"), ("scanner", "ok"))


@pytest.mark.parametrize(
    ("tried", "sender", "site", "found"),
    [
        (LIST, "service@bank.example", {"domains": ["example.co.jp"]}, True),
        (LIST, "scanner@example.co.jp", {"domains": ["example.co.jp"]}, False),
        (LIST, "scanner@home.example", {"domains": ["example.co.jp"]}, False),
        (LIST, "service@bank.example", None, False),
        (LIST, "service@bank.example", {"domains": ["example.co.jp"], "networks": ["203.0.113.0/24"]}, False),
        (LIST[1:], "service@bank.example", {"domains": ["example.co.jp"]}, False),
        ((LIST[2], *LIST[:2]), "service@bank.example", {"domains": ["example.co.jp"]}, False),
        ((*LIST[:2], ("jiro", "ok"), LIST[2]), "service@bank.example", {"domains": ["example.co.jp"]}, False),
    ],
)
def test_a_list_of_users_was_tried(explained, tried, sender, site, found):
    """Two other names refused, a third one alone let in, and a forged sender; not an office, nor somebody's own other address."""
    rules = [finding.rule for finding in explained(logins(*tried, sender=sender), site=site).findings]
    assert ("password-found-and-used" in rules) is found


HANDED_IN = (
    "Nov 15 23:48:0{n} mx postfix/pickup[1]: 4ZZk0R5mX{n}: uid=33 from=<{sender}>\n"
    "Nov 15 23:48:0{n} mx postfix/qmgr[2]: 4ZZk0R5mX{n}: from=<{queued}>, size=400, nrcpt=1 (queue active)\n"
    "Nov 15 23:48:0{n} mx postfix/smtp[3]: 4ZZk0R5mX{n}: to=<a@place{n}.example>, relay=mx.place{n}.example[198.51.100.2{n}]:25, "
    "delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 ok)"
)


@pytest.mark.parametrize(
    ("senders", "found"),
    [
        (["shop@example.com"] * 5, False),
        (["www-data"] * 3, True),
        (["www-data@web.example.com"] * 3, True),
        (["anonymous@web.example.com"] * 3, True),
        (["lucy@example.com", "mandy7@example.com", "zoe@example.com", "amy22@example.com"], True),
        (["shop@example.com", "info@example.com", "shop@example.com", "info@example.com"], False),
        (["info@a.example.com", "info@b.example.com", "shop@c.example.com", "info@d.example.com"], False),
    ],
)
def test_a_busy_shop_is_no_spam_script(explained, senders, found):
    """Orders in quick succession to several places bear the shop's own name; a script's bear the web server's, or invented ones."""
    text = "\n".join(
        HANDED_IN.format(n=n, sender=sender, queued=sender if "@" in sender else f"{sender}@web.example.com")
        for n, sender in enumerate(senders)
    )
    site = {"domains": ["example.com", "a.example.com", "b.example.com", "c.example.com", "d.example.com"]}
    assert ("script-sends-spam" in [finding.rule for finding in explained(text, site=site).findings]) is found


SLOW = (
    "Nov 21 03:{at:02}:05 mx postfix/smtps/smtpd[{at}]: warning: unknown[203.0.113.178]: SASL LOGIN authentication failed: x, "
    "sasl_username={user}"
)
LET_IN = (
    "Nov 21 03:{at:02}:05 mx postfix/smtps/smtpd[{at}]: 4C7JkW3N{at:02}: client=unknown[203.0.113.178], sasl_method=LOGIN, "
    "sasl_username={user}\n"
    "Nov 21 03:{at:02}:06 mx postfix/qmgr[2]: 4C7JkW3N{at:02}: from=<{user}>, size=612, nrcpt=1 (queue active)\n"
    "Nov 21 03:{at:02}:07 mx postfix/smtp[3]: 4C7JkW3N{at:02}: to=<{to}>, relay=mx.example.net[198.51.100.9]:25, delay=1, delays=0/0/0/1, "
    "dsn=2.0.0, status=sent (250 ok)"
)


def slowly(*tried, to="check@example.net"):
    """Give the lines of a client that tries users' names at given minutes; a plus before a name means that it was let in."""
    lines = [(LET_IN if name.startswith("+") else SLOW).format(at=at, user=f"{name.strip('+')}@example.com", to=to) for at, name in tried]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("tried", "to", "site", "found"),
    [
        (((1, "admin"), (2, "info"), (4, "scan"), (5, "+scan")), "check@example.net", None, True),
        (((1, "admin"), (2, "info"), (4, "shop"), (5, "+scan")), "check@example.net", None, True),
        (((1, "admin"), (2, "info"), (4, "scan"), (5, "+scan")), "check@example.net", {"networks": ["203.0.113.0/24"]}, False),
        (((1, "admin"), (2, "info"), (4, "scan"), (5, "+scan"), (6, "+info")), "check@example.net", None, False),
        (((1, "scan"), (2, "scan"), (4, "scan"), (5, "+scan")), "check@example.net", None, False),
        (((1, "info"), (4, "scan"), (5, "+scan")), "check@example.net", None, False),
        (((1, "admin"), (20, "info"), (40, "scan"), (41, "+scan")), "check@example.net", None, False),
        (((1, "admin"), (2, "info"), (4, "scan"), (5, "+scan")), "ann@example.com", None, False),
        (((1, "+scan"), (2, "info"), (4, "admin"), (5, "scan")), "check@example.net", None, False),
    ],
)
def test_a_list_tried_slowly(explained, tried, to, site, found):
    """Three names within minutes, one of them alone let in, and a stranger written to; not an office, colleagues, a device, two people."""
    rules = [finding.rule for finding in explained(slowly(*tried, to=to), site=site).findings]
    assert ("password-found" in rules) is found
