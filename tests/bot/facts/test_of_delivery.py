"""Tests of the facts about why a message did not get on."""

import pytest

from bot.facts import facts_of
from bot.facts.known import Known
from bot.site import Site
from bot.told import Account
from bot.transactions import transactions

HEAD = "Nov 24 09:00:0{} mx "
SMTP = "postfix/smtp[3]: 7A1D0C00E2: to=<bob@example.net>, relay={}, delay=1, delays=1/0/0/0, dsn={}, status={}"
QUEUED = "postfix/qmgr[2]: 7A1D0C00E2: from=<ann@example.com>, size=713, nrcpt=1 (queue active)"


@pytest.fixture
def facts(library):
    """Give a function from the lines of a message to the facts of the last transaction in them."""
    from bot.catalogue import Catalogue
    from bot.pasting import read_pasted

    catalogue = Catalogue(library)

    def read(*lines):
        text = "\n".join(HEAD.format(at) + line for at, line in enumerate(lines))
        reading = catalogue.read(read_pasted(text, catalogue))
        server = library.servers[reading.server]
        found = transactions(reading, server.sessions, library.vocabulary.events)
        known = Known(Site(), Account(), server.profile, found, library.vocabulary.facts, events=reading.events)
        return facts_of(found[-1], known)

    return read


@pytest.mark.parametrize(
    ("relay", "dsn", "status", "ours"),
    [
        ("none", "4.4.1", "deferred (connect to 127.0.0.1[127.0.0.1]:10024: Connection refused)", True),
        ("none", "4.3.0", "deferred (mail transport unavailable)", True),
        ("none", "4.4.1", "deferred (connect to mx.example.net[203.0.113.9]:25: Connection refused)", False),
        ("mx.example.net[203.0.113.9]:25", "2.0.0", "sent (250 2.0.0 Ok)", False),
    ],
)
def test_fails_on_this_machine(facts, relay, dsn, status, ours):
    """Only where a part of this server failed, or did not answer at an address of this machine."""
    assert facts(QUEUED, SMTP.format(relay, dsn, status))["fails_on_this_machine"].value is ours


def test_what_was_delivered_later_did_not_fail(facts):
    """The last that is told of a recipient counts."""
    first = SMTP.format("none", "4.4.1", "deferred (connect to 127.0.0.1[127.0.0.1]:10024: Connection refused)")
    then = SMTP.format("mx.example.net[203.0.113.9]:25", "2.0.0", "sent (250 2.0.0 Ok)")
    assert facts(QUEUED, first, then)["fails_on_this_machine"].value is False


@pytest.mark.parametrize(
    ("message_id", "recipient", "found"),
    [("1@x.example", "bob@example.net", True), ("2@x.example", "bob@example.net", False), ("1@x.example", "eve@example.net", False)],
)
def test_sent_on_by_a_rule(facts, message_id, recipient, found):
    """The rule's own line names the message and to whom it was sent on."""
    sieve = f"dovecot: lmtp(ann@example.com)<9><abc>: sieve: msgid=<{message_id}>: forwarded to <{recipient}>"
    told = facts(
        sieve,
        "postfix/pickup[5]: 7A1D0C00E2: uid=5000 from=<carol@example.org>",
        "postfix/cleanup[6]: 7A1D0C00E2: message-id=<1@x.example>",
        SMTP.format("mx.example.net[203.0.113.9]:25", "2.0.0", "sent (250 2.0.0 Ok)"),
    )
    assert told["sent_on_by_a_rule"].value is found


FIRST = (
    "postfix/smtpd[1]: 4A1D0C00E1: client=mx.example.org[203.0.113.9]",
    "postfix/cleanup[2]: 4A1D0C00E1: message-id=<1@example.org>",
    "postfix/qmgr[2]: 4A1D0C00E1: from=<bob@example.org>, size=713, nrcpt=1 (queue active)",
    "postfix/lmtp[4]: 4A1D0C00E1: to=<ann@example.com>, relay={}, delay=1, delays=1/0/0/0, dsn=2.0.0, status=sent (250 2.0.0 Saved)",
)
AGAIN = (
    "postfix/smtpd[1]: 7A1D0C00E2: client={}",
    "postfix/cleanup[2]: 7A1D0C00E2: message-id=<{}@example.org>",
    "postfix/qmgr[2]: 7A1D0C00E2: from=<bob@example.org>, size=790, nrcpt=1 (queue active)",
    SMTP.format("mx.example.net[198.51.100.9]:25", "2.0.0", "sent (250 2.0.0 Ok)"),
)


