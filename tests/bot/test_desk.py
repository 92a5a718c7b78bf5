"""The desk answers whatever comes in."""

from __future__ import annotations

import json
import random
import re

import jsonschema
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.contract import document, schema
from bot.desk import Desk, Message
from bot.library import bundled, load
from bot.paste.shapes import head_of
from bot.threads import read_threads

DESK = Desk(load())
LOG = next(thread for thread in read_threads(bundled()) if thread.id == "two-blocks").log
NGINX = '192.0.2.4 - - [24/Nov/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 612 "-" "curl/8"\n' * 5
TRACE = 'Traceback (most recent call last):\n  File "app.py", line 3, in <module>\n    main()\nValueError: no\n'


def test_a_question_without_a_log_is_answered_by_a_page() -> None:
    """The contract: as ``ask`` would; and the way to paste a log is told."""
    answer = document(DESK.explain(Message(text="is this relay abuse?", lang="en")))
    jsonschema.validate(answer, schema())
    assert (answer["verdict"], answer["input"], answer["mta"]) == ("not_a_log", "question", None)
    assert answer["headline"] == "Is this relay abuse, and how do I know?"
    assert "paste the lines of its log" in answer["markdown"]
    apart = document(DESK.explain(Message(text="", question="is this relay abuse?", lang="en")))
    assert apart["headline"] == answer["headline"]


@pytest.mark.parametrize(
    ("text", "input_kind", "page_words"),
    [
        ("", "other", "Nothing was pasted yet"),
        ("   \n\t\n", "other", "Nothing was pasted yet"),
        (TRACE, "other", "no mail log"),
        (NGINX, "other", "no mail log"),
        ("which colour suits a mail server best?", "question", "a question without a log"),
        ("Это журнал почты? Помогите, пожалуйста!", "question", "question"),
        ("2026-11-24 10:00:00 - root - started\n2026-11-24 10:00:01 - root - done\n", "other", "no mail log"),
    ],
)
def test_what_is_no_log_gets_a_kind_reply(text: str, input_kind: str, page_words: str) -> None:
    """Nothing to diagnose: it says so, and what to paste instead."""
    answer = document(DESK.explain(Message(text=text, lang="en")))
    jsonschema.validate(answer, schema())
    assert (answer["verdict"], answer["input"], answer["mta"]) == ("not_a_log", input_kind, None)
    assert page_words in answer["headline"]
    assert any("Paste" in step or "paste" in step for step in answer["steps"])


def test_question_beside_an_empty_paste() -> None:
    """An empty paste with a question is a question."""
    answer = document(DESK.explain(Message(text="", question="不正中継ですか")))
    assert (answer["input"], answer["lang"], answer["verdict"]) == ("question", "ja", "not_a_log")


def test_mail_log_of_an_unknown_server() -> None:
    """A mail log that nobody here can read is said to be one, and nothing is concluded from it."""
    log = "Dec 14 11:06:08 mx otherd[7]: smtp slot 4 holds 192.0.2.9\nDec 14 11:06:09 mx otherd[7]: smtp slot 4 free\n"
    answer = document(DESK.explain(Message(text=log)))
    jsonschema.validate(answer, schema())
    assert (answer["mta"], answer["input"], answer["verdict"]) == ("unknown", "log", "not_a_log")
    assert answer["coverage"] == {"lines": 2, "read": 0, "unread": [1, 2]}


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 50_000_000,
        random.Random(7).randbytes(300_000),
        bytes(range(256)) * 2000,
        ("2000年 12月 14日 (木) 11:06:08 AM - " + "あ" * 3_000_000).encode(),
        b"\x00" * 100_000,
        b"\xff\xfe" + "2000年".encode("utf-16-le") * 1000,
    ],
    ids=["brackets", "binary", "all-bytes", "endless-line", "zeros", "utf-16"],
)
def test_hostile_bytes_get_an_answer_that_says_what_was_cut(data: bytes) -> None:
    """Within the budget, and a cut is told."""
    answer = DESK.explain(Message(data=data, lang="en"))
    told = document(answer)
    jsonschema.validate(told, schema())
    if len(data) > DESK.budget.bytes:
        assert f"Only the first {DESK.budget.bytes} bytes were read" in told["markdown"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "euc-jp", "iso-2022-jp", "utf-16"])
