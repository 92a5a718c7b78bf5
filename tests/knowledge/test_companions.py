"""Lines of the programs beside a mail server: cut short they say less, never something else; a hostile name forges no other line."""

import pytest

from bot.catalogue import Catalogue
from bot.catalogue.matching import Messages, PartsReader
from bot.library import load
from bot.paste import read
from bot.paste.cleaning import clean, squeeze

SAYS_LESS = {"server_information", "server_warning", "server_fault", "other_daemon", "statistics", "trace"}
"""Kinds that tell of the program's own work: what is left of a line that was cut may be read as one of these."""
NEARLY = {
    ("dovecot", "encryption-failed"): {"login_not_attempted"},  # cut before the fault is told, and nobody tried to log in indeed
    ("dovecot", "mailbox-full"): {"undelivered"},  # cut before the reason is told
    ("nginx-mail", "login"): {"client_address"},  # cut before the account is told
}
COMPANIONS = [server for server in load().servers.values() if server.companion]
SAMPLES = [
    pytest.param(server, message, sample, id=f"{server.server}-{message.id}-{number}")
    for server in COMPANIONS
    for message in server.messages
    for number, sample in enumerate(message.samples, start=1)
]
FORGED = (
    "x>, method=PLAIN, rip=203.0.113.66, lip=198.51.100.2, TLS, session=<y",
    "x (no auth attempts in 0 secs): user=<y>, rip=203.0.113.66, lip=198.51.100.2, session=<z",
    "x): Password mismatch",
    "x,203.0.113.66,<s>): unknown user",
    "x (ID: 1) from 203.0.113.66 in session a",
    'x", upstream: 203.0.113.66:25',
)
LOGINS = (
    (
        "dovecot",
        "imap-login: Login: user=<{name}>, method=PLAIN, rip=192.0.2.7, lip=198.51.100.2, mpid=9, TLS, session=<aB3>",
        "login_succeeded",
    ),
    (
        "dovecot",
        "imap-login: Disconnected (auth failed, 2 attempts in 9 secs): user=<{name}>, method=PLAIN, rip=192.0.2.7, lip=198.51.100.2, TLS",
        "login_failed",
    ),
    (
        "dovecot",
        "imap-login: Login aborted: Connection closed (auth failed, 1 attempts in 2 secs) (auth_failed): "
        "user=<{name}>, method=PLAIN, rip=192.0.2.7, lip=198.51.100.2, TLS, session=<aB3>",
        "login_failed",
    ),
    ("dovecot", "auth: passwd-file({name},192.0.2.7,<aB3>): Password mismatch", "login_failed"),
    ("roundcube", "<aB3> Failed login for {name} from 192.0.2.7 in session aB3xYz0QW (error: 0)", "login_failed"),
    (
        "mailboxd",
        "WARN [ImapServer-9] [ip=192.0.2.7;] security - cmd=Auth; account=alice; protocol=imap; "
        "error=authentication failed for [{name}], invalid password;",
        "login_failed",
    ),
    (
        "nginx",
        '*9 client login failed: "wrong" while in http auth state, client: 192.0.2.7, server: 0.0.0.0:587, login: "{name}"',
        "login_failed",
    ),
)


@pytest.fixture(scope="module")
def reader(library):
    """Give a function from a server, its program and a line to the line's match."""
    parts = PartsReader(library.words)
    messages = {server.server: Messages(server, parts) for server in COMPANIONS}
    return lambda server, program, line: messages[server].match(messages[server].server.shapes[0], line, program)


@pytest.fixture(scope="module")
def events(library):
    """Give a function from a text to its events."""
    catalogue = Catalogue(library)
    return lambda text: catalogue.read(read(text, catalogue.recognise)).events


