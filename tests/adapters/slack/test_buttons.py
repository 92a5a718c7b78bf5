"""The buttons of an answer."""

from __future__ import annotations

import pytest

from adapters.slack.standin import Person
from adapters.slack.standin.showing import buttons_of, shown
from tests.adapters.contract import LOG
from tests.adapters.slack.conftest import Service


@pytest.fixture
async def answer(service: Service, person: Person) -> dict[str, object]:
    """Give a private answer that was asked for in a channel."""
    await person.shortcut({"ts": "3.3", "user": "U0002", "text": LOG.replace("<", "&lt;").replace(">", "&gt;")})
    await service.done()
    return service.answers(person.direct)[0]


async def test_an_answer_changes_the_same_message(service: Service, person: Person, answer: dict[str, object]) -> None:
    """Two presses, one message; who asked and where is still known to its buttons."""
    await person.press(answer, "このサーバにある")
    await service.done()
    await person.press(answer, "いいえ")
    await service.done()
    (message,) = service.answers(person.direct)
    assert "名前をかたった不正中継" in shown(message)
    assert "チャンネルに見せる" in shown(message)


async def test_a_press_that_is_delivered_twice_counts_once(service: Service, person: Person, answer: dict[str, object]) -> None:
    """It has the same time stamp."""
    pressed = next(one for one in buttons_of(answer) if one["label"] == "このサーバにある")
    action = {**pressed, "block_id": "b", "action_ts": "9.9"}
    for _ in range(2):
        await person.act(answer, action)
        await service.done()
    assert [method for method, _, _ in service.slack.calls].count("chat.update") == 1


async def test_an_answer_to_a_question_that_is_gone_leaves_the_verdict(service: Service, person: Person, answer: dict[str, object]) -> None:
    """It is told to the person alone."""
    pressed = next(one for one in buttons_of(answer) if one["label"] == "このサーバにある")
    stale = {**pressed, "value": pressed["value"].replace("1:this_server", "99:this_server"), "block_id": "b", "action_ts": "9.9"}
    await person.act(answer, stale)
    await service.done()
    assert "もう片づいています" in service.asides()
    assert "まだ決められません" in shown(service.answers(person.direct)[0])


@pytest.mark.parametrize(
    ("label", "says"), [("一行ずつ", "見くらべて分かること"), ("出典", "掲示板へ載せられた実物の記録"), ("設定", "どうする")]
)
async def test_the_rest_is_shown_in_the_thread(service: Service, person: Person, answer: dict[str, object], label: str, says: str) -> None:
    """Each part by its button."""
    for pressed in ("このサーバにある", "いいえ", label):
        await person.press(answer, pressed)
        await service.done()
    more = service.answers(person.direct)[1:]
    assert says in "".join(shown(one) for one in more)
    assert {one["thread_ts"] for one in more} == {answer["ts"]}


async def test_an_answer_is_shared_in_the_channel(service: Service, person: Person, answer: dict[str, object]) -> None:
    """By name, and without buttons."""
    await person.press(answer, "チャンネルに見せる")
    await service.done()
    (shared,) = service.answers("C0001")
    assert "@U0001" in shown(shared)
    assert "まだ決められません" in shown(shared)
    assert buttons_of(shared) == []


async def test_sharing_where_we_are_not_says_how_to_invite(service: Service, person: Person, answer: dict[str, object]) -> None:
    """Nothing is lost by it."""
    next(iter(service.slack.teams.values())).channels.clear()
    await person.press(answer, "チャンネルに見せる")
    await service.done()
    assert "/invite" in service.asides()
    assert service.answers("C0001") == []


async def test_a_person_is_asked_for_without_showing_the_log(service: Service, person: Person, answer: dict[str, object]) -> None:
    """The channel reads that somebody wants help; the whole case comes as a file to hand on."""
    await person.press(answer, "人に相談したい")
    await service.done()
    (wanted,) = service.answers("C0001")
    assert "@U0001" in shown(wanted)
    assert "aaa.aaa" not in str(wanted)
    (file,) = service.slack.uploads.values()
    assert "まだ決められません" in file.decode()
    assert "チャンネルで尋ねました" in service.asides()


async def test_a_person_is_asked_for_in_the_thread_of_a_mention(service: Service, person: Person) -> None:
    """There everybody has the log already."""
    ts = await person.write(LOG, "C0001")
    await service.done()
    await person.press(service.answers("C0001")[0], "人に相談したい")
    await service.done()
    wanted = service.answers("C0001")[-1]
    assert wanted["thread_ts"] == ts
    assert "一緒に見てほしい" in shown(wanted)


