"""Every button of an answer, before and after a restart; edits and deletions."""

from __future__ import annotations

import copy

import pytest

from adapters.discord.standin.rules import walk
from adapters.discord.standin.world import APP, BEN, CHANNEL, DIRECT, EPHEMERAL
from tests.adapters.contract import LATER, LOG
from tests.adapters.pasted import MANY

UPPER = "\n".join(LOG.splitlines()[:7])


def file_of(home, message):
    """Return the text of a message's file."""
    url = message["attachments"][-1]["url"]
    return home.world.files[url.partition("/cdn/")[2]].decode()


async def test_answers_edit_the_same_answer(anna, answer):
    """Two presses, and the verdict stands in its place."""
    first = await anna.press(answer, "このサーバにある")
    second = await anna.press(first, "いいえ")
    assert second["id"] == answer["id"]
    assert "名前をかたった不正中継とみられます" in anna.sees(second)
    assert "すぐに手当てを" in anna.sees(second)


async def test_every_button_survives_a_restart(home, answer):
    """Nothing of them was kept in memory."""
    for label in ("このサーバにある", "いいえ"):
        await home.restart()
        answer = await home.person().press(answer, label)
    anna = home.person()
    assert "名前をかたった不正中継とみられます" in anna.sees(answer)
    for label, shown in [
        ("一行ずつ", "【上段】"), ("設定", "どこで"), ("出典", "TA22042"), ("チャンネルで共有", "名前をかたった"),
        ("役に立った", "ありがとうございます"),
        ("人に相談", "ひとつのファイル"), ("読み直す", "名前をかたった"),
    ]:  # fmt: skip
        await home.restart()
        anna = home.person()
        assert shown in anna.sees(await anna.press(answer, label)), label
    for label in ("違うと思う", "続きを伝える"):
        await home.restart()
        anna = home.person()
        await anna.press(answer, label)
        await home.restart()
        anna.client = home.client
        await anna.fill_in({"reason": "そのIPはうちのウェブメールです", "log": "取り消し"}, pressed=answer)
    await home.restart()
    await home.person().press(answer, "消す")
    assert answer["id"] not in home.world.messages
    assert home.rest.refused == []


async def test_a_stale_answer_leaves_the_newer_one_alone(anna, answer):
    """It is said beside it, to the presser alone."""
    old = copy.deepcopy(answer)
    button = next(one for one in walk(old["components"]) if one.get("label") == "このサーバにある")
    button["custom_id"] = button["custom_id"].replace("/1:", "/99:")
    before = anna.sees(answer)
    beside = await anna.press(old, "このサーバにある")
    assert beside["id"] != answer["id"]
    assert beside["flags"] & EPHEMERAL
    assert "もう片づいています" in anna.sees(beside)
    assert anna.sees(answer) == before


async def test_line_by_line_turns_pages(anna, home):
    """A long explanation has pages, and goes as a file too; the answer itself stays."""
    answer = await anna.explain(home.world.message(CHANNEL, BEN, MANY))
    first = await anna.press(answer, "一行ずつ")
    assert first["flags"] & EPHEMERAL
    assert first["id"] != answer["id"]
    assert "1 / " in anna.sees(first)
    assert "(◀) [▶]" in anna.sees(first)
    shown = anna.sees(first)
    second = await anna.press(first, "▶")
    assert second["id"] == first["id"]
    assert anna.sees(second) != shown
    assert "2 / " in anna.sees(second)
    assert "192.0.2.7" in file_of(home, second)
    assert len(second["attachments"]) == 1


async def test_sharing_shows_the_answer_to_all(anna, ben, answer, home):
    """Others may then answer its questions, and not delete it."""
    shared = await anna.press(answer, "チャンネルで共有")
    assert not shared["flags"] & EPHEMERAL
    assert "チャンネルで共有" not in anna.sees(shared)
    assert "うかがったこと" in ben.sees(await ben.press(shared, "このサーバにある"))
    home.world.powers[BEN] = 1 << 10 | 1 << 11
    assert "Only whoever asked" in ben.sees(await ben.press(shared, "消す"))
    assert shared["id"] in home.world.messages
    await anna.press(shared, "消す")
    assert shared["id"] not in home.world.messages


async def test_feedback_is_kept_with_its_reason(anna, answer, home):
    """For whoever writes the pages."""
    await anna.press(answer, "役に立った")
    await anna.press(answer, "違うと思う")
    assert "ありがとうございます" in anna.sees(await anna.fill_in({"reason": "そのIPはうちのものです"}, pressed=answer))
    kept = await home.store.feedback("discord:500001")
    assert [(one.helped, one.reason) for one in kept] == [(True, ""), (False, "そのIPはうちのものです")]


