"""One conclusion from all that was found and all that is open: verdict, severity, certainty, evidence, the headline's finding."""

import pytest

from bot.desk import Message
from bot.site import Site

NAMED = {"client": "aaa.aaa.aaa.aaa", "name": "f1.******.ne.jp", "sender": "*****@f1.*******.ne.jp"}
PLAIN = {"client": "bbb.bbb.bbb.bbb", "sender": "1111111111.co.jp", "number": 414, "hour": 10}
ABUSED = ["ours=f1.*******.ne.jp", "not-ours=aaa.aaa.aaa.aaa"]
REFUSED = '受信者 "bob@example.net" への中継は拒否されました。'
RETURNED = 'メッセージ(ID=533)を "alice@example.com" に返送しました。'
LOGIN_FAILED = 'POP ログインに失敗しました: ユーザ "alice" [{}]'
LOGGED_IN = 'POP: ユーザ "alice" が [{}] からログインしました。'


def told(diagnosis):
    """Give what a diagnosis comes to."""
    return (diagnosis.verdict, diagnosis.severity, diagnosis.certainty, diagnosis.evidence)


def test_undetermined_shows_what_is_in_question(diagnosed, session):
    """Without a finding, the verdict is undetermined and the evidence is the lines in question."""
    found = diagnosed(session(**NAMED))
    assert told(found) == ("undetermined", "unknown", "unknown", (5, 6, 7))
    assert found.headline is None
    assert {rule.verdict for rule in found.open} >= {"relay_abuse", "normal_inbound", "own_mail"}


def test_undetermined_is_grave_only_if_all_that_is_open_is(diagnosed, session):
    """If every open rule says to act now, so does an undetermined answer."""
    beyond = "メッセージ(ID=533)を外部のホスト mail.example.net へ配信しました。"
    found = diagnosed(session(beyond, **NAMED), ["not-ours=aaa.aaa.aaa.aaa"])
    assert (found.verdict, found.severity) == ("undetermined", "act_now")
    assert {rule.severity for rule in found.open} == {"act_now"}


def test_finding_about_a_plain_one_counts(diagnosed, session):
    """What is found about a plain session is told, but the one in question keeps the headline."""
    found = diagnosed(session(**PLAIN) + session(**NAMED), ["ours=bbb.bbb.bbb.bbb"])
    assert found.verdict == "undetermined"
    assert [(finding.verdict, finding.transactions) for finding in found.findings] == [("own_mail", (1,))]
    assert found.headline is None


def test_gravest_finding_leads(diagnosed, session):
    """The gravest finding is the headline, the other is listed after it."""
    found = diagnosed(session(**PLAIN) + session(**NAMED), ["ours=bbb.bbb.bbb.bbb", *ABUSED])
    assert told(found) == ("relay_abuse", "act_now", "likely", (12, 13, 14))
    assert [finding.verdict for finding in found.findings] == ["relay_abuse", "own_mail"]
    assert found.headline == found.findings[0]


def test_grave_finding_is_not_undone_by_an_open_one(diagnosed, session):
    """Another session that is open for nothing graver does not make the headline undetermined."""
    other = session(client="ccc.ccc.ccc.ccc", name="g1.*****.ne.jp", sender="b@g1.*****.ne.jp", number=600, hour=12)
    found = diagnosed(session(**NAMED) + other, ABUSED)
    assert found.verdict == "relay_abuse"
    assert ("relay_abuse", (2,)) in {(rule.verdict, rule.transactions) for rule in found.open}


def test_equal_findings_share_the_evidence(diagnosed, session):
    """Two sessions of the same verdict both stand in the evidence."""
    found = diagnosed(session(**NAMED) + session(**{**NAMED, "number": 534, "hour": 12}), ABUSED)
    assert found.evidence == (5, 6, 7, 12, 13, 14)


def test_innocent_evidence_is_that_of_the_one_in_question(diagnosed, session):
    """Of two innocent sessions, the one that was in question is what the answer rests on."""
    found = diagnosed(session(**PLAIN) + session(**NAMED), ["ours=bbb.bbb.bbb.bbb", "ours=aaa.aaa.aaa.aaa"])
    assert (found.verdict, found.evidence) == ("own_mail", (12, 13))


