"""Replays every worked case of the knowledge base, each of its turns, in both languages."""

import pytest

from bot.contract import document
from bot.library import LANGS, bundled
from bot.threads import read_threads

THREADS = read_threads(bundled())
TURNS = [
    pytest.param(thread, turn, lang, id=f"{thread.id}-{turn.name}-{lang}")
    for thread in THREADS for turn in thread.turns for lang in LANGS
]  # fmt: skip


def bare(text):
    """Give markdown without the signs that show code and escapes."""
    return text.replace("`", "").replace("\\", "")


def is_subsequence(wanted, found):
    """Tell whether all that is wanted stands in what was found, in that order."""
    left = iter(found)
    return all(item in left for item in wanted)


@pytest.fixture(scope="module")
def replayed(explained):
    """Give a function that answers a turn as the contract's document."""
    return lambda thread, turn, lang: document(explained(thread.text(turn), turn.tell, turn.site, lang))


def test_there_are_threads():
    """The knowledge base has worked cases with turns, so that the tests below are not empty; one without has a conversation."""
    assert TURNS
    assert all(thread.turns or thread.talk for thread in THREADS)


@pytest.mark.parametrize(("thread", "turn", "lang"), TURNS)
def test_conclusion_is_as_expected(replayed, thread, turn, lang):
    """Verdict, certainty, severity and the lines they rest on are those of the case."""
    answer, expect = replayed(thread, turn, lang), turn.expect
    assert answer["verdict"] == expect.verdict
    for name in ("certainty", "severity"):
        if getattr(expect, name) is not None:
            assert (name, answer[name]) == (name, getattr(expect, name))
    for name in ("evidence", "warned"):
        if getattr(expect, name) is not None:
            assert (name, tuple(answer[name])) == (name, getattr(expect, name))
    assert set(expect.open) <= {rule["verdict"] for rule in answer["open"]}


@pytest.mark.parametrize(("thread", "turn", "lang"), TURNS)
def test_lines_are_read_as_expected(replayed, thread, turn, lang):
    """As many lines are read as the case says, and the lines that were not are the ones it names."""
    coverage = replayed(thread, turn, lang)["coverage"]
    assert tuple(coverage["unread"]) == turn.expect.unread
    if turn.expect.read is not None:
        assert coverage["lines"] == turn.expect.read
        assert coverage["read"] == turn.expect.read - len(turn.expect.unread)


@pytest.mark.parametrize(("thread", "turn", "lang"), TURNS)
def test_questions_and_settings_are_as_expected(replayed, thread, turn, lang):
    """The questions are exactly those of the case, in its order; its settings are told in its order."""
    answer = replayed(thread, turn, lang)
    if turn.expect.asks is not None:
        assert tuple(question["fact"] for question in answer["questions"]) == turn.expect.asks
    assert is_subsequence(turn.expect.settings, [setting["page"] for setting in answer["settings"]])


@pytest.mark.parametrize(("thread", "turn", "lang"), TURNS)
def test_answer_says_what_it_should(replayed, thread, turn, lang):
    """The answer holds every text of the case in its language, and none of those that it must never say."""
    said = bare(replayed(thread, turn, lang)["markdown"])
    assert [text for text in turn.expect.says.get(lang, ()) if bare(text) not in said] == []
    assert [text for text in turn.expect.never_says.get(lang, ()) if bare(text) in said] == []