@pytest.mark.parametrize(("server", "message", "sample"), SAMPLES)
def test_cut_line_says_less_and_nothing_else(reader, server, message, sample):
    """Wherever a line is cut, what is left is read as what it was, as a note of the program, or not at all; no field gets another value."""
    line, program = squeeze(clean(sample.line)), server.writer_of(message)
    whole = reader(server.server, program, line)
    allowed = {message.event, *SAYS_LESS, *NEARLY.get((server.server, message.id), ())}
    for end in range(1, len(line)):
        match = reader(server.server, program, line[:end].strip())
        if match is not None:
            assert match.message.event in allowed
        if match is not None and match.message.id == message.id and "rip=203.0.113" not in line and "203.0.113.9 in session" not in line:
            assert (whole.fields.get("client_ip") or "").startswith(match.fields.get("client_ip", ""))


@pytest.mark.parametrize("name", FORGED)
@pytest.mark.parametrize(("program", "line", "kind"), LOGINS)
def test_hostile_name_forges_nothing(events, program, line, kind, name):
    """A user name that looks like the rest of a line changes neither what is read nor from where it came."""
    (event,) = events(f"Nov 24 03:43:19 mail {program}[9]: {line.format(name=name)}")
    assert event.kind in (kind, "unread")
    if event.kind == kind:
        assert event.fields["client_ip"] == "192.0.2.7"


def test_other_programs_are_set_aside(explained):
    """Lines of ssh, cron and the name service count as read, are called what they are, and decide nothing."""
    answer = explained(
        "Nov 24 03:43:19 mail dovecot: imap-login: Login: user=<alice>, method=PLAIN, rip=192.0.2.7, lip=198.51.100.2, mpid=9, TLS\n"
        "Nov 24 03:43:20 mail sshd[9]: Failed password for root from 203.0.113.9 port 41000 ssh2\n"
        "Nov 24 03:43:21 mail CRON[9]: (root) CMD (run-parts /etc/cron.hourly)\n"
        "Nov 24 03:43:22 mail named[9]: client 203.0.113.9#4100: query (cache) denied\n"
    )
    assert answer.mta == "dovecot"
    assert answer.unread == ()
    assert [line.event for line in answer.lines] == ["login_succeeded", "other_daemon", "other_daemon", "other_daemon"]


def test_companions_are_read_beside_the_mail_server(events):
    """In one log each line is read by its own program's messages, whichever mail server the log is of."""
    text = (
        "Nov 24 03:43:19 mail postfix/smtpd[1]: connect from mail.example.net[192.0.2.7]\n"
        "Nov 24 03:43:19 mail postgrey[2]: action=pass, reason=client AWL, client_name=mail.example.net, client_address=192.0.2.7, "
        "sender=bob@example.net, recipient=alice@example.com\n"
        "Nov 24 03:43:20 mail opendkim[3]: 5C95A270745: DKIM verification successful\n"
        "Nov 24 03:43:21 mail amavis[4]: (02481-12) Passed CLEAN {RelayedInbound}, [192.0.2.7]:4711 <bob@example.net> -> "
        "<alice@example.com>, Queue-ID: 5C95A270745, Hits: -1.0, size: 1024, queued_as: CA8FC270746, 210 ms\n"
        "Nov 24 03:43:22 mail dovecot: lmtp(alice)<9><aB3+xYz0QW>: msgid=<1@example.net>: saved mail to INBOX\n"
    )
    kinds = [event.kind for event in events(text)]
    assert kinds == ["connection_opened", "policy_passed", "signature_valid", "clean_found", "delivered_locally"]


def test_dovecots_own_log_file_is_dovecots(events):
    """A line of the file that Dovecot writes itself names neither host nor program, and is read all the same."""
    (event,) = events(
        "Nov 24 03:43:19 imap-login: Info: Disconnected (no auth attempts in 0 secs): user=<>, rip=192.0.2.7, lip=198.51.100.2\n"
    )
    assert (event.server, event.kind, event.fields["client_ip"]) == ("dovecot", "login_not_attempted", "192.0.2.7")
