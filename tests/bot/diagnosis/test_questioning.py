"""Which transactions are in question, what is asked of them, in which order, and what is never asked again."""

import random
from collections import Counter
from dataclasses import replace
from types import SimpleNamespace

import pytest

from bot.diagnosis import diagnose
from bot.diagnosis.questioning import Question, _Left
from bot.library.schema import Rule

NAMED = {"client": "aaa.aaa.aaa.aaa", "name": "f1.******.ne.jp", "sender": "*****@f1.*******.ne.jp"}
PLAIN = {"client": "bbb.bbb.bbb.bbb", "sender": "1111111111.co.jp", "number": 414, "hour": 10}
ALL = ["sender_domain_is_local", "client_is_ours", "recipients_are_local"]


def asked(diagnosis):
    """Give the facts that a diagnosis asks for, in order."""
    return [question.fact for question in diagnosis.questions]


def test_one_without_a_name_is_plain(diagnosed, session):
    """Of two sessions as open as each other, the one whose client gave only its number is plain."""
    found = diagnosed(session(**PLAIN) + session(**NAMED))
    assert (found.plain, found.in_question) == ({1}, {2})
    assert {question.transaction for question in found.questions} == {2}
    assert found.evidence == (12, 13, 14)


@pytest.mark.parametrize("one", [NAMED, PLAIN])
def test_alike_are_all_in_question(diagnosed, session, one):
    """Where names do not divide them, all are in question, and none is plain."""
    other = {**one, "client": "ccc.ccc.ccc.ccc", "number": 534, "hour": 12}
    found = diagnosed(session(**one) + session(**other))
    assert (found.plain, found.in_question) == (frozenset(), {1, 2})


def test_open_for_other_facts_is_no_plain_one(diagnosed, session):
    """A nameless session that is open for other facts than the named one is in question itself."""
    here = 'メッセージ(ID=414)をローカルのメールボックス "user" に配信しました。'
    found = diagnosed(session(here, **PLAIN) + session(**NAMED), site={"domains": ["1111111111.co.jp"]})
    assert found.plain == frozenset()
    assert found.in_question == {1, 2}


def test_settled_one_is_neither(diagnosed, session):
    """A session that the site's file settles is not in question, and the other is."""
    found = diagnosed(session(**PLAIN) + session(**NAMED), site={"networks": ["bbb.bbb.bbb.bbb"]})
    assert (found.plain, found.in_question) == (frozenset(), {2})


def test_not_mine_puts_a_plain_one_in_question(diagnosed, session):
    """A plain one whose client is told to be none of ours is looked at like the others."""
    found = diagnosed(session(**PLAIN) + session(**NAMED), ["not-ours=bbb.bbb.bbb.bbb"])
    assert (found.plain, found.in_question) == (frozenset(), {1, 2})


def test_answer_about_one_makes_the_plain_one_no_stranger(diagnosed, session):
    """Telling that the plain one is ours leaves the other in question, as it was."""
    found = diagnosed(session(**PLAIN) + session(**NAMED), ["ours=bbb.bbb.bbb.bbb"])
    assert found.in_question == {2}
    assert found.verdict == "undetermined"


@pytest.mark.parametrize(
    ("tell", "facts"),
    [
        ([], ALL),
        (["ours=f1.*******.ne.jp"], ["client_is_ours", "recipients_are_local"]),
        (["not-ours=aaa.aaa.aaa.aaa"], ["sender_domain_is_local", "recipients_are_local"]),
        (["provider=f1.*******.ne.jp"], []),
        (["not-ours=f1.*******.ne.jp"], ["recipients_are_local"]),
        (["ours=aaa.aaa.aaa.aaa"], []),
        (["ours=f1.*******.ne.jp", "not-ours=aaa.aaa.aaa.aaa"], ["recipients_are_local"]),
        (["ours=f1.*******.ne.jp", "not-ours=aaa.aaa.aaa.aaa", "recipients_are_local=yes"], []),
        (["sender_domain_is_local=unknown"], ["client_is_ours", "recipients_are_local"]),
        (["client_is_ours=unknown"], ["sender_domain_is_local", "recipients_are_local"]),
        (["recipients_are_local=unknown"], ["sender_domain_is_local", "client_is_ours"]),
    ],
)
def test_what_is_left_is_asked(diagnosed, session, tell, facts):
    """Only what could still change the answer is asked, and what was answered, were it with unknown, is not asked again."""
    assert asked(diagnosed(session(**NAMED), tell)) == facts


def test_told_unknown_leaves_the_presumption(diagnosed, session):
    """Asked and not known: not asked again, and the address is still presumed foreign, which caps the certainty."""
    text = session(client="192.0.2.7", name="mail.example.com")
    first = diagnosed(text, ["ours=example.com"])
    assert (first.verdict, first.certainty, asked(first)) == ("relay_abuse", "likely", ["recipients_are_local", "client_is_ours"])
    then = diagnosed(text, ["ours=example.com", "client_is_ours=unknown"])
    assert (then.verdict, then.certainty, asked(then)) == ("relay_abuse", "likely", ["recipients_are_local"])
    assert then.facts[1]["client_is_ours"].value is False


def test_everything_unknown_asks_for_lines(diagnosed, session):
    """Of somebody who knows nothing of it only more lines are asked, and nothing is concluded."""
    found = diagnosed(session(**NAMED), [f"{fact}=unknown" for fact in ALL])
    assert found.verdict == "undetermined"
    assert [(question.kind, question.fetch, question.last) for question in found.questions] == [("lines", "ID=533", True)]


