"""What is said beside a paper that is no log: who wrote it, and where trust ends."""

import pytest

from bot.contract import document
from bot.desk import Message

HEADERS = (
    "Received: from mail.example.net (mail.example.net [198.51.100.40]) by mail.example.com (Postfix) with ESMTPS id 4XcP7Q3abc;"
    " Tue, 24 Nov 2026 09:12:01 +0000\n"
    "Received: from pc (unknown [10.0.0.9]) by mail.example.net (Postfix) with ESMTP id 4XcP7Q3abd; Tue, 24 Nov 2026 09:12:00 +0000\n"
    "From: alice@example.net\nTo: bob@example.com\n"
)


@pytest.mark.parametrize(
    ("text", "input_", "mta"),
    [
        ("Final-Recipient: rfc822; bob@example.net\nAction: failed\n", "bounce", "dsn"),
        (HEADERS, "headers", "headers"),
        ("220 mail.example.com ESMTP Postfix\nHELO x\n250 mail.example.com\n", "transcript", "postfix"),
        ("220 mail.example.com ESMTP\nHELO x\n250 mail.example.com\n", "transcript", "unknown"),
        ("25m  2.9K 0t5C6f-0000c8-00 <alice@example.com>\n          bob@example.org\n", "queue", "exim"),
    ],
)
def test_kind_and_writer_are_told(desk, text, input_, mta):
    """A paste is called what it is, and its writer is the server that its own lines name."""
    answer = document(desk.explain(Message(text=text, lang="en")))
    assert (answer["input"], answer["mta"]) == (input_, mta)


@pytest.mark.parametrize(("lang", "said"), [("en", "what stands further down (line 2) was written by others"), ("ja", "その下の2行目")])
def test_where_trust_ends_is_told(desk, lang, said):
    """Below our own server's line anything may be invented, and the answer says from which line on."""
    assert said in document(desk.explain(Message(text=HEADERS, lang=lang)))["markdown"]
