"""What every adapter promises, whatever it is shown in.

A test module for an adapter derives from ``AdapterContract`` and gives it a ``place`` fixture: the adapter running against a fake of its
platform. What a platform does not have is said by ``Place.can``.
"""

from __future__ import annotations

from typing import Literal, Protocol

import pytest

from bot.library import bundled
from bot.threads import read_threads

LOG = next(thread for thread in read_threads(bundled()) if thread.id == "two-blocks").log
LATER = "2000年 12月 14日 (木) 11:16:33 PM - メッセージ(ID=533)をローカルのメールボックス “user” に配信しました。\n"
_SENDER = "@everyone<!channel>[x](http://evil.example)`**@evil.example"
HOSTILE = f"2000年 12月 14日 (木) 11:16:32 PM - SMTP サーバはメッセージ(ID=1)を“{_SENDER}”からサイズ 6 (k)で発信しました。\n"
Ability = Literal["edit", "delete", "redelivery", "files"]


class Place(Protocol):
    """An adapter at work, seen by a person."""

    can: frozenset[Ability]

    async def say(self, text: str, *, event_id: str | None = None) -> str:
        """Send a message and return all that is shown in answer to it, as plain text; empty if nothing is."""

    async def press(self, label: str) -> str:
        """Press the latest button, or type the number, of an offered answer, and return what is shown then."""

    async def restart(self) -> None:
        """Stop the adapter and start it anew, with nothing kept but its store."""

    async def edit(self, text: str) -> str:
        """Change the first message sent, and return what its answer shows then."""

    async def delete(self) -> bool:
        """Delete the first message sent, and tell whether its answer is gone."""

    async def attach(self, name: str, data: bytes) -> str:
        """Send a file and return what is shown in answer to it."""


class AdapterContract:
    """The suite."""

    async def test_a_paste_is_answered_with_its_question(self, place: Place) -> None:
        """The main job: the verdict, the deciding question and its answers are shown."""
        shown = await place.say(LOG)
        assert "まだ決められません" in shown
        assert "このサーバにある" in shown
        assert "中継テストに合格していても" in shown or "質問1" in shown

    async def test_offered_answers_give_the_verdict_anew(self, place: Place) -> None:
        """Two answers, and the verdict stands with its reason."""
        await place.say(LOG)
        await place.press("このサーバにある")
        shown = await place.press("いいえ")
        assert "名前をかたった不正中継とみられます" in shown
        assert "まだ決められない" in shown

    async def test_a_restart_in_the_middle_loses_nothing(self, place: Place) -> None:
        """The conversation goes on where it was."""
        await place.say(LOG)
        await place.press("このサーバにある")
        await place.restart()
        shown = await place.say("そのIPは預かり知らぬものです")
        assert "名前をかたった不正中継とみられます" in shown

    async def test_more_lines_join_the_case(self, place: Place) -> None:
        """The lines after an id decide."""
        await place.say(LOG)
        await place.say("このサーバにあります。IPは知らない番号です。")
        assert "不正中継ではありません" in await place.say(LATER)

    async def test_hostile_text_is_shown_and_does_nothing(self, place: Place) -> None:
        """What is pasted is text, wherever it is shown."""
        shown = await place.say(HOSTILE)
        assert "evil.example" in shown
        assert "\x1b" not in shown

    async def test_what_is_no_log_gets_a_kind_reply(self, place: Place) -> None:
        """It says what to paste instead."""
        assert "貼って" in await place.say("これは不正中継ですか?")

    async def test_forget(self, place: Place) -> None:
        """After it, the case is gone."""
        await place.say(LOG)
        assert "消しました" in await place.say("忘れてください")
        assert "名前をかたった" not in await place.say("このサーバにあります")

    async def test_a_long_paste_is_answered(self, place: Place) -> None:
        """Sixty sessions are answered in one go."""
        upper = "\n".join(LOG.splitlines()[:7])
        many = "\n".join(upper.replace("414", str(1000 + i)).replace("11:06", f"11:{i:02}") for i in range(60))
        assert "420" in await place.say(many)

    async def test_the_same_event_twice_is_answered_once(self, place: Place) -> None:
        """A platform that delivers again gets no second answer."""
        if "redelivery" not in place.can:
            pytest.skip("this platform delivers nothing twice")
        assert await place.say(LOG, event_id="same")
        assert await place.say(LOG, event_id="same") == ""

    async def test_an_edited_message_is_answered_anew(self, place: Place) -> None:
        """The answer changes in place."""
        if "edit" not in place.can:
            pytest.skip("messages cannot be edited here")
        await place.say("\n".join(LOG.splitlines()[:7]))
        assert "下段" in await place.edit(LOG)

    async def test_the_answer_to_a_deleted_message_goes_with_it(self, place: Place) -> None:
        """Nothing of it stays."""
        if "delete" not in place.can:
            pytest.skip("messages cannot be deleted here")
        await place.say(LOG)
        assert await place.delete()

    async def test_a_file_in_an_old_encoding(self, place: Place) -> None:
        """A log that comes as a file is read like a paste."""
        if "files" not in place.can:
            pytest.skip("files cannot be sent here")
        assert "まだ決められません" in await place.attach("mail.log", LOG.encode("cp932"))
