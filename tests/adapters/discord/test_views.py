"""Whatever a reply says, what is sent of it breaks no rule of Discord's, and every button bears what it is for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.discord.forms import filled, log_form, more_form, wrong_form
from adapters.discord.pressing import ACTS, Press, read_press
from adapters.discord.standin.rules import TEXT as TEXT_DISPLAY
from adapters.discord.standin.rules import walk, wrong_with_message, wrong_with_modal
from adapters.discord.target import Target, read_target
from adapters.discord.views import WHOLE, Scene, answer_view, paged_view, shelves_view
from bot.browsing import Category, PageLink
from bot.library import load
from bot.rendering.discord_messages import card
from bot.rendering.discord_pages import VIEWS, view_pages
from tests.bot.rendering.test_discord_markdown import HARMLESS, TEXT
from tests.bot.rendering.test_discord_messages import REPLIES
from tests.fakes.discord_reading import kinds

LIBRARY = load()
SNOWFLAKE = "1574717238093545805"
V2 = 1 << 15


def wrong(view, *uploads):
    """Give what Discord would refuse of a view, and what would come of its texts."""
    body = {"components": view.to_components(), "flags": V2}
    texts = [one["content"] for one in walk(body["components"]) if one["type"] == TEXT_DISPLAY]
    active = set().union(*(kinds(text) for text in texts)) - HARMLESS - {"link"}
    return [*wrong_with_message(body, uploads), *active]


@settings(deadline=None)
@given(REPLIES, st.booleans(), st.booleans(), st.lists(TEXT, max_size=2))
def test_any_answer_can_be_sent(reply, private, file, notes):
    """No limit is broken, no mention is active, and every id is read back."""
    scene = Scene(SNOWFLAKE, SNOWFLAKE, private, f"{SNOWFLAKE}.{SNOWFLAKE}")
    view = answer_view(card(reply, notes), scene, LIBRARY, file=file)
    assert wrong(view, WHOLE) == []
    ids = [one["custom_id"] for one in walk(view.to_components()) if "custom_id" in one]
    assert all(read_press(id_) is not None for id_ in ids)


@settings(deadline=None)
@given(REPLIES, st.booleans())
def test_any_page_can_be_sent(reply, file):
    """So can what folds out."""
    for name in VIEWS:
        pages = view_pages(reply, name)
        for place, page in enumerate(pages):
            view = paged_view(page, place, len(pages), Press("view", SNOWFLAKE, name), LIBRARY, "ja", file=file)
            assert wrong(view, WHOLE) == []


def test_answers_to_every_question_fit_into_a_button():
    """The longest token of the vocabulary, in a conversation with the longest id."""
    tokens = [f"9999:{choice.value}" for fact in LIBRARY.vocabulary.facts.values() for choice in fact.choices]
    assert tokens
    for token in tokens:
        assert read_press(Press("answer", SNOWFLAKE, token).id) == Press("answer", SNOWFLAKE, token)


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_shelf_and_page_can_be_sent(lang):
    """As many as there may be."""
    links = [PageLink(f"faq/page-{n}", "題" * 120) for n in range(40)]
    shelves = [Category(f"shelf-{n}", "題" * 120, ()) for n in range(40)]
    assert wrong(shelves_view("### text", shelves, links, LIBRARY, lang)) == []


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_forms_can_be_opened(lang):
    """Within the limits, in both languages, with the longest question."""
    for form in (log_form(LIBRARY, lang, "q" * 5000), more_form(LIBRARY, lang, SNOWFLAKE), wrong_form(LIBRARY, lang, SNOWFLAKE)):
        assert list(wrong_with_modal(form.to_dict())) == []


def test_a_sent_form_is_read():
    """Texts, choices, and files by their ids; a field of a kind that we do not know is passed over."""
    attachment = {"id": "7", "filename": "mail.log", "size": 3, "url": "https://cdn.discordapp.com/x"}
    form = filled({
        "components": [
            {"type": 18, "component": {"type": 4, "custom_id": "log", "value": "line"}},
            {"type": 18, "component": {"type": 3, "custom_id": "server", "values": ["asip"]}},
            {"type": 18, "component": {"type": 19, "custom_id": "files", "values": ["7"]}},
            {"type": 10},
        ],
        "resolved": {"attachments": {"7": attachment}},
    })  # fmt: skip
    assert (form.text("log"), form.text("server"), form.text("none")) == ("line", "asip", "")
    assert [(one.name, one.size) for one in form.enclosures] == [("mail.log", 3)]


@settings(deadline=None)
@given(st.sampled_from(sorted(ACTS)), st.text("0123456789", max_size=20), st.text("abc:/._-019", max_size=50))
def test_presses_are_read_back(act, conversation, rest):
    """Whatever a button bears."""
    press = Press(act, conversation, rest)
    assert read_press(press.id) == press


@pytest.mark.parametrize("text", ["", "rd", "rd/", "rd/dance/1/", "other/answer/1/2"])
def test_ids_of_others_are_none_of_ours(text):
    """They are left alone."""
    assert read_press(text) is None


def test_an_id_that_is_too_long_is_a_fault():
    """Better here than at Discord's."""
    with pytest.raises(ValueError, match="characters"):
        _ = Press("answer", SNOWFLAKE, "x" * 100).id


def test_targets_are_read_back():
    """Another process reads what this one wrote."""
    target = Target("hook", "1", "2", "ja", token="t", until=3.5, private=True, source="4.5", notes=("a", "b"))
    assert read_target(target.text()) == target
    for text in ("", "{}", "[]", '{"kind": "say", "colour": 1, "notes": []}'):
        with pytest.raises(ValueError):  # noqa: PT011 - the sentence is of no use to anybody
            read_target(text)
