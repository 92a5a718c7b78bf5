"""Tests of records whose properties stand on lines of their own."""

import pytest

from bot.paste.lists import list_at

RECORD = ["EventId : FAIL", "Source : SMTP", "Sender : mori@example.com"]
FIELDS = {"event": "FAIL", "source": "SMTP", "from": "mori@example.com"}
FURTHER_IN = " " * 13


@pytest.mark.parametrize(
    ("lines", "fields", "used"),
    [
        (RECORD, FIELDS, 3),
        ([*RECORD, "", "thank you"], FIELDS, 3),
        (["EventId : FAIL", "", *RECORD[1:]], FIELDS, 4),
        (["EventId : FAIL", "", "", *RECORD[1:]], None, 1),
        ([*RECORD, *RECORD], FIELDS, 3),
        ([*RECORD, "Size : 3000", FURTHER_IN + "bytes"], FIELDS, 5),
        ([*RECORD, "Subject : one", FURTHER_IN + "two"], {**FIELDS, "subject": "one two"}, 5),
        ([*RECORD, " two"], FIELDS, 3),
        (["EventId : FAIL", "hello"], None, 1),
        (["hello"], None, 1),
        (["Hello : there"], None, 1),
    ],
)
def test_where_a_list_ends(lines, fields, used):
    """A list goes on over one blank line and over values that go on further in, and ends where a property comes again."""
    assert list_at(lines, 0, lines[0]) == (fields, used)