@pytest.mark.parametrize(
    ("mailbox", "client", "message_id", "found"),
    [
        ("dovecot[172.22.1.250]:24", "box.mail_net-work[172.22.1.250]", "1", True),
        ("mx[private/dovecot-lmtp]", "localhost[127.0.0.1]", "1", True),
        ("dovecot[172.22.1.250]:24", "box.mail_net-work[172.22.1.251]", "1", False),
        ("mx[private/dovecot-lmtp]", "mx.example.org[203.0.113.9]", "1", False),
        ("dovecot[172.22.1.250]:24", "box.mail_net-work[172.22.1.250]", "2", False),
    ],
)
def test_sent_on_by_the_machine_with_the_mailbox(facts, mailbox, client, message_id, found):
    """Without a line of the filter, the same message from the machine to which it was handed before counts, and nothing less."""
    read = facts(*FIRST[:3], FIRST[3].format(mailbox), AGAIN[0].format(client), AGAIN[1].format(message_id), *AGAIN[2:])
    assert read["sent_on_by_a_rule"].value is found


def test_the_machine_with_the_mailboxes_is_ours(facts):
    """Whatever its name looks like; another one beside it is not known to be."""
    for client, ours in (("box.example.net[172.22.1.250]", True), ("box.example.net[172.22.1.251]", None)):
        read = facts(*FIRST[:3], FIRST[3].format("dovecot[172.22.1.250]:24"), AGAIN[0].format(client), AGAIN[1].format("2"), *AGAIN[2:])
        assert read["client_is_ours"].value is ours


def test_a_containers_name_is_no_strangers(facts):
    """A top-level domain has no hyphen in it, so that a private address with such a name is presumed to be ours."""
    for client, ours in (("web-1.shop_mail-net[172.22.1.9]", True), ("web-1.shop.example[172.22.1.9]", None)):
        assert facts(AGAIN[0].format(client), AGAIN[1].format("2"), *AGAIN[2:])["client_is_ours"].value is ours


@pytest.mark.parametrize(
    ("nrcpt", "fates", "most"),
    [(31, "ssbb", True), (4, "ssbb", False), (3, "ssb", True), (2, "sb", False), (9, "sd", False), (1, "s", False)],
)
def test_reached_most(facts, nrcpt, fates, most):
    """Several got it, and of all recipients, as many as the queue counts, no more than half did not."""
    told = {
        "s": ("2.0.0", "sent (250 2.0.0 Ok)"),
        "b": ("5.1.1", "bounced (host mx said: 550 5.1.1 no)"),
        "d": ("4.4.1", "deferred (timed out)"),
    }
    lines = [SMTP.format("mx.example.net[198.51.100.9]:25", *told[fate]).replace("bob@", f"bob{at}@") for at, fate in enumerate(fates)]
    assert facts(QUEUED.replace("nrcpt=1", f"nrcpt={nrcpt}"), *lines)["reached_most"].value is most


@pytest.mark.parametrize(
    ("said", "sender", "client", "authorised"),
    [
        ("Pass (mailfrom)", "ann@example.com", "203.0.113.9", True),
        ("Pass (helo)", "ann@example.com", "203.0.113.9", False),
        ("Softfail (mailfrom)", "ann@example.com", "203.0.113.9", False),
        ("Pass (mailfrom)", "eve@example.com", "203.0.113.9", False),
        ("Pass (mailfrom)", "ann@example.com", "203.0.113.10", False),
    ],
)
def test_sender_is_authorised(facts, said, sender, client, authorised):
    """SPF has to have passed for this very sender, by its envelope, from this very machine."""
    spf = (
        f"policyd-spf[5]: prepend Received-SPF: {said} identity=mailfrom; client-ip={client}; helo=mx.example.org; "
        f"envelope-from={sender}; receiver=example.com"
    )
    entry = "postfix/smtpd[1]: 7A1D0C00E2: client=mx.example.org[203.0.113.9]"
    assert facts(spf, entry, QUEUED)["sender_is_authorised"].value is authorised


