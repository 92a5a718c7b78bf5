"""Conversations, with a restart between all turns."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation import Conversation, from_json, to_json
from bot.desk import Desk, File, Message
from bot.library import bundled, load
from bot.markdown import markdown_of
from bot.reply import Items, Reply
from bot.threads import Thread, read_threads

LIBRARY = load()
DESK = Desk(LIBRARY)
THREADS = read_threads(bundled())
LOG = next(thread for thread in THREADS if thread.id == "two-blocks").log
LATER = "2000年 12月 14日 (木) 11:16:33 PM - メッセージ(ID=533)をローカルのメールボックス “user” に配信しました。\n"


class Talk:
    """A conversation that is written down and read again between all messages."""

    def __init__(self, lang: str | None = None) -> None:
        self.desk = DESK
        self.lang = lang
        self.kept = to_json(Conversation("test"))

    def say(self, text: str = "", *, choice: str | None = None, files: tuple[File, ...] = ()) -> Reply:
        """Return the reply to a message, given by a desk that is told nothing but what was kept."""
        first = from_json(self.kept).lang is None
        message = Message(text=text, choice=choice, files=files, lang=self.lang if first else None)
        conversation, reply = DESK.respond(from_json(self.kept), message)
        self.kept = to_json(conversation)
        return reply

    @property
    def now(self) -> Conversation:
        """Return the conversation as it was kept."""
        return from_json(self.kept)

    @property
    def verdict(self) -> str | None:
        """Return the verdict of the last answer."""
        return self.now.concluded.verdict if self.now.concluded else None


def _plain(reply: Reply) -> str:
    return markdown_of(reply).replace("`", "").replace("\\", "").replace("**", "")


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("thread", [thread for thread in THREADS if thread.talk], ids=lambda thread: thread.id)
def test_golden_conversations(thread: Thread, lang: str) -> None:
    """Each worked conversation comes out as written, in both languages, though the program starts anew before each message."""
    talk = Talk(lang)
    for exchange in thread.talk:
        text = exchange.paste or (exchange.says.in_(lang) if exchange.says else thread.log)
        reply = talk.say(text)
        expect, concluded = exchange.expect, talk.now.concluded
        assert concluded is not None
        assert concluded.verdict == expect.verdict, text
        if expect.certainty:
            assert concluded.certainty == expect.certainty
        if expect.severity:
            assert reply.severity == expect.severity
        if expect.asks is not None:
            asked = [s.fact for s in talk.now.standing if s.number in talk.now.latest]
            assert asked == list(expect.asks), text
        understood = reply.section("understood")
        for words in exchange.understood.get(lang, ()):
            assert understood is not None
            assert words in _plain(reply), text


def test_buttons_answer_and_outlive_a_restart() -> None:
    """The button of an earlier question still answers it; one that never was is told so and changes nothing."""
    talk = Talk("en")
    reply = talk.say(LOG)
    here = next(choice for choice in reply.choices if choice.value == "this_server")
    ours = next(choice for choice in reply.choices if choice.question == 1 and choice.value == "no")
    talk.say(choice=here.token)
    assert talk.verdict == "undetermined"
    talk.say(choice=ours.token)
    assert talk.verdict == "relay_abuse"
    before = talk.now
    assert "no longer stands" in _plain(talk.say(choice="99:yes"))
    assert "no longer stands" in _plain(talk.say(choice="{}:<script>"))
    assert (talk.now.account, talk.now.concluded) == (before.account, before.concluded)


def test_follow_ups_ask_one_thing_at_a_time() -> None:
    """The first answer asks up to three questions, later ones only what decides."""
    talk = Talk("en")
    assert len({choice.question for choice in talk.say(LOG).choices}) == 2
    assert len(talk.now.latest) == 3
    talk.say("the IP is none of ours")
    assert len(talk.now.latest) == 1


def test_what_was_understood_is_repeated_and_can_be_taken_back() -> None:
    """Undo goes back one telling at a time, to the beginning and no further."""
    talk = Talk("en")
    talk.say(LOG)
    talk.say("on this server")
    talk.say("the IP is not ours")
    assert talk.verdict == "relay_abuse"
    talk.say("undo")
    assert talk.verdict == "undetermined"
    talk.say("undo")
    assert not talk.now.account.facts
    assert "nothing to take back" in _plain(talk.say("undo"))


def test_words_around_the_first_paste_count_and_are_repeated() -> None:
    """Prose beside a log is heard, in the answer's language."""
    talk = Talk()
    reply = talk.say("上は私が使った記録ですが、下は全く知らない物です。\n" + LOG)
    assert "111.111.111.111 は、そちらの機械か人のもの" in _plain(reply)
    assert talk.verdict == "undetermined"
    talk.say("このサーバにあります")
    assert talk.verdict == "relay_abuse"


def test_other_peoples_words_count_only_once_confirmed() -> None:
    """A pasted discussion proposes what its opener said; nothing of it is told before the asker says that it is theirs."""
    opening = "発言者: A\n下は全く知らない物です。\n"
    answer = "\nB さんからのコメント\nそのアドレスは、このサーバのものです。\n"
    talk = Talk("ja")
    reply = talk.say(opening + LOG + answer)
    assert not talk.now.account.facts
    assert "ご自身の言葉であれば" in _plain(reply)
    yes = next(choice for choice in reply.choices if choice.token == "confirm:yes")
    talk.say(choice=yes.token)
    assert [(told.fact, told.value) for told in talk.now.account.facts] == [("client_is_ours", False)]
    refused = Talk("ja")
    refused.say(opening + LOG + answer)
    refused.say(choice="confirm:no")
    assert not refused.now.account.facts
    assert not refused.now.proposed


