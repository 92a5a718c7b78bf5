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
        ((), "Question 1 decides. In question: lines 5–7."),
        (NOTHING_KNOWN, "Some points stay unknown, so these lines alone cannot decide it."),
    ],
)
def test_headline_says_how_sure_and_on_what(explained, session, tell, says):
    """Beneath the first sentence stands how sure it is and on which lines; question 1 is spoken of only if there is one."""
    answer = explained(session(**NAMED), tell)
    assert says in first_screen(answer)
    assert ("Question 1" in first_screen(answer)) is (tell == ())


@pytest.mark.parametrize("tell", [ABUSED, ()])
def test_reply_carries_the_lines_of_its_verdict(explained, session, tell):
    """The lines that it rests on, or that are in question, can be quoted beside the first sentence."""
    answer = explained(session(**NAMED), tell)
    assert tuple(line.number for line in answer.reply.evidence) == answer.evidence == (5, 6, 7)


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


HANDED_ON = "メッセージ(ID=533)を外部のホスト mail.example.net へ配信しました。"
HEADER = "Received: from [192.168.1.50] by {} (AppleShare IP Mail Server 6.2) id 23807 via TCP with SMTP; Wed, 07 Mar 2001 16:53:42 -0800\n"
STRANGERS = ("not-ours=example.com", "not-ours=192.0.2.7")


def test_everything_unknown_still_asks_for_lines(explained, session):
    """Where the asker knows nothing more, the one thing left to ask is more of the log, and no reason is made up for it."""
    (question,) = explained(session(**NAMED), NOTHING_KNOWN).questions
    assert (question.kind, question.fetch, question.why) == ("lines", "ID=533", "")
    assert "If you find more lines of the log about this session" in question.text


@pytest.mark.parametrize(
    ("text", "tell", "headline"),
    [
        ("メールサーバを起動しました。", (), "only tell that the mail server started or stopped"),
        (None, ("accepted=no",), "fits none of the cases"),
        (None, (HANDED_ON,), "may be someone passing a message"),
    ],
)
def test_undecided_in_its_own_words(explained, session, stamped, text, tell, headline):
    """A paste without a message, one that fits no case, and one of a single reading have sentences without a hole, and a question."""
    more, tell = ((tell[0],), ()) if tell == (HANDED_ON,) else ((), tell)
    for lang in ("en", "ja"):
        answer = explained(stamped(text) if text else session(*more), tell, lang=lang)
        assert answer.verdict == "undetermined"
        assert answer.questions
        assert not {"{", "}"} & set(answer.headline)
        assert "は、にも" not in answer.headline
        assert headline in answer.headline or lang == "ja"


def test_one_reading_is_not_grave_while_an_innocent_one_is_only_presumed_away(explained, session):
    """A public address is only presumed foreign, so nothing is said to be urgent but the answers themselves."""
    answer = explained(session(HANDED_ON, name="mail.example.com"))
    assert (answer.verdict, answer.severity) == ("undetermined", "unknown")
    said = markdown_of(answer.reply)
    assert "please answer questions 1 and 2 today" in said
    assert "forces you to act this minute" not in said


def test_headline_follows_the_certainty(explained, session):
    """What rests on a line read by its parts is said with care; what all was told is said plainly."""
    assert explained(session(HANDED_ON, name="mail.example.com"), STRANGERS).headline.startswith("This looks like relay abuse")
    told = explained(session(name="mail.example.com"), (*STRANGERS, "recipients_are_local=no"))
    assert (told.certainty, told.headline[:4]) == ("certain", "Yes,")


def test_handing_on_is_evidence_and_not_asked_for(explained, session):
    """Where a line shows the message going on, it is among the evidence and no step asks to look for it."""
    answer = explained(session(HANDED_ON, **NAMED), ABUSED)
    assert answer.evidence == (5, 6, 7, 8)
    assert not any("to see where the message went" in step for step in answer.steps)


def test_unread_line_where_the_outcome_should_stand(explained, session):
    """A line that bears the message's number and was not understood is named, since it may hold the answer."""
    for lang, words in (
        ("en", "line 8, which may say what became of this session, could not be read"),
        ("ja", "8行目を、読み取れませんでした"),
    ):
        assert words in explained(session("なんだか知らない行(ID=533)です"), lang=lang).headline


