"""Every way in: mentions, direct messages, the shortcut, the form, the agent's pane."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.slack.standin import Person
from adapters.slack.standin.showing import shown
from bot.conversation import Conversation
from bot.desk import Message
from bot.rendering.slack_messages import escaped
from bot.reply import Reply
from bot.site import Site
from tests.adapters.contract import LOG
from tests.adapters.slack.conftest import LIBRARIAN, Service, respond, serving

UPPER = "\n".join(LOG.splitlines()[:7])


async def test_a_mention_is_answered_in_its_thread(service: Service, person: Person) -> None:
    """Where everybody in the channel sees it, since the log was pasted there; the next mention goes on with the case."""
    ts = await person.write(f"不正中継でしょうか\n{LOG}", "C0001")
    await service.done()
    (answer,) = service.answers("C0001")
    assert answer["thread_ts"] == ts
    assert "まだ決められません" in shown(answer)
    await person.write("このサーバにあります。IPは知らない番号です。", "C0001", thread=ts)
    await service.done()
    assert "名前をかたった不正中継" in shown(service.answers("C0001")[-1])
    assert "共有" not in shown(answer)
    assert "チャンネルに見せる" not in shown(answer)


async def test_a_mention_with_files_and_a_snippet(service: Service, person: Person) -> None:
    """Both are read; the token goes with the request."""
    lines = LOG.splitlines()
    files = [
        service.slack.keep("upper.log", "\n".join(lines[:7]).encode("cp932")),
        service.slack.keep("snippet", "\n".join(lines[7:]).encode(), mode="snippet"),
    ]
    await person.write("is this relay abuse?", "C0001", files=files)
    await service.done()
    text = service.read("C0001")
    assert "14 of 14 lines" in text
    assert "Not decided yet" in text


async def test_a_direct_message_shows_that_the_log_is_being_read(service: Service, person: Person) -> None:
    """The status stands in the thread, in the person's language, until the answer comes."""
    ts = await person.write(LOG)
    await service.done()
    methods = [method for method, _, _ in service.slack.calls]
    assert methods.index("assistant.threads.setStatus") < methods.index("chat.postMessage")
    status = next(given for method, given, _ in service.slack.calls if method == "assistant.threads.setStatus")
    assert (status["channel_id"], status["thread_ts"]) == (person.direct, ts)
    assert service.answers(person.direct)[0]["thread_ts"] == ts


async def test_what_is_no_message_of_a_person_is_left_alone(service: Service, person: Person) -> None:
    """Our own messages, those of other bots, and messages in channels that only subscribe by mention."""
    base = {"type": "message", "channel": person.direct, "channel_type": "im", "ts": "5.5", "text": LOG}
    await person.event({**base, "bot_id": "B9", "user": "U9"})
    await person.event({**base, "channel_type": "channel", "user": "U9"})
    await person.event({**base, "subtype": "channel_topic", "user": "U9"})
    await person.event({**base, "subtype": "message_changed", "message": {**base, "bot_id": "B0001"}, "previous_message": base})
    await service.done()
    assert service.slack.messages == {}


async def test_an_edit_that_changes_no_word_is_none(service: Service, person: Person) -> None:
    """Slack changes messages itself, when it adds a preview."""
    ts = await person.write(LOG)
    await service.done()
    calls = len(service.slack.calls)
    await person.edit(person.direct, ts, LOG)
    await service.done()
    assert len(service.slack.calls) == calls


async def test_the_shortcut_answers_privately(service: Service, person: Person) -> None:
    """A pointer that only the person sees, in the channel; the answer in their direct messages, where it goes on."""
    message = {"ts": "3.3", "user": "U0002", "text": "", "blocks": [_rich(LOG)]}
    await person.shortcut(message)
    await service.done()
    assert service.answers("C0001") == []
    (answer,) = service.answers(person.direct)
    assert "まだ決められません" in shown(answer)
    assert "チャンネルに見せる" in shown(answer)
    aside = service.slack.asides[-1]
    assert aside["response_type"] == "ephemeral"
    assert "ダイレクトメッセージ" in shown(aside)
    assert f"/archives/{person.direct}/p" in str(aside["blocks"])
    await person.write("このサーバにあります。IPは知らない番号です。", thread=str(answer["ts"]))
    await service.done()
    assert "名前をかたった不正中継" in shown(service.answers(person.direct)[-1])


