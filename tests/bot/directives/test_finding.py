"""Settings in a text: told from log lines, comments and words, put together where they go on, and brought into one form."""

import pytest

from bot.directives import take_out

KNOWN = {"mynetworks", "smtpd_relay_restrictions"}


def knows(body, program):
    """Know two of Postfix's settings by their names, its others in general, and one line of a rule language."""
    if program == "smtpd.conf":
        return 2 * body.startswith("match from")
    name = body.partition(" =")[0].rpartition("/")[2]
    return 0 if program != "postconf" else 2 if name in KNOWN else 1


def bodies(text):
    """Return the settings of a text as they are looked up, with the number of the line that each begins on."""
    return [(line.number, line.body) for line in take_out(text, knows)[0]]


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("mynetworks=127.0.0.0/8,10.0.0.0/8", "mynetworks = 127.0.0.0/8 10.0.0.0/8"),
        ("> mynetworks = 127.0.0.0/8", "mynetworks = 127.0.0.0/8"),
        ("- mynetworks = 127.0.0.0/8", "mynetworks = 127.0.0.0/8"),
        ("`mynetworks = 127.0.0.0/8`", "mynetworks = 127.0.0.0/8"),
        ("/etc/postfix/main.cf:mynetworks = 127.0.0.0/8", "mynetworks = 127.0.0.0/8"),
        ("# postconf -e 'mynetworks = 127.0.0.0/8'", "mynetworks = 127.0.0.0/8"),
        ("sudo postconf -e mynetworks=127.0.0.0/8", "mynetworks = 127.0.0.0/8"),
        ("mynetworks = ", "mynetworks ="),
    ],
)
def test_setting_is_known_however_it_is_shown(text, body):
    """Quotes, bullets, prompts, commands and the file's name are no part of the setting."""
    assert bodies(text) == [(1, body)]


def test_value_goes_on_in_indented_lines():
    """What is indented below a setting is the rest of its value, comments between them left out."""
    text = "mynetworks = 127.0.0.0/8,\n    # the office\n    192.0.2.0/28\nmyhostname = mail.example.com\n"
    assert bodies(text) == [(1, "mynetworks = 127.0.0.0/8 192.0.2.0/28"), (4, "myhostname = mail.example.com")]


def test_indented_block_is_a_list_of_settings():
    """A block that is indented as a whole holds one setting a line."""
    assert bodies("  mynetworks = 127.0.0.0/8\n  myhostname = a.example\n") == [
        (1, "mynetworks = 127.0.0.0/8"),
        (2, "myhostname = a.example"),
    ]


def test_comment_sets_nothing():
    """A setting that is commented out is not in force."""
    assert bodies("#mynetworks = 0.0.0.0/0\n# mynetworks = 0.0.0.0/0\nmynetworks = 127.0.0.0/8") == [(3, "mynetworks = 127.0.0.0/8")]


def test_override_names_its_service():
    """What master.cf sets for one entrance is told under that entrance's name."""
    text = "submission inet n - y - - smtpd\n  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject\n"
    assert bodies(text) == [(2, "submission/inet/smtpd_relay_restrictions = permit_sasl_authenticated reject")]


def test_block_in_braces_names_its_settings():
    """A setting within a block is told with the block's name, one after it without."""
    text = "remote 192.0.2.0/28 {\n  mynetworks = x\n}\nmynetworks = y\n"
    assert bodies(text) == [(2, "remote 192.0.2.0/28/mynetworks = x"), (4, "mynetworks = y")]


@pytest.mark.parametrize(
    "text",
    [
        "x = 1\ny = 2",
        "What does mynetworks mean?",
        "Nov 24 10:15:02 mail postfix/smtpd[2101]: connect from unknown[203.0.113.9]",
        "",
    ],
)
def test_other_texts_hold_no_settings(text):
    """Assignments that no catalogue knows, prose and log lines stay as they are."""
    assert take_out(text, knows) == ((), text)


def test_rest_keeps_its_line_numbers():
    """What was taken out leaves empty lines, so that all other lines keep their numbers."""
    text = "look:\nmynetworks = a\n  b\nNov 24 10:15:02 mail postfix/smtpd[1]: connect from unknown[203.0.113.9]\nthanks"
    lines, rest = take_out(text, knows)
    assert [line.raw for line in lines] == ["mynetworks = a\n  b"]
    assert rest.split("\n") == ["look:", "", "", text.split("\n")[3], "thanks"]


def test_rule_language_is_known_by_its_lines():
    """A line of a rule language is a setting if the catalogue knows it."""
    assert bodies('match from any for any action "relay"\nanother line') == [(1, 'match from any for any action "relay"')]


def test_many_lines_take_linear_time():
    """A long text of hostile near-settings is read in one pass; its lines are all there."""
    text = "\n".join(["mynetworks = 127.0.0.0/8", *("a" * 60 + " = " + "=" * 500 for _ in range(3000))])
    assert len(bodies(text)) == 3001


TABLE = "mynetworks = 127.0.0.0/8\n\n{command}\n{entries}\n"


@pytest.mark.parametrize(
    "command",
    [
        "# cat /etc/postfix/staff",
        "$ sudo cat /etc/postfix/staff",
        "# grep -v ^# /etc/postfix/staff",
        "# postmap -s hash:/etc/postfix/staff",
    ],
)
def test_a_table_below_belongs_to_the_settings(command):
    """Entries below the command that shows a table are settings, each under the table's name; comments among them are passed over."""
    text = TABLE.format(command=command, entries="# our people\nexample.com   OK\nexample.net\t550 go away")
    assert bodies(text)[1:] == [(5, "/etc/postfix/staff : example.com OK"), (6, "/etc/postfix/staff : example.net 550 go away")]


@pytest.mark.parametrize("entries", ["Is that right?", "we are example.com", "OK", "example.com = OK"])
def test_prose_below_a_table_is_prose(entries):
    """What does not say what is done with somebody is no entry of a table."""
    text = TABLE.format(command="# cat /etc/postfix/staff", entries=entries)
    assert all("/etc/postfix/staff" not in body for _, body in bodies(text))
