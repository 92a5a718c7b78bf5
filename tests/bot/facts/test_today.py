"""Facts of today's servers, found in lines of Postfix: whose the recipients are, who brought a message, what a group of messages shows."""

import pytest

from bot.facts import GROUP_FACTS, facts_of

HEAD = "Nov 24 10:{minute:02d}:{second:02d} mail postfix/"
SITE = {"domains": ["sakura.example"], "networks": ["192.168.10.0/24"]}


def lines(*bodies, minute=0):
    """Give log lines, a second apart."""
    return "".join(HEAD.format(minute=minute, second=second) + body + "\n" for second, body in enumerate(bodies))


def message(
    queue_id="4C1D220A33", client="unknown[203.0.113.17]", sender="a@example.net", to="to=<b@example.org>", login="", nrcpt=1, **more
):
    """Give the lines of one message, from its entry to its delivery."""
    return lines(
        f"smtpd[44]: {queue_id}: client={client}{login}",
        f"qmgr[7]: {queue_id}: from=<{sender}>, size=2144, nrcpt={nrcpt} (queue active)",
        f"smtp[45]: {queue_id}: {to}, relay=mx.example.org[192.0.2.44]:25, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 Ok)",
        f"qmgr[7]: {queue_id}: removed",
        **more,
    )


def login(name):
    """Give what an entry adds for a log-in."""
    return f", sasl_method=PLAIN, sasl_username={name}"


@pytest.fixture
def fact(known):
    """Give a function from a fact's name and a text to that fact of the first transaction."""

    def find(name, text, site=None, tell=()):
        everything = known(text, tell, site)
        return facts_of(everything.transactions[0], everything)[name]

    return find


@pytest.fixture
def group(known):
    """Give a function from a fact's name and a text to that fact of all its transactions together."""

    def find(name, text, site=None):
        everything = known(text, (), site)
        return GROUP_FACTS[name](everything.transactions, everything)

    return find


@pytest.mark.parametrize(
    ("to", "site", "tell", "expected"),
    [
        ("to=<b@example.org>", None, (), (None, None)),
        ("to=<b@example.org>", SITE, (), (False, "told")),
        ("to=<b@sakura.example>", SITE, (), (True, "told")),
        ("to=<b@example.org>, orig_to=<info@sakura.example>", None, (), (True, "logged")),
        ("to=<b@example.org>", None, ("not-ours=example.org",), (False, "told")),
        ("to=<b@example.org>", None, ("provider=example.org",), (None, None)),
    ],
)
def test_whose_a_recipient_is(fact, to, site, tell, expected):
    """The site's file, an alias of ours or what was told says it; nothing does for a stranger to the paste."""
    found = fact("recipient_domain_is_ours", message(to=to), site, tell)
    assert (found.value, found.strength) == expected


def test_inner_server_takes_mail_for_us(fact):
    """A next hop with a private number is presumed to keep our mailboxes."""
    text = message(to="to=<b@example.org>").replace("mx.example.org[192.0.2.44]", "10.0.0.5[10.0.0.5]")
    found = fact("recipient_domain_is_ours", text)
    assert (found.value, found.strength) == (True, "presumed")


def test_evidence_is_the_entry_and_the_delivery(fact):
    """Whose the client is stands in the entry, whose the recipient is where it was delivered; connecting shows neither."""
    text = lines("smtpd[44]: connect from unknown[203.0.113.17]") + message()
    assert fact("client_is_ours", text, SITE).evidence == (2,)
    assert fact("recipient_domain_is_ours", text, SITE).evidence == (4,)


@pytest.mark.parametrize(
    ("client", "seen"),
    [
        ("unknown[203.0.113.17]", True),
        ("localhost[127.0.0.1]", None),
        ("localhost[127.0.0.1], orig_queue_id=7A99E200C0, orig_client=unknown[203.0.113.61]", None),
    ],
)
def test_second_half_after_a_filter(fact, client, seen):
    """An entry from this machine itself does not show who brought the message, so nothing is known of the client."""
    text = message(client=client)
    assert fact("first_half_seen", text).value is seen
    assert (fact("client_is_ours", text).value is None) is (seen is None)


