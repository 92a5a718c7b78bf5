"""``relaydoc ask``: its document, its three outcomes, a log, and a team's folder."""

import json

import jsonschema
import pytest

from bot.__main__ import main
from bot.ask_command import schema
from bot.contract import schema as answer_schema

PAGE = """---
title: Who is on call this week?
aliases: [on call, duty roster, who has the pager]
tags: [duty]
source: [the roster]
reviewed: 2026-11-24
---
Look at the door of the server room.
"""

LINE = "SMTP 受信の接続 [192.0.2.7] の接続が許可されました。既知のジャンクメールソースではありません。"


@pytest.fixture
def asked(capsys):
    """Give a function that asks by the command line and returns the document."""

    def ask(*arguments):
        assert main(["ask", *arguments, "--format", "json"]) == 0
        return json.loads(capsys.readouterr().out)

    return ask


@pytest.mark.parametrize(
    ("question", "outcome"), [("What is SPF?", "answer"), ("is spam going out", "did_you_mean"), ("カレーの作り方", "dont_know")]
)
@pytest.mark.parametrize("why", [(), ("--why",)])
def test_the_document(asked, question, outcome, why):
    """It follows its schema in all three outcomes, with and without reasons."""
    document = asked(question, *why)
    jsonschema.validate(document, schema())
    assert document["outcome"] == outcome
    assert (len(document["results"]) > 0) == (outcome != "dont_know")
    assert all(("why" in result) == bool(why) for result in document["results"])


def test_language(asked):
    """Chosen, or the question's own."""
    assert asked("SPF", "--lang", "ja")["results"][0]["title"] == "SPF とは何ですか"
    assert asked("what is SPF")["lang"] == "en"
    assert asked("narisumashi")["lang"] == "ja"


def test_a_log_is_explained(asked):
    """The answer's document comes instead."""
    document = asked(LINE)
    jsonschema.validate(document, answer_schema())
    assert document["mta"] == "asip"


@pytest.mark.parametrize("form", ["terminal", "markdown"])
def test_other_formats(capsys, monkeypatch, form):
    """In a terminal and as markdown the page itself is told, without escape sequences where there is no terminal."""
    monkeypatch.setenv("COLUMNS", "100")
    assert main(["ask", "What is SPF?", "--format", form, "--why"]) == 0
    out = capsys.readouterr().out
    assert "What is SPF?" in out
    assert "Compared by words alone." in out
    assert "\x1b" not in out
    assert main(["ask", LINE, "--format", form]) == 0


def test_a_folder_alone(asked, overlay, capsys):
    """Laid over ours both are found; with ``--only`` ours are not."""
    folder = str(overlay({"faq/on-call.en.md": PAGE}))
    assert asked("who has the pager", "--knowledge", folder)["results"][0]["id"] == "faq/on-call"
    assert asked("What is SPF?", "--knowledge", folder)["results"][0]["id"] == "faq/spf"
    assert asked("duty roster", "--knowledge", folder, "--only")["results"] == [
        {"id": "faq/on-call", "title": "Who is on call this week?", "score": 1.0}
    ]
    assert asked("What is SPF?", "--knowledge", folder, "--only")["outcome"] == "dont_know"
    assert main(["ask", "SPF", "--only"]) == 2
    assert "--knowledge" in capsys.readouterr().err


def test_what_is_wrong_in_that_folder_is_told(overlay, capsys):
    """With file and line, and status 2."""
    folder = str(overlay({"faq/on-call.en.md": PAGE.replace("title:", "titel:")}))
    assert main(["ask", "SPF", "--knowledge", folder, "--only"]) == 2
    assert "faq/on-call.en.md:" in capsys.readouterr().err


def test_the_extra_must_be_there(monkeypatch, capsys):
    """``--semantic`` without it is told in one sentence."""
    monkeypatch.setattr("bot.search.installed_encoder", lambda: None)
    assert main(["ask", "SPF", "--semantic"]) == 2
    assert "relaydoc[semantic]" in capsys.readouterr().err
