"""Cards and pages as the library's views; every button bears in its id what it is for."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from adapters.discord.pressing import Press
from bot.asked import PAGE
from bot.browsing import Category, PageLink
from bot.library import Library
from bot.markdown import markdown_of
from bot.rendering.discord_messages import Buttons, Card, Rule, Text
from bot.rendering.limits import DISCORD
from bot.reply import Reply, ReplyChoice

if TYPE_CHECKING:
    Row = ui.ActionRow[ui.LayoutView]
    Frame = ui.Container[ui.LayoutView]
    Button = ui.Button[ui.LayoutView]
    Select = ui.Select[ui.LayoutView]
else:
    Row, Frame, Button, Select = ui.ActionRow, ui.Container, ui.Button, ui.Select

WHOLE = "relaydoc-answer.md"
"""The name of the file with the whole answer."""
_QUIET = discord.ButtonStyle.secondary


@dataclass(frozen=True, slots=True)
class Scene:
    """Where an answer stands.

    Attributes:
        conversation: whose buttons it bears; empty: none.
        asker: who may delete it.
        private: whether only the asker sees it, so that it can be shared.
        source: ``channel.message`` of the message that was explained, empty if there is none.
    """

    conversation: str
    asker: str = ""
    private: bool = False
    source: str = ""


def answer_view(shown: Card, scene: Scene, library: Library, *, file: bool = False) -> ui.LayoutView:
    """Return an answer with its buttons.

    Args:
        shown: the card.
        scene: where it stands.
        library: for the labels.
        file: whether the whole answer goes with it as a file.
    """
    frame: Frame = ui.Container(accent_colour=shown.colour)
    for part in shown.parts:
        if isinstance(part, Text):
            frame.add_item(ui.TextDisplay(part.text))
        elif isinstance(part, Rule):
            frame.add_item(ui.Separator())
        else:
            frame.add_item(_choices(part, scene.conversation, library, shown.lang))
    view = ui.LayoutView(timeout=None)
    view.add_item(frame)
    if file:
        view.add_item(ui.File(f"attachment://{WHOLE}"))
    if scene.conversation and shown.views:
        for buttons in _controls(shown, scene, library):
            view.add_item(buttons)
    return at_rest(view)


def at_rest(view: ui.LayoutView) -> ui.LayoutView:
    """Return a view that the library does not listen to: presses are answered by what their ids bear, whichever process hears them."""
    view.stop()
    return view


def text_view(text: str, colour: int | None = None) -> ui.LayoutView:
    """Return one text in a frame; it is markdown of ours."""
    view = ui.LayoutView(timeout=None)
    frame: Frame = ui.Container(ui.TextDisplay(text), accent_colour=colour)
    view.add_item(frame)
    return at_rest(view)


def paged_view(page: str, number: int, count: int, press: Press, library: Library, lang: str, *, file: bool = False) -> ui.LayoutView:
    """Return one of several pages, with buttons to the others.

    Args:
        page: its text.
        number: which one, from 0.
        count: of how many.
        press: what opens a page, whose number is added after a ``.``.
        library: for the labels.
        lang: their language.
        file: whether the whole answer goes with it as a file.
    """
    view = ui.LayoutView(timeout=None)
    frame: Frame = ui.Container(ui.TextDisplay(page))
    if count > 1:
        frame.add_item(ui.TextDisplay(f"-# {library.phrase('discord-page', lang, page=number + 1, pages=count)}"))
    view.add_item(frame)
    if file:
        view.add_item(ui.File(f"attachment://{WHOLE}"))
    if count > 1:
        row: Row = ui.ActionRow()
        for label, other in (("◀", number - 1), ("▶", number + 1)):
            id_ = Press(press.act, press.conversation, f"{press.rest}.{other}").id
            row.add_item(ui.Button(label=label, custom_id=id_, style=_QUIET, disabled=not 0 <= other < count))
        view.add_item(row)
    return at_rest(view)


def shelves_view(text: str, shelves: Sequence[Category], links: Sequence[PageLink], library: Library, lang: str) -> ui.LayoutView:
    """Return a text with selects beneath: one of pages if there are any, one of shelves."""
    return with_shelves(text_view(text), library.phrase("discord-faq-pages", lang), shelves, links, library, lang)


def with_shelves(
    view: ui.LayoutView, pages_title: str, shelves: Sequence[Category], links: Sequence[PageLink], library: Library, lang: str
) -> ui.LayoutView:
    """Return a view with selects added beneath: one of pages if there are any, one of shelves."""
    if links:
        view.add_item(_select(Press("page").id, pages_title, [(page.title, page.id) for page in links]))
    if shelves:
        named = [(shelf.title, shelf.id) for shelf in shelves]
        view.add_item(_select(Press("shelf").id, library.phrase("discord-faq-browse", lang), named))
    return view


def whole_file(reply: Reply) -> discord.File:
    """Return the whole answer as a file."""
    return text_file(WHOLE, markdown_of(reply))


def text_file(name: str, text: str) -> discord.File:
    """Return a text as a file to upload."""
    return discord.File(io.BytesIO(text.encode("utf-8", "replace")), filename=name)


def _select(custom_id: str, placeholder: str, options: Sequence[tuple[str, str]]) -> Row:
    shown = [discord.SelectOption(label=_cut(label, DISCORD.option_label), value=value) for label, value in options[: DISCORD.options]]
    row: Row = ui.ActionRow()
    select: Select = ui.Select(custom_id=custom_id, placeholder=_cut(placeholder, DISCORD.placeholder), options=shown)
    row.add_item(select)
    return row


def _choices(part: Buttons, conversation: str, library: Library, lang: str) -> Row:
    """Return the answers to a question as buttons, or as a select where a row does not hold them."""
    choices = part.choices
    if part.as_select:
        options = [(choice.label, choice.token) for choice in choices]
        pages = choices[0].token.startswith(f"{PAGE}:")
        about, title = ("pages", "discord-faq-related") if pages else (str(choices[0].question), "discord-choose")
        return _select(Press("choose", conversation, about).id, library.phrase(title, lang), options)
    row: Row = ui.ActionRow()
    for choice in choices:
        row.add_item(_choice(choice, conversation))
    return row


def _choice(choice: ReplyChoice, conversation: str) -> Button:
    page = choice.token.startswith(f"{PAGE}:")
    press = Press("page", "", choice.token.removeprefix(f"{PAGE}:")) if page else Press("answer", conversation, choice.token)
    return ui.Button(label=_cut(choice.label, DISCORD.button_label), custom_id=press.id, style=discord.ButtonStyle.primary)


def _controls(shown: Card, scene: Scene, library: Library) -> list[Row]:
    """Return the two rows beneath an answer: what folds out, and what can be done with it."""
    conversation = scene.conversation
    out = [(f"discord-button-{view}", Press("view", conversation, f"{view}.0")) for view in shown.views]
    out.append(("discord-button-more", Press("more", conversation)))
    if scene.private:
        out.append(("discord-button-share", Press("share", conversation)))
    done = [
        ("discord-button-helped", Press("helped", conversation)),
        ("discord-button-wrong", Press("wrong", conversation)),
        ("discord-button-human", Press("human", conversation)),
        ("discord-button-again", Press("again", conversation, scene.source)),
        ("discord-button-delete", Press("delete", conversation, scene.asker)),
    ]
    rows: list[Row] = []
    for buttons in (out, done):
        row: Row = ui.ActionRow()
        for phrase, press in buttons:
            row.add_item(ui.Button(label=library.phrase(phrase, shown.lang), custom_id=press.id, style=_QUIET))
        rows.append(row)
    return rows


def form(press: Press, title: str, *fields: ui.Label[Any]) -> ui.Modal:
    """Return a form that is answered by its id, as buttons are."""
    modal = ui.Modal(title=_cut(title, DISCORD.modal_title), custom_id=press.id)
    for field in fields:
        modal.add_item(field)
    modal.stop()
    return modal


def paragraph(name: str, label: str, hint: str = "", *, required: bool = False, most: int = DISCORD.input_value) -> ui.Label[Any]:
    """Return a field for several lines of text."""
    style = discord.TextStyle.paragraph
    box: ui.TextInput[Any] = ui.TextInput(
        custom_id=name, style=style, required=required, max_length=most, placeholder=_cut(hint, DISCORD.field_hint) or None
    )
    return ui.Label(text=_cut(label, DISCORD.field_label), component=box)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
