"""A message's headers, folded as they are, or with their indentation lost in a chat."""

FOLDED = (
    "Return-Path: <alice@example.net>\n"
    "Received: from mail.example.net (mail.example.net [198.51.100.40])\n"
    "    by mail.example.com (Postfix) with ESMTPS id 4XcP7Q3abc\n"
    "    for <bob@example.com>; Tue, 24 Nov 2026 09:12:01 +0000 (UTC)\n"
    "From: alice@example.net\n"
)


def test_a_trace_line_is_put_together(paper):
    """A header that is folded over three lines is one line, without its name."""
    line = paper(FOLDED).lines[1]
    assert line.shape == "received"
    assert line.body.startswith("from mail.example.net")
    assert line.body.endswith("(UTC)")


def test_lost_indentation_is_forgiven(paper):
    """The clauses of a trace line are known by their words where a chat took the indentation away."""
    flat = "".join(f"{line.strip()}\n" for line in FOLDED.splitlines())
    assert [line.body for line in paper(flat).lines] == [line.body for line in paper(FOLDED).lines]


def test_one_trace_line_alone_is_no_message(paper):
    """A single trace line may stand beside a log, so it is left to the reading of logs."""
    assert paper("".join(FOLDED.splitlines(keepends=True)[1:4])) is None
