"""Every way to ask: context menu, commands, forms, mentions, replies, direct messages, files."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest

from adapters.discord.standin.rules import walk
from adapters.discord.standin.world import ANNA, APP, BEN, CHANNEL, DIRECT, EPHEMERAL
from tests.adapters.contract import HOSTILE, LATER, LOG
from tests.fakes.discord_reading import kinds

UPPER = "\n".join(LOG.splitlines()[:7])


async def test_context_menu_answers_in_private_and_in_ones_own_language(anna, ben, pasted):
    """Each sees an answer of one's own, in the language of one's Discord."""
    japanese, english = await anna.explain(pasted), await ben.explain(pasted)
    assert japanese["flags"] & EPHEMERAL
    assert "まだ決められません" in anna.sees(japanese)
    assert "Not decided yet" in ben.sees(english)
    assert "[Share with the channel]" in ben.sees(english)


async def test_context_menu_on_a_message_without_text(anna, home):
    """It says how a log can be shown, and answers nothing else."""
    empty = home.world.message(CHANNEL, BEN)
    assert "読める文字が見あたりません" in anna.sees(await anna.explain(empty))


async def test_context_menu_reads_attachments_and_what_was_forwarded(anna, home):
    """A log may be in a file, or in a message that was passed on."""
    file = home.world.attachment("message.txt", LOG.encode())
    assert "まだ決められません" in anna.sees(await anna.explain(home.world.message(CHANNEL, BEN, attachments=[file])))
    snapshot = {"message": {"type": 0, "content": LOG, "embeds": [], "attachments": [], "timestamp": "2026-11-24T00:00:00+00:00",
                            "edited_timestamp": None, "flags": 0, "mentions": [], "mention_roles": [], "components": []}}  # fmt: skip
    forwarded = home.world.message(CHANNEL, BEN, message_snapshots=[snapshot])
    assert "まだ決められません" in anna.sees(await anna.explain(forwarded))


async def test_explain_opens_a_form_and_answers_it(anna, home):
    """Lines, files, the server and a question; the answer is private."""
    await anna.slash("explain", {"question": "これは不正中継ですか"})
    form = anna.last.callback["data"]
    assert form["title"] == "メールの記録を説明"
    assert [field["component"]["custom_id"] for field in form["components"]] == ["log", "files", "server", "question"]
    assert form["components"][3]["component"]["value"] == "これは不正中継ですか"
    file = home.world.attachment("later.log", LATER.encode("cp932"))
    answer = await anna.fill_in({"log": LOG, "server": "asip", "question": "このドメインはうちのものです。IPは知らない番号です。"}, [file])
    assert answer["flags"] & EPHEMERAL
    assert "不正中継ではありません" in anna.sees(answer) or "まだ決められません" in anna.sees(answer)
    kept = await home.client.answering.office.case("discord:500001", anna.last.id)
    assert kept.site.server == "asip"
    assert "533" in kept.text


@pytest.mark.parametrize(("chosen", "given"), [("asip", "asip"), ("", None)])
async def test_the_server_that_was_chosen_goes_with_the_message(anna, home, chosen, given):
    """As the message's own, so that whoever reads it counts on it."""
    await anna.slash("explain")
    await anna.fill_in({"log": LOG, **({"server": chosen} if chosen else {})})
    assert [message.server for message in home.heard] == [given]


async def test_an_empty_form_gets_a_kind_word(anna):
    """Nothing was pasted."""
    await anna.slash("explain")
    assert "読める文字が見あたりません" in anna.sees(await anna.fill_in({}))


async def test_explain_with_a_file(anna, home):
    """The form is left out."""
    answer = await anna.slash("explain", {"file": home.world.attachment("mail.log", LOG.encode("cp932"))})
    assert "まだ決められません" in anna.sees(answer)


def _zip(name, data):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(name, data)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("mail.txt", LOG.encode()),
        ("mail.log", LOG.encode("cp932")),
        ("message.txt", LOG.encode("utf-16")),
        ("mail", LOG.encode()),
        ("mail.csv", LOG.encode()),
        ("mail.eml", LOG.encode("iso-2022-jp", "replace")),
        ("mail.gz", gzip.compress(LOG.encode())),
        ("mail.zip", _zip("mail.log", LOG.encode())),
    ],
)
async def test_files_of_all_kinds(anna, home, name, data):
    """Whatever a log is sent as, it is read."""
    await anna.say("", files=[home.world.attachment(name, data, "application/octet-stream")])
    assert "まだ決められません" in anna.sees(anna.answers()[-1])


async def test_several_files_are_one_log(anna, home):
    """Two halves of a log in two files."""
    halves = [LOG[: len(UPPER) + 1], LOG[len(UPPER) + 1 :]]
    await anna.say("", files=[home.world.attachment(f"{place}.log", half.encode()) for place, half in enumerate(halves)])
    assert "14行のうち14行" in anna.sees(anna.answers()[-1])