@pytest.mark.parametrize(
    ("tell", "certainty"),
    [
        (["ours=192.0.2.7"], "certain"),
        (["not-ours=example.com"], "possible"),
        (["not-ours=example.com", "not-ours=192.0.2.7"], "possible"),
        (["not-ours=example.com", "not-ours=192.0.2.7", "recipients_are_local=yes"], "certain"),
        (["not-ours=example.com", "recipients_are_local=yes"], "likely"),
        (["not-ours=example.com", "not-ours=192.0.2.7", "recipients_are_local=no"], "certain"),
        (["not-ours=example.com", "recipients_are_local=no"], "likely"),
    ],
)
def test_certainty_follows_what_is_known(diagnosed, session, tell, certainty):
    """Certain where all is told; likely on a presumption; possible while relaying is open."""
    assert diagnosed(session(name="mail.example.com"), tell).certainty == certainty


@pytest.mark.parametrize(
    ("more", "sender", "tell", "verdict", "severity"),
    [
        ((REFUSED,), None, [], "relay_attempt_refused", "stopped"),
        ((REFUSED,), None, ["ours=192.0.2.7"], "delivery_problem", "problem"),
        ((RETURNED,), "alice@example.com", ["not-ours=example.com", "recipients_are_local=yes"], "backscatter", "problem"),
        ((RETURNED,), "alice@example.com", ["ours=192.0.2.7"], "delivery_problem", "problem"),
    ],
)
def test_other_endings(diagnosed, session, more, sender, tell, verdict, severity):
    """Refusals and returns are told for what they are, and are our own trouble when the client is ours."""
    found = diagnosed(session(*more, sender=sender), tell)
    assert (found.verdict, found.severity) == (verdict, severity)


def test_recipient_refused_and_message_taken_is_no_relay(diagnosed, session):
    """A stranger's message taken for one recipient, while another was refused for relaying, is no relay abuse."""
    passed = "SMTP サーバはメッセージ(ID=533)を“alice@example.com”からサイズ 1 (k)で発信しました。"
    found = diagnosed(session(REFUSED, passed, sender=None), ["not-ours=example.com", "not-ours=192.0.2.7"])
    assert "relay_abuse" not in {finding.verdict for finding in found.findings}


@pytest.mark.parametrize(
    "more",
    [
        ("メッセージ(ID=533)を外部のホスト mail.example.net へ配信しました。", REFUSED),
        (REFUSED, "メッセージ(ID=533)を外部のホスト mail.example.net へ配信しました。"),
        (REFUSED,),
    ],
)
def test_refused_recipient_does_not_hide_a_message_that_was_passed_on(diagnosed, session, more):
    """One refused recipient, before or after, is a second finding beside the message that went through, and settles nothing about it."""
    found = diagnosed(session(*more, **NAMED), ABUSED)
    assert [finding.verdict for finding in found.findings] == ["relay_abuse", "relay_attempt_refused"]
    assert diagnosed(session(*more, **NAMED)).verdict == "undetermined"


@pytest.mark.parametrize(
    ("times", "login", "verdict"), [(5, "alice", "account_compromised"), (5, "bob", "brute_force"), (2, "alice", "scan_noise")]
)
def test_guessing_that_succeeded(diagnosed, stamped, times, login, verdict):
    """Many refusals and then the same log-in granted is a stolen password; another log-in, or a few mistypings, is not."""
    granted = f'POP: ユーザ "{login}" が [192.0.2.9] からログインしました。'
    found = diagnosed(stamped(*[LOGIN_FAILED.format("192.0.2.9")] * times, granted))
    assert found.verdict == verdict
    if verdict == "account_compromised":
        assert told(found) == (verdict, "act_now", "likely", (1, 2, 3, 4, 5, 6))
        assert "brute_force" not in {finding.verdict for finding in found.findings}


def test_guessing_behind_a_gateway_is_found(diagnosed, stamped):
    """What is found about a client settles the log-ins that it explains, though each of them would be open."""
    found = diagnosed(stamped(*[LOGIN_FAILED.format("192.168.1.1")] * 8))
    assert (found.verdict, found.certainty) == ("brute_force", "possible")


