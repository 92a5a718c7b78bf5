"""A panel's boxes in a text: told from other lists, with their headings and their wrapped labels."""

import pytest

from bot.catalogue import Catalogue
from bot.directives import take_panel_out

D = "Deliver mail from this host to local addresses only (no SMTP relay)"


@pytest.fixture(scope="module")
def knows(library):
    """Give what the bundled catalogue knows of labels."""
    return Catalogue(library).has_a_word_on


def bodies(text, knows):
    """Return the boxes of a text as they are looked up, with the number of the line that each begins on."""
    return [(line.number, line.body) for line in take_panel_out(text, knows)[0]]


def test_boxes_stand_below_their_heading(knows):
    """A heading holds for all boxes below it, until the next one; several lines of it are one."""
    profile = f"Default Host Profile\nMail From\n[ ] {D}\n[x] Log recipient rejections to error log"
    text = f"{profile}\n\nAnti-Spam\n[x] Check incoming SMTP connections"
    assert bodies(text, knows) == [
        (3, f"[off] {D} {{Default Host Profile > Mail From}}"),
        (4, "[on] Log recipient rejections to error log {Default Host Profile > Mail From}"),
        (7, "[on] Check incoming SMTP connections {Anti-Spam}"),
    ]


def test_sentence_is_no_heading(knows):
    """What the asker says above the panel is said, and left in the text."""
    lines, rest = take_panel_out(f"This is the Default Host Profile of another server.\n[ ] {D}", knows)
    assert [line.body for line in lines] == [f"[off] {D}"]
    assert rest == "This is the Default Host Profile of another server.\n"


def test_label_goes_on_in_the_next_line(knows):
    """A wrapped label is put together, quoted or not."""
    assert bodies("> [ ] Deliver mail from this host to local\n>     addresses only (no SMTP relay)", knows) == [(1, f"[off] {D}")]


def test_heading_is_no_part_of_a_label(knows):
    """A label with a word for its state begins on its own line, even below a heading; a wrapped one on the first of its lines."""
    text = "Anti-Spam\nCheck incoming SMTP connections: off\nDeliver mail from this host to local\naddresses only: no"
    assert bodies(text, knows) == [
        (2, "[off] Check incoming SMTP connections {Anti-Spam}"),
        (3, "[off] Deliver mail from this host to local addresses only {Anti-Spam}"),
    ]


def test_box_of_the_panel_that_nobody_knows_is_kept(knows):
    """It is counted among the lines that were not read."""
    assert bodies(f"[ ] {D}\n[x] Frobnicate all mail", knows)[1] == (2, "[on] Frobnicate all mail")


@pytest.mark.parametrize(
    "text",
    [
        "[x] milk\n[ ] bread\n[x] check the mail server",
        "☑ 牛乳\n□ パン\n□ メールを確認する",
        "[x] Always check DNS\n[ ] Relay all SMTP mail via the office",
        "Is it safe to have that on?\nyes\nno",
        "Nov 24 10:15:02 mail postfix/smtpd[2101]: connect from unknown[203.0.113.9]: off",
        "- Put a checkmark in 'Check Incoming SMTP Connections.'\n- Put a checkmark in 'Reject if name does not match address.'",
        "SMTP 受信接続を確認する\n名前とアドレスが一致しないときは拒否する:",
    ],
)
def test_other_lists_are_no_panel(text, knows):
    """Shopping lists, labels without a state, and boxes that other servers have as well."""
    assert take_panel_out(text, knows) == ((), text)


def test_braces_of_a_paste_make_no_heading(knows):
    """What is between braces in the text itself is no heading."""
    assert bodies(f"[ ] {D} {{Host List}}", knows) == [(1, f"[off] {D} |Host List|")]
