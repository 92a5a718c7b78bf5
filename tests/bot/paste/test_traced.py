"""Tests of conversations whose very bytes were traced, the message itself among them."""

import pytest

from bot.paste.talks import may_hold_talks, talks_in

OLD = (
    '2024-03-12T05:10:4{at}.118204Z TRACE session{{instance="smtp" protocol=Smtp remote.ip="203.0.113.71" remote.port=50914}}: '
    'smtp::inbound::session: event="{way}" data="{said}" size=59'
)
NEW = (
    '2025-03-12T05:10:4{at}Z TRACE Raw SMTP {way} received (smtp.raw-{way}) listenerId = "smtp", remoteIp = 203.0.113.71, '
    'remotePort = 50914, size = 59, contents = "{said}"'
)
IN_STALWARTS_WORDS = {OLD: ("read", "write"), NEW: ("input", "output")}


def told(form, *said):
    """Give what each traced line stands for; what the server said begins with a digit."""
    ways = IN_STALWARTS_WORDS[form]
    lines = [form.format(at=at % 10, way=ways[one[0] in "2345"], said=one) for at, one in enumerate(said)]
    found = talks_in(lines) if may_hold_talks("\n".join(lines)) else None
    return None if found is None else [record.text for _, record in sorted(found.records.items())]


@pytest.mark.parametrize("form", [OLD, NEW])
def test_both_forms_are_read(form):
    """Who called, and by which port, stands in each line; an answer of several lines is one."""
    assert told(
        form,
        r"EHLO mx.example.net\r\n",
        r"250-mail.example.com\r\n250 SIZE 9\r\n",
        r"MAIL FROM:<a@b.example> SIZE=12\r\n",
        r"250 2.1.0 OK\r\n",
    ) == [
        "IN 203.0.113.71 50914 C: EHLO mx.example.net",
        "IN 203.0.113.71 50914 S: EHLO mx.example.net | 250-mail.example.com[nl]250 SIZE 9",
        "IN 203.0.113.71 50914 C: MAIL FROM:<a@b.example>",
        "IN 203.0.113.71 50914 S: MAIL FROM:<a@b.example> | 250 2.1.0 OK",
    ]


@pytest.mark.parametrize("form", [OLD, NEW])
def test_commands_that_came_together_are_answered_in_their_order(form):
    """RFC 2920: one read may hold them all, the answers come one by one."""
    said = told(
        form,
        r"RSET\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n",
        r"250 OK\r\n",
        r"250 OK\r\n",
        r"550 no\r\n",
        r"503 no\r\n",
    )
    assert [line.split(" ", 3)[3] for line in said] == [
        "C: MAIL FROM:<a@b.example>",
        "S: RSET | 250 OK",
        "S: MAIL FROM:<a@b.example> | 250 OK",
        "S: RCPT TO:<c@d.example> | 550 no",
        "S: DATA | 503 no",
    ]


def test_what_a_message_holds_is_no_command():
    """A stranger may write a conversation into his message; none of it was said to the server."""
    said = told(
        OLD, r"MAIL FROM:<a@b.example>\r\n", r"250 OK\r\n", r"RCPT TO:<c@d.example>\r\n", r"250 OK\r\n", r"DATA\r\n", r"354 go\r\n",
        r"RCPT TO:<evil@far.example>\r\n", r"Subject: event=\"write\" data=\"250 OK\r\n.\r\n", r"250 2.0.0 queued\r\n",
    )  # fmt: skip
    assert [line.split(" ", 3)[3] for line in said][6:] == ["C: SECRET", "C: SECRET", "S: MESSAGE to=<c@d.example> | 250 2.0.0 queued"]
    assert not any("evil" in line for line in said)


def test_what_other_events_tell_is_not_told_twice():
    """Where the server's own events stand beside the bytes, these are left to them."""
    lines = [
        NEW.format(at=1, way="input", said=r"MAIL FROM:<a@b.example>\r\n"),
        NEW.format(at=2, way="output", said=r"250 OK\r\n"),
        '2025-03-12T05:10:43Z INFO SMTP MAIL FROM command (smtp.mail-from) remoteIp = 203.0.113.71, from = "a@b.example"',
    ]
    assert talks_in(lines[:2]) is not None
    assert talks_in(lines) is None
