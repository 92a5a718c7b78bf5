"""What is said of the owners of log-ins."""

import pytest

from bot.desk import Message
from bot.listening.of_owners import hear_of_owners
from bot.site import Site
from bot.transactions import Transaction

SITE = Site(domains=("example.com",), networks=("192.0.2.0/28",))
INSIDE = Transaction(1, "postfix", (), (), client="192.0.2.4", login="ann@example.com", sender="ann@example.com")
OUTSIDE = Transaction(2, "postfix", (), (), client="203.0.113.9", login="ann@example.com", sender="ann@example.com")
AGAIN = Transaction(3, "postfix", (), (), client="2001:db8::9", login="ann@example.com", sender="ann@example.com")
BOB = Transaction(4, "postfix", (), (), client="198.51.100.7", login="bob", sender="bob@example.com")
BORROWED = Transaction(5, "postfix", (), (), client="198.51.100.8", sender="ann@example.com")


def told(library, text, *transactions):
    """Give the transactions whose log-in is said to be a stranger's."""
    said = hear_of_owners(text, transactions, SITE, library.told)
    assert all((one.fact, one.value, one.about) == ("login_of_a_stranger", True, None) for one in said)
    return [one.transaction for one in said]


@pytest.mark.parametrize(
    "text",
    [
        "Ann says she wrote none of these.",
        "I never sent this!",
        "It wasn't me",
        "本人は送っていないそうです。",
        "身に覚えがありません",
        "送った覚えはないとのこと",
    ],
)
def test_a_denial_counts_for_every_log_in_from_outside(library, text):
    """Hearsay or not; what came from the office is not meant."""
    assert told(library, text, INSIDE, OUTSIDE, AGAIN) == [2, 3]


@pytest.mark.parametrize(
    "text",
    [
        "Did she not send it?",
        "If she did not send it, what then?",
        "Maybe she never sent it.",
        "送っていないのですか",
        "もし送っていないなら",
        "She sent it.",
        "",
    ],
)
def test_questions_and_suppositions_tell_nothing(library, text):
    """Nor does the contrary."""
    assert told(library, text, OUTSIDE) == []


def test_of_several_log_ins_the_named_one_is_meant(library):
    """By the whole name or its first part; where none is named, none is."""
    assert told(library, "bob says he did not send it", OUTSIDE, BOB) == [4]
    assert told(library, "I did not send it", OUTSIDE, BOB) == []


def test_a_borrowed_name_may_be_meant_instead(library):
    """Where a message without a log-in bears the owner's name, the denial is about that."""
    assert told(library, "I did not send it", OUTSIDE, BORROWED) == []
    assert told(library, "I did not send it", BORROWED) == []


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("ann left the company two years ago.", True),
        ("退職した社員のアカウントです。", True),
        ("This account is not used any more.", True),
        ("There is no user called ann here.", True),
        ("ann というアカウントは作った覚えがありません。", True),
        ("The person who knew all about it has left.", False),
        ("退職した前任者が設定しました。", False),
    ],
)
def test_an_account_that_nobody_uses_is_used_by_somebody_else(library, text, heard):
    """If the account is what is spoken of: that somebody left, tells nothing else."""
    assert told(library, text, OUTSIDE) == ([2] if heard else [])


def test_an_owner_who_can_hardly_have_sent_it_leaves_it_open(library):
    """Somebody in hospital may have a telephone: it is asked for, and neither told nor passed over."""
    said = hear_of_owners("ann は先週から入院しています。", (INSIDE, OUTSIDE), SITE, library.told)
    assert [(one.fact, one.value, one.about, one.weak) for one in said] == [("client_is_ours", None, "203.0.113.9", True)]


def test_a_log_in_that_was_refused_was_used_by_nobody(library):
    """Whatever is said of its name: that there is no such account is why it was refused."""
    refused = Transaction(6, "postfix", (), (), client="203.0.113.9", login="ann@example.com", outcome="refused")
    assert told(library, "There is no user called ann here.", refused) == []
    assert told(library, "There is no user called ann here.", refused, OUTSIDE) == [2]


def test_a_row_of_a_tally_needs_no_address(desk):
    """Where log-ins were counted by name alone, their owner's word counts as well, and of no other name."""
    rows = "  612 sasl_username=ann@example.com\n  300 sasl_username=bob@example.com\n"
    said = desk.explain(Message(text=rows, question="Ann never sent these mails.", lang="en"), SITE)
    assert [finding.evidence for finding in said.findings if finding.verdict == "account_compromised"] == [(1,)]


def asked_about(library, text, *transactions):
    """Give the addresses that are asked about since the asker does not know them, or the owner can hardly have been there."""
    said = hear_of_owners(text, transactions, SITE, library.told)
    assert all((one.fact, one.value, one.weak) == ("client_is_ours", None, True) for one in said)
    return [one.about for one in said]


@pytest.mark.parametrize(
    "text",
    [
        "夜中に知らない IP から ann のアカウントでログインがありました。",
        "見覚えのないIPからログインされています。乗っ取りですか?",
        "Someone logged in as Ann from an IP we don't know.",
        "Is this account used from a strange address?",
    ],
)
def test_a_log_in_from_an_address_that_nobody_knows_is_asked_about(library, text):
    """Where nobody else came from outside, who may be meant."""
    assert asked_about(library, text, INSIDE, OUTSIDE) == ["203.0.113.9"]
    scanner = Transaction(6, "postfix", (), (), client="198.51.100.99")
    assert asked_about(library, text, INSIDE, OUTSIDE, scanner) == []
    assert asked_about(library, text, INSIDE) == []


@pytest.mark.parametrize(
    "text", ["An unknown IP sent mail through us. Abuse?", "知らないIPから接続があります。", "Ann logged in from home."]
)
def test_who_does_not_speak_of_a_log_in_may_not_have_seen_it(library, text):
    """An address alone is strange to most people."""
    assert hear_of_owners(text, (INSIDE, OUTSIDE), SITE, library.told) == ()


@pytest.mark.parametrize(
    "text",
    ["本人は転送の設定などしていないと言っています。", "Ann says she did not set it up.", "She did not create this rule."],
)
def test_a_rule_that_the_owner_did_not_make_counts(library, text):
    """Who set it up had the password."""
    assert told(library, text, INSIDE, OUTSIDE) == [2]


@pytest.mark.parametrize(
    "text", ["Ann didn't make it to the office today.", "She did not create the web page.", "設定した覚えがあります。"]
)
def test_what_else_an_owner_did_not_do_tells_nothing(library, text):
    """A meeting, a page, or a rule that was made."""
    assert hear_of_owners(text, (INSIDE, OUTSIDE), SITE, library.told) == ()