async def test_a_case_for_a_person(anna, answer, home):
    """Question, answer and log in one file, for the asker alone."""
    given = await anna.press(answer, "人に相談")
    assert given["flags"] & EPHEMERAL
    text = file_of(home, given)
    assert "まだ決められません" in text
    assert "14  2000年 12月 14日" in text


async def test_more_is_said_in_a_form(anna, answer, home):
    """Words or more lines; the answer changes in its place."""
    await anna.press(answer, "続きを伝える")
    again = await anna.fill_in({"log": "このサーバにあります。IPは知らない番号です。"}, pressed=answer)
    assert again["id"] == answer["id"]
    assert "名前をかたった不正中継" in anna.sees(again)
    await anna.press(again, "続きを伝える")
    await anna.fill_in({"log": ""}, [home.world.attachment("later.log", LATER.encode())], pressed=again)
    assert "不正中継ではありません" in anna.sees(answer)


async def test_an_empty_form_of_more_leaves_the_answer(anna, answer):
    """A kind word beside it."""
    await anna.press(answer, "続きを伝える")
    beside = await anna.fill_in({}, pressed=answer)
    assert beside["id"] != answer["id"]
    assert "読める文字が見あたりません" in anna.sees(beside)


async def test_reading_again_takes_the_message_as_it_is_now(anna, answer, pasted):
    """What was changed meanwhile counts."""
    pasted["content"] = UPPER
    again = await anna.press(answer, "読み直す")
    assert again["id"] == answer["id"]
    assert "7行のうち7行" in anna.sees(again)


async def test_reading_again_what_is_gone_answers_from_what_was_kept(anna, answer, pasted, home):
    """The message was deleted, or Discord does not show it."""
    del home.world.messages[pasted["id"]]
    assert "まだ決められません" in anna.sees(await anna.press(answer, "読み直す"))


async def test_deleting_forgets(anna, answer, home):
    """The answer is gone, and what was kept of it."""
    conversation = anna.last.id
    await anna.press(answer, "消す")
    assert answer["id"] not in home.world.messages
    assert await home.store.load("discord:500001", conversation) is None


async def test_what_is_not_kept_any_more_is_told(anna, answer, home):
    """Each button says so, in the presser's language."""
    await home.client.answering.office.forget("discord:500001", anna.last.id)
    for label in ("このサーバにある", "一行ずつ", "チャンネルで共有", "人に相談"):
        assert "もう残っていません" in anna.sees(await anna.press(answer, label)), label


async def test_an_edited_mention_changes_its_answer(anna):
    """In its thread; an edit without a stamp, as for a preview, changes nothing."""
    said = await anna.say(UPPER)
    before = anna.answers(said["id"])[-1]
    await anna.edit(said, LOG)
    assert "下段" in anna.sees(before)
    assert len(anna.answers()) == 1
    said["edited_timestamp"] = None
    await anna.standin.gateway.tell_of_message("MESSAGE_UPDATE", said)
    await anna.quiet()
    assert len(anna.answers()) == 1


async def test_a_mention_that_is_added_by_an_edit_is_answered(anna):
    """It was not seen before."""
    said = await anna.say(LOG, mention=False)
    said["mentions"] = [{"id": APP, "username": "relaydoc", "discriminator": "0", "global_name": None, "avatar": None, "bot": True}]
    await anna.edit(said, LOG)
    assert "まだ決められません" in anna.sees(anna.answers()[-1])


async def test_an_edited_word_does_not_lose_the_log(anna):
    """The log of the conversation stays; the words count as they are now."""
    said = await anna.say(LOG)
    word = await anna.say("IPは知らない番号です", said["id"])
    await anna.edit(word, "このサーバにあります。IPは知らない番号です。")
    assert "名前をかたった不正中継" in anna.sees(anna.answers(said["id"])[-1])
    assert len(anna.answers(said["id"])) == 2


@pytest.mark.parametrize("room", [CHANNEL, DIRECT])
async def test_a_deleted_message_takes_its_answer_with_it(anna, home, room):
    """After a restart too."""
    said = await anna.say(LOG, room)
    await home.restart()
    anna = home.person()
    await anna.delete(said)
    assert anna.answers() == []
    assert home.rest.unknown == []


async def test_messages_deleted_together(anna, home):
    """As moderators do."""
    said = [await anna.say(LOG), await anna.say(LOG)]
    ids = [one["id"] for one in said]
    await home.gateway.tell("MESSAGE_DELETE_BULK", {"ids": ids, "channel_id": CHANNEL, "guild_id": "500001"})
    await anna.quiet()
    assert anna.answers() == []
