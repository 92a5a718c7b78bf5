"""Facts about the rows of a tally, where the cases do not show both sides."""

import pytest

from bot.desk import Message
from bot.site import Site
from bot.told import read_tells

SASL = "grep sasl_username= maillog | awk '{print $7,$9}' | sort | uniq -c\n"
OURS = Site(domains=("example.com",), networks=("192.0.2.0/28",))


@pytest.fixture
def answer(desk, library):
    """Give a function that returns the answer to a text."""

    def explain(text, site=OURS, tell=()):
        return desk.explain(Message(text=text, lang="en"), site, read_tells(tell, library.vocabulary.facts))

    return explain


def logins(*rows):
    """Give a tally of log-ins of one user: how often, from which name and address."""
    return SASL + "".join(f"  {times} client={name}[{ip}], sasl_username=bob@example.com\n" for times, name, ip in rows)


FAR = [(400, "unknown", "203.0.113.4"), (300, "unknown", "198.51.100.4")]


@pytest.mark.parametrize(
    ("third", "found"),
    [
        ((200, "unknown", "192.0.2.200"), True),
        ((99, "unknown", "192.0.2.200"), False),  # seldom
        ((200, "unknown", "203.0.113.77"), False),  # a network that is there already
        ((200, "gw", "192.0.2.3"), False),  # ours
        ((200, "pc", "10.0.0.9"), False),
    ],
)
def test_three_networks_that_are_not_ours_used_often(answer, third, found):
    """A login is misused where each of three networks used it often; ours counts nothing, and two are asked about."""
    said = answer(logins(*FAR, third))
    assert (said.verdict == "account_compromised") is found
    assert said.verdict in ("account_compromised", "undetermined")


def test_one_provider_is_one_network(answer):
    """A provider's customers come by several networks; its name tells that they are one."""
    names = ["p1.isp.example", "p2.isp.example", "p3.isp.example"]
    rows = [(300, name, ip) for name, ip in zip(names, ["203.0.113.4", "198.51.100.4", "192.0.2.200"], strict=True)]
    assert answer(logins(*rows)).verdict == "undetermined"
    others = [(300, name, ip) for (_, _, ip), name in zip(rows, ["a.isp.example", "b.net.example", "c.co.example"], strict=True)]
    assert answer(logins(*others)).verdict == "account_compromised"


def test_what_is_meant_accuses_nobody(answer):
    """Once it was told that so much is meant, many networks are those of a shared account."""
    assert answer(logins(*FAR, (200, "unknown", "192.0.2.200")), tell=("row_is_meant=yes",)).verdict == "own_mail"


@pytest.mark.parametrize(
    ("rows", "stands_out"),
    [
        ("  500 cwd=/home/a/www\n  20 cwd=/home/b/www\n  9 cwd=/home/c/www\n", True),
        ("  500 cwd=/home/a/www\n  400 cwd=/home/b/www\n  300 cwd=/home/c/www\n", False),
        ("  90 cwd=/home/a/www\n  2 cwd=/home/b/www\n", False),
        ("  9000 cwd=/var/spool/exim\n  2 cwd=/home/b/www\n", False),
        ("  9000 cwd=/\n  2 cwd=/home/b/www\n", False),
        ("  3 cwd=/home/a/www/uploads\n  2 cwd=/home/b/www\n", True),
    ],
)
def test_a_folder_far_above_the_others(answer, rows, stands_out):
    """A folder stands out by its number and by the others'; the system's own never, one that visitors write to always."""
    assert answer(rows).transactions[0].facts["row_stands_out"].value is stands_out


def test_a_strangers_address_is_asked_about_by_lines(answer):
    """Of a sender that is none of ours nobody here can say what it means; the lines are asked for."""
    said = answer("  500 from=<a@example.net>,\n  20 from=<b@example.org>,\n")
    assert said.verdict == "undetermined"
    assert [question.fact for question in said.questions] == ["row_by_login"]


def test_a_command_is_never_made_of_what_could_be_one(answer):
    """The command that fetches lines holds a name only if it looks like one."""
    safe = answer("  500 bob@example.net\n  20 eve@example.net\n")
    assert safe.questions[0].command == "grep -F 'bob@example.net' /var/log/mail.log | tail -n 20"
    unsafe = answer("  500 $(reboot)'@example.net\n  20 -f@example.net\n")
    assert all(question.command is None for question in unsafe.questions)
