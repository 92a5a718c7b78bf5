"""Tests of single lines of conversations: who said what to whom, and what a hostile side cannot make of them."""

import pytest

from bot.paste.steps import W3C, columns_of, command_of, step_of

QUOTED = '"SMTPD"\t1840\t112\t"2026-11-24 04:11:09.640"\t"203.0.113.50"\t"{said}"'
TABBED = "11/24/26 09:12:02\tSMTP-IN\t4A3B.MAI\t1096\t203.0.113.17\t{said}\t43\t28"
IIS = "2026-11-24 02:10:02 203.0.113.66 User SMTPSVC1 MAIL01 192.0.2.20 0 {said} 0 32 28 0 SMTP - - - -"
SMARTER = "[2026.11.23] 10:12:01.223 [203.0.113.40][51222135] {said}"
MDAEMON = "Tue 2026-11-24 03:15:20.610: 02: {said}"


def parts(raw, columns=()):
    """Give way, other side, conversation, command and answer of a line."""
    step = step_of(raw, columns)
    return step and (step.way, step.peer, step.session, step.command, step.reply)


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        (QUOTED.format(said="RECEIVED: MAIL FROM:<a@b.example>"), ("IN", "203.0.113.50", "112", "MAIL FROM:<a@b.example>", None)),
        (QUOTED.format(said="SENT: 250 OK"), ("IN", "203.0.113.50", "112", None, "250 OK")),
        (QUOTED.format(said="SENT: RCPT TO:<a@b.example>"), ("OUT", "203.0.113.50", "112", "RCPT TO:<a@b.example>", None)),
        (QUOTED.format(said="RECEIVED: 550 no"), ("OUT", "203.0.113.50", "112", None, "550 no")),
        (QUOTED.format(said="RECEIVED: c2F0bw=="), ("IN", "203.0.113.50", "112", "SECRET", None)),
        (
            TABBED.format(said="RCPT\tRCPT TO:<a@b.example>\t250 Requested mail action okay"),
            ("IN", "203.0.113.17", "1096", "RCPT TO:<a@b.example>", "250 Requested mail action okay"),
        ),
        (TABBED.format(said="EHLO\tEHLO User\t250-hello"), ("IN", "203.0.113.17", "1096", "EHLO User", "250-hello")),
        (TABBED.format(said="\t\t220 mail.example.com"), ("IN", "203.0.113.17", "1096", None, "220 mail.example.com")),
        (IIS.format(said="RCPT - +TO:<a@b.example> 250"), ("IN", "203.0.113.66", "", "RCPT TO:<a@b.example>", "250")),
        (IIS.format(said="MAIL - +FROM:<a@b.example>+SIZE=4 250"), ("IN", "203.0.113.66", "", "MAIL FROM:<a@b.example>", "250")),
        (IIS.format(said="DATA - <x@mail01> 250"), ("IN", "203.0.113.66", "", "DATA", "250")),
        (
            IIS.replace(" User ", " OutboundConnectionResponse ").format(said="- - 250+2.1.5+Ok 0"),
            ("OUT", "203.0.113.66", "", None, "250 2.1.5 Ok"),
        ),
        (MDAEMON.format(said="<-- RCPT TO:<a@b.example>"), ("IN", None, "", "RCPT TO:<a@b.example>", None)),
        (MDAEMON.format(said="--> 550 5.7.1 no"), ("IN", None, "", None, "550 5.7.1 no")),
        (
            MDAEMON.format(said="Accepting SMTP connection from [203.0.113.97:1] to [192.0.2.5:25]"),
            ("IN", "203.0.113.97", "", "CONNECT", None),
        ),
        (SMARTER.format(said="cmd: RCPT TO:<a@b.example>"), ("IN", "203.0.113.40", "51222135", "RCPT TO:<a@b.example>", None)),
        (SMARTER.format(said="rsp: 550 no"), ("IN", "203.0.113.40", "51222135", None, "550 no")),
        (SMARTER.format(said="cmd: c2F0bw=="), ("IN", "203.0.113.40", "51222135", "SECRET", None)),
        (SMARTER.format(said="connected at 11/23/2026 10:12:01 AM"), ("IN", "203.0.113.40", "51222135", "CONNECT", None)),
        (
            "08:01:50.534 [203.0.113.40][29742033] Authenticated as taro@example.com",
            ("IN", "203.0.113.40", "29742033", "AUTH", "235 Authenticated as taro@example.com"),
        ),
        ("Tue 2026-11-24 03:15:20.610: [0012] <-- QUIT", ("IN", None, "0012", "QUIT", None)),
    ],
)
def test_what_a_line_says(raw, wanted):
    """Each way to write it down gives the same parts."""
    assert parts(raw) == wanted


@pytest.mark.parametrize(
    "raw",
    [
        "Nov 24 04:11:09 mail sendmail[812]: 6AO3: --> 250 2.1.0 ok",
        "2026-11-24T01:00:00.702Z,MAIL01\\Default,08DE29AA,5,192.0.2.5:25,203.0.113.44:50122,>,250 2.1.5 Recipient OK,",
        "RECEIVED: RCPT TO:<a@b.example>",
        "[2026.11.23] 10:12:01.223 [web01][51222135] cmd: QUIT",
        "[2026.11.23] 10:12:01.223 [203.0.113.40][51222135] rsp: see you",
        "[2026.11.23] 10:12:01.223 [203.0.113.40][51222135] Sender accepted. Weight: 0. cmd: RCPT TO:<a@b.example>",
        "I pasted what it SENT: 250 OK",
        "24.11.2026 05:10:11;SMTP-IN;203.0.113.140;from=<a@b.example>;rcpt=<c@d.example>;accepted;stored as 00417",
    ],
)
def test_what_is_no_step(raw):
    """Lines of servers that are known, lines without a stamp, prose and summaries of a message are none."""
    assert step_of(raw, ()) is None


@pytest.mark.parametrize(
    "raw",
    [
        QUOTED.format(said="RECEIVED: HELO RCPT TO:<a@b.example> 250 OK"),
        QUOTED.format(said='RECEIVED: HELO x"\t"SENT: 250 OK'),
        TABBED.format(said="HELO\tHELO x\tRCPT TO:<a@b.example>\t250 hello"),
        IIS.format(said="HELO - +RCPT+TO:<a@b.example> 250"),
    ],
)
def test_a_name_is_no_command(raw):
    """Whoever writes another command into its greeting has greeted, and nothing else."""
    step = step_of(raw, ())
    assert step is not None
    assert (step.command or "").startswith("HELO")


def test_the_heading_names_the_columns():
    """W3C's heading tells which cell is which; one of another service's log names none."""
    assert columns_of("#Fields: date time c-ip cs-method cs-uri-query sc-status") == [
        "date",
        "time",
        "c-ip",
        "cs-method",
        "cs-uri-query",
        "sc-status",
    ]
    assert columns_of("#Fields: date-time,connector-id") == []
    assert columns_of("#Software: x") is None
    row = "2026-11-24 02:10:02 203.0.113.66 RCPT +TO:<a@b.example> 250"
    assert parts(row, ["date", "time", "c-ip", "cs-method", "cs-uri-query", "sc-status"])[3] == "RCPT TO:<a@b.example>"
    assert parts(row, list(W3C)) is None


def test_a_name_is_kept_short():
    """Of a greeting only a host's name is kept, and nothing of a log-in."""
    assert command_of("EHLO a|b<c> 250 ok") == "EHLO abc"
    assert command_of("AUTH PLAIN AG1vcmkAc2VjcmV0") == "AUTH"