@pytest.mark.parametrize(
    ("client", "site", "ours"),
    [
        ("unknown[172.22.1.1]", {**SITE, "networks": ["172.16.0.0/12"]}, None),
        ("pc[192.168.10.7]", SITE, True),
        ("unknown[203.0.113.17]", SITE, False),
    ],
)
def test_bridge_is_never_ours(fact, client, site, ours):
    """A container host's end of a bridge hides whoever comes by it, whatever the networks say."""
    assert fact("client_is_ours", message(client=client), site).value is ours


def test_strangers_by_a_gateway(fact):
    """Two foreign senders' domains from a gateway's number show that strangers come by it."""
    text = message(client="unknown[172.22.1.1]") + message("4C1D220A34", "unknown[172.22.1.1]", "c@example.com", minute=1)
    assert fact("client_is_gateway", text, SITE).value is True
    assert fact("client_is_gateway", message(client="unknown[172.22.1.1]"), SITE).value is None


@pytest.mark.parametrize(
    ("addresses", "minutes", "holds"),
    [
        (("203.0.113.1", "192.0.2.1", "198.51.100.1"), (0, 1, 2), True),
        (("203.0.113.1", "203.0.113.99", "192.0.2.1"), (0, 1, 2), False),
        (("203.0.113.1", "192.168.10.5", "192.168.10.6"), (0, 1, 2), False),
    ],
)
def test_networks_of_a_login(group, addresses, minutes, holds):
    """Three different networks within an hour; neighbours are one, and all of our own are one."""
    parts = zip(addresses, minutes, strict=True)
    text = "".join(message(f"4C1D220A3{m}", f"unknown[{a}]", login=login("bob"), minute=m) for a, m in parts)
    assert group("many_networks", text, SITE).value is holds


def test_recipients_are_counted_by_the_queue(group):
    """As many recipients count as the queue says, not only those that the lines name."""
    assert group("many_recipients", message(nrcpt=50)).value is True
    assert group("many_recipients", message(nrcpt=49)).value is False


@pytest.mark.parametrize(("count", "holds"), [(4, True), (3, False)])
def test_failures_from_everywhere(group, count, holds):
    """Few failures each from many clients are one list tried from many machines."""
    text = lines(
        *(f"smtpd[{n}]: warning: unknown[203.0.113.{n}]: SASL LOGIN authentication failed: UGFzc3dvcmQ6" for n in range(1, count + 1))
    )
    assert group("failures_spread", text).value is holds


@pytest.mark.parametrize(
    ("sender", "recipient", "test"),
    [
        ("a@example.net", "a@example.net", True),
        ("a@example.net", "b%example.org@sakura.example", True),
        ("a@example.net", "b@example.org", False),
    ],
)
def test_relay_testers_ways(fact, sender, recipient, test):
    """The same address twice, or a route within an address, is how relaying is tried out."""
    text = lines(
        f"smtpd[44]: NOQUEUE: reject: RCPT from unknown[203.0.113.9]: 554 5.7.1 <{recipient}>: Relay access denied; "
        f"from=<{sender}> to=<{recipient}> proto=ESMTP helo=<x>"
    )
    assert fact("looks_like_a_relay_test", text).value is test


def test_last_fate_counts(fact):
    """A message that waited and was delivered in the end is not undelivered."""
    waiting = lines(
        "smtp[45]: 4C1D220A33: to=<b@example.org>, relay=none, delay=9, delays=0/0/9/0, dsn=4.4.1, "
        "status=deferred (connect to mx.example.org[192.0.2.44]:25: Connection timed out)"
    )
    assert fact("not_delivered", waiting).value is True
    gone = "".join(line + "\n" for line in message(minute=5).splitlines()[2:])
    assert fact("not_delivered", waiting + gone).value is False


