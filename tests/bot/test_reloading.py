"""Changed knowledge is taken in as a whole, wrong knowledge not at all."""

from __future__ import annotations

import io
import json
import os
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

from adapters.serving import Premises
from bot.configuration import Configuration
from bot.conversation import Conversation
from bot.desk import Message
from bot.errors import KnowledgeError
from bot.journal import set_up
from bot.library import bundled
from bot.limits import Crashed
from bot.limits.desk import responding_worker
from bot.reloading import Current, CurrentLibrarian, fingerprint
from bot.reply import Reply
from bot.site import Site
from bot.store import Store
from bot.threads import read_threads

LOG = next(thread for thread in read_threads(bundled()) if thread.id == "two-blocks").log
PHRASE = "phrases:\n  {name}: {{en: '{said}', ja: '{said}'}}\n"
PAGE = "---\ntitle: {t}\naliases: [{t} a, {t} b, {t} c]\ntags: [asip]\nreading: しまうま\nsource: [s]\nreviewed: 2026-11-24\n---\nA.\n"
FILE = "interface/ours.yaml"
REPLY = "basic:\n  '421': {kind: remote_fault, meaning: {en: Zebras are on strike., ja: しまうまは休みです。}, source: ours}\n"


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


@pytest.fixture
def write(overlay: Callable[[dict[str, str]], Path]) -> Callable[..., Path]:
    """Give a function that lets a phrase of the team's say something."""
    return lambda said, name="goodbye": overlay({FILE: PHRASE.format(name=name, said=said)})


@pytest.fixture
def started(write: Callable[..., Path]) -> tuple[Current, Clock]:
    """Give the knowledge base in use, and its clock."""
    clock = Clock()
    return Current(write("one"), clock=clock), clock


def test_change_is_taken_in_at_the_next_look(started: tuple[Current, Clock], write: Callable[..., Path]) -> None:
    """At most every second the files are looked at; the library that was handed out before stays as it was."""
    current, clock = started
    before = current.library
    write("two two")
    assert (current.refresh(), current.library) == ("same", before)
    clock.now = 1.0
    assert current.refresh() == "taken"
    assert (before.phrase("goodbye", "en"), current.library.phrase("goodbye", "en")) == ("one", "two two")
    clock.now = 2.0
    assert current.refresh() == "same"


@pytest.mark.parametrize(
    ("file", "text", "says"),
    [
        (FILE, "phrases: [", "this is no YAML"),
        (FILE, "phrases:\n  goodbye: {en: x}\n", "goodbye.ja"),
        ("vocabulary.yaml", "facts:\n  zebra_is_ours: {of: client, means: {en: z, ja: z}}\n", "no function finds the fact zebra_is_ours"),
    ],
)
def test_wrong_set_is_refused_and_told(
    started: tuple[Current, Clock], write: Callable[..., Path], overlay: Callable[[dict[str, str]], Path], file: str, text: str, says: str
) -> None:
    """What cannot be read and what the check calls wrong changes nothing; mended, it is taken in."""
    current, clock = started
    folder = overlay({file: text})
    clock.now = 1.0
    assert current.refresh() == "refused"
    assert any(says in problem.text for problem in current.refused)
    assert current.library.phrase("goodbye", "en") == "one"
    (folder / file).unlink()
    write("three")
    clock.now = 2.0
    assert (current.refresh(), current.refused, current.library.phrase("goodbye", "en")) == ("taken", (), "three")


def test_folder_that_is_gone_is_refused(started: tuple[Current, Clock], write: Callable[..., Path]) -> None:
    """The old set stays in use."""
    current, clock = started
    folder = write("one")
    folder.rename(folder.with_name("elsewhere"))
    clock.now = 1.0
    assert current.refresh() == "refused"
    assert "is not a folder" in current.refused[0].text


def test_wrong_set_at_the_start_is_an_error(overlay: Callable[[dict[str, str]], Path]) -> None:
    """There is no old one to go on with."""
    with pytest.raises(KnowledgeError):
        Current(overlay({FILE: "phrases: ["}))


def test_a_file_of_the_same_size_that_was_changed_is_seen(write: Callable[..., Path]) -> None:
    """By its time; what is no knowledge counts nothing."""
    folder = write("one")
    before = fingerprint(folder)
    (folder / "notes.txt").write_text("x", encoding="utf-8")
    assert fingerprint(folder) == before
    os.utime(folder / FILE, ns=(1, 1))
    assert fingerprint(folder) != before


