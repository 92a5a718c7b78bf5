"""The exact command that finds a message's lines, for each server; hostile ids never get into one."""

import pytest

from bot.answer.fetching import commands_for
from bot.desk import Message
from bot.paste import LogLine

ENTRY = "Nov 24 10:15:02 mail postfix/smtpd[2101]: 4WxY1z2ab3: client=unknown[203.0.113.9]\n"


def line(raw):
    """Return a log line as it was pasted."""
    return LogLine(1, None, None, None, None, raw, raw, "bare")


@pytest.mark.parametrize(
    ("server", "id_", "command"),
    [
        ("postfix", "4WxY1z2ab3", "zgrep -h '4WxY1z2ab3' /var/log/mail*log*"),
        ("dovecot", "4WxY1z2ab3", "zgrep -h '4WxY1z2ab3' /var/log/mail*log*"),
        ("exim", "1tF0oo-0001Ab-2C", "exigrep '1tF0oo-0001Ab-2C' /var/log/exim*/main*log*"),
        ("exim", "1tF0oo-000000001Ab-2CDE", "exigrep '1tF0oo-000000001Ab-2CDE' /var/log/exim*/main*log*"),
        ("sendmail", "5AOAF2x7012345", "zgrep -h '5AOAF2x7012345' /var/log/mail*log*"),
        ("opensmtpd", "1f551a2b3c4d5e6f", "zgrep -h '1f551a2b3c4d5e6f' /var/log/mail*log*"),
    ],
)
def test_command_is_the_servers(library, server, id_, command):
    """Each server's log is searched as it is on its machine."""
    assert commands_for(library.servers[server], id_, [])[0] == command


@pytest.mark.parametrize("server", ["asip", "unknown"])
def test_server_without_a_shell_has_none(library, server):
    """Where nothing is searched by a command, none is given."""
    assert commands_for(library.servers[server], "4WxY1z2ab3", []) == ()


@pytest.mark.parametrize("id_", [None, "", "4W'; rm -rf /", "$(id)", "4Wx\nid", "`id`", "4Wxy", "4Wxyz\n", "A" * 21, "4WxY1z2ab３"])
def test_hostile_id_is_in_no_command(library, id_):
    """Only letters and digits of the server's own ids are ever put into a command."""
    assert commands_for(library.servers["postfix"], id_, []) == ()


def test_lines_of_a_container_are_found_in_its_output(library):
    """Whoever pasted a container's output is told to search that."""
    found = commands_for(library.servers["postfix"], "4WxY1z2ab3", [line("mailserver-1  | Nov 24 10:15:02 mail postfix/smtpd[1]: x")])
    assert found == ("docker compose logs --no-color | grep '4WxY1z2ab3'",)


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_question_bears_the_command(desk, lang):
    """A request for lines says by which command they are found, in files and in the journal."""
    question = desk.explain(Message(text=ENTRY, lang=lang)).questions[0]
    assert question.command == "zgrep -h '4WxY1z2ab3' /var/log/mail*log*"
    assert question.command in question.how
    assert "journalctl -u 'postfix*' --no-pager | grep '4WxY1z2ab3'" in question.how


@pytest.mark.parametrize(("lang", "asked"), [("en", "in the log before these"), ("ja", "もっと前の行")])
def test_lines_that_bear_no_id_are_asked_for_where_they_stand(desk, lang, asked):
    """Who brought a message stands before the lines that were pasted; without an id the question does not ask for those after them."""
    line = "Nov 21 03:04:05 box chasquid[812]: Kq3vTz81aPw from=lou@example.com to=june@example.net sent\n"
    question = next(q for q in desk.explain(Message(text=line, lang=lang)).questions if q.fact == "first_half_seen")
    assert asked in question.text