def test_a_list_that_takes_mail_here_shows_the_domain_to_be_ours(facts):
    """What the local delivery hands to a program has its address on this server; what is piped elsewhere need not."""
    for part, relay, local in (("local", "local", True), ("pipe", "filter", None)):
        taken = (
            f"postfix/{part}[3]: 4A1D0C00E1: to=<choir@example.com>, relay={relay}, delay=1, delays=1/0/0/0, dsn=2.0.0, status=sent ({{}})"
        )
        handed = taken.format("delivered to command: /usr/lib/mailman/mail/mailman post choir" if local else "delivered via filter service")
        assert facts(*FIRST[:3], handed, AGAIN[0].format("localhost[127.0.0.1]"), QUEUED)["sender_domain_is_local"].value is local


LETTER = (
    "connect from office.example.com[192.0.2.10]",
    "7A1D0C00E2: client=office.example.com[192.0.2.10], sasl_method=PLAIN, sasl_username=ann@example.com",
)
ENDS = {
    "s": ("2.0.0", "sent (250 2.0.0 Ok)"),
    "b": ("5.1.1", "bounced (host mx said: 550 5.1.1 no)"),
    "d": ("4.4.1", "deferred (timed out)"),
    "r": ("5.7.1", "bounced (host mx.example.net[198.51.100.9] said: 550 5.7.1 blocked using a block list)"),
}


def letter(nrcpt, fates, sender="ann@example.com"):
    """Give a message of one of ours for many recipients, some of whose fates are told."""
    lines = [f"postfix/smtps/smtpd[1]: {line}" for line in LETTER]
    lines.append(f"postfix/qmgr[2]: 7A1D0C00E2: from=<{sender}>, size=713, nrcpt={nrcpt} (queue active)")
    for at, fate in enumerate(fates):
        dsn, status = ENDS[fate]
        line = SMTP.replace("bob@example.net", f"r{at}@example.net").format("mx.example.net[198.51.100.9]:25", dsn, status)
        lines.append(line.replace("smtp[3]", f"smtp[{at + 3}]"))
    return "\n".join(f"Nov 24 09:00:{at:02} mx {line}" for at, line in enumerate(lines))


@pytest.mark.parametrize(
    ("nrcpt", "fates", "networks", "verdict"),
    [
        (48, "sssb", ["192.0.2.0/28"], "own_mail"),
        (12, "ssd", ["192.0.2.0/28"], "own_mail"),
        (25, "s" * 21 + "bb", ["192.0.2.0/28"], "own_mail"),
        (3, "ssb", ["192.0.2.0/28"], "delivery_problem"),
        (48, "ssbb", ["192.0.2.0/28"], "delivery_problem"),
        (48, "b", ["192.0.2.0/28"], "delivery_problem"),
        (48, "sssr", ["192.0.2.0/28"], "our_ip_blocklisted"),
        (48, "sssb", ["198.51.100.0/28"], "delivery_problem"),
    ],
)
def test_a_round_letter_with_a_dead_address(explained, nrcpt, fates, networks, verdict):
    """Among many recipients a dead address is natural; among a few it is a letter that did not arrive, and several are a bad list."""
    assert explained(letter(nrcpt, fates), site={"domains": ["example.com"], "networks": networks}).verdict == verdict


THROWN = "delivered to file: /dev/null"
LOCALLY = "postfix/local[3]: 7A1D0C00E2: to=<{}>, relay=local, delay=1, delays=1/0/0/0, dsn=2.0.0, status=sent ({})"


@pytest.mark.parametrize(
    ("recipient", "how", "before", "verdict"),
    [
        ("null@localhost", THROWN, (), "own_mail"),
        ("null@localhost", THROWN, ("postfix/smtpd[1]: 7A1D0C00E2: client=watchdog_1.mailcow-network[172.22.1.15]",), "own_mail"),
        ("null@localhost", THROWN, ("postfix/smtpd[1]: 7A1D0C00E2: client=unknown[203.0.113.9]",), "normal_inbound"),
        ("noreply@example.com", THROWN, (), "normal_inbound"),
        ("null@localhost", "delivered to mailbox", (), "normal_inbound"),
    ],
)
def test_mail_to_nobody_is_a_probe(explained, recipient, how, before, verdict):
    """What a program writes to this machine itself, to be thrown away; an address of ours that throws away is no such thing."""
    lines = (*before, LOCALLY.format(recipient, how))
    text = "\n".join(HEAD.format(at) + line for at, line in enumerate(lines))
    assert explained(text).verdict == verdict