def test_shared_message_is_possible_at_most(diagnosed, stamped):
    """What rests on a message that may be another connection's is possible, no more."""
    entry = ("TCP/IP 経由の SMTP 受信の接続を確立しました_", "発信元の DNS 名: “[{}]”", "実際の接続 IP アドレス:[{}]")
    lines = [line.format(client) for client in ("192.0.2.7", "198.51.100.4") for line in entry]
    passed = "SMTP サーバはメッセージ(ID=533)を“alice@example.com”からサイズ 1 (k)で発信しました。"
    found = diagnosed(stamped(*lines, passed), site={"domains": ["example.com"]})
    assert (found.verdict, found.certainty) == ("relay_abuse", "possible")


def test_bounce_that_was_sent_on(diagnosed, session):
    """A message without a sender that went on to another server may be a forwarded notice, so relaying is only possible."""
    beyond = "メッセージ(ID=533)を外部のホスト mail.example.net へ配信しました。"
    found = diagnosed(session(beyond, sender=""), ["not-ours=192.0.2.7"])
    assert (found.verdict, found.certainty, found.findings[0].rule) == ("relay_abuse", "possible", "bounce-handed-on")
    assert diagnosed(session(sender="")).findings[0].rule == "inbound-bounce"


def test_return_to_a_strange_sender_is_backscatter(diagnosed, session):
    """A message that was returned to its foreign sender is backscatter, not relaying to that sender."""
    found = diagnosed(session(RETURNED), ["not-ours=example.com", "not-ours=192.0.2.7"])
    assert [finding.verdict for finding in found.findings] == ["backscatter"]


@pytest.mark.parametrize(
    ("name", "sender", "verdict"),
    [
        ("mail.example.net", "a@example.net", "relay_abuse"),
        (None, "a@example.net", "undetermined"),
        ("mail.example.net", "a@example.com", "undetermined"),
    ],
)
def test_relaying_through_a_gateway(diagnosed, session, name, sender, verdict):
    """Through a gateway, a stranger's name with a stranger's sender for a stranger is likely relaying; less than that is asked about."""
    beyond = "メッセージ(ID=533)を外部のホスト mail.example.org へ配信しました。"
    site = {"domains": ["example.com"], "networks": ["10.0.0.0/8"], "gateways": ["10.0.0.1"]}
    found = diagnosed(session(beyond, client="10.0.0.1", name=name, sender=sender), site=site)
    assert found.verdict == verdict
    assert found.certainty == ("likely" if verdict == "relay_abuse" else "unknown")


def test_told_of_a_block_that_is_not_there(diagnosed, session):
    """What was told of a block that the paste does not have is kept apart."""
    assert [told.transaction for told in diagnosed(session(), ["client_is_ours@9=yes", "client_is_ours@1=no"]).astray] == [9]


def test_wider_finding_explains_the_narrow_ones(diagnosed, stamped):
    """Many refused log-ins of one address are guessing, not as many single refusals."""
    few, many = (diagnosed(stamped(*[LOGIN_FAILED.format("192.0.2.9")] * times)) for times in (2, 5))
    assert [finding.verdict for finding in few.findings] == ["scan_noise", "scan_noise"]
    assert [(finding.verdict, finding.of) for finding in many.findings] == [("brute_force", "client")]
    assert many.evidence == (1, 2, 3, 4, 5)


def test_wider_finding_leaves_other_clients_alone(diagnosed, stamped):
    """What explains one address's refusals does not explain another's."""
    text = stamped(*[LOGIN_FAILED.format("192.0.2.9")] * 5, LOGIN_FAILED.format("192.0.2.10"))
    found = diagnosed(text)
    assert [(finding.verdict, finding.transactions) for finding in found.findings] == [
        ("brute_force", (1, 2, 3, 4, 5)), ("scan_noise", (6,)),
    ]  # fmt: skip


def test_beside_rules_are_both_told(diagnosed, session, stamped):
    """A log-in from outside and ordinary mail are both innocent, and both are told."""
    text = session() + stamped(LOGGED_IN.format("192.0.2.9"), hour=12)
    found = diagnosed(text, ["not-ours=example.com", "not-ours=192.0.2.7", "recipients_are_local@1=yes"])
    assert {finding.verdict for finding in found.findings} == {"normal_inbound", "own_mail"}