def test_what_crosses_to_another_process_is_what_is_in_use(write: Callable[..., Path]) -> None:
    """Even if the files are wrong by then, and it goes on from there."""
    other = pickle.loads(pickle.dumps(Current(write("one"), every=0.0)))
    write("two two")
    assert other.library.phrase("goodbye", "en") == "one"
    assert other.refresh() == "taken"
    assert other.library.phrase("goodbye", "en") == "two two"


async def _said(worker: Callable[..., object], conversation: Conversation, text: str) -> tuple[Conversation, Reply]:
    result = await worker(conversation, Message(text=text, lang="en"), Site())
    assert isinstance(result, tuple), result
    return result


def _text(reply: Reply) -> str:
    return str(reply.sections)


async def test_a_conversation_goes_on_over_a_change(write: Callable[..., Path]) -> None:
    """In the worker's process: the case stays open, and is told in the new words; wrong words change nothing."""
    folder = write("I see.", "language-switched")
    async with responding_worker(Current(folder, every=0.0)) as worker:
        conversation, _ = await _said(worker.run, Conversation("x"), LOG)
        write("Zebra.", "not-understood")
        conversation, _ = await _said(worker.run, conversation, "on this server")
        assert conversation.account.facts
        (folder / FILE).write_text("phrases: [", encoding="utf-8")
        conversation, last = await _said(worker.run, conversation, "the IP is not ours")
        assert "relay abuse" in _text(last)
        assert conversation.turns == 3


async def test_a_process_started_anew_begins_with_what_is_in_use(write: Callable[..., Path]) -> None:
    """Although the files are wrong by then."""
    folder = write("one")
    async with responding_worker(Current(folder)) as worker:
        (folder / FILE).write_text("phrases: [", encoding="utf-8")
        assert not isinstance(await worker.warm(), Crashed)
        _, reply = await _said(worker.run, Conversation("x"), LOG)
    assert reply.section("walkthrough") is not None


async def test_places_share_what_is_in_use(write: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> None:
    """Office and librarian go on with the new set; nobody has to be told."""
    current = Current(write("one"), every=0.0)
    librarian = CurrentLibrarian(current.library)
    async with await Store.open(None, data_dir=tmp_path_factory.mktemp("data")) as store:

        async def respond(*_: object) -> Crashed:
            return Crashed("error")

        premises = Premises(Configuration(), current.library, librarian, store, respond, current=current)
        office = premises.office("test")
        folder = write("two two")
        for lang, title in (("en", "the zebra crossing"), ("ja", "しまうま")):
            (folder / "faq").mkdir(exist_ok=True)
            (folder / "faq" / f"zebra.{lang}.md").write_text(PAGE.format(t=title), encoding="utf-8")
        (folder / "replies").mkdir()
        (folder / "replies" / "codes.yaml").write_text(REPLY, encoding="utf-8")
        assert librarian.ask("the zebra crossing", "en").outcome != "answer"
        await premises.refresh()
        assert _text(office.say("goodbye", Message(lang="en"))).count("two two") == 1
        assert librarian.ask("the zebra crossing", "en").hits[0].id == "faq/zebra"
        assert "Zebras are on strike." in librarian.ask("421", "en").hits[0].page.intro
        assert librarian.page("faq/zebra", "ja") is not None


async def test_a_refusal_is_told_in_the_journal(write: Callable[..., Path]) -> None:
    """With its place, once; what stands there is not quoted."""
    current = Current(write("one"), every=0.0)
    premises = Premises(Configuration(), current.library, CurrentLibrarian(current.library), None, None, current=current)  # type: ignore[arg-type]
    (write("zebra") / FILE).write_text("phrases: [zebra", encoding="utf-8")
    lines = io.StringIO()
    set_up("info", console=False, stream=lines)
    try:
        await premises.refresh()
        await premises.refresh()
    finally:
        set_up("error")
    told = json.loads(lines.getvalue())
    assert (told["event"], told["count"], told["where"]) == ("not reloaded", 1, f"{FILE}:2")
    assert "zebra" not in lines.getvalue()
