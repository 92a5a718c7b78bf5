"""What the asker tells: read from ``--tell`` arguments, kept by name, found again for a name that means the same."""

import pytest

from bot.errors import UsageError
from bot.identity import Sameness
from bot.told import Account, Told, read_tells

FACTS = ("sender_domain_is_local", "client_is_ours", "recipients_are_local", "sender_is_a_person_of_ours")


def told(*tells):
    """Give the facts that arguments tell, as tuples."""
    return [(fact.fact, fact.value, fact.about, fact.transaction) for fact in read_tells(tells, FACTS).facts]


@pytest.mark.parametrize(
    ("tell", "facts"),
    [
        ("ours=example.co.jp", [("sender_domain_is_local", True, "example.co.jp")]),
        ("ours=alice@example.co.jp", [("sender_domain_is_local", True, "example.co.jp")]),
        ("ours=f1.*******.ne.jp", [("sender_domain_is_local", True, "f1.*******.ne.jp")]),
        ("ours=192.0.2.0/28", [("client_is_ours", True, "192.0.2.0/28")]),
        ("ours=[192.0.2.7]", [("client_is_ours", True, "[192.0.2.7]")]),
        ("ours=aaa.aaa.aaa.aaa", [("client_is_ours", True, "aaa.aaa.aaa.aaa")]),
        ("ours=192.0.2.***", [("client_is_ours", True, "192.0.2.***")]),
        ("ours=2001:db8::/32", [("client_is_ours", True, "2001:db8::/32")]),
        ("provider=a.example", [("sender_is_a_person_of_ours", True, "a.example"), ("sender_domain_is_local", False, "a.example")]),
        ("not-ours=example.com", [("sender_is_a_person_of_ours", False, "example.com"), ("sender_domain_is_local", False, "example.com")]),
        ("not-ours=198.51.100.4", [("client_is_ours", False, "198.51.100.4")]),
    ],
)  # fmt: skip
def test_name_tells_facts(tell, facts):
    """A name that is ours, our provider's or nobody's tells facts about that name, not about a transaction."""
    assert sorted(told(tell)) == sorted((*fact, None) for fact in facts)


@pytest.mark.parametrize(
    ("tell", "value", "transaction"),
    [
        ("client_is_ours=no", False, None),
        ("client_is_ours@2=yes", True, 2),
        (" client_is_ours@1 = unknown ", None, 1),
        ("client_is_ours=YES", True, None),
    ],
)
def test_fact_is_told_of_transactions(tell, value, transaction):
    """A fact is told of the transaction after the @, or of every one in question without it."""
    assert told(tell) == [("client_is_ours", value, None, transaction)]


def test_version_is_told():
    """The version goes beside the facts, as it was written."""
    assert read_tells(["version=6.3"], FACTS) == Account((), "6.3")


@pytest.mark.parametrize(
    ("tell", "says"),
    [
        ("ours", "ours=example.co.jp"),
        ("ours=", "NAME=VALUE"),
        ("=yes", "is no fact"),
        ("clint_is_ours=no", "did you mean client_is_ours?"),
        ("nothing_like_it_at_all_whatsoever=no", "is no fact."),
        ("client_is_ours=maybe", "the value is yes, no or unknown"),
        ("client_is_ours@two=no", "after @ stands the number of a transaction"),
        ("client_is_ours@=no", "after @ stands the number of a transaction"),
    ],
)
def test_mistake_is_one_sentence(tell, says):
    """A wrong argument raises one line that names it, ends in a full stop and says what would be right."""
    with pytest.raises(UsageError) as raised:
        read_tells([tell], FACTS)
    sentence = str(raised.value)
    assert sentence.startswith(f"--tell {tell}")
    assert says in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence


@pytest.mark.parametrize(
    ("about", "name", "found"),
    [
        ("192.0.2.0/28", "192.0.2.7", (True, Sameness.SAME)),
        ("192.0.2.0/28", "192.0.2.77", None),
        ("2001:db8::/32", "192.0.2.7", None),
        ("f1.*******.ne.jp", "f1.******.ne.jp", (True, Sameness.PROBABLE)),
        ("Example.CO.JP", "example.co.jp", (True, Sameness.SAME)),
        ("example.co.jp", "example.com", None),
    ],
)
def test_told_name_is_found_again(about, name, found):
    """What was told of a name holds for the same name, probably for a mask of another length, and for no other."""
    account = Account((Told("client_is_ours", True, about=about),))
    assert account.about("client_is_ours", name) == found


def test_surest_then_latest_counts():
    """The same name goes before a probable one; among equals the later word counts."""
    probable, first, later = (Told("f", value, about=name) for value, name in ((True, "a.**"), (True, "a.***"), (False, "a.***")))
    assert Account((first, probable)).about("f", "a.***") == (True, Sameness.SAME)
    assert Account((first, later, probable)).about("f", "a.***") == (False, Sameness.SAME)


def test_transaction_without_a_number_is_every_one_in_question():
    """A fact told without a number holds where the transaction is in question; the later word counts."""
    account = Account((Told("f", True), Told("f", None, transaction=2)))
    assert account.of_transaction("f", 1, in_question=True) == (True,)
    assert account.of_transaction("f", 1, in_question=False) is None
    assert account.of_transaction("f", 2, in_question=True) == (None,)
    assert account.of_transaction("g", 1, in_question=True) is None


def test_version_begins_with_a_number():
    """A version that is none is refused in a sentence that shows one."""
    with pytest.raises(UsageError, match="a version begins with a number"):
        read_tells(["version=banana"], FACTS)
    assert read_tells(["version=6.3"], FACTS).version == "6.3"