async def test_a_person_cannot_be_asked_for_nowhere(service: Service, person: Person) -> None:
    """Of a case that came by direct message, the file is given and the way to others is told."""
    await person.write(LOG)
    await service.done()
    await person.press(service.answers(person.direct)[0], "人に相談したい")
    await service.done()
    assert len(service.slack.uploads) == 1
    assert "どのチャンネルのものでもありません" in service.asides()


async def test_the_language_is_chosen_once_and_remembered(service: Service, person: Person, answer: dict[str, object]) -> None:
    """The answer is given in it at once; later pastes without words are answered in it, too."""
    await person.press(answer, "English")
    await service.done()
    assert "Not decided yet" in shown(service.answers(person.direct)[0])
    await person.write(LOG)
    await service.done()
    assert "Not decided yet" in shown(service.answers(person.direct)[-1])
    await person.write(f"これは不正中継でしょうか。\n{LOG}")
    await service.done()
    assert "まだ決められません" in shown(service.answers(person.direct)[-1])


async def test_deleting_takes_everything_away(service: Service, person: Person, answer: dict[str, object]) -> None:
    """The answer, what was shown of it, its files, what was shared, and the conversation."""
    for label in ("一行ずつ", "チャンネルに見せる", "人に相談したい"):
        await person.press(answer, label)
        await service.done()
    conversation = await service.store.find("slack:T0001", f"{person.direct}:{answer['ts']}")
    assert conversation is not None
    await person.press(answer, "消す")
    await service.done()
    assert service.answers(person.direct) == []
    assert "aaa.aaa" not in service.read("C0001")
    assert service.slack.uploads == {}
    assert await service.store.load("slack:T0001", conversation.conversation_id) is None
    assert "忘れました" in service.asides()


async def test_only_the_asker_deletes(service: Service, person: Person) -> None:
    """In a channel others see the button, too."""
    await person.write(LOG, "C0001")
    await service.done()
    await Person(service.slack, "U0002").press(service.answers("C0001")[0], "消す")
    await service.done()
    assert "消せるのは、尋ねた人だけです" in service.asides()
    assert len(service.answers("C0001")) == 1


async def test_praise_is_kept(service: Service, person: Person, answer: dict[str, object]) -> None:
    """And thanked for."""
    await person.press(answer, "役に立った")
    await service.done()
    (kept,) = await service.store.feedback("slack:T0001")
    assert kept.helped
    assert kept.conversation_id


async def test_blame_is_asked_for_its_reason(service: Service, person: Person, answer: dict[str, object]) -> None:
    """In a form; delivered twice, it counts once."""
    await person.press(answer, "役に立たなかった")
    await service.done()
    view = service.slack.views[-1]
    for _ in range(2):
        await person.submit(view, {"reason": "その番号はうちのウェブメールです"})
        await service.done()
    (kept,) = await service.store.feedback("slack:T0001")
    assert not kept.helped
    assert kept.reason == "その番号はうちのウェブメールです"


async def test_buttons_of_a_conversation_that_is_gone(service: Service, person: Person, answer: dict[str, object]) -> None:
    """A week later they still say something kind."""
    await service.store.forget_tenant("slack:T0001")
    for label in ("このサーバにある", "一行ずつ", "人に相談したい"):
        await person.press(answer, label)
        await service.done()
    assert service.asides().count("その会話は、もうここに") == 3
    await person.press(answer, "消す")
    await service.done()
    assert service.answers(person.direct) == []


async def test_a_long_log_comes_as_a_file(service: Service, person: Person) -> None:
    """As soon as it is too long to be read in messages; the core is a message all the same."""
    upper = "\n".join(LOG.splitlines()[:7])
    names = (f"user{i}@host{i}.example" for i in range(50))
    many = "\n".join(
        upper.replace("414", str(1000 + i)).replace("11:06", f"11:{i:02}").replace("1111111111.co.jp", name) for i, name in enumerate(names)
    )
    await person.write("", files=[service.slack.keep("mail.log", many.encode())])
    await service.done()
    first = service.answers(person.direct)[0]
    assert "350" in shown(first)
    (file,) = service.slack.uploads.values()
    assert len(file) > 10000
    await person.press(first, "一行ずつ")
    await service.done()
    assert len(service.slack.uploads) == 2
