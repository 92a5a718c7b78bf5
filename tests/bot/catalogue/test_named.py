"""The parts of a line that the line itself names, whatever way it names them in, and nothing that a stranger wrote into them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue.named import NamedParts


@pytest.fixture(scope="module")
def read(library):
    """Give a function from a line to the parts that it names."""
    return NamedParts(library.words.keys).read


WHO = {"sender": "ann@example.org", "recipient": "bob@example.net", "client_ip": "203.0.113.9"}


@pytest.mark.parametrize(
    "line",
    [
        "accepted from=<ann@example.org> to=<bob@example.net> ip=203.0.113.9",
        "accepted,ip=[::ffff:203.0.113.9],from=<ann@example.org>,to=<bob@example.net>",
        "Recv: From: <ann@example.org>, To: <bob@example.net>, Sender-Host: 203.0.113.9",
        'accepted remoteIp = 203.0.113.9, from = "ann@example.org", to = ["bob@example.net"], size = 7',
        'accepted {"sender":"ann@example.org","rcpt":"bob@example.net","src_ip":"203.0.113.9:48258"}',
        "accepted mail_from=ann@example.org;rcpt_to=bob@example.net;client-ip=203.0.113.9",
        "accepted envelope-from=ann@example.org envelope-to=bob@example.net remote_addr=[203.0.113.9]:4711",
    ],
)
def test_names_are_known_in_every_writing(read, line):
    """A part is found behind its name, with an equals sign, a colon or in JSON, however the name's words are put together."""
    found = read(line)
    assert found.sure
    assert {name: found.fields.get(name) for name in WHO} == WHO
    assert "example" not in found.rest


@pytest.mark.parametrize(
    ("line", "name", "value"),
    [
        ("user=- from=<a@example.org>", "login", None),
        ("user=anonymous from=<a@example.org>", "login", None),
        ("User: helen@example.com, From: <a@example.org>", "login", "helen@example.com"),
        ("user=ann from=<a@example.org> to=<ann@example.com>", "login", None),
        ("user=ann from=<ann@example.com> to=<annie@example.com>", "login", "ann"),
        ("from=<> to=<a@example.org>", "sender", ""),
        ("from=example.org to=<a@example.org>", "sender", None),
        ("Msg-Id: <77@example.org>, From: <a@example.org>, To: <b@example.org>", "queue_id", None),
        ("id=000801A2.65EF5819: from=<a@example.org>", "queue_id", "000801A2.65EF5819"),
        ("Sender-Host: 0.0.0.0, From: <a@example.org>, To: <b@example.org>", "client_ip", None),
        ("Remote-Host: 127.0.0.1, Recipient: <a@example.org>", "server_ip", None),
        ("relay=N from=<a@example.org>", "client_ip", None),
        ("ip=***.***.113.9 from=<a@example.org>", "client_ip", "***.***.113.9"),
        ("addr=<kawai>,from=<a@example.org>", "recipient", "kawai"),
        ("to=<a@example.org>, <b@example.net> from=<c@example.com>", "recipients", "a@example.org;b@example.net"),
    ],
)
def test_a_value_must_be_able_to_be_its_part(read, line, name, value):
    """What stands for nobody, for no machine, or for something else of that name is no part of the line."""
    assert read(line).fields.get(name) == value


@pytest.mark.parametrize(
    "line",
    [
        'refused ip=203.0.113.9 helo="user=boss sender=<boss@example.com>" from=<a@example.net>',
        "refused ip=203.0.113.9 from=<a@example.net> subject=hello user=boss relay permitted",
        "Recv: From: <a@example.net>, To: <b@example.net>, Subject: hello, User: boss, relay permitted",
        'refused {"src_ip":"203.0.113.9","sender":"a@example.net","reason":"user=boss relay permitted"}',
        "refused from=<a@example.net> to=<user=boss@example.net> ip=203.0.113.9",
    ],
)
def test_what_a_stranger_wrote_names_nothing(read, line):
    """Neither a greeting, nor a subject, nor an address can add a log-in or a word to its line."""
    found = read(line)
    assert "login" not in found.fields
    assert found.fields["sender"] == "a@example.net"
    assert "permitted" not in found.rest.replace('"', "").split()


@pytest.mark.parametrize("line", ["RCPT TO:<a@example.org>", "SENT: 250 OK", "From: somebody", "a note: to be read", "to: bob"])
def test_a_single_colon_makes_no_line_of_parts(read, line):
    """A command, a header or a sentence with one colon is not made of named parts, and keeps all its text."""
    assert read(line) == ({}, line, False)


def test_ids_at_the_beginning_are_those_of_session_and_message(read):
    """The id of the connection leads each line, that of its message stands behind a dot, and that of a delivery behind another."""
    lead = "5B0B0F6E-2C1A-4E0D-9C55-0B64D6C1B6A1"
    assert read(f"[{lead}] [core] connect ip=203.0.113.9 port=25").fields["session_id"] == lead
    assert read(f"[{lead}.2] [core] queue code=OK").fields["queue_id"] == f"{lead}.2"
    assert read(f"[{lead}.2.1] [outbound] delivered").fields["queue_id"] == f"{lead}.2"
    assert read(f"[{lead}.2.1] [outbound] delivered").rest == "outbound delivered"


def test_address_and_port_name_a_session(read):
    """Where nothing else names the session, the client's address and port do."""
    assert read('from = "a@example.org", remoteIp = 203.0.113.9, remotePort = 48251').fields["session_id"] == "203.0.113.9:48251"
    assert read("from=<a@example.org> ip=203.0.113.9 port=1 session=a81f02").fields["session_id"] == "a81f02"


@given(st.text(alphabet='from=to:<>@"[]{} ,;\\.subject1', max_size=400))
def test_no_text_breaks_the_reader(library, text):
    """Whatever a line holds, it is read in time and nothing raises."""
    NamedParts(library.words.keys).read(text)


def test_a_commands_name_stays(read):
    """Of a command with its address the command's name is left to be read as a word."""
    found = read("session=a81f02 C: MAIL FROM:<a@example.org>")
    assert (found.fields["sender"], found.rest) == ("a@example.org", "C: MAIL FROM:")
