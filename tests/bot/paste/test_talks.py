"""Tests of conversations written down line by line: which command an answer answers, and where that is not sure."""

import time

import pytest

from bot.paste.talks import may_hold_talks, talks_in

LINE = '"SMTPD"\t1\t{session}\t"2026-11-24 04:11:09.640"\t"203.0.113.50"\t"{said}"'


def told(*said, session="7"):
    """Give what each line stands for, without who said it."""
    lines = [LINE.format(session=session, said=one) if isinstance(one, str) else LINE.format(session=one[0], said=one[1]) for one in said]
    found = talks_in(lines)
    return None if found is None else [record.text.split(" ", 3)[3] for _, record in sorted(found.records.items())]


def test_answers_go_with_their_commands():
    """Commands that were sent in a row are answered in their order (RFC 2920)."""
    assert told(
        "RECEIVED: MAIL FROM:<a@b.example>", "RECEIVED: RCPT TO:<c@d.example>", "RECEIVED: RCPT TO:<e@f.example>",
        "SENT: 250 OK", "SENT: 550 no", "SENT: 250 OK",
    )[3:] == ["S: MAIL FROM:<a@b.example> | 250 OK", "S: RCPT TO:<c@d.example> | 550 no", "S: RCPT TO:<e@f.example> | 250 OK"]  # fmt: skip


def test_conversations_at_once_do_not_mix():
    """The number of a conversation tells whose answer it is."""
    assert told(
        ("1", "RECEIVED: RCPT TO:<a@b.example>"), ("2", "RECEIVED: RCPT TO:<c@d.example>"), ("2", "SENT: 250 OK"), ("1", "SENT: 550 no")
    )[2:] == ["S: RCPT TO:<c@d.example> | 250 OK", "S: RCPT TO:<a@b.example> | 550 no"]


def test_without_a_number_nothing_is_guessed():
    """Where nothing tells conversations apart and two commands wait, an answer answers neither."""
    lines = [f"Tue 2026-11-24 03:15:20.610: {said}" for said in ("<-- RCPT TO:<a@b.example>", "<-- RCPT TO:<c@d.example>", "--> 250 ok")]
    assert talks_in(lines).records[2].text.endswith("S: SOMETHING | 250 ok")


def test_missing_answers_move_nothing():
    """A greeting whose answer was left out takes no other's."""
    assert told("RECEIVED: EHLO x", "RECEIVED: MAIL FROM:<a@b.example>", "SENT: 250 OK")[2] == "S: MAIL FROM:<a@b.example> | 250 OK"


@pytest.mark.parametrize(
    ("after", "taken"),
    [
        (("SENT: 250 Queued",), ["S: DATA | 354 go", "S: MESSAGE to=<c@d.example> | 250 Queued"]),
        (("SENT: 554 spam",), ["S: DATA | 354 go", "S: MESSAGE to=<c@d.example> | 554 spam"]),
        (("RECEIVED: QUIT",), ["S: MESSAGE to=<c@d.example> | 354 go", "C: QUIT"]),
        ((), ["S: DATA | 354 go"]),
    ],
)
def test_the_end_of_the_content(after, taken):
    """Its own answer tells what became of it; where the conversation just goes on, it came in; where it breaks off, nothing is told."""
    said = (
        "RECEIVED: MAIL FROM:<a@b.example>",
        "SENT: 250 OK",
        "RECEIVED: RCPT TO:<c@d.example>",
        "SENT: 250 OK",
        "RECEIVED: DATA",
        "SENT: 354 go",
    )
    assert told(*said, *after)[5:] == taken


def test_queued_is_said_of_a_whole_message():
    """Whatever was left out before it, if one recipient alone was named; of two, nothing tells which was taken."""
    one = ("RECEIVED: MAIL FROM:<a@b.example>", "RECEIVED: RCPT TO:<c@d.example>")
    assert told(*one, "SENT: 250 2.0.0 Ok: queued as 4XcQ")[2] == "S: MESSAGE to=<c@d.example> | 250 2.0.0 Ok: queued as 4XcQ"
    assert told(*one, "SENT: 250 queue is empty")[2] == "S: MAIL FROM:<a@b.example> | 250 queue is empty"
    assert not told(*one, "RECEIVED: RCPT TO:<e@f.example>", "SENT: 250 Ok: queued as 4XcQ")[3].startswith("S: MESSAGE")


def test_a_log_in_keeps_its_answer():
    """Name and password in between are no commands."""
    said = ("RECEIVED: AUTH LOGIN", "SENT: 334 VXNl", "RECEIVED: c2F0bw==", "SENT: 334 UGFz", "RECEIVED: ***", "SENT: 235 authenticated.")
    assert told(*said)[-1] == "S: AUTH | 235 authenticated."


@pytest.mark.parametrize("said", [("RECEIVED: RCPT TO:<a@b.example>",), ("SENT: 250 OK", "SENT: 250 OK"), ()])
def test_what_is_no_conversation(said):
    """One line alone, or answers without a command, are none."""
    assert told(*said) is None


def test_mdaemon_names_who_logged_in():
    """The line of its own that names the account is an answer to the log-in; the rules between conversations say nothing."""
    stamp = "Thu 2026-03-05 21:18:40.101: "
    said = (
        "05: ----------",
        "05: Session 00412277; child 0003",
        "03: <-- AUTH PLAIN x",
        "02: --> 235 ok",
        "05: Authenticated as sato@example.jp",
    )
    found = talks_in([stamp + one for one in said])
    assert found is not None
    assert sorted(found.records) == [2, 3, 4]
    assert found.records[4].text.endswith("S: AUTH | 235 Authenticated as sato@example.jp")


def test_hostile_text_is_read_soon():
    """Lines that never end and marks without end cost no more than other text."""
    lines = [
        '"SMTPD"\t1\t2\t"2026-11-24 04:11:09"\t"' + "SENT: RECEIVED: <-- " * 3000,
        "\t" * 9000,
        "2026-11-24 " * 4000 + "SENT: 250",
    ] * 20
    assert may_hold_talks("rcpt " + lines[0])
    started = time.perf_counter()
    talks_in(lines)
    assert time.perf_counter() - started < 2


SMARTER = "[2026.11.23] 10:12:0{second}.223 [203.0.113.40][51222135] {said}"


def test_newest_first():
    """Where the newest line stands first, an answer goes with the command that stands below it."""
    said = ("cmd: MAIL FROM:<a@b.example>", "rsp: 250 OK", "cmd: RCPT TO:<c@d.example>", "rsp: 550 no", "cmd: RSET", "rsp: 250 OK")
    lines = [SMARTER.format(second=second, said=one) for second, one in enumerate(said)]
    forward, back = talks_in(lines), talks_in(lines[::-1])
    assert forward is not None
    assert back is not None
    assert forward.records[3].text.endswith("S: RCPT TO:<c@d.example> | 550 no")
    assert [back.records[5 - at].text for at in range(6)] == [forward.records[at].text for at in range(6)]


def test_one_step_back_turns_nothing():
    """Two stretches of a log that were pasted one after the other stand each in its order."""
    said = ("cmd: RCPT TO:<c@d.example>", "rsp: 550 no", "cmd: RCPT TO:<e@f.example>", "rsp: 250 OK")
    lines = [SMARTER.format(second=second, said=one) for second, one in zip((4, 5, 1, 2), said, strict=True)]
    found = talks_in(lines)
    assert found is not None
    assert found.records[1].text.endswith("S: RCPT TO:<c@d.example> | 550 no")
    assert found.records[3].text.endswith("S: RCPT TO:<e@f.example> | 250 OK")
