"""Questions in words: lines are asked for where they can be found, by what the question names; settings are the right server's."""

import pytest

from bot.desk import Message
from bot.markdown import markdown_of
from bot.site import Site
from tests.cases.reading import read_cases


@pytest.fixture(scope="module")
def answered(desk):
    """Give a function that answers a case in English."""
    cases = {case.id: case for case in read_cases()}

    def answer(id_):
        case = cases[id_]
        return desk.explain(Message(text=case.log, question=case.question, lang="en"), Site.model_validate(case.site))

    return answer


def test_earlier_lines_are_searched_for_by_what_the_question_names(answered):
    """What is to be searched for is the Message-ID that the question speaks of, not the id of the lines that are there already."""
    (found,) = [one for one in answered("noonen-startup-we-are-listed").questions if one.fact == "first_half_seen"]
    assert "reset-8812@plannr.example" in found.text
    assert "for reset-8812@plannr.example, and" in (found.how or "")
    assert "98C3E4A0F1" not in (found.how or "")


def test_trace_lines_have_no_lines_after_them(answered):
    """Of a message's trace the lines of one's own log are asked for, once, and never those that follow a header in a log."""
    texts = [one.text for one in answered("unkdusk-arf-authenticated-spam").questions]
    assert "Does the mail server log of your own server have lines with the message?" in texts
    assert not [text for text in texts if text.startswith("Which lines follow")]
    assert len(texts) == len(set(texts))


@pytest.mark.parametrize(
    ("id_", "server", "pages"),
    [
        ("asipdusk-filter-in-front-refused", "asip", ()),
        ("asipdusk-header-complaint-relayed", None, ("asip/no-relay-host-profile", "asip/filter-in-front")),
    ],
)
def test_settings_are_those_of_the_server_in_question(answered, id_, server, pages):
    """Settings of the server that was named are not told as the lock that held where another one refused; a trace line's server counts."""
    answer = answered(id_)
    assert server is None or answer.mta == server
    assert tuple(one.page for one in answer.settings) == pages


@pytest.mark.parametrize(("id_", "said"), [("rain-mix-asip-own-name-refused", False), ("rain-mix-asip-english-question-two-blocks", True)])
def test_names_do_not_agree_where_one_was_refused_for_it(answered, id_, said):
    """That name and number do not contradict each other is not said where the server refused because they do."""
    assert ("do not contradict each other" in markdown_of(answered(id_).reply)) is said
