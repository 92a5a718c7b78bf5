"""What the command line promises."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from bot.contract import schema
from bot.library import bundled
from bot.threads import read_threads

THREAD = next(thread for thread in read_threads(bundled()) if thread.id == "two-blocks")
PLAIN = {name: value for name, value in os.environ.items() if not name.startswith(("RELAYDOC_", "LC_", "LANG"))}


def relaydoc(*arguments: str, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command line as a user would, away from a terminal."""
    command = [sys.executable, "-m", "bot", *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, env={**PLAIN, "LANG": "C.UTF-8", **environment}, check=False)


def answer(*arguments: str, text: str = THREAD.log, **environment: str) -> dict:
    """Return the document that explain prints, checked against the schema."""
    done = relaydoc("explain", "--format", "json", *arguments, stdin=text.encode(), **environment)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stderr == b""
    document = json.loads(done.stdout)
    jsonschema.validate(document, schema())
    return document


def test_the_thread_from_standard_input() -> None:
    """The main job: fourteen lines read, nobody accused, the deciding question first."""
    document = answer()
    assert document["coverage"] == {"lines": 14, "read": 14, "unread": []}
    assert (document["verdict"], document["evidence"], document["warned"]) == ("undetermined", [12, 13, 14], [])
    assert [question["fact"] for question in document["questions"]] == ["sender_domain_is_local", "client_is_ours", "recipients_are_local"]
    assert document["lang"] == "ja"


def test_module_and_file(tmp_path: Path) -> None:
    """A file named, a file missing, and several files."""
    log = tmp_path / "mail.log"
    log.write_text(THREAD.log, encoding="utf-8")
    assert relaydoc("explain", str(log)).returncode == 0
    missing = relaydoc("explain", str(tmp_path / "none.log"))
    assert missing.returncode == 2
    assert missing.stderr.decode().count("\n") == 1
    assert "none.log cannot be read" in missing.stderr.decode()
    assert relaydoc("explain", str(tmp_path)).returncode == 2
    assert relaydoc("explain", "--format", "json", str(log), str(log)).returncode == 2
    lines = relaydoc("explain", "--format", "jsonl", str(log), str(log)).stdout.decode().splitlines()
    assert [json.loads(line)["file"] for line in lines] == [str(log), str(log)]
    for line in lines:
        jsonschema.validate(json.loads(line), schema())


@pytest.mark.parametrize(
    ("tell", "words"),
    [
        ("ours", "NAME=VALUE"),
        ("sender_domain_is_locl=yes", "did you mean sender_domain_is_local"),
        ("client_is_ours=perhaps", "yes, no or unknown"),
        ("client_is_ours@two=yes", "number of a transaction"),
    ],
)
def test_wrong_tells_are_one_clear_sentence(tell: str, words: str) -> None:
    """A wrong --tell says what is wrong with it."""
    done = relaydoc("explain", "--tell", tell)
    assert done.returncode == 2
    assert words in done.stderr.decode()
    assert done.stderr.decode().count("\n") == 1


def test_wrong_site_file(tmp_path: Path) -> None:
    """A site file that says nothing it may say is refused with a sentence, by argument and by environment."""
    site = tmp_path / "site.yaml"
    site.write_text("domain: example.co.jp\n", encoding="utf-8")
    for done in (relaydoc("explain", "--site", str(site)), relaydoc("explain", RELAYDOC_SITE=str(site))):
        assert done.returncode == 2
        assert "domain" in done.stderr.decode()


def test_site_decides(tmp_path: Path) -> None:
    """The upper block alone, from an address of the site's own: own mail, and nothing warned."""
    site = tmp_path / "site.yaml"
    site.write_text("networks: [111.111.111.111]\nversion: 6.3\n", encoding="utf-8")
    upper = "\n".join(THREAD.log.splitlines()[:7])
    document = answer("--site", str(site), text=upper)
    assert (document["verdict"], document["evidence"], document["warned"]) == ("own_mail", [5, 6], [])


@pytest.mark.parametrize(
    ("arguments", "environment", "lang"),
    [
        ((), {}, "ja"),
        ((), {"LANG": "en_US.UTF-8"}, "en"),
        ((), {"LANG": "fr_FR.UTF-8"}, "ja"),
        ((), {"LC_ALL": "ja_JP.UTF-8", "LANG": "en_US.UTF-8"}, "ja"),
        (("--question", "is this relay abuse?"), {"LANG": "ja_JP.UTF-8"}, "en"),
        (("--question", "is this relay abuse?", "--lang", "ja"), {}, "ja"),
        (("--question", "これは不正中継ですか"), {"LANG": "en_US.UTF-8"}, "ja"),
    ],
)
def test_language_of_the_answer(arguments: tuple[str, ...], environment: dict[str, str], lang: str) -> None:
    """Chosen, else of the question, else of the locale, else of the log."""
    assert answer(*arguments, **environment)["lang"] == lang


def test_words_around_the_log_decide_the_language_before_the_locale() -> None:
    """English words around a Japanese log ask for an English answer."""
    text = "Is someone using my server as a relay? The lower one is not me.\n" + THREAD.log
    document = answer(text=text, LANG="ja_JP.UTF-8")
    assert document["lang"] == "en"
    assert document["evidence"] == [13, 14, 15]


def test_no_colour_when_not_a_terminal() -> None:
    """Redirected output holds no escape sequence."""
    done = relaydoc("explain", stdin=THREAD.log.encode())
    assert b"\x1b" not in done.stdout
    assert "まだ決められません" in done.stdout.decode()


def test_example_alone_ends_well() -> None:
    """Without a command and without a terminal: the bundled example's answer, and status 0."""
    done = relaydoc()
    assert done.returncode == 0
    assert "まだ決められません" in done.stdout.decode()


def test_knowledge_check_and_overlay(tmp_path: Path) -> None:
    """The bundled knowledge is in order; a team's folder is checked with it, each problem with file and line."""
    assert relaydoc("knowledge", "check").returncode == 0
    assert relaydoc("knowledge", "check", "--knowledge", str(tmp_path / "none")).returncode == 2
    (tmp_path / "doubts.yaml").write_text("mine:\n  says: {en: only english}\n", encoding="utf-8")
    done = relaydoc("knowledge", "check", RELAYDOC_KNOWLEDGE=str(tmp_path))
    assert done.returncode == 2
    assert "doubts.yaml:2: mine.says.ja" in done.stderr.decode()


def test_wrong_arguments_are_status_two() -> None:
    """Argparse's own errors keep the contract."""
    assert relaydoc("explain", "--format", "xml").returncode == 2
    assert relaydoc("knowledge").returncode == 2


def test_closed_pipe_is_no_fault() -> None:
    """A reader that goes away early ends the program quietly."""
    command = f"{sys.executable} -m bot explain --format json | head -c 10"
    done = subprocess.run(["bash", "-c", command], input=THREAD.log.encode(), capture_output=True, env=PLAIN, check=False)
    assert b"Traceback" not in done.stderr
    drawn = subprocess.run(
        ["bash", "-o", "pipefail", "-c", f"{sys.executable} -m bot | head -c 10"], capture_output=True, env=PLAIN, check=False
    )
    assert (drawn.returncode, drawn.stderr) == (0, b"")
