"""The README shows real output and real files; set RELAYDOC_WRITE=1 to write them anew."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

import pytest

from adapters.terminal.picture import picture
from bot.__main__ import main
from bot.desk import Desk, Message
from bot.library import bundled, load
from bot.threads import read_threads

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
PICTURE = bundled() / "pictures" / "answer.svg"
WRITE = os.environ.get("RELAYDOC_WRITE") == "1"
TRANSCRIPT = re.compile(
    r"<!-- transcript: (?P<command>[^|\n]*?)(?: \| first (?P<most>\d+) lines)? -->\n```text\n(?P<shown>.*?)```", re.DOTALL
)
THREAD = next(thread for thread in read_threads(bundled()) if thread.id == "two-blocks")


def _output(command: str, most: str | None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> str:
    """Return what a command prints, 100 columns wide, in a folder that holds the thread's log."""
    (tmp_path / "two-blocks.log").write_text(THREAD.log, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")
    assert main(shlex.split(command)) == 0
    lines = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    return "\n".join(lines[: int(most)] if most else lines) + "\n"


def test_transcripts_are_the_real_output(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Each transcript in the README is what its command prints now."""
    text = README.read_text(encoding="utf-8")
    found = list(TRANSCRIPT.finditer(text))
    assert len(found) >= 2
    for transcript in reversed(found):
        real = _output(transcript["command"], transcript["most"], monkeypatch, capsys, tmp_path)
        if WRITE:
            text = text[: transcript.start("shown")] + real + text[transcript.end("shown") :]
        else:
            assert transcript["shown"] == real
    if WRITE:
        README.write_text(text, encoding="utf-8")


def test_picture_is_the_real_answer() -> None:
    """The picture is drawn by the terminal adapter from the bundled example."""
    library = load()
    answer = Desk(library).explain(Message(text=THREAD.log, lang="ja"))
    drawn = picture(answer.reply, "relaydoc explain", library.phrase("rules-and-pages", "ja"))
    if WRITE:
        PICTURE.write_text(drawn, encoding="utf-8")
    assert PICTURE.read_text(encoding="utf-8") == drawn
    assert "言語モデルは使っておらず" in re.sub(r"&#160;|<[^>]+>", "", drawn)


def test_links_and_folders_exist() -> None:
    """Every file that the README links to is there, and its map names the folders that there are."""
    text = README.read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (ROOT / link).exists(), link
    named = set(re.findall(r"^\| `([a-z]+)/` \|", text, re.MULTILINE))
    assert named == {"bot", "knowledge", "adapters", "tests"}
    for folder in ("bot", "adapters"):
        row = re.search(rf"^\| `{folder}/` \|(.*)$", text, re.MULTILINE)
        assert row is not None
        packages = {path.parent.name for path in (ROOT / folder).glob("*/__init__.py")}
        assert packages == set(re.findall(r"`([a-z]+)`", row[1]))


def test_every_server_is_named() -> None:
    """The README names each mail server and companion whose messages are known."""
    text = README.read_text(encoding="utf-8")
    read = text[text.index("## What it reads today") : text.index("## The tree")]
    names = {server.name.en.partition(" (")[0] for server in load().servers.values() if "syslog" in server.shapes and not server.fallback}
    assert {name for name in names if name not in read} == {"programs that have nothing to do with mail"}


def test_every_option_of_explain_is_documented(capsys: pytest.CaptureFixture[str]) -> None:
    """What --help offers stands in the README."""
    with pytest.raises(SystemExit):
        main(["explain", "--help"])
    options = set(re.findall(r"--[a-z-]+", capsys.readouterr().out)) - {"--help"}
    text = README.read_text(encoding="utf-8")
    assert {option for option in options if option not in text} == set()


def test_make_targets_of_the_readme_exist() -> None:
    """The two commands are targets of the Makefile."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^    make (\w+)", README.read_text(encoding="utf-8"), re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)
