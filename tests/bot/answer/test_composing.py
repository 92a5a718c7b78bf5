"""The answer put together: what a headline says of its certainty, what is asked, and that a hostile paste stays text."""

import pytest
from markdown_it import MarkdownIt

from bot.markdown import markdown_of

NAMED = {"client": "aaa.aaa.aaa.aaa", "name": "f1.******.ne.jp", "sender": "*****@f1.*******.ne.jp"}
ABUSED = ("ours=f1.*******.ne.jp", "not-ours=aaa.aaa.aaa.aaa")
NOTHING_KNOWN = ("sender_domain_is_local=unknown", "client_is_ours=unknown", "recipients_are_local=unknown")
TYPES = {"text", "code_inline", "strong_open", "strong_close", "em_open", "em_close", "softbreak", "hardbreak"}


def leaked(answer, *words):
    """Give what of an answer's markdown a renderer would take for links or the like, and the words that stand outside code."""
    children = [child for token in MarkdownIt("commonmark").parse(markdown_of(answer.reply)) for child in token.children or ()]
    outside = " ".join(child.content for child in children if child.type == "text")
    return {child.type for child in children} - TYPES, [word for word in words if word in outside]


def first_screen(answer):
    """Give the text of the headline's section."""
    return markdown_of(answer.reply).partition("\n\n14 of")[0].partition("\n\n7 of")[0]


@pytest.mark.parametrize(
    ("tell", "says"),
    [
        (ABUSED, "Certainty: likely. Rests on lines 5–7."),
        ((), "The decisive answer is that to question 1. In question: lines 5–7."),
        (NOTHING_KNOWN, "Certainty: open. Rests on lines 5–7."),
    ],
)
def test_headline_says_how_sure_and_on_what(explained, session, tell, says):
    """Beneath the first sentence stands how sure it is and on which lines; question 1 is spoken of only if there is one."""
    answer = explained(session(**NAMED), tell)
    assert says in first_screen(answer)
    assert ("question 1" in first_screen(answer)) is (answer.verdict == "undetermined" and bool(answer.questions))


def test_looks_are_joined_with_spaces(explained, session):
    """The two readings of an open case stand in a sentence that has its spaces."""
    assert "ordinary incoming mail, and just as well like someone" in explained(session(**NAMED)).headline


def test_questions_have_texts_choices_and_reasons(explained, session):
    """Each question has its sentence with the name it is about, its reason, and choices or the way to the lines."""
    first, second, lines = explained(session(**NAMED)).questions
    assert first.text == "Are mailboxes of f1.*******.ne.jp on this server?"
    assert [choice.value for choice in first.choices] == ["this_server", "provider", "not_ours", "unknown"]
    assert (second.about, lines.fetch) == ("aaa.aaa.aaa.aaa", "ID=533")
    assert "search for ID=533" in lines.how
    assert all(question.why for question in (first, second, lines))


def test_choices_go_with_their_questions(explained, session):
    """The reply offers every choice of every question, with the question's place."""
    answer = explained(session(**NAMED))
    offered = [(choice.question, choice.value) for choice in answer.reply.choices]
    assert offered == [(n, choice.value) for n, question in enumerate(answer.questions) for choice in question.choices]


def test_other_findings_are_told(explained, session):
    """What was found besides the headline is told with its block, certainty and lines."""
    text = session(client="bbb.bbb.bbb.bbb", sender="1111111111.co.jp", number=414, hour=10) + session(**NAMED)
    answer = explained(text, ("ours=bbb.bbb.bbb.bbb", *ABUSED))
    others = markdown_of(answer.reply).partition("## Also found")[2].partition("##")[0]
    assert "upper" in others
    assert "lines 5, 6" in others
    assert answer.warned == (12, 13, 14)


def test_innocent_answer_warns_of_nothing(explained, session):
    """An innocent paste marks no line, not even one whose kind is marked elsewhere."""
    mismatch = 'SMTP 名 "mail.example.net" と IP アドレス [192.0.2.7] が一致しません。'
    assert explained(session(mismatch), ("ours=192.0.2.7",)).warned == ()


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("tell", [(), ("ours=evil.example",), ("not-ours=192.0.2.7",), NOTHING_KNOWN])
def test_hostile_names_stay_text(explained, session, lang, tell):
    """Markup, mentions and links in a sender or a client's name are code wherever they are said."""
    text = session(name="**a**`<https://evil.example>@here", sender="`[x](https://evil.example)<@1>@evil.example")
    assert leaked(explained(text, tell, lang=lang), "https://", "@here", "<@1>") == (set(), [])


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_hostile_header_stays_text(explained, lang):
    """A trace header whose name and address stand side by side lets neither out of its code span."""
    header = "Received: from a (b`**x**) [c`@everyone<https://evil.example>] by mx.example.com (AppleShare IP Mail Server 6.2)"
    for name in ("a`", "a"):
        text = header.replace("a (b`**x**)", name) + " id 5 via TCP with SMTP; Wed, 07 Mar 2001 16:53:42 -0800"
        answer = explained(text, lang=lang)
        assert "@everyone" in answer.lines[0].fields["client_ip"]
        assert leaked(answer, "@everyone", "https://") == (set(), [])


def test_version_in_a_line_chooses_the_way(explained, session):
    """A version told on the command line or by the site chooses the way to each setting."""
    ways = [explained(session(**NAMED), (*ABUSED, *tell), site).settings[0].where
            for tell, site in (((), {}), (("version=6.3",), {}), ((), {"version": "6.3"}))]  # fmt: skip
    assert "\n" in ways[0]
    assert ways[1] == ways[2]
    assert "\n" not in ways[1]
