"""Pictures: what stands in them, that they can be drawn, and that text out of a paste is only letters in them."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image

from bot.desk import Desk, Message
from bot.library import bundled, load
from bot.pictures import Timeline, can_draw, draw, drawing, path_of, timeline_of
from bot.pictures.composing import MOST_ROWS
from bot.threads import read_threads

LIBRARY = load()
DESK = Desk(LIBRARY)
LOGS = {thread.id: thread.log for thread in read_threads(bundled())}


def answer(log: str, lang: str = "en"):
    """Return the answer to a log."""
    return DESK.explain(Message(text=log, lang=lang))


def test_the_timeline_tells_who_connected_and_what_became_of_it():
    """In order, with what the answer rests on."""
    picture = timeline_of(answer(LOGS["stolen-account"]), LIBRARY)
    assert [(row.client, row.outcome, row.weighty) for row in picture.rows] == [
        ("203.0.113.50", "bounced", True), ("192.0.2.201", "sent", True), ("198.51.100.177", "sent", True),
    ]  # fmt: skip
    for row in picture.rows:
        assert row.client in picture.alt


def test_the_path_marks_trust_in_words():
    """A log-in is no proof of who it was; a stranger is called so, and a guess is called one."""
    stolen, asked = path_of(answer(LOGS["stolen-account"]), LIBRARY), path_of(answer(LOGS["two-blocks"]), LIBRARY)
    assert [stop.kind for stop in stolen.stops] == ["open", "ours", "stranger"]
    assert stolen.arrows == ("from tanaka@sakura.example", "sent on")
    assert [stop.trust for stop in asked.stops] == ["not known whose", "yours", "not known whose"]
    assert asked.stops[0].text in asked.alt


def test_nothing_to_draw():
    """One transaction has no timeline; what is no log has neither."""
    assert timeline_of(answer(LOGS["ordinary-letter"]), LIBRARY) is None
    nothing = answer("hello")
    assert (timeline_of(nothing, LIBRARY), path_of(nothing, LIBRARY)) == (None, None)


def test_of_many_the_weighty_ones_are_drawn():
    """And how many are not is told."""
    lines = LOGS["two-blocks"].splitlines(keepends=True)
    upper = "".join(lines[:7])
    changes = [(f"10:{i:02}", f"{i + 600}", f"192.0.2.{i}") for i in range(50)]
    many = "".join(upper.replace("11:06", at).replace("414", id_).replace("111.111.111.111", client) for at, id_, client in changes)
    picture = timeline_of(answer(many + "".join(lines[7:])), LIBRARY)
    assert len(picture.rows) == MOST_ROWS
    assert picture.notes[-1].startswith("27 more")
    assert any(row.client == "aaa.aaa.aaa.aaa" and row.weighty for row in picture.rows)


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("name", ["two-blocks", "stolen-account", "open-relay-behind-docker"])
def test_they_can_be_drawn(name, lang):
    """As PNG for a chat and as SVG for a page, of a size that a chat takes."""
    told = answer(LOGS[name], lang)
    for picture in (timeline_of(told, LIBRARY), path_of(told, LIBRARY)):
        png, svg = draw(picture, "png"), draw(picture, "svg").decode()
        with Image.open(io.BytesIO(png)) as image:
            assert image.size[0] == 1440
            assert len(image.convert("L").getcolors()) > 20
        assert len(png) < 200_000
        assert "<script" not in svg
        assert not re.search(r"(?:href|src)=\"(?!#)", svg)
        assert svg == draw(picture, "svg").decode()


def test_text_of_a_paste_is_never_read_as_anything(monkeypatch):
    """Neither as mathematics nor as a font's command; letters that no font has are dots."""
    hostile = LOGS["two-blocks"].replace("aaa.aaa.aaa.aaa", r"$\frac{1}{0}$ & <b> \x")
    told = answer(hostile, "ja")
    picture = path_of(told, LIBRARY)
    assert draw(picture, "svg")
    monkeypatch.setattr(drawing, "FONTS", ())
    assert draw(picture, "png", LIBRARY.phrase("picture-no-font", "ja"))


def test_the_extra_is_there():
    """The tests draw, so it has to be."""
    assert can_draw()
    assert isinstance(timeline_of(answer(LOGS["two-blocks"]), LIBRARY), Timeline)
