"""A draft is shown as each place will show it, wherever the file lies, and nothing is changed by it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.__main__ import main
from bot.drafting import kind_of, laid_over
from bot.errors import KnowledgeError, UsageError
from bot.library import bundled, load
from bot.previewing import RENDERERS, reply_for
from bot.threads import read_threads

PAGE = """---
title: What is a zebra?
aliases: [zebra, striped horse, horse in stripes]
tags: [asip]
source: [RFC 3464]
reviewed: 2026-11-24
---
A horse **in stripes** & <more>.
"""
LOG = next(thread for thread in read_threads(bundled()) if thread.id == "two-blocks").log


@pytest.fixture
def draft(tmp_path: Path):
    """Give a function that writes a draft."""

    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_page_is_shown_for_every_place(draft, capsys: pytest.CaptureFixture[str]) -> None:
    """Each place under its name; what the check says of the page stands beside it."""
    assert main(["knowledge", "preview", str(draft("zebra.en.md", PAGE))]) == 0
    shown, beside = capsys.readouterr()
    for place in ("terminal", *RENDERERS, "discord", "slack"):
        assert f"===== {place} =====" in shown
    assert "A horse <strong>in stripes</strong> &amp; &lt;more&gt;." in shown
    assert r"A horse **in stripes** & \<more\>." in shown
    assert beside.startswith("faq/zebra.en.md:1: its other half, faq/zebra.ja.md, is missing")


def test_one_place_only(draft, capsys: pytest.CaptureFixture[str]) -> None:
    """Or one of them, by name; another name is told so."""
    file = str(draft("faq/zebra.en.md", PAGE))
    assert main(["knowledge", "preview", file, "--only", "plain"]) == 0
    assert "terminal" not in capsys.readouterr().out
    assert main(["knowledge", "preview", file, "--only", "telegram"]) == 2
    assert "There is no place telegram; there are terminal, markdown" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("x.en.md", PAGE, "faq"),
        ("x.ja.md", "---\nserver: asip\nwhere: []\n---\n", "settings"),
        ("x.en.md", "---\nheadline: a\n---\n", "diagnoses"),
        ("x.yaml", "messages: []\n", "messages"),
        ("x.yaml", "verdict: own_mail\nwhen: {}\n", "diagnoses"),
        ("faq/asip/x.en.md", "---\nheadline: a\n---\n", "faq"),
    ],
)
def test_what_a_file_is(draft, name: str, text: str, kind: str) -> None:
    """Told by its folder, else by what it holds."""
    assert kind_of(draft(name, text)) == kind


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("x.md", PAGE, "a page's name ends in .en.md or .ja.md"),
        ("x.yaml", "a: 1\n", "neither a page nor a rule nor messages"),
        ("x.yaml", "a: [\n", "neither a page nor a rule nor messages"),
    ],
)
def test_what_it_cannot_be(draft, name: str, text: str, says: str) -> None:
    """One sentence says so."""
    with pytest.raises(UsageError, match=says):
        kind_of(draft(name, text))
    with pytest.raises(UsageError, match="cannot be read"):
        kind_of(Path("nowhere.en.md"))


def test_mistake_in_a_draft_is_told_with_its_line(draft) -> None:
    """As the check does."""
    with (
        pytest.raises(KnowledgeError, match=r"faq/x\.en\.md:3: aliases"),
        laid_over(draft("x.en.md", PAGE.replace("zebra, striped", "striped"))),
    ):
        pass


def test_changed_diagnosis_is_shown_by_a_worked_case(draft) -> None:
    """Its words stand in the answer to the case in which its rule holds; its rule is the bundled one."""
    name = "diagnoses/forged-local-sender.en.md"
    text = (bundled() / name).read_text(encoding="utf-8").replace("## why\n", "## why\n\nZebras did it.\n", 1)
    with laid_over(draft(name, text)) as found:
        assert "Zebras did it." in RENDERERS["markdown"](reply_for(found, None, None))
    assert "Zebras" not in load().diagnoses["forged-local-sender"]["en"].section("why")


def test_log_is_answered_with_the_draft_in_place(draft, capsys: pytest.CaptureFixture[str]) -> None:
    """What a changed message says stands in the walk-through."""
    text = (bundled() / "messages" / "asip.yaml").read_text(encoding="utf-8")
    file = draft("messages/asip.yaml", text.replace("An empty line;", "A zebra;"))
    log = draft("mail.log", LOG)
    assert main(["knowledge", "preview", str(file), "--log", str(log), "--lang", "en", "--only", "plain"]) == 0
    assert "A zebra; the look-up was still" in capsys.readouterr().out


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_messages_are_shown_with_their_samples(lang: str) -> None:
    """Every message of the file, its fields filled in."""
    with laid_over(bundled() / "messages" / "asip.yaml") as found:
        reply = reply_for(found, None, lang)
    titles = [section.title for section in reply.sections[1:]]
    library = load()
    places = {one.id: library.places["message", f"asip/{one.id}"][0] for one in library.servers["asip"].messages}
    assert titles == [name for name, place in places.items() if place == "messages/asip.yaml"]
    assert "{client_ip}" not in RENDERERS["plain"](reply)


def test_drafts_lie_over_a_teams_own(draft) -> None:
    """A page of the team's that the draft leads to is found."""
    own = draft("own/faq/horse.en.md", PAGE.replace("zebra", "horse")).parent.parent
    file = draft("zebra.en.md", PAGE.replace("source:", "related: [faq/horse]\nsource:"))
    with laid_over(file, own) as found:
        assert set(found.library.faq) >= {"horse", "zebra"}
    assert sorted(path.name for path in own.rglob("*") if path.is_file()) == ["horse.en.md"]
