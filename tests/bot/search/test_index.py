"""The right page is found however it is asked for, and nonsense finds none."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.search import Calibration, Document, Index, Thresholds


def test_a_title_finds_itself(index):
    """With a full score, alone, and telling why."""
    result = index.ask("なりすまし", "ja")
    assert result.outcome == "answer"
    assert result.hits[0].document.title == "なりすまし"
    assert result.hits[0].score == 1.0
    assert result.hits[0].why.exact == "なりすまし"


def test_every_title_and_alias_finds_its_page(index, corpus):
    """Each is an exact name, with a full score."""
    for document in corpus:
        for text in (document.title, *document.aliases):
            result = index.ask(text, document.lang)
            assert (result.outcome, result.hits[0].document, result.hits[0].score) == ("answer", document, 1.0)


def test_questions_come_first(index, questions):
    """Typing errors, kana, romaji, half-width kana and half a word find their page first."""
    wanting = [asked for asked in questions if asked.wants]
    missed = [asked.text for asked in wanting if [hit.document.id for hit in index.rank(asked.text)][:1] != [*asked.wants]]
    assert missed == []


def test_nonsense_is_not_answered(index, questions):
    """None of it is answered, and hardly any is offered choices."""
    outcomes = {asked.text: index.ask(asked.text).outcome for asked in questions if not asked.wants}
    assert outcomes["how do I bake bread"] == "dont_know"
    assert "answer" not in outcomes.values()
    assert list(outcomes.values()).count("did_you_mean") <= 1


@pytest.mark.parametrize("question", ["550 5.7.1", "what is 550 5.7.1 from their server please", "error 554", "5.7.1 とは"])
def test_a_reply_code_wins(index, question):
    """The page that explains the code is the answer, whatever else is asked."""
    if "5.7.1 とは" in question:
        assert index.ask(question).outcome == "dont_know"  # no page explains 5.7.1 by itself
    else:
        hit = index.ask(question).hits[0]
        assert (hit.document.id, hit.score) == ("faq/leaving-a-blocklist", 1.0)


@pytest.mark.parametrize("name", ["faq/name-spoofing", "name-spoofing", "Name Spoofing", "settings/asip/always-check-dns"])
def test_an_id_wins(index, name):
    """Whole or its last part."""
    assert index.ask(name).hits[0].score == 1.0


def test_a_name_of_two_pages_is_asked_about():
    """Neither is taken without asking."""
    pages = [Document(f"faq/{name}", "en", title, ("what now",)) for name, title in (("a", "First"), ("b", "Second"))]
    result = Index(pages, Calibration()).ask("what now?")
    assert (result.outcome, [hit.document.id for hit in result.hits]) == ("did_you_mean", ["faq/a", "faq/b"])


def test_pages_are_shown_in_the_language_asked_for(index):
    """Whichever language found them, and each page once."""
    assert index.ask("なりすまし", "en").hits[0].document.title == "What is name spoofing?"
    assert index.ask("narisumashi").hits[0].document.lang == "ja"
    ids = [hit.document.id for hit in index.rank("DNS")]
    assert len(ids) == len(set(ids))


def test_reasons(index):
    """A hit tells what matched and what was corrected."""
    why = index.ask("what is an open rely").hits[0].why
    assert why.correction == (("rely", "relay"),)
    assert {"open", "relay"} <= set(why.matched)
    assert why.near
    assert index.rank("narisumashi")[0].why.reading == 1.0


def test_thresholds_decide(corpus):
    """High ones answer nothing but exact names; what is near but for typing errors is still offered."""
    strict = Index(corpus, Calibration(lexical=Thresholds(hi=1.01, margin=0.0, lo=1.01)))
    assert strict.ask("bounces for mails I never sent").outcome == "dont_know"
    assert strict.ask("was is greylisting").outcome == "did_you_mean"
    assert strict.ask("なりすまし").outcome == "answer"


def test_an_empty_knowledge_base():
    """It knows nothing and says so."""
    empty = Index([], Calibration())
    assert empty.ask("なりすまし").outcome == "dont_know"
    assert empty.suggest("", "ja") == ()
    assert empty.suggest("な", "ja") == ()


@settings(max_examples=200, deadline=None)
@given(text=st.one_of(st.text(max_size=400), st.text(alphabet="なりすまし リレ-relay550.71ーっ\u3099#^$=", max_size=60)))
def test_any_text_may_be_asked(index, text):
    """Nothing raises, and the same question has the same answer."""
    result = index.ask(text)
    assert result == index.ask(text)
    assert all(0 <= hit.score <= 1 for hit in result.hits)
    assert (result.outcome == "dont_know") == (not result.hits)
    assert index.suggest(text, "ja") == index.suggest(text, "ja")


@pytest.mark.parametrize("piece", ["relay ", "なりすまし", "a", "ー", "\u0301", "ﷺ", "550 5.7.1 ", "qwertzy asdf ", "𠮷"])
def test_a_long_question_is_read_in_part(index, piece):
    """What follows its beginning changes nothing, so its time is bounded by that beginning."""
    text = (piece * 10_000)[:10_000]
    assert index.ask(text) == index.ask(text[:1_000])
    assert index.suggest(text, "ja") == index.suggest(text[:100], "ja")


def test_many_pages_with_a_spent_budget(monkeypatch):
    """Where common grams are left out at first, a page is found by its rare ones."""
    monkeypatch.setattr("bot.search.postings.BUDGET", 50)
    pages = [Document(f"faq/{i}", "en", f"the relay of the mail server number {i} and its word{chr(97 + i % 26)}{i}") for i in range(400)]
    found = Index(pages, Calibration()).ask("relay of the mail server number 137 wordh137")
    assert found.hits[0].document.id == "faq/137"


def test_a_settings_name_in_a_question_names_its_page():
    """One such name decides, whatever else is asked; of two, neither does, and a part of another is none."""
    pages = [
        Document("settings/relay-hosts", "en", "Who may send (relay_from_hosts)", ("relay_from_hosts",), (), "", ("settings",), (), ()),
        Document("settings/relay-domains", "en", "Domains (relay_to_domains)", ("relay_to_domains",), (), "", ("settings",), (), ()),
        Document(
            "faq/printer",
            "en",
            "Our printer may not send",
            ("what do i have to put in so that only our printer may send",),
            (),
            "",
            (),
            (),
            (),
        ),
    ]
    index = Index(pages, Calibration(Thresholds(0.8, 0.1, 0.5), Thresholds(0.8, 0.1, 0.5)))
    asked = "what do i have to put into relay_from_hosts so that only our printer may send"
    assert (index.ask(asked).outcome, index.ask(asked).hits[0].document.id) == ("answer", "settings/relay-hosts")
    assert not any(hit.why.exact for hit in index.rank("relay_from_hosts or relay_to_domains, which of them?"))
    assert not any(hit.why.exact for hit in index.rank("what is my_relay_from_hosts for?"))