IN = (
    "Nov 24 10:00:0{second} mail dovecot: imap-login: Login: user=<{user}>, method=PLAIN, rip={client}, lip=192.0.2.5, mpid=44, "
    "TLS, session=<a>\n"
)
OUT = (
    "Nov 24 10:00:0{second} mail dovecot: imap-login: Disconnected (auth failed, 1 attempts in 6 secs): user=<{user}>, method=PLAIN, "
    "rip={client}, lip=192.0.2.5, TLS, session=<b>\n"
)


@pytest.mark.parametrize(
    ("others", "site", "tell", "value"),
    [
        (0, None, (), False),
        (1, None, (), None),
        (1, None, ["not-ours=203.0.113.88"], True),
        (0, None, ["not-ours=203.0.113.88"], True),
        (1, None, ["ours=203.0.113.88"], False),
        (1, {"networks": ["203.0.113.0/24"]}, (), False),
        (0, {"networks": ["192.0.2.0/24"]}, (), False),
        (1, {"gateways": ["203.0.113.88"]}, ["not-ours=203.0.113.88"], None),
    ],
)
def test_login_of_a_stranger(fact, others, site, tell, value):
    """Only what was told makes a stranger of who logged in; refusals of others there leave it open, networks alone decide nothing."""
    text = IN.format(second=0, user="sato@example.jp", client="203.0.113.88")
    text += "".join(OUT.format(second=1 + n, user=f"u{n}@example.jp", client="203.0.113.88") for n in range(others))
    assert fact("login_of_a_stranger", text, site, tell).value is value


def test_one_let_in_after_a_list_of_names(known):
    """A list of names refused, and then a single other one let in, is a password found; where several are let in it is an office."""
    tried = "".join(OUT.format(second=n, user=f"u{n}@example.jp", client="203.0.113.88") for n in range(3))
    found = tried + IN.format(second=4, user="sato@example.jp", client="203.0.113.88")
    office = IN.format(second=0, user="ito@example.jp", client="203.0.113.88") + found
    for text, value in ((found, True), (office, False)):
        everything = known(text, (), None)
        assert GROUP_FACTS["login_granted_after_failures"](everything.transactions, everything).value is value


@pytest.mark.parametrize(("domains", "value"), [(1, True), (3, False)])
def test_the_relay_transport_shows_a_domain_that_is_passed_on(fact, domains, value):
    """What goes by Postfix's relay transport is for a domain of relay_domains, unless there are many of them."""
    sent = "relay/smtp[45]: 4C1D220A3{0}: to=<b@d{0}.example>, relay=mx.example[192.0.2.44]:25, delay=1, dsn=2.0.0, status=sent (250 Ok)"
    bodies = [("smtpd[44]: 4C1D220A3{0}: client=unknown[203.0.113.17]", sent) for _ in range(domains)]
    text = "".join(lines(*(body.format(n) for body in pair)) for n, pair in enumerate(bodies))
    assert fact("recipient_domain_is_ours", text, SITE).value is value


def test_stamps_with_and_without_a_zone_are_counted_together(group):
    """Lines of one program may come by two ways, one of which writes a zone; the clock on the wall counts."""
    bodies = [f"postfix/pickup[33]: 5D2E712{n}: uid=33 from=<www-data>" for n in range(3)]
    text = "".join((f"Nov 24 10:00:0{n} mail " if n else "2026-11-24T10:00:00+09:00 mail ") + body + "\n" for n, body in enumerate(bodies))
    assert group("many_at_once", text).value is True


def test_a_rewritten_sender_is_of_the_domain_that_it_came_from(fact):
    """A forwarder's SRS address is no name of ours, whoever's domain stands at its end."""
    for sender in ("SRS0=Ab3d=KX=example.net=kate@sakura.example", "SRS1=xY=other.example==Ab3d=KX=example.net=kate@sakura.example"):
        assert fact("sender_domain_is_local", message(sender=sender), SITE).value is not True
    assert fact("sender_domain_is_local", message(sender="SRS0@sakura.example"), SITE).value is True


