"""Names, numbers and times in both languages, and what fills a page's placeholders."""

from datetime import datetime

import pytest

from bot.answer.wording import Wording
from bot.desk import Message
from bot.prose import text_of


@pytest.fixture
def wording(library, known, session):
    """Give a function that words a paste of so many sessions."""

    def make(count, lang):
        text = "".join(session(number=n, hour=n) for n in range(1, count + 1))
        return Wording(library, lang, known(text).transactions if count else (), "ID={queue_id}"), known(text).transactions if count else ()

    return make


@pytest.mark.parametrize(
    ("count", "lang", "names", "named"),
    [
        (1, "en", ["this session"], ["this session"]),
        (2, "en", ["upper", "lower"], ["the upper block", "the lower block"]),
        (2, "ja", ["上段", "下段"], ["上段", "下段"]),
        (3, "en", ["1", "2", "3"], ["block 1", "block 2", "block 3"]),
        (3, "ja", ["1", "2", "3"], ["1番のまとまり", "2番のまとまり", "3番のまとまり"]),
    ],
)
def test_blocks_have_names(wording, count, lang, names, named):
    """Two blocks are upper and lower, more are numbers, one alone needs no name."""
    words, transactions = wording(count, lang)
    assert [words.name(transaction) for transaction in transactions] == names
    assert [words.named(transaction) for transaction in transactions] == named


@pytest.mark.parametrize(
    ("hour", "minute", "en", "ja"),
    [
        (0, 5, "12:05 am", "午前0時05分"),
        (11, 6, "11:06 am", "午前11時06分"),
        (12, 0, "12:00 pm", "午後0時00分"),
        (23, 16, "11:16 pm", "午後11時16分"),
    ],
)
def test_time_of_day(wording, hour, minute, en, ja):
    """A time is said with twelve hours; noon and midnight are 12 in English and 0 in Japanese."""
    when = datetime(2000, 12, 14, hour, minute)
    assert wording(0, "en")[0].time(when) == en
    assert wording(0, "ja")[0].time(when) == ja


@pytest.mark.parametrize(
    ("numbers", "en", "ja"),
    [
        ([], "none", "なし"),
        ([5], "line 5", "5行目"),
        ([6, 5], "lines 5, 6", "5、6行目"),
        ([12, 13, 14], "lines 12–14", "12〜14行目"),
        ([1, 5, 6, 12, 13, 14, 20], "lines 1, 5, 6, 12–14, 20", "1、5、6、12〜14、20行目"),
        ([5, 6, 7, 8, *range(10, 30, 2)], "lines 5–8, 10, 12, 14 and others, 14 in all", "5〜8、10、12、14行目ほか、全部で14行"),
    ],
)
def test_lines_are_shortened(wording, numbers, en, ja):
    """Runs of three or more are shortened; the word for lines stands with them."""
    assert wording(0, "en")[0].lines(numbers) == en
    assert wording(0, "ja")[0].lines(numbers) == ja


def test_filling_of_a_transaction(wording):
    """What the paste shows fills the placeholders and is marked as pasted; lines and names of ours are not."""
    words, (only,) = wording(1, "en")
    filling = words.filling(only, [5, 6], looks="like mail")
    assert filling.values["client"] == "192.0.2.7"
    assert filling.values["sender_domain"] == "example.com"
    assert filling.values["fetch"] == "ID=1"
    assert filling.values["last_line"] == "7"
    assert filling.values["lines"] == "lines 5, 6"
    assert filling.values["looks"] == "like mail"
    assert filling.pasted == {"client", "sender", "sender_domain", "queue_id", "fetch", "before_filter"}


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_filling_without_a_transaction_is_neutral(wording, library, lang):
    """What the paste does not show is a neutral phrase, so that no sentence has a hole; nothing is marked as pasted."""
    words, _ = wording(0, lang)
    filling = words.filling(None)
    assert all(filling.values[name] for name in Wording.PLACEHOLDERS - {"last_line"})
    assert filling.values["client"] == library.phrase("the-client", lang)
    assert filling.pasted == frozenset()


def test_null_sender_has_its_own_phrase(library, known, session):
    """An empty sender is called so, and has no domain to name."""
    (only,) = known(session(sender="")).transactions
    filling = Wording(library, "en", (only,), None).filling(only)
    assert (filling.values["sender"], filling.values["sender_domain"]) == ("the empty sender", "the sender's domain")
    assert filling.values["fetch"] == "the message"


def test_the_recipient_of_what_was_sent_on_is_where_it_went(explained):
    """A copy stays with the address of ours; the headline names the one outside, in whichever order the lines come."""
    text = (
        "@400000006a63c1a20c1f7b5c info msg 7: bytes 5821 from <a@example.net> qp 70 uid 89\n"
        "@400000006a63c1a20c8a1e04 starting delivery 1: msg 7 to local info@example.com\n"
        "@400000006a63c1a20f02ee64 info msg 8: bytes 5934 from <a@example.net> qp 80 uid 89\n"
        "@400000006a63c1a20f3312cc starting delivery 2: msg 8 to remote home@example.org\n"
        "@400000006a63c1a20f40019c delivery 1: success: did_1+1+0/qp_80/\n"
        "@400000006a63c1a4180aa92c delivery 2: success: 198.51.100.25_accepted_message./"
    )
    assert "home@example.org" in str(explained(text).headline)


def test_what_was_said_of_the_site_is_told_back(desk):
    """A verdict that rests on a domain which only the question names says so; a domain named twice is told once, and is a value."""
    log = "Nov 20 03:12:02 mx postfix/smtpd[20]: 9C2A1401F2: client=unknown[203.0.113.77]"
    question = "Our domain is example.com, our IPs are 192.0.2.0/28. Our domain is example.com. Is this abuse?"
    reply = desk.explain(Message(text=log, question=question, lang="en")).reply
    section = next(section for section in reply.sections if section.name == "understood")
    assert [text_of(item) for block in section.blocks for item in block.items] == [
        "Your domains: example.com.",
        "Your networks: 192.0.2.0/28.",
    ]
    assert [span.style for span in section.blocks[0].items[0]] == ["plain", "value", "plain"]
    assert not [s for s in desk.explain(Message(text=log, question="Is this abuse?", lang="en")).reply.sections if s.name == "understood"]
