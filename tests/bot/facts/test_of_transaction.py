"""Each fact of a transaction: its value, where it comes from, which lines show it; told goes before logged, logged before presumed."""

import pytest

from bot.facts import GROUP_FACTS, TRANSACTION_FACTS

DELIVERED = 'メッセージ(ID=533)をローカルのメールボックス "user" に配信しました。'
DELIVERED_TO = 'メッセージ(ID=533)をローカルのメールボックス "{}" に配信しました。'
HANDED_ON = "メッセージ(ID=533)を外部のホスト mail.example.net へ配信しました。"
RETURNED = 'メッセージ(ID=533)を "alice@example.com" に返送しました。'
REFUSED = '受信者 "bob@example.net" への中継は拒否されました。'
LOGIN_FAILED = 'POP ログインに失敗しました: ユーザ "alice" [192.0.2.9]'
PASSED = "SMTP サーバはメッセージ(ID=533)を“alice@example.com”からサイズ 1 (k)で発信しました。"


@pytest.fixture
def fact(known):
    """Give a function from a fact's name and a text to that fact of the text's last transaction."""

    def find(name, text, tell=(), site=None):
        everything = known(text, tell, site)
        return TRANSACTION_FACTS[name](everything.transactions[-1], everything)

    return find


def test_every_fact_has_a_function(library):
    """The vocabulary's facts are those that functions find."""
    by_data = {name for name, kind in library.vocabulary.facts.items() if kind.events or kind.signs}
    assert {*TRANSACTION_FACTS, *GROUP_FACTS, *by_data} == set(library.vocabulary.facts)


@pytest.mark.parametrize(
    ("more", "sender", "value", "strength"),
    [
        ((), "alice@example.com", True, "logged"),
        ((REFUSED,), "alice@example.com", True, "logged"),
        ((LOGIN_FAILED,), None, False, "logged"),
        ((REFUSED, PASSED), None, True, "logged"),
        ((REFUSED,), None, False, "logged"),
        ((), None, None, None),
    ],
)
def test_accepted(fact, session, more, sender, value, strength):
    """A message was taken if the line that says so is there, whoever was refused besides; a log-in or an entry alone tells none."""
    found = fact("accepted", session(*more, sender=sender))
    assert (found.value, found.strength) == (value, strength)


def test_accepted_by_what_followed(fact, stamped):
    """A message that was delivered must have been taken, even if the paste does not show it."""
    found = fact("accepted", stamped(DELIVERED))
    assert (found.value, found.strength, found.evidence) == (True, "inferred", (1,))


def test_profile_settles_what_the_server_never_and_always_does(fact, session):
    """ASIP 6 has no log-in for sending, and it lets in by name; both are inferred from the server, not read in the log."""
    for name, value in (("authenticated", False), ("trusts_by_name", True)):
        found = fact(name, session())
        assert (found.value, found.strength) == (value, "inferred")


@pytest.mark.parametrize(
    ("name", "value", "strength", "unsure"),
    [
        ("example.com", True, "logged", False),
        ("mail.example.com", True, "inferred", False),
        ("mail.example.net", False, "logged", False),
        ("notexample.com", False, "logged", False),
        (None, False, "logged", False),
    ],
)
def test_client_name_agrees(fact, session, name, value, strength, unsure):
    """The client's name agrees with the sender's domain if it is that domain or a host below it."""
    found = fact("client_name_agrees", session(name=name))
    assert (found.value, found.strength, found.unsure) == (value, strength, unsure)


def test_client_name_agrees_by_masks(fact, session):
    """Masks of another length are probably the same name: inferred, and unsure."""
    found = fact("client_name_agrees", session(name="f1.******.ne.jp", sender="*****@f1.*******.ne.jp"))
    assert (found.value, found.strength, found.unsure, found.evidence) == (True, "inferred", True, (5, 6, 7))


@pytest.mark.parametrize(
    ("client", "value", "strength"),
    [
        ("203.0.113.5", False, "presumed"),
        ("192.0.2.7", False, "presumed"),
        ("10.1.2.3", True, "presumed"),
        ("100.64.0.9", None, None),
        ("127.0.0.1", True, "inferred"),
        ("172.22.1.1", None, None),
        ("192.168.1.254", None, None),
        ("111.111.111.111", None, None),
        ("aaa.aaa.aaa.aaa", None, None),
    ],
)
def test_client_by_its_range(fact, session, client, value, strength):
    """A public address is presumed foreign, a private one ours; a mask, a carrier's address or a gateway's tells nothing."""
    found = fact("client_is_ours", session(client=client))
    assert (found.value, found.strength, found.about) == (value, strength, client)
    assert found.evidence == (5, 6)


