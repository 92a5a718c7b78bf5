"""Facts about returned messages, headers, conversations and queues, where the cases do not show both sides."""

import pytest

from bot.desk import Message
from bot.site import Site

OURS = Site(domains=("example.com",), networks=("192.0.2.0/28",))


@pytest.fixture
def facts(desk):
    """Give a function that returns a text's facts of its first message."""

    def find(text, site=OURS):
        return desk.explain(Message(text=text), site).transactions[0].facts

    return find


def headers(*received, more=""):
    """Give headers with such trace lines."""
    lines = "".join(f"Received: {line}; Tue, 24 Nov 2026 09:12:01 +0000\n" for line in received)
    return f"Return-Path: <alice@example.net>\n{lines}From: alice@example.net\nTo: bob@example.com\n{more}"


STRANGER = "from mail.example.net (mail.example.net [198.51.100.40])"
US = "by mail.example.com (Postfix) with ESMTPS id 4XcP7Q3abc for <bob@example.com>"


@pytest.mark.parametrize(
    ("received", "wanted"),
    [
        ([f"{STRANGER} {US}"], True),
        ([f"from pc (unknown [192.0.2.7]) {US}"], False),
        ([f"from pc (unknown [10.0.0.7]) {US}"], False),
        (["by mail.example.com (Postfix, from userid 33) id 4XcP7Q3abc"], False),
        ([f"from localhost (localhost [127.0.0.1]) {US}", f"{STRANGER} {US}"], True),
    ],
)
def test_who_brought_it_stands_in_our_lowest_line(facts, received, wanted):
    """A filter's loop through this machine is passed over; the lowest line of ours names the client."""
    assert facts(headers(*received))["came_from_outside"].value is wanted


@pytest.mark.parametrize("protocol", ["ESMTPSA", "ESMTPA", "esmtpsa", "HTTPS"])
def test_protocols_tell_of_a_login(facts, protocol):
    """The A at the end of a protocol's name stands for a login."""
    line = f"from pc (unknown [203.0.113.4]) by mail.example.com (Postfix) with {protocol} id 4XcP7Q3abc"
    assert facts(headers(line))["came_with_login"].value is True


def test_a_line_in_our_name_needs_the_one_above(facts):
    """A line that only bears our server's name, and that nobody took over from us, is no station of ours."""
    invented = headers(f"{STRANGER} by mx.example.org with ESMTP id 1", f"from x (unknown [203.0.113.9]) {US}")
    assert facts(invented)["passed_our_server"].value is False


def test_a_check_below_our_line_is_not_believed(facts):
    """Whoever sends a message can write that it was checked; what stands below our own line counts nothing."""
    check = "Authentication-Results: mail.example.com; dmarc=pass header.from=example.com\n"
    assert facts(headers(f"{STRANGER} {US}", more=check))["sender_check_passed"].value is False
    assert facts(check + headers(f"{STRANGER} {US}"))["sender_check_passed"].value is True


def notice(reporting, received=""):
    """Give a notice that a server wrote about mail of alice@example.com."""
    returned = f"Return-Path: <alice@example.com>\nReceived: {received}; Tue, 24 Nov 2026 09:12:01 +0000\n" if received else ""
    return f"Reporting-MTA: dns; {reporting}\nFinal-Recipient: rfc822; bob@example.org\nAction: failed\nStatus: 5.1.1\n{returned}"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (notice("mail.example.com"), True),
        (notice("mx.example.org"), None),
        (notice("mx.example.org", "from mail.example.com (mail.example.com [192.0.2.5]) by mx.example.org with ESMTP id 1"), True),
        (notice("mx.example.org", "from mail.example.com (unknown [203.0.113.9]) by mx.example.org with ESMTP id 1"), False),
    ],
)
def test_whose_the_returned_message_was(facts, text, wanted):
    """Our own server returns our own mail; of a stranger's notice the trace line tells, by its address and not by the greeting."""
    assert facts(text)["we_sent_it"].value is wanted


def talk(client, recipient="bob@example.org"):
    """Give a conversation in which the server says from where it is called."""
    return (
        f"220 mail.example.com ESMTP\nEHLO x\n250 mail.example.com Hello x [{client}]\nMAIL FROM:<a@example.net>\n250 Ok\n"
        f"RCPT TO:<{recipient}>\n250 Ok\n"
    )


