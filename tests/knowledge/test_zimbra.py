"""Zimbra's own lines: who the client is, what was granted, and that nobody can write another's line."""

import pytest

from bot.catalogue import Catalogue
from bot.paste import read

THREAD = "[qtp1068934215-48211:https://mail.example.com/service/soap/AuthRequest]"
AUTH = "security - cmd=Auth; account=alice@example.com; protocol=soap;"


@pytest.fixture(scope="module")
def event(library):
    """Give a function from a level, a context and a message to the event that the line is read as."""
    catalogue = Catalogue(library)

    def find(context, message=AUTH, level="INFO ", thread=THREAD):
        (found,) = catalogue.read(read(f"2025-02-03 03:11:09,871 {level} {thread} [{context}] {message}", catalogue.recognise)).events
        return found

    return find


@pytest.mark.parametrize(
    ("context", "client"),
    [
        ("ip=198.51.100.2;oip=192.0.2.7;", "192.0.2.7"),
        ("oip=192.0.2.7;ip=198.51.100.2;", "192.0.2.7"),
        ("name=a@b.example;ip=192.0.2.7;ua=x;", "192.0.2.7"),
        ("name=a@b.example;oip=2001:db8::7;", "2001:db8::7"),
        ("oip=192.0.2.7, 10.1.2.3;", "192.0.2.7"),
        ("oip=203.0.113.66, 192.0.2.7, 10.1.2.3, 127.0.0.1;", "192.0.2.7"),
        ("oip=10.1.2.3;", "10.1.2.3"),
        ("oip=10.1.2.3, 127.0.0.1;", "10.1.2.3"),
        ("name=zimbra;ua=zmprov;", None),
        ("", None),
        ("ua=x;;oip=203.0.113.66;oip=192.0.2.7;", "192.0.2.7"),
        ("ua=x;;oip=203.0.113.66;", None),
    ],
)
def test_who_the_client_is(event, context, client):
    """The original address goes before that of an own proxy; of several the last one that is not an inner one was really seen."""
    found = event(context)
    assert (found.server, found.kind, found.fields.get("client_ip")) == ("zimbra", "login_succeeded", client)


@pytest.mark.parametrize(
    ("level", "message", "kind"),
    [
        ("INFO ", AUTH, "login_succeeded"),
        ("INFO ", AUTH.replace("cmd=Auth", "cmd=AdminAuth").replace(" protocol=soap;", ""), "server_information"),
        ("INFO ", "security - cmd=DelegateAuth; accountId=1; accountName=alice@example.com;", "server_information"),
        ("INFO ", AUTH.replace("protocol=soap", "error=account lockout due to too many failed logins"), "login_failed"),
        ("WARN ", f"{AUTH} error=authentication failed for [alice], invalid password;", "login_failed"),
        ("WARN ", f"{AUTH} error=authentication failed for alice, invalid password;", "login_failed"),
        ("WARN ", f"{AUTH} error=authentication failed for [alice], account(or domain) status is closed;", "login_disabled"),
        ("WARN ", f"{AUTH} error=system failure: LDAP error;", "login_backend_failed"),
        ("WARN ", f"{AUTH} error=must change password;", "login_aborted"),
        ("WARN ", AUTH, "server_information"),
        ("INFO ", AUTH.replace(" protocol=soap;", ""), "server_information"),
    ],
)
def test_what_was_granted(event, level, message, kind):
    """Only a log-in whose line says by which protocol is one; the line before the administration's password check says nothing yet."""
    assert event("oip=192.0.2.7;", message, level).kind == kind


@pytest.mark.parametrize(
    "context",
    [
        "oip=192.0.2.7;ua=x;;] security - cmd=Auth;; account=mallory@example.com;; protocol=soap;;;",
        "oip=192.0.2.7;ua=x] [oip=203.0.113.66;;] security - cmd=Auth;; account=mallory@example.com;;;",
    ],
)
def test_client_cannot_write_anothers_line(event, context):
    """What a client calls itself is no part of the line, since Zimbra doubles the semicolons in it."""
    found = event(context)
    assert (found.fields["login"], found.fields["client_ip"]) == ("alice@example.com", "192.0.2.7")


def test_name_that_was_tried_cannot_grant_itself(event):
    """A log-in that was refused stays so, whatever name was typed."""
    tried = (
        f"{AUTH} error=authentication failed for [x], security - cmd=Auth;; account=bob@example.com;; protocol=soap;;], invalid password;"
    )
    assert event("oip=192.0.2.7;", tried, "WARN ").kind == "login_failed"


def test_sending_and_reading_mail_are_told_apart(event):
    """A password that was checked for Postfix is no log-in to web mail; one for a mail program is none, either."""
    assert event("oip=192.0.2.7;oproto=smtp;").fields.get("webmail") is None
    assert event("oip=192.0.2.7;oproto=https;").fields.get("webmail") == "yes"
    assert event("ip=192.0.2.7;", AUTH.replace("soap", "imap"), thread="[ImapServer-9]").fields.get("webmail") is None
    assert event("oip=192.0.2.7;ua=x;;oproto=smtp;").fields.get("webmail") == "yes"


def test_attempt_is_counted_once(explained):
    """Two mistyped passwords for the administration are four lines, and no guessing; six attempts are."""
    lines = (
        "2025-02-03 03:{0:02}:09,100 WARN  [qtp1-9:https://mail.example.com:7071/service/admin/soap/AuthRequest] [ip=203.0.113.40;] "
        "security - cmd=Auth; account=admin@example.com; protocol=soap; error=authentication failed for [admin], invalid password;\n"
        "2025-02-03 03:{0:02}:09,101 WARN  [qtp1-9:https://mail.example.com:7071/service/admin/soap/AuthRequest] [ip=203.0.113.40;] "
        "security - cmd=AdminAuth; account=admin@example.com; error=authentication failed for [admin];\n"
    )
    assert explained("".join(lines.format(minute) for minute in range(2))).verdict == "scan_noise"
    assert explained("".join(lines.format(minute) for minute in range(6))).verdict == "brute_force"
    alone = "".join(lines.format(minute).splitlines(keepends=True)[1] for minute in range(6))
    assert explained(alone).verdict == "brute_force"