def test_a_question_in_between_is_answered_and_the_case_stays_open() -> None:
    """The page that answers it comes with the case's own question, whose buttons still work; pages can be opened, too."""
    talk = Talk()
    talk.say(LOG)
    before = talk.now
    reply = talk.say("RBLって何ですか")
    assert "RBL の検証の行は、誰のことを言っていますか" in _plain(reply)
    assert "いまのご相談はそのまま続いています" in _plain(reply)
    assert "メールボックスは、このサーバにありますか" in _plain(reply)
    questions = reply.section("questions")
    assert questions is not None
    assert isinstance(questions.blocks[0], Items)
    assert len(questions.blocks[0].items) == len(before.latest)
    assert (talk.now.concluded, talk.now.account, talk.now.latest) == (before.concluded, before.account, before.latest)
    page = next(choice for choice in reply.choices if choice.token.startswith("page:"))
    assert page.label in _plain(talk.say(choice=page.token))
    talk.say(choice=next(choice.token for choice in reply.choices if choice.label == "このサーバにある"))
    talk.say(choice=next(choice.token for choice in talk.say(choice="again").choices if choice.label == "いいえ"))
    assert talk.verdict == "relay_abuse"


def test_a_question_in_between_that_no_page_answers_is_said_so() -> None:
    """What is no question is asked about instead."""
    talk = Talk("en")
    talk.say(LOG)
    assert "I have no page that answers this." in _plain(talk.say("how do I bake bread?"))
    assert "I have no page" not in _plain(talk.say("fine weather today"))
    assert "no longer stands" in _plain(talk.say(choice="page:faq/none"))


def test_a_question_before_any_log_is_answered() -> None:
    """The page comes with the word that a log would be explained."""
    talk = Talk()
    text = _plain(talk.say("what is an open relay?"))
    assert text.startswith("# What is an open relay?")
    assert "paste the lines of its log" in text
    assert talk.verdict is None


def test_more_lines_of_the_same_message_join_the_case() -> None:
    """The lines after an id belong to the case, and their numbers go on."""
    talk = Talk("en")
    talk.say(LOG)
    talk.say("on this server, and the IP is not ours")
    reply = talk.say(LATER)
    assert talk.verdict == "spoofed_inbound"
    assert "lines 12–15" in _plain(reply)
    assert "numbers go on" in _plain(reply)
    talk.say(LATER)
    assert talk.verdict == "spoofed_inbound"


def test_another_piece_of_log_keeps_what_was_told_about_names() -> None:
    """A new session is a new case; answers hold by name, and what is gone, still there or new is told."""
    talk = Talk("en")
    talk.say(LOG)
    talk.say("on this server, and the IP is not ours")
    again = LOG.replace("14日 (木)", "15日 (金)").replace("ID=414", "ID=514").replace("ID=533", "ID=633")
    reply = talk.say(again)
    assert talk.verdict == "relay_abuse"
    assert "Still there: This looks like relay abuse" in _plain(reply)
    quiet = "\n".join(again.splitlines()[:7])
    talk.say("the upper one is mine")
    reply = talk.say(quiet.replace("ID=514", "ID=714").replace("15日", "16日"))
    assert talk.verdict == "own_mail"
    assert "Gone, compared with before: This looks like relay abuse" in _plain(reply)


def test_facts_told_before_any_log_hold_for_the_first_one() -> None:
    """A site told in words counts when the log comes."""
    talk = Talk("en")
    reply = talk.say("our network is 198.51.100.0/28")
    assert "Nothing was pasted yet" in _plain(reply)
    talk.say(LOG.replace("111.111.111.111", "198.51.100.4"))
    assert talk.now.site.networks == ("198.51.100.0/28",)


def test_forget_thanks_help_language_and_chatter() -> None:
    """Small wishes are met, and the case stays open meanwhile."""
    talk = Talk("ja")
    talk.say(LOG)
    assert "どういたしまして" in _plain(talk.say("ありがとう"))
    assert "読み取れませんでした" in _plain(talk.say("ぽんぽこ"))
    assert "貼って" in _plain(talk.say("使い方"))
    assert "Not decided yet" in _plain(talk.say("in English please"))
    assert talk.verdict == "undetermined"
    assert "Forgotten" in _plain(talk.say("forget this"))
    assert talk.now.text == ""
    assert not talk.now.account.facts


def test_files_are_read_as_more_of_the_paste() -> None:
    """A log that comes as a file, in an old encoding, beside a question."""
    talk = Talk()
    talk.say("これは不正中継ですか?", files=(File("mail.log", LOG.encode("cp932")),))
    assert talk.verdict == "undetermined"
    assert talk.now.lang == "ja"


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(st.text(max_size=80), st.sampled_from([LOG, LATER, "はい", "no", "undo", "forget this", "the upper one is me"])),
        max_size=6,
    )
)
def test_no_conversation_raises_or_fails_to_be_kept(messages: list[str]) -> None:
    """Any messages in any order leave a conversation that can be written down and read again."""
    talk = Talk()
    for message in messages:
        assert talk.say(message).sections
        assert to_json(from_json(talk.kept)) == talk.kept