@pytest.mark.parametrize(("client", "wanted"), [("203.0.113.9", True), ("192.0.2.7", False), ("10.0.0.7", False), ("127.0.0.1", False)])
def test_the_server_tells_from_where_it_is_called(facts, client, wanted):
    """Some servers greet with the caller's address, which settles from where it was tried."""
    assert facts(talk(client))["tried_from_outside"].value is wanted


@pytest.mark.parametrize(("recipient", "wanted"), [("bob@example.org", True), ("bob@example.com", False), ("postmaster", False)])
def test_whose_the_recipient_is(facts, recipient, wanted):
    """Without a site, the server's own name tells which recipients are its own."""
    assert facts(talk("203.0.113.9", recipient), Site())["taken_for_a_stranger"].value is wanted


def queue(*entries, senders="bank@other.example"):
    """Give Exim's listing with an entry for each user, None for a message that came in otherwise."""
    lines = []
    for number, user in enumerate(entries):
        by = f" ({user})" if user else ""
        lines += [f" 12m  2.1K 1rjzA{number}-0004Qk-1H <{senders}>{by}", f"          r{number}@example.org", ""]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (queue(*["wpshop"] * 5), True),
        (queue(*["wpshop"] * 4), False),
        (queue(*["wpshop"] * 3, "other", "other"), False),
        (queue(*[None] * 9), False),
        (queue(*["wpshop"] * 9, senders="news@example.com"), False),
    ],
)
def test_one_user_fills_the_queue(facts, text, wanted):
    """Five recipients of one user under senders that are none of ours are a mailing; the site's own name, or several users, are not."""
    assert facts(text)["queued_by_one_user"].value is wanted


DENIED = "Bob says he did not send it."


def complaint(words, top="from mail.example.com (mail.example.com [192.0.2.5]) by mx.example.org with ESMTPS id 1", protocol="ESMTPSA"):
    """Give a complaint with the trace line of the server that took the message, then that of our own."""
    login = "\t(Authenticated sender: bob@example.com)\n" if protocol != "ESMTP" else ""
    ours = f"from pc (unknown [203.0.113.240])\n{login}\tby mail.example.com (Postfix) with {protocol} id 4TtzLk2x1Qz1"
    stamp = "; Tue, 12 Mar 2024 02:51:05 +0000"
    return f"{words}\n\nFeedback-Type: abuse\nVersion: 1\nSource-IP: 192.0.2.5\n\nReceived: {top}{stamp}\nReceived: {ours}{stamp}\n"


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (complaint(DENIED), "account_compromised"),
        (complaint("本人は送っていないと言っています。"), "account_compromised"),
        (complaint(""), "undetermined"),
        (complaint("Did Bob send it?"), "undetermined"),
        (complaint("Maybe he did not send it."), "undetermined"),
        (complaint(DENIED, protocol="ESMTP"), "undetermined"),
        (complaint(DENIED, top="from mail.example.net (x [203.0.113.9]) by mx.example.org with ESMTPS id 1"), "undetermined"),
    ],
)
def test_a_denied_login_in_a_complaint(desk, text, verdict):
    """Our own trace line with a log-in and its owner's word make a stolen password; a line that may be invented, or a guess, does not."""
    assert desk.explain(Message(text=text), OURS).verdict == verdict


@pytest.mark.parametrize(
    ("greeting", "called", "site", "wanted"),
    [
        ("mail.example.com", "198.51.100.5", {"domains": ["example.com"]}, True),
        ("mx.example.org", "192.0.2.5", {"domains": ["example.com"], "networks": ["192.0.2.0/28"]}, True),
        ("mx.example.org", "127.0.0.1", {}, True),
        ("mx.example.org", "198.51.100.5", {"domains": ["example.com"]}, False),
        ("mx.example.org", "198.51.100.5", {}, None),
    ],
)
def test_whose_the_server_is_that_was_called(facts, greeting, called, site, wanted):
    """The address that was called and the name of the greeting tell, against what the site knows; else it is open."""
    text = f"Trying {called}...\n220 {greeting} ESMTP\nEHLO x\n250 {greeting}\nMAIL FROM:<a@example.net>\n250 Ok\n"
    assert facts(text, Site.model_validate(site))["talks_with_ours"].value is wanted