def test_name_told_of_a_probable_mask_is_likely(diagnosed, session):
    """What was told of a mask that only probably is the same makes nothing certain."""
    text = session(client="192.0.2.7", name="x.example", sender="a@f1.*****.ne.jp")
    tell = ["not-ours=192.0.2.7", "recipients_are_local=yes"]
    assert diagnosed(text, [*tell, "not-ours=f1.*****.ne.jp"]).certainty == "certain"
    assert diagnosed(text, [*tell, "not-ours=f1.***.ne.jp"]).certainty == "likely"


HANDED_IN = """Feb 27 13:22:01 web1 postfix/smtpd[{n}]: 98C3E4A0F{n}: client={client}
Feb 27 13:22:01 web1 postfix/qmgr[680]: 98C3E4A0F{n}: from=<{sender}>, size=3402, nrcpt=1 (queue active)
Feb 27 13:22:03 web1 postfix/smtp[3307]: 98C3E4A0F{n}: to=<{to}>, relay=mx.example.net[198.51.100.71]:25, delay=1.7, {fate}
"""
LISTED = (
    "delays=0/0/1/0, dsn=5.7.1, status=bounced (host mx.example.net[198.51.100.71] said: 550 5.7.1 Mail from 192.0.2.14 refused, "
    "your address is on our block list (in reply to MAIL FROM command))"
)
SENT = "delays=0/0/1/0, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 70AA12C3)"
LOCAL = "localhost[127.0.0.1]"


def handed_in(n, fate, client=LOCAL, sender="no-reply@plannr.example", to="olga@example.net"):
    """Give a message that came by a client's connection, and what became of it."""
    return HANDED_IN.format(n=n, client=client, sender=sender, to=to, fate=fate)


@pytest.mark.parametrize(
    ("other", "verdict"),
    [
        (handed_in(2, SENT, to="raj@example.org"), "our_ip_blocklisted"),
        (handed_in(2, SENT, to="raj@example.org", sender="x@far.example"), "undetermined"),
        (handed_in(2, SENT, to="raj@example.org", client="unknown[203.0.113.9]"), "undetermined"),
    ],
)
def test_what_is_as_open_as_the_trouble_keeps_it_from_nobody(desk, other, verdict):
    """Some of one's mail is turned away and some is not: the trouble is told; another client's or sender's mail leaves all undecided."""
    answer = desk.explain(Message(text=handed_in(1, LISTED) + other))
    assert answer.verdict == verdict
    assert "relay_abuse" in {rule.verdict for rule in answer.open}
    assert answer.questions


QMAIL = """@40000000692387a1083b1c2c new msg 1312045
@40000000692387a1083f0d14 info msg 1312045: bytes 3381 from <{sender}> qp 9211 uid 1003
@40000000692387a109b2a1e4 starting delivery 4411: msg 1312045 to remote lena@example.com
@40000000692387a109c0f33c starting delivery 4412: msg 1312045 to remote piet@example.net
@40000000692387c9137e44dc delivery 4411: deferral: CNAME_lookup_failed_temporarily._(#4.4.3)/
@40000000692387c914a0b9bc delivery 4412: {other}
@40000000692388b30200f5e4 starting delivery 4419: msg 1312051 to remote jo@choir.example
@40000000692388db0a4ee3cc delivery 4419: deferral: CNAME_lookup_failed_temporarily._(#4.4.3)/
"""
DEFERRED = "deferral: CNAME_lookup_failed_temporarily._(#4.4.3)/"
LEFT = "success: 198.51.100.9_accepted_message./Remote_host_said:_250_ok/"


@pytest.mark.parametrize(
    ("sender", "other", "verdict"),
    [
        ("chorus@example.org", DEFERRED, "server_fault"),
        ("x@far.example", DEFERRED, "undetermined"),
        ("chorus@example.org", LEFT, "undetermined"),
    ],
)
def test_what_a_fault_of_ones_own_holds_up(desk, sender, other, verdict):
    """Mail under a name of ours that waits does not hide the fault; a stranger's name, or mail that left, is looked at."""
    answer = desk.explain(Message(text=QMAIL.format(sender=sender, other=other)), Site(domains=("example.org",)))
    assert answer.verdict == verdict