async def test_the_shortcut_reads_what_a_program_posted(service: Service, person: Person) -> None:
    """Monitoring programs post logs as attachments."""
    await person.shortcut({"ts": "3.3", "bot_id": "B9", "text": "", "attachments": [{"text": escaped(UPPER)}]})
    await service.done()
    assert "7行" in service.read(person.direct)


async def test_a_shortcut_that_is_delivered_twice_answers_once(service: Service, person: Person) -> None:
    """The trigger is the same."""
    for _ in range(2):
        await person.shortcut({"ts": "3.3", "user": "U0002", "text": UPPER}, trigger="trigger.same")
        await service.done()
    assert len(service.answers(person.direct)) == 1


async def test_the_form_takes_text_file_server_and_question(service: Service, person: Person) -> None:
    """All that is put into it counts, and the answer is private."""
    await person.command("/maillog", "不正中継ですか")
    await service.done()
    (view,) = service.slack.views
    assert view["blocks"][3]["element"]["initial_value"] == "不正中継ですか"
    lines = LOG.splitlines()
    files = [service.slack.keep("mail.log", "\n".join(lines[7:]).encode())]
    values = {"log": "\n".join(lines[:7]), "files": files, "server": "asip", "question": "そのIPは預かり知らぬものです"}
    assert await person.submit(view, values) is None
    await service.done()
    text = service.read(person.direct)
    assert "14行のうち14行" in text
    assert service.answers("C0001") == []
    assert "ダイレクトメッセージ" in service.asides()


@pytest.mark.parametrize(("chosen", "given"), [("asip", "asip"), ("", None)])
async def test_the_server_that_was_chosen_goes_with_the_message(tmp_path: Path, chosen: str, given: str | None) -> None:
    """As the message's own, so that whoever reads it counts on it."""
    heard: list[Message] = []

    async def listening(conversation: Conversation, message: Message, site: Site) -> tuple[Conversation, Reply]:
        heard.append(message)
        return await respond(conversation, message, site)

    async with serving(tmp_path, respond=listening) as service:
        person = Person(service.slack)
        await person.command("/maillog")
        await service.done()
        await person.submit(service.slack.views[0], {"log": LOG, "server": chosen})
        await service.done()
    assert [message.server for message in heard] == [given]


async def test_an_empty_form_is_given_back(service: Service, person: Person) -> None:
    """With a word at the field, and nothing is sent."""
    await person.command("/maillog")
    await service.done()
    answer = await person.submit(service.slack.views[0], {})
    assert answer == {"response_action": "errors", "errors": {"log": "Paste some lines, or add a file."}}
    await service.done()
    assert service.slack.messages == {}


async def test_a_form_that_comes_too_late_is_excused(service: Service, person: Person) -> None:
    """A trigger is good for three seconds."""
    await person.command("/maillog", trigger="expired.1")
    await service.done()
    assert "try once more" in service.asides()


async def test_the_agents_pane_offers_ways_to_begin(service: Service, person: Person) -> None:
    """In the language that the person chose; other tabs get nothing."""
    await service.store.save_preference("slack:T0001", person.id, "language", "ja")
    await person.event({"type": "app_home_opened", "user": person.id, "channel": person.direct, "tab": "home"})
    await person.event({"type": "app_home_opened", "user": person.id, "channel": person.direct, "tab": "messages"})
    await service.done()
    calls = [given for method, given, _ in service.slack.calls if method == "assistant.threads.setSuggestedPrompts"]
    assert len(calls) == 1
    assert calls[0]["prompts"][0]["title"] == "これは不正中継ですか"


async def test_a_question_in_a_direct_message_gets_its_page(service: Service, person: Person) -> None:
    """What the pane offers to ask is answered out of the knowledge base, with the way to a log's explanation beside it."""
    await person.write("RBL とは何ですか")
    await service.done()
    text = service.read(person.direct)
    assert LIBRARIAN.ask("RBL とは何ですか", "ja").hits[0].title in text
    assert "貼って" in text


def _rich(text: str) -> dict[str, object]:
    inner = [{"type": "rich_text_preformatted", "elements": [{"type": "text", "text": text}]}]
    return {"type": "rich_text", "elements": inner}