def test_trace_line_alone_asks_whose_it_is(explained):
    """A trace line of nobody knows which server proves nothing; whose it is and the log's own lines are asked for."""
    answer = explained(HEADER.format("mx.example.net"))
    assert (answer.verdict, [question.fact for question in answer.questions]) == ("undetermined", ["lines_are_ours", "accepted"])
    assert "Is mx.example.net, which wrote this trace line, your own server?" in answer.questions[0].text
    assert (answer.questions[1].fetch, "ID=23807" in answer.questions[1].text) == ("ID=23807", True)
    ours = explained(HEADER.format("mail.example.com"), site={"domains": ["example.com"]})
    assert ours.verdict == "own_mail"
    assert explained(HEADER.format("mx.example.net"), ("lines_are_ours=yes",)).verdict == "own_mail"


def test_gateway_is_asked_for_who_stood_behind_it(explained, session):
    """A declared gateway hides the client: the question is who stood behind it, and the answer is about this message alone."""
    answer = explained(session(client="10.0.0.1"), site={"gateways": ["10.0.0.1"], "domains": ["example.com"]})
    question = next(question for question in answer.questions if question.fact == "client_is_ours")
    assert (question.about, "Who stood behind 10.0.0.1" in question.text) == (None, True)
    assert "is a gateway, as you told" in markdown_of(answer.reply)


def test_block_that_is_not_there_is_told(explained, session):
    """Something told of a block that the paste does not have is not passed over in silence."""
    assert "there is no such block here" in markdown_of(explained(session(), ("client_is_ours@9=yes",)).reply)
    assert "no such block" not in markdown_of(explained(session(), ("client_is_ours@1=yes",)).reply)


def test_two_at_once_is_observed_of_whichever_block_it_is(explained, stamped):
    """That two connections were open at once is said even if the headline is about another block."""
    entry = ("TCP/IP 経由の SMTP 受信の接続を確立しました_", "発信元の DNS 名: “{}”", "実際の接続 IP アドレス:[{}]")
    one = [line.format(given) for line, given in zip(entry, ("", "mx.example.com [192.0.2.7]", "192.0.2.7"), strict=True)]
    other = [line.format(given) for line, given in zip(entry, ("", "[10.3.2.9]", "10.3.2.9"), strict=True)]
    message = "SMTP サーバはメッセージ(ID={})を“{}”からサイズ 3 (k)で発信しました。"
    answer = explained(stamped(*one, *other, message.format(1, "me@example.net"), message.format(2, "a@example.com")))
    assert "Several connections were open at once" in markdown_of(answer.reply)
    assert [(f.certainty, f.verdict) for f in answer.findings] == [("possible", "own_mail")]


def test_one_line_is_counted_in_words(explained, stamped):
    """A single line is no "1 of 1 lines"."""
    assert "The one line was understood" in markdown_of(explained(stamped("メールサーバを起動しました。")).reply)


def test_the_lines_that_decide_come_with_the_reply(explained, session):
    """For places that show only the core at once; those in question where nothing is decided."""
    decided = explained(session("メッセージ(ID=533)を“stranger@example.net”へ送信しました。"), ["ours=example.com", "not-ours=192.0.2.7"])
    assert tuple(line.number for line in decided.reply.evidence) == decided.evidence
    open_case = explained(session())
    assert open_case.verdict == "undetermined"
    assert tuple(line.number for line in open_case.reply.evidence) == open_case.evidence != ()


def test_the_same_about_another_block_is_not_told_again(explained):
    """What was found of several blocks in the same words is said once, and then that it holds for the others."""
    refused = "2026-11-24 0{n}:00:11 H=(x9) [203.0.113.9{n}] F=<ad@promo.example> rejected RCPT <mori@example.com>: Unknown user\n"
    answer = explained("".join(refused.format(n=n) for n in (1, 2)), site={"domains": ["example.com"]}, lang="ja")
    others = answer.reply.section("others").blocks
    assert "ここも同じです。" in "".join(span.text for item in others[0].items for span in item)