def test_log_in_is_not_asked_for_its_message(diagnosed, stamped):
    """A log-in to a mailbox takes no message, so no lines of one are asked for."""
    found = diagnosed(stamped('POP: ユーザ "alice" が [192.0.2.9] からログインしました。'))
    assert asked(found) == ["client_is_ours"]


def test_presumption_of_the_headline_is_still_asked(diagnosed, session):
    """A finding that takes an address for granted asks about it, and about nothing that would leave the verdict as it is."""
    found = diagnosed(session(client="10.1.2.3"))
    assert (found.verdict, found.certainty, asked(found)) == ("own_mail", "likely", ["client_is_ours"])


def test_identity_is_asked_once(diagnosed, session):
    """Two sessions with one client and one sender raise one question each about them, and their lines each."""
    found = diagnosed(session(**NAMED) + session(**{**NAMED, "number": 534, "hour": 12}))
    assert asked(found) == ["sender_domain_is_local", "client_is_ours", "recipients_are_local"]
    assert len({(question.fact, question.about) for question in found.questions}) == 3


def test_never_more_than_three(diagnosed, session):
    """However many sessions are in question, three things are asked at most, those of the lowest order first."""
    text = "".join(session(client=f"192.0.2.{n}", name=f"m{n}.example", sender=f"a@d{n}.example", number=n, hour=n) for n in range(1, 7))
    found = diagnosed(text)
    assert len(found.questions) == 3
    assert {question.fact for question in found.questions} == {"sender_domain_is_local"}


def test_entry_that_is_cut_off_asks_for_its_lines_only(diagnosed, session):
    """Where the paste ends before a message is taken or refused, the lines that follow are asked for and nothing else."""
    found = diagnosed(session(sender=None))
    assert [(question.kind, question.fact, question.fetch) for question in found.questions] == [("lines", "accepted", None)]


def test_lines_are_fetched_by_the_message_number(diagnosed, session):
    """A request for lines says what to search the log for."""
    lines = diagnosed(session(**NAMED)).questions[-1]
    assert (lines.kind, lines.fetch, lines.choices) == ("lines", "ID=533", ())


def test_choices_are_those_of_the_vocabulary(diagnosed, session, library):
    """A question about a name offers the vocabulary's answers and says which name it is about, as written."""
    first = diagnosed(session(**NAMED)).questions[0]
    assert (first.kind, first.about) == ("fact", "f1.*******.ne.jp")
    assert first.choices == library.vocabulary.facts["sender_domain_is_local"].choices


@pytest.mark.parametrize(
    ("orders", "first"),
    [
        ({"sender_domain_is_local": 2, "client_is_ours": 1}, "client_is_ours"),
        ({"sender_domain_is_local": 1, "client_is_ours": 2}, "sender_domain_is_local"),
    ],
)
def test_formula(known, library, session, orders, first):
    """What leaves the fewest verdicts after its worse answer is asked first, and ``ask_order`` decides among equals."""
    needs = ("sender_domain_is_local", "client_is_ours")
    rules = {
        fact: Rule(verdict=verdict, severity="act_now", certainty="certain", when={fact: True})
        for fact, verdict in zip(needs, ("relay_abuse", "backscatter"), strict=True)
    }
    kinds = {name: kind.model_copy(update={"ask_order": orders.get(name)}) for name, kind in library.vocabulary.facts.items()}
    found = diagnose(replace(known(session(**NAMED)), kinds=kinds), replace(library, rules=rules), None)
    assert asked(found)[0] == first


def test_deciding_question_goes_before_its_order(known, library, session):
    """A question whose worse answer leaves fewer verdicts comes first though its order is later."""

    def rule(verdict, **when):
        return Rule(verdict=verdict, severity="act_now", certainty="certain", when=when)

    rules = {
        "a": rule("relay_abuse", client_is_ours=True, sender_domain_is_local=True),
        "b": rule("backscatter", client_is_ours=True, sender_domain_is_local=False),
        "c": rule("own_mail", client_is_ours=False),
    }
    found = diagnose(known(session(**NAMED)), replace(library, rules=rules), None)
    assert asked(found) == ["sender_domain_is_local", "client_is_ours"]
    wider = {**rules, "d": rule("greylisting", client_is_ours=True)}
    assert asked(diagnose(known(session(**NAMED)), replace(library, rules=wider), None)) == ["sender_domain_is_local", "client_is_ours"]
    lopsided = {"a": rules["a"], "b": rule("backscatter", client_is_ours=True), "c": rule("own_mail", client_is_ours=True)}
    assert asked(diagnose(known(session(**NAMED)), replace(library, rules=lopsided), None))[0] == "sender_domain_is_local"


def test_the_deciding_question_is_found_without_counting_all(monkeypatch):
    """It is the first of those whose worst answer leaves the fewest verdicts; what leaves more is not counted to its end."""
    chance, counted = random.Random(5), []
    yes_or_no = [SimpleNamespace(tells={"sender_domain_is_local": value}) for value in ("yes", "no")]
    for _ in range(200):
        left = {number: [chance.randrange(1, 6), chance.randrange(1, 6)] for number in range(chance.randrange(1, 7))}
        order = [
            (Question("fact", f"fact {number}", number, "example.com", tuple(yes_or_no), None), SimpleNamespace(id=number))
            for number in left
        ]

        def verdicts(_self, answer, transaction, left=left):
            counted.append(transaction.id)
            return range(left[transaction.id][not answer[0].value])

        monkeypatch.setattr(_Left, "_verdicts", verdicts)
        place = _Left(None, None, Counter(question.fact for question, _ in order)).deciding(order, {number: {} for number in left})
        assert place == min(left, key=lambda number: (max(left[number]), number))
    assert len(counted) < 2 * 200 * 3.5
