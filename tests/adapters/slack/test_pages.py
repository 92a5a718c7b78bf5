"""``/mailfaq``: pages by question and by browsing."""

from __future__ import annotations

from adapters.slack.standin import Person
from adapters.slack.standin.rules import faults_in_options
from adapters.slack.standin.showing import buttons_of, shown
from tests.adapters.slack.conftest import LIBRARIAN, Service


async def test_a_question_is_answered_privately(service: Service, person: Person) -> None:
    """In its language; related pages are buttons that open in its place."""
    await person.command("/mailfaq", "RBL とは何ですか")
    await service.done()
    aside = service.slack.asides[-1]
    assert aside["response_type"] == "ephemeral"
    assert LIBRARIAN.ask("RBL とは何ですか", "ja").hits[0].title in shown(aside)
    label = buttons_of(aside)[0]["label"]
    await person.press(aside, label, ephemeral=True)
    await service.done()
    assert len(service.slack.asides) == 1
    assert label in shown(service.slack.asides[0])
    assert service.slack.messages == {}


async def test_pages_that_may_be_meant_are_offered(service: Service, person: Person) -> None:
    """Up to three, as buttons."""
    question = "relay test"
    assert LIBRARIAN.ask(question, "en").outcome == "did_you_mean"
    await person.command("/mailfaq", question)
    await service.done()
    aside = service.slack.asides[-1]
    assert "Is it one of these?" in shown(aside)
    assert 1 <= len(buttons_of(aside)) <= 3


async def test_a_question_without_a_page_asks_for_the_log(service: Service, person: Person) -> None:
    """And offers what there is."""
    await person.command("/mailfaq", "how do I bake bread")
    await service.done()
    assert "I have no page that answers this" in service.asides()
    assert buttons_of(service.slack.asides[-1])


async def test_browsing_by_category_and_by_typing(service: Service, person: Person) -> None:
    """The list comes from the knowledge base; what is chosen takes its place."""
    await service.store.save_preference("slack:T0001", person.id, "language", "ja")
    await person.command("/mailfaq")
    await service.done()
    aside = service.slack.asides[-1]
    assert "ページを選ぶか" in shown(aside)
    everything = await person.choices("")
    assert faults_in_options(everything) == []
    assert sum(len(group["options"]) for group in everything["option_groups"]) > 20
    found = await person.choices("らびじゃない")
    assert faults_in_options(found) == []
    typed = await person.choices("greylist")
    assert typed["options"][0]["value"] == "faq/greylisting"
    chosen = {"type": "external_select", "action_id": "browse", "block_id": "b", "action_ts": "1.1", "selected_option": typed["options"][0]}
    await person.act(aside, chosen, ephemeral=True)
    await service.done()
    assert shown(service.slack.asides[-1]).startswith(typed["options"][0]["text"]["text"])


async def test_a_page_that_is_no_more(service: Service, person: Person) -> None:
    """A button of an older knowledge base."""
    chosen = {"type": "external_select", "action_id": "browse", "block_id": "b", "action_ts": "1.1"}
    await person.act({}, {**chosen, "selected_option": {"value": "faq/no-such-page"}}, ephemeral=True)
    await service.done()
    assert "There is no page about that yet" in service.asides()


async def test_a_page_from_a_direct_message_opens_in_its_thread(service: Service, person: Person) -> None:
    """It goes with the conversation when that is deleted."""
    ts = await person.write("RBL とは何ですか")
    await service.done()
    (answer,) = service.answers(person.direct)
    await person.press(answer, buttons_of(answer)[0]["label"])
    await service.done()
    assert len(service.answers(person.direct)) == 2
    assert service.answers(person.direct)[1]["thread_ts"] == ts
    await person.delete(person.direct, ts)
    await service.done()
    assert service.answers(person.direct) == []
