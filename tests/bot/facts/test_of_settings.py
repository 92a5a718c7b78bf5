"""What settings show together: lists that help each other, passwords without encryption, and settings alone."""

import pytest

from bot.desk import Message

GUARD = "permit_mynetworks, reject_unauth_destination"


@pytest.fixture
def rules(desk):
    """Give a function that returns the rules found in a paste."""
    return lambda text: {finding.rule for finding in desk.explain(Message(text=text, lang="en")).findings}


@pytest.mark.parametrize(
    ("relay", "recipient", "guarded"),
    [
        (GUARD, None, True),
        (None, "permit_mynetworks", True),
        ("permit_mynetworks", GUARD, True),
        (GUARD, "permit", True),
        ("permit", None, False),
        ("", "permit_mynetworks, permit", False),
        ("permit, reject_unauth_destination", "permit, reject", False),
        ("warn_if_reject reject_unauth_destination", None, False),
    ],
)
def test_one_list_that_refuses_is_enough(rules, relay, recipient, guarded):
    """Either list may refuse strangers; a list for recipients alone shows nothing, since the other one refuses as shipped."""
    lines = [f"smtpd_{name}_restrictions = {value}" for name, value in (("relay", relay), ("recipient", recipient)) if value is not None]
    assert ("settings-do-not-guard" not in rules("\n".join(lines))) is guarded


def test_last_of_two_settings_is_in_force(rules):
    """Postfix takes the last line that sets a name."""
    open_one = "smtpd_relay_restrictions = permit"
    assert "settings-do-not-guard" not in rules(f"{open_one}\nsmtpd_relay_restrictions = {GUARD}")
    assert "settings-do-not-guard" in rules(f"smtpd_relay_restrictions = {GUARD}\n{open_one}")


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("smtpd_sasl_auth_enable = yes\nsmtpd_tls_auth_only = no", True),
        ("smtpd_tls_auth_only = no", False),
        ("smtpd_sasl_auth_enable = yes", False),
        ("smtpd_sasl_auth_enable = yes\nsmtpd_tls_auth_only = no\nsmtpd_tls_security_level = encrypt", False),
        ("disable_plaintext_auth = no", True),
        ("auth_allow_cleartext = yes\nssl = required", False),
        ("remote 192.0.2.0/28 {\n  disable_plaintext_auth = no\n}\nssl = yes\nauth_mechanisms = plain", False),
    ],
)
def test_passwords_are_bare_only_where_log_ins_are_offered(rules, text, bare):
    """Without log-ins, or with encryption asked for elsewhere, nothing is read on the way."""
    assert ("settings-bare-passwords" in rules(text)) is bare


def test_settings_beside_a_log_are_not_called_safe(rules):
    """What a log shows is not covered by harmless settings."""
    log = "Nov 24 10:15:02 mail postfix/smtpd[2101]: connect from unknown[203.0.113.9]"
    assert "settings-look-safe" in rules("mynetworks = 127.0.0.0/8")
    assert "settings-look-safe" not in rules(f"mynetworks = 127.0.0.0/8\n\n{log}")


BY_NAME = "permit_mynetworks, check_sender_access hash:/etc/postfix/staff, reject_unauth_destination"
BEHIND = "permit_mynetworks, reject_unauth_destination, check_sender_access hash:/etc/postfix/staff"
TRUSTS, MAY_TRUST = "settings-trust-a-name", "settings-may-let-strangers-in"


@pytest.mark.parametrize(
    ("relay", "recipient", "entries", "found"),
    [
        ("", BY_NAME, "example.com OK", {TRUSTS}),
        ("", BY_NAME, "example.com\tOK\nexample.net REJECT", {TRUSTS}),
        ("", BY_NAME, "example.com REJECT no thanks", {"settings-look-safe"}),
        ("", BY_NAME, None, {MAY_TRUST}),
        (None, BY_NAME, "example.com OK", {"settings-look-safe"}),
        (GUARD, BY_NAME, "example.com OK", {"settings-look-safe"}),
        ("", BEHIND, "example.com OK", {"settings-look-safe"}),
        (BY_NAME, None, "example.com OK", {TRUSTS}),
        (BY_NAME, GUARD, "example.com OK", {MAY_TRUST}),
    ],
)
def test_a_senders_name_is_no_password(rules, relay, recipient, entries, found):
    """A table that says OK to a sender, before strangers are refused, lets everybody in, unless another list refuses them."""
    lines = [f"smtpd_{name}_restrictions = {value}" for name, value in (("relay", relay), ("recipient", recipient)) if value is not None]
    table = f"\n\n# cat /etc/postfix/staff\n{entries}" if entries is not None else ""
    assert rules("\n".join(lines) + table) == found


def test_another_table_shows_nothing(rules):
    """Entries of a table that no list goes by before strangers are refused decide nothing."""
    text = f"smtpd_relay_restrictions =\nsmtpd_recipient_restrictions = {BY_NAME}\n\n$ sudo cat /etc/postfix/others\nexample.com OK\n"
    assert rules(text) == {MAY_TRUST}


D = "Deliver mail from this host to local addresses only"
B = "Log connection if SMTP name does not match IP address"
C = "Reject if name does not match address"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"Default Host Profile\n[ ] {D}", {"settings-pass-strangers-on"}),
        (f"[ ] {D}", {"settings-pass-strangers-on"}),
        (f"Default Host Profile\n[x] {D}", {"settings-keep-strangers-out"}),
        (f"Default Host Profile\n[x] {D}\n\nHost List > example.com\n[ ] {D}", {"settings-keep-strangers-out"}),
        (f"Host List > example.com\n[ ] {D}", set()),
        (f"[x] {C}\n[x] {B}", set()),
        (f"[x] {C}\n[ ] {B}", {"settings-refuse-without-recording"}),
        (f"[x] {C}", set()),
        ("[x] Check incoming SMTP connections (default server)", {"settings-ask-a-dead-list"}),
        ("[ ] Check incoming SMTP connections\n(•) Use default server for spam rejection", set()),
        ("[x] Check incoming SMTP connections\n(•) Use default server for spam rejection", {"settings-ask-a-dead-list"}),
        ("☑ SMTP 受信接続を確認する\n● SPAM の受信拒否にカスタムサーバを使う: list.example", set()),
        ("☑ SMTP 受信接続を確認する\n● SPAM の受信拒否にカスタムサーバを使う: relays.orbs.org", {"settings-ask-a-dead-list"}),
    ],
)
def test_panel_of_appleshare(rules, text, found):
    """D decides about strangers, in the default profile alone; a list that is gone and a box that another one needs are told beside."""
    assert rules(text) == found


def test_half_a_panel_is_not_called_safe(desk):
    """Where D is not shown, its state is asked for; boxes beside a log ask nothing."""
    answer = desk.explain(Message(text=f"[x] {B}\n[x] {C}", lang="en"))
    assert answer.verdict == "undetermined"
    assert [question.fact for question in answer.questions] == ["profile_passes_on"]
    log = "2001年 7月 10日 (火) 2:05:13 PM - TCP/IP 経由の SMTP 受信の接続を確立しました_"
    assert "profile_passes_on" not in [q.fact for q in desk.explain(Message(text=f"[x] {B}\n\n{log}", lang="en")).questions]
