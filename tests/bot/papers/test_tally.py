"""Tallies of a log: what is a row, what the command above tells, and what is none."""

import time

import pytest

SASL = "grep sasl_username= /var/log/maillog | awk '{print $7,$9}' | sort | uniq -c | sort -rn | head\n"
ROW = "    612 client=unknown[203.0.113.45], sasl_username=bob@example.com\n"
REFUSED = "    588 unknown[198.51.100.201]:\n"


def test_a_row_is_a_line_that_was_written_so_often(paper):
    """A row has the number of its line, how often it was counted, and what the command above it counted."""
    found = paper("What is this?\n" + SASL + ROW)
    assert found.paper == "tally"
    assert [(line.number, line.times) for line in found.lines] == [(2, 1), (3, 612)]
    assert [line.body.split()[:2] for line in found.lines] == [["COMMAND", "login"], ["612", "login"]]
    assert found.words == "What is this?"


@pytest.mark.parametrize(
    ("command", "counts"),
    [
        ("grep 'authentication failed' mail.log | awk '{print $7}' | sort | uniq -c", "failed"),
        ("grep sasl_username mail.log | grep -v 'authentication failed' | awk '{print $7}' | sort | uniq -c", "login"),
        ("grep 'Relay access denied' mail.log | awk '{print $10}' | sort | uniq -c", "relay"),
        ("mailq | awk '{print $7}' | sort | uniq --count", "queue"),
        ("grep '<=' /var/log/exim_mainlog | awk '{print $5}' | sort | uniq -c", "sender"),
        ("cat mail.log | awk '{print $7}' | sort | uniq -c", "-"),
        ("awk '/authentication failed/ {a[$7]++} END {for (i in a) print a[i], i}' mail.log", "failed"),
        ("grep sasl_username mail.log |\n  awk '{print $7}' |\n  sort | uniq -c", "login"),
    ],
)
def test_a_command_tells_what_it_counts(paper, command, counts):
    """What a command looks for is what its rows count; what it leaves out is not, and it may go on below."""
    assert paper(f"{command}\n{REFUSED}").lines[0].body == f"COMMAND {counts}"


def test_each_row_goes_by_the_command_above_it(paper):
    """Two tallies below each other are told apart; rows of a web server's log are passed over."""
    other = "awk '{print $1}' access.log | sort | uniq -c\n    7000 203.0.113.9\n"
    failed = "grep 'auth failed' /var/log/dovecot.log | awk '{print $9}' | sort | uniq -c\n    40 rip=203.0.113.4,\n"
    found = paper(SASL + ROW + other + failed)
    assert [line.body.split()[1] for line in found.lines] == ["login", "login", "failed", "failed"]


@pytest.mark.parametrize(
    "text",
    [
        "    612 bob@example.com\n     40 eve@example.com\n",
        "     40 eve@example.com\n    612 bob@example.com\n",
        "     40 cwd=/home/a/public_html\n    612 cwd=/home/b/public_html\n      3 cwd=/tmp\n",
        ROW,
        "> " + "    612 203.0.113.7\n> " + "     40 203.0.113.8\n",
    ],
)
def test_rows_without_a_command(paper, text):
    """Rows that go up or down, or say themselves what they are, need no command."""
    assert paper(text).paper == "tally"


@pytest.mark.parametrize(
    "text",
    [
        "1 bob@example.com\n2 eve@example.com\n3 kay@example.com\n",
        "12 client=unknown[203.0.113.1], sasl_username=a\n13 client=unknown[203.0.113.2], sasl_username=b\n14 sasl_username=c\n",
        "    612 bob@example.com\n",
        "40 bob@example.com\n7 eve@example.com\n90 kay@example.com\n",
        "612 apples\n40 pears\n",
        "3 /home/bob\n900 /home/eve\n",
        "612 client=unknown[203.0.113.45], sasl_username=bob said somebody\n",
        "awk '{print $1}' /var/log/httpd/access_log | sort | uniq -c\n  5321 203.0.113.7\n  12 203.0.113.8\n",
        "Nov 17 10:00:00 mail postfix/smtpd[4]: connect from unknown[203.0.113.45]\n" + SASL + ROW,
        " 12 Nov 17 10:00:00 mail postfix/smtpd[4]: connect from unknown[203.0.113.45]\n"
        " 11 Nov 17 10:00:01 mail postfix/smtpd[4]: disconnect from unknown[203.0.113.45]\n",
        SASL,
    ],
)
def test_other_texts_are_none(paper, text):
    """A numbered list, other counts, a log with its lines numbered or a tally beside it, and a command alone are no tallies."""
    assert paper(text) is None


def test_a_count_is_bounded(paper):
    """However large a number is written, a row stands for a bounded number of lines."""
    assert paper(SASL + "999999999 sasl_username=bob@example.com\n").lines[1].times == 1_000_000


@pytest.mark.parametrize("what", ["[" * 500, "client=" * 80, "/tmp" * 140, "a" * 590 + "@", "from=<" * 90, "1" * 590])
def test_hostile_rows_take_no_longer_than_others(paper, what):
    """Rows that nearly fit cost no more than their length."""
    started = time.process_time()
    paper("grep x mail.log | sort | uniq -c\n" + f"  7 {what}\n" * 250)
    assert time.process_time() - started < 3


QSHAPE = """Is this bad?
                  T  5 10 20 40 80 160 320 640 1280 1280+
         TOTAL  414  0  0  1  0  0   2   4  20   40   347
   example.net  400  0  0  0  0  0   0   1   0    0   399
"""
EXIQSUMM = """Count  Volume  Oldest  Newest  Domain
-----  ------  ------  ------  ------

  312   1320KB     74m     66m  example.net
---------------------------------------------------------------
  312   1320KB     74m     66m  TOTAL
"""


@pytest.mark.parametrize(("text", "lines"), [(QSHAPE, [2, 3, 4]), (EXIQSUMM, [1, 4, 6])])
def test_tables_of_a_queue(paper, text, lines):
    """The tables of qshape and exiqsumm are tallies, known by their headings, each row with its total."""
    found = paper(text)
    assert [line.number for line in found.lines] == lines
    assert [line.times for line in found.lines if line.body.endswith("example.net")] == [400 if text is QSHAPE else 312]


@pytest.mark.parametrize("text", [QSHAPE, EXIQSUMM])
def test_tables_of_a_queue_need_their_heading(paper, text):
    """Without the heading such rows may be anything, and a heading alone is no table."""
    heading = next(line for line in text.splitlines() if line.split()[:1] in (["T"], ["Count"]))
    assert paper(text.replace(heading, "")) is None
    assert paper(heading) is None