@pytest.mark.parametrize(
    ("client", "site", "value", "strength"),
    [
        ("192.0.2.7", {"networks": ["192.0.2.0/28"]}, True, "told"),
        ("203.0.113.5", {"networks": ["192.0.2.0/28"]}, False, "told"),
        ("aaa.aaa.aaa.aaa", {"networks": ["192.0.2.0/28"]}, False, "presumed"),
        ("aaa.aaa.aaa.aaa", {"networks": ["aaa.aaa.aaa.aaa"]}, True, "told"),
        ("10.1.2.3", {"gateways": ["10.1.2.3"]}, None, None),
        ("10.1.2.3", {"gateways": ["10.1.2.3"], "networks": ["10.0.0.0/8"]}, None, None),
        ("10.1.2.3", {"networks": ["192.0.2.0/28"]}, True, "presumed"),
        ("169.254.3.4", {"networks": ["192.0.2.0/28"]}, True, "presumed"),
        ("192.168.1.1", {"networks": ["192.0.2.0/28"]}, None, None),
        ("100.64.0.9", {"networks": ["192.0.2.0/28"]}, None, None),
        ("127.0.0.1", {"networks": ["192.0.2.0/28"]}, True, "inferred"),
        ("127.0.0.1", {"networks": ["192.0.2.0/28"], "gateways": ["127.0.0.1"]}, None, None),
    ],
)
def test_client_by_the_site(fact, session, client, site, value, strength):
    """A site's networks decide for every public address that is not masked; what is behind its gateways is not known; the host is ours."""
    found = fact("client_is_ours", session(client=client), site=site)
    assert (found.value, found.strength) == (value, strength)


def test_gateway_sign_overrules_a_network(fact, session):
    """An address like a router's that brings a stranger's name hides somebody, whatever the networks say."""
    site = {"networks": ["192.168.1.0/24"], "domains": ["example.co.jp"]}
    assert fact("client_is_ours", session(client="192.168.1.1", name="mail.example.net"), site=site).value is None
    assert fact("client_is_ours", session(client="192.168.1.1", name="pc.example.co.jp"), site=site).value is True
    assert fact("client_is_ours", session(client="192.168.1.1"), site=site).value is True


@pytest.mark.parametrize(
    ("tell", "value", "strength", "asked"),
    [
        ("ours=192.0.2.7", True, "told", False),
        ("ours=192.0.2.0/28", True, "told", False),
        ("client_is_ours@1=yes", True, "told", False),
        ("client_is_ours@1=unknown", False, "presumed", True),
        ("client_is_ours@2=yes", False, "presumed", False),
        ("ours=198.51.100.4", False, "presumed", False),
    ],
)
def test_told_goes_before_presumed(fact, session, tell, value, strength, asked):
    """What was told overrules what an address lets presume; told unknown is marked as asked, and the presumption stays."""
    found = fact("client_is_ours", session(), [tell])
    assert (found.value, found.strength, found.asked) == (value, strength, asked)


def test_a_network_that_is_told_ours_does_not_hold_a_declared_gateway(fact, session):
    """The gateway hides the real client, so its own number tells nothing of it."""
    found = fact("client_is_ours", session(client="10.1.2.3"), ["ours=10.0.0.0/8"], {"gateways": ["10.1.2.3"]})
    assert found.value is None


def test_client_with_a_name_told_foreign_is_not_ours(fact, session):
    """A masked client that goes by a name told to be none of this server's is inferred to be none of ours."""
    text = session(client="aaa.aaa.aaa.aaa", name="f1.******.ne.jp", sender="*****@f1.*******.ne.jp")
    found = fact("client_is_ours", text, ["not-ours=f1.*******.ne.jp"])
    assert (found.value, found.strength, found.unsure) == (False, "inferred", True)


