"""Complaints in a text: reports by their fields, letters by their sentences, and nothing that only looks like one."""

import pytest

from bot.catalogue import Catalogue
from bot.directives import take_complaint_out

LINE = "Nov 24 10:15:02 mail postfix/smtpd[2101]: connect from unknown[203.0.113.9]"
LETTER = "Dear customer,\nwe have received complaints about spam sent from your IP address 198.51.100.25.\nPlease act.\n"


@pytest.fixture(scope="module")
def found(library):
    """Give a function that returns the numbers of a text's complaint lines, and the rest of the text."""
    recognise = Catalogue(library).recognise

    def take(text):
        lines, rest = take_complaint_out(text, recognise)
        return [line.number for line in lines], rest

    return take


def test_report_is_found_beside_a_log(found):
    """A feedback report's fields are taken wherever they stand; the log keeps its numbers."""
    numbers, rest = found(f"Feedback-Type: abuse\nSource-IP: 198.51.100.25\n{LINE}\n")
    assert numbers == [1, 2]
    assert rest.split("\n")[2] == LINE


def test_letter_is_found_by_its_sentence(found):
    """A letter that complains and names an address is a complaint; its other lines stay words."""
    numbers, rest = found(LETTER)
    assert numbers == [2]
    assert rest.startswith("Dear customer,")


def test_the_note_of_a_script_is_taken_with_the_complaint(found):
    """The header that names the script is read in a report and in a letter; without a complaint it stays where it is."""
    note = "X-PHP-Originating-Script: 33:cache.php(1) : eval()'d code"
    assert found(f"Feedback-Type: abuse\n{note}\n")[0] == [1, 2]
    assert found(f"{LETTER}{note}\n")[0] == [2, 4]
    assert found(f"Dear customer,\nplease look at 198.51.100.25.\n{note}\n")[0] == []


@pytest.mark.parametrize(
    "text",
    [
        LETTER.replace(" 198.51.100.25", ""),
        "Is spam sent from my IP 198.51.100.25?",
        f"{LETTER}{LINE}\n",
        "Reporting-MTA: dns; mail.example.com\nArrival-Date: Tue, 24 Nov 2026 03:10:02 +0900\nSource: 198.51.100.25\n",
        LINE,
        "",
    ],
)
def test_other_texts_are_no_complaint(found, text):
    """A question, words around a log, a bounce's fields and a letter that names nothing stay as they are."""
    assert found(text) == ([], text)