def test_the_thread_in_every_encoding(encoding: str) -> None:
    """Old files come in old encodings; the answer is the same."""
    answer = DESK.explain(Message(data=LOG.encode(encoding)))
    assert (answer.lines_read, answer.verdict, answer.evidence) == (14, "undetermined", (12, 13, 14))


def test_version_of_a_received_header_chooses_the_way_to_a_setting() -> None:
    """A header names the server's version, and settings are told for it."""
    header = (
        "Received: from mail.example.net [203.0.113.9]\n by 192.0.2.22 (AppleShare IP Mail Server 6.2) id 23807\n"
        " via TCP with SMTP; Wed, 07 Mar 2001 16:53:42 -0800\n"
    )
    answer = document(DESK.explain(Message(text=header, lang="en")))
    jsonschema.validate(answer, schema())
    assert (answer["input"], answer["mta"]) == ("headers", "headers")
    assert answer["lines"][0]["fields"]["queue_id"] == "23807"
    assert answer["lines"][0]["fields"]["version"] == "6.2"
    assert answer["questions"], "an undetermined verdict comes with a question"


_PIECES = st.sampled_from(
    [
        *LOG.splitlines(),
        "",
        "```",
        "> ",
        "-----",
        "2000年 12月 14日 (木) 11:06:08 AM - ",
        "これは?",
        "{client} <!channel> @everyone [x](y)",
        "\x1b[31m",
        "\u202e",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(_PIECES, st.text(max_size=60)), max_size=30).map("\n".join))
@example("2000年 12月 14日 (木) 11:06:08 AM - SMTP サーバはメッセージ(ID=533)を“<>”からサイズ 6 (k)で発信しました。")
def test_no_text_makes_explain_raise_or_lose_a_line(text: str) -> None:
    """Every line that begins as a log line is explained, repeated or joined, under the number it had; the document keeps the contract."""
    answer = DESK.explain(Message(text=text))
    told = document(answer)
    jsonschema.validate(told, schema())
    json.dumps(told)
    numbers = [line["number"] for line in told["lines"]]
    assert numbers == sorted(set(numbers))
    physical = re.split(r"\r\n|\n|\r", text)
    assert all(1 <= number <= len(physical) for number in numbers)
    assert set(told["evidence"]) <= set(numbers)
    assert set(told["warned"]) <= set(numbers)
    if told["verdict"] == "undetermined":
        assert told["questions"]
    if told["input"] in ("log", "headers"):
        begun = [i for i, line in enumerate(physical, start=1) if head_of(line)]
        repeated = told["coverage"]["lines"] < len(begun)
        kept = {physical[number - 1].strip() for number in numbers}
        assert repeated or {physical[number - 1].strip() for number in set(begun) - set(numbers)} <= kept


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=4000))
def test_no_bytes_make_explain_raise(data: bytes) -> None:
    """Bytes of any kind get an answer that keeps the contract."""
    jsonschema.validate(document(DESK.explain(Message(data=data))), schema())


def test_a_log_with_its_newest_line_first_tells_the_same() -> None:
    """Viewers that show the newest line first change the numbers, not the sessions."""
    turned = "\n".join(reversed(LOG.splitlines()))
    answer = DESK.explain(Message(text=turned, lang="en"))
    assert [told.transaction.lines for told in answer.transactions] == [tuple(range(1, 8)), tuple(range(8, 15))]
    assert (answer.verdict, answer.evidence) == ("undetermined", (1, 2, 3))