@pytest.mark.parametrize(
    ("site", "tell", "value", "strength"),
    [
        ({}, (), None, None),
        ({"domains": ["example.com"]}, (), True, "told"),
        ({"domains": ["example.co.jp"]}, (), False, "told"),
        ({"domains": ["com"]}, (), None, None),
        ({"domains": ["mail.example.com"]}, (), None, None),
        ({"users": ["info@example.com"]}, (), True, "told"),
        ({"domains": ["example.com"]}, ("not-ours=example.com",), False, "told"),
        ({}, ("ours=example.com",), True, "told"),
        ({}, ("provider=example.com",), False, "told"),
        ({"domains": ["example.com"]}, ("sender_domain_is_local@1=unknown",), True, "told"),
    ],
)
def test_sender_domain_is_local(fact, session, site, tell, value, strength):
    """What was told goes before the site; a site that lists domains settles every other one, but for those above or below its own."""
    found = fact("sender_domain_is_local", session(), tell, site)
    assert (found.value, found.strength, found.about, found.evidence) == (value, strength, "example.com", (7,))


def test_masked_domain_of_a_listing_site_is_presumed_foreign(fact, session):
    """A masked domain that the site does not hold is presumed, not told, to be elsewhere."""
    found = fact("sender_domain_is_local", session(sender="*****@f1.*******.ne.jp"), site={"domains": ["example.co.jp"]})
    assert (found.value, found.strength) == (False, "presumed")


def test_null_sender_is_nobodys(fact, session):
    """The empty sender has no domain, so it is no local one; it is known to be empty."""
    assert fact("sender_domain_is_local", session(sender="")).value is False
    assert fact("sender_is_null", session(sender="")).value is True
    assert fact("sender_is_null", session()).value is False


def test_domain_is_shown_by_other_lines(fact, session):
    """A domain that mail is put into a mailbox for is ours, one that passing on to is refused is not: both inferred."""
    here = fact("sender_domain_is_local", session(DELIVERED_TO.format("info@example.com")))
    assert (here.value, here.strength) == (True, "inferred")
    refused = session(REFUSED, sender=None) + session(sender="carol@example.net", hour=12, client="198.51.100.4")
    found = fact("sender_domain_is_local", refused)
    assert (found.value, found.strength) == (False, "inferred")


@pytest.mark.parametrize(
    ("more", "value", "strength"),
    [
        ((), None, None),
        ((DELIVERED,), True, "inferred"),
        ((HANDED_ON,), False, "inferred"),
        ((DELIVERED, HANDED_ON), False, "inferred"),
    ],
)
def test_recipients_are_local(fact, session, more, value, strength):
    """A mailbox here makes recipients local; one message handed on makes them not."""
    found = fact("recipients_are_local", session(*more))
    assert (found.value, found.strength) == (value, strength)


def test_refused_recipient_counts_nothing(fact, session):
    """A recipient who was refused never got the message, so it does not make the recipients foreign."""
    assert fact("recipients_are_local", session(REFUSED, PASSED, sender=None)).value is None


def test_person_of_ours(fact, session):
    """A user of the site, or what was told of a provider's domain, makes the sender one of ours."""
    assert fact("sender_is_a_person_of_ours", session(), site={"users": ["alice@example.com"]}).value is True
    assert fact("sender_is_a_person_of_ours", session(), ["provider=example.com"]).value is True
    assert fact("sender_is_a_person_of_ours", session(), ["not-ours=example.com"]).value is False
    assert fact("sender_is_a_person_of_ours", session()).value is None


def test_returned_and_refused(fact, session):
    """A return and a refusal are seen where a line says so, and are not where none does."""
    assert fact("returned", session(RETURNED)).value is True
    assert fact("returned", session()).value is False
    assert fact("refused_for_relaying", session(REFUSED)).evidence == (8,)
    assert fact("refused_for_relaying", session()).value is False
    assert fact("refused_for_relaying", session(sender=None)).value is None


def test_addresses_agree(fact, stamped):
    """The address beside the name is compared with the real one."""
    given, real = "発信元の DNS 名: “mail.example.net [192.0.2.7]”", "実際の接続 IP アドレス:[{}]"
    assert fact("address_agrees", stamped(given, real.format("192.0.2.7"))).value is True
    assert fact("address_agrees", stamped(given)).value is None
    masked = stamped(given.replace("192.0.2.7", "192.0.2.*"), real.format("192.0.2.**"))
    assert fact("address_agrees", masked).unsure
    assert fact("address_agrees", stamped(given, real.format("198.51.100.4"))).value is False


@pytest.mark.parametrize(("times", "value"), [(4, False), (5, True)])
def test_many_login_failures(known, stamped, times, value):
    """Refused log-ins of one client are counted; the threshold is data."""
    everything = known(stamped(*[LOGIN_FAILED] * times))
    found = GROUP_FACTS["many_login_failures"](everything.transactions, everything)
    assert (found.value, found.evidence) == (value, tuple(range(1, times + 1)))