def test_what_a_list_sends_on_has_its_first_half_in_the_paste(fact, known):
    """A list's program gets a message and sends it on under a name of the site: the same id is there before, and so is who brought it."""
    first = lines(
        "smtpd[44]: 4C1D220A33: client=unknown[203.0.113.17]",
        "cleanup[45]: 4C1D220A33: message-id=<a@example.net>",
        "qmgr[7]: 4C1D220A33: from=<a@example.net>, size=9, nrcpt=1 (queue active)",
        "lmtp[46]: 4C1D220A33: to=<choir@sakura.example>, relay=127.0.0.1[127.0.0.1]:8024, delay=1, dsn=2.0.0, status=sent (250 Ok)",
    )
    second = lines(
        "smtpd[47]: 4C1D220A44: client=localhost[127.0.0.1]",
        "cleanup[45]: 4C1D220A44: message-id=<a@example.net>",
        "qmgr[7]: 4C1D220A44: from=<choir-bounces@sakura.example>, size=9, nrcpt=4 (queue active)",
        "smtp[48]: 4C1D220A44: to=<b@example.org>, relay=mx.example.org[192.0.2.44]:25, delay=1, dsn=2.0.0, status=sent (250 Ok)",
        minute=1,
    )
    whole = known(first + second, (), SITE)
    assert [facts_of(t, whole)["first_half_seen"].value for t in whole.transactions] == [True, True]
    assert fact("first_half_seen", second, SITE).value is None


def burst(*senders):
    """Give the lines of messages from a machine of the office, a second apart."""
    return "".join(message(f"4C1D220A3{at}", "unknown[192.168.10.9]", sender, nrcpt=25, minute=at % 2) for at, sender in enumerate(senders))


@pytest.mark.parametrize(
    ("senders", "site", "expected"),
    [
        (("parcel@example.net", "delivery@example.net", "customs@example.net"), SITE, True),
        (("parcel@example.net", "delivery@example.net", "parcel@example.net"), SITE, False),
        (("parcel@example.net", "delivery@example.org", "customs@example.com"), SITE, False),
        (("parcel@example.net", "delivery@example.net", "customs@example.net", "info@sakura.example"), SITE, False),
        (("parcel@sakura.example", "delivery@sakura.example", "customs@sakura.example"), SITE, False),
        (("parcel@example.net", "delivery@example.net", "customs@example.net"), None, False),
    ],
)
def test_many_foreign_names(group, senders, site, expected):
    """Only of one domain that is known to be none of ours; a name of ours among them, or a site that is not told, and it does not hold."""
    assert group("many_foreign_names", burst(*senders), site).value is expected


@pytest.mark.parametrize(
    ("clients", "asked_for", "expected"),
    [
        (("192.0.2.1", "192.0.2.2", "192.0.2.3"), ("a1", "b2", "c3"), True),
        (("192.0.2.1", "192.0.2.2", "192.0.2.3"), ("a1", "a1", "a1"), False),
        (("192.0.2.1", "192.0.2.1", "192.0.2.1"), ("a1", "b2", "c3"), False),
        (("192.0.2.1", "192.0.2.2"), ("a1", "b2"), False),
        (("192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4"), ("a1", "a1", "a1", "a1"), True),
    ],
)
def test_notices_for_invented_names_of_a_mailbox(group, clients, asked_for, expected):
    """A few from as many servers are enough where each is for another address."""
    text = "".join(
        message(f"4C1D220A3{at}", f"mx[{client}]", "", to=f"to=<info@sakura.example>, orig_to=<{name}@sakura.example>")
        for at, (client, name) in enumerate(zip(clients, asked_for, strict=True))
    )
    assert group("many_bounces_received", text, SITE).value is expected