async def test_mention_is_answered_in_a_thread(anna, home):
    """The thread has a name; in it the conversation goes on by words."""
    said = await anna.say(f"これは不正中継ですか?\n```\n{LOG}```")
    thread = home.world.rooms[said["id"]]
    assert thread["name"] == "メールの記録の説明"
    await anna.say("このサーバにあります。IPは知らない番号です。", said["id"])
    assert "名前をかたった不正中継" in anna.sees(anna.answers(said["id"])[-1])
    assert ("POST", f"/channels/{CHANNEL}/typing", None) in home.rest.calls


async def test_nobody_is_mentioned_and_nothing_is_answered_twice(anna, home):
    """Every message forbids mentions; a message that is delivered again is not answered again."""
    said = await anna.say(LOG)
    await anna.repeat(said)
    assert len(anna.answers()) == 1
    bodies = [body for method, path, body in home.rest.calls if method == "POST" and path.endswith("/messages")]
    assert [body["allowed_mentions"] for body in bodies] == [{"parse": []}]


async def test_without_leave_to_open_threads_it_is_answered_in_the_channel(anna, home):
    """As a reply; the buttons work all the same."""
    home.rest.no_threads = True
    said = await anna.say(LOG)
    answer = anna.answers(CHANNEL)[-1]
    assert str(answer["message_reference"]["message_id"]) == said["id"]
    assert "名前をかたった" in anna.sees(await anna.press(await anna.press(answer, "このサーバにある"), "いいえ"))


async def test_a_message_that_does_not_mention_us_is_left_alone(anna):
    """Discord shows us nothing of it."""
    await anna.say(LOG, mention=False)
    assert anna.answers() == []


async def test_a_reply_to_an_answer_goes_on_with_its_conversation(anna, answer):
    """An answer that was shared in the channel is replied to."""
    shared = await anna.press(answer, "チャンネルで共有")
    await anna.say("このサーバにあります。IPは知らない番号です。", reply_to=shared)
    assert "名前をかたった不正中継" in anna.sees(anna.answers(CHANNEL)[-1])


async def test_a_mention_in_reply_to_a_log_reads_that_log(anna, home):
    """Is this relay abuse? is said to somebody else's message that we can see."""
    theirs = home.world.message(CHANNEL, BEN, LOG)
    await anna.say(f"<@{APP}> これは不正中継ですか?", reply_to=theirs)
    assert "まだ決められません" in anna.sees(anna.answers()[-1])


async def test_a_bare_mention_is_told_how_to_ask(anna):
    """Only our name."""
    await anna.say("")
    assert "読める文字が見あたりません" in anna.sees(anna.answers()[-1])


async def test_direct_messages_are_one_conversation(anna):
    """No mention is needed there."""
    await anna.say(LOG, DIRECT)
    await anna.say("このサーバにあります。IPは知らない番号です。", DIRECT)
    assert "名前をかたった不正中継" in anna.sees(anna.answers(DIRECT)[-1])


async def test_where_only_the_person_has_the_app_it_keeps_apart(anna, home, pasted):
    """What is answered there belongs to the person, not to the server."""
    anna.installed_by_server = False
    answer = await anna.explain(pasted)
    assert "まだ決められません" in anna.sees(answer)
    office = home.client.answering.office
    assert await office.case(f"discord:{ANNA}", anna.last.id) is not None
    assert await office.case("discord:500001", anna.last.id) is None


async def test_commands_work_in_direct_messages(anna, home):
    """The person's own site, too."""
    answer = await anna.slash("explain", {"file": home.world.attachment("mail.log", LOG.encode())}, DIRECT)
    assert "まだ決められません" in anna.sees(answer)
    assert "example.co.jp" in anna.sees(await anna.slash("site set", {"part": "domains", "value": "example.co.jp"}, DIRECT))


async def test_commands_are_named_in_both_languages(home):
    """Names, descriptions, options and choices; in servers, direct messages and private channels, for servers and for persons."""
    commands = {command["name"]: command for command in home.rest.commands}
    assert set(commands) == {"Explain this log", "explain", "faq", "setting", "site", "relaydoc"}
    assert commands["Explain this log"]["name_localizations"] == {"ja": "このログを説明"}
    assert commands["explain"]["options"][0]["description_localizations"]["ja"].startswith("記録のファイル")
    assert commands["site"]["options"][1]["options"][0]["choices"][0]["name_localizations"]["ja"]
    for command in commands.values():
        assert command["integration_types"] == [0, 1]
        assert command["contexts"] == [0, 1, 2]


async def test_hostile_names_and_texts_do_nothing(anna, home):
    """In texts, in names of files, in replies to questions and in what is not understood."""
    file = home.world.attachment("@everyone<@1>[x](https://evil.example).png", b"x", "image/png")
    await anna.say(HOSTILE, files=[file])
    await anna.say("@everyone は うちのものではありません <@&1> https://evil.example", DIRECT)
    for answer in anna.answers():
        for one in walk(answer["components"]):
            assert kinds(one.get("content", "")) <= {"strong", "emphasis", "code", "block", "item", "heading", "subtext"}