@pytest.mark.parametrize(
    ("name", "sender", "site", "value"),
    [
        ("mail.example.net", "x@example.net", {}, None),
        ("pc1.example.com", "me@example.com", {"domains": ["example.com"]}, True),
        ("pc1.example.com", "me@example.com", {}, None),
        ("pc1.local", "me@example.com", {}, True),
        ("pc1", "me@example.com", {}, True),
        (None, "me@example.com", {}, True),
        ("mail.example.net", "x@example.net", {"networks": ["192.168.1.0/24"]}, True),
    ],
)
def test_private_client_with_a_public_name(fact, session, name, sender, site, value):
    """A private number that goes by a public name not known to be ours may be a proxy; a told network settles it."""
    text = session(client="192.168.1.50", name=name, sender=sender)
    assert fact("client_is_ours", text, site=site).value is value
    assert fact("private_with_a_strangers_name", text, site=site).value is (
        name in ("mail.example.net", "pc1.example.com") and not (site.get("domains"))
    )


@pytest.mark.parametrize(
    ("client", "site", "value"),
    [
        ("10.0.0.1", {"gateways": ["10.0.0.1"]}, True),
        ("10.0.0.1", {}, None),
        ("10.0.0.1", {"networks": ["10.0.0.0/8"]}, False),
        ("10.0.0.9", {}, False),
        ("192.0.2.1", {}, False),
    ],
)
def test_client_is_gateway(fact, session, client, site, value):
    """A declared gateway is one; a number that such machines have may be; a listed network makes it an ordinary machine."""
    assert fact("client_is_gateway", session(client=client), site=site).value is value


@pytest.mark.parametrize(
    ("by", "site", "accepted", "ours"),
    [
        ("mx.example.net", {}, None, None),
        ("mail.example.com", {"domains": ["example.com"]}, True, True),
        ("192.168.1.22", {"networks": ["192.168.1.0/24"]}, True, True),
        ("192.168.1.22", {}, None, None),
    ],
)
def test_trace_header_of_anybody(fact, by, site, accepted, ours):
    """A trace header tells of our server only if that wrote it; a private number in another one is in somebody else's network."""
    header = (
        f"Received: from [192.168.1.50] by {by} (AppleShare IP Mail Server 6.2) id 5 via TCP with SMTP; Wed, 07 Mar 2001 16:53:42 -0800"
    )
    assert fact("accepted", header, site=site).value is accepted
    assert fact("client_is_ours", header, site=site).value is ours


def test_recipient_read_by_parts_is_inferred(fact, session):
    """Whose a recipient's domain is may be told, but where the recipient was read by parts, so is the fact."""
    text = session('メッセージ(ID=533)を "bob@example.net" に配信しました。')
    found = fact("recipients_are_local", text, site={"domains": ["example.com"]})
    assert (found.value, found.strength) == (False, "inferred")


def test_facts_about_a_shared_message(fact, stamped):
    """Facts of the client are unsure where the message may be another connection's; what was told of the message is not."""
    entry = ("TCP/IP 経由の SMTP 受信の接続を確立しました_", "発信元の DNS 名: “[{}]”", "実際の接続 IP アドレス:[{}]")
    lines = [line.format(client) for client in ("192.0.2.7", "198.51.100.4") for line in entry]
    text = stamped(*lines, PASSED)
    found = fact("client_is_ours", text)
    assert (found.unsure, found.shared) == (True, True)
    assert fact("connections_overlap", text).value is True
    assert not fact("client_is_ours", text, ["client_is_ours@2=yes"]).shared
    assert not fact("sender_is_null", text).unsure


@pytest.mark.parametrize(
    ("granted", "value", "evidence"),
    [(("192.0.2.9", "alice"), True, (1, 2, 3)), (("192.0.2.9", "alice@example.com"), True, (1, 2, 3)), (("192.0.2.9", "bob"), False, ())],
)
def test_login_granted_after_failures(known, stamped, granted, value, evidence):
    """The same log-in, refused and then granted, is seen with all its lines."""
    client, login = granted
    everything = known(stamped(LOGIN_FAILED, LOGIN_FAILED, f'POP: ユーザ "{login}" が [{client}] からログインしました。'))
    found = GROUP_FACTS["login_granted_after_failures"](everything.transactions, everything)
    assert (found.value, found.evidence) == (value, evidence)
