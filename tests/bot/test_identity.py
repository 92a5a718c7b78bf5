"""Tests that names are compared as people mean them, masks included."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.identity import (
    Sameness,
    canonical,
    domain_of,
    is_loopback,
    is_masked,
    is_private,
    is_shared,
    is_under,
    likeness,
    looks_like_gateway,
    parse_ip,
    parse_network,
    sameness,
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("<Alice@Example.COM>", "alice@example.com"),
        ("[192.0.2.7]", "192.0.2.7"),
        ("mail.example.com.", "mail.example.com"),
        (' "example.com" ', "example.com"),
        ("", ""),
        ("<>", ""),
    ],
)
def test_canonical(name, expected):
    """Brackets, capitals and the root's dot make no difference."""
    assert canonical(name) == expected


@pytest.mark.parametrize(
    "name",
    [
        "111.111.111.111",
        "aaa.aaa.aaa.aaa",
        "xxx.xxx.xxx.xxx",
        "x.x.x.x",
        "192.0.2.x",
        "192.0.2.*",
        "192.0.xx.xx",
        "999.999.999.999",
        "f1.******.ne.jp",
        "*****@f1.*******.ne.jp",
        "●●●@example.co.jp",
        "＊＊＊.example.com",
        "1111111111.co.jp",
        "xxxx@example.com",
        "mail.xxxxx.com",
        "mail.----.com",
        "___@example.com",
        "user@[redacted]",
        "<hidden>",
        "伏せ字.jp",
        "user…@example.com",
    ],
)
def test_masks(name):
    """Stars, crosses, repeated letters and digits, lines, and words for it are masks."""
    assert is_masked(name)


@pytest.mark.parametrize(
    "name",
    [
        "192.0.2.7",
        "2001:db8::1",
        "alice@example.com",
        "www.example.com",
        "mx1.example.co.jp",
        "foo-bar.example.com",
        "unmasked.example.com",
        "a.example",
        "",
        "<>",
    ],
)
def test_no_masks(name):
    """An ordinary name is none."""
    assert not is_masked(name)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("f1.******.ne.jp", "f1.******.ne.jp", Sameness.SAME),
        ("f1.******.ne.jp", "f1.*******.ne.jp", Sameness.PROBABLE),
        ("f1.******.ne.jp", "f2.******.ne.jp", Sameness.DIFFERENT),
        ("f1.******.ne.jp", "f1.example.ne.jp", Sameness.DIFFERENT),
        ("aaa.example.com", "aaaa.example.com", Sameness.PROBABLE),
        ("aaa.example.com", "bbb.example.com", Sameness.DIFFERENT),
        ("111111.example.com", "1111111111.example.com", Sameness.PROBABLE),
        ("xxx@example.com", "xxxxx@example.com", Sameness.PROBABLE),
        ("xxx@example.com", "xxx@example.net", Sameness.DIFFERENT),
        ("mail.--.com", "mail.----.com", Sameness.PROBABLE),
        ("<Alice@Example.com>", "alice@example.com.", Sameness.SAME),
        ("alice@example.com", "bob@example.com", Sameness.DIFFERENT),
        ("111.111.111.111", "[111.111.111.111]", Sameness.SAME),
        ("111.111.111.111", "222.222.222.222", Sameness.DIFFERENT),
        ("2001:db8::1", "2001:0db8:0:0:0:0:0:1", Sameness.SAME),
        ("::ffff:192.0.2.7", "192.0.2.7", Sameness.SAME),
        ("192.0.2.7", "mail.example.com", Sameness.DIFFERENT),
        ("192.0.2.*", "192.0.2.7", Sameness.DIFFERENT),
    ],
)
def test_sameness(one, other, expected):
    """Equal text is the same; a mask of another length is probably the same; other visible parts are not."""
    assert sameness(one, other) is expected
    assert sameness(other, one) is expected


@pytest.mark.parametrize(
    ("sender", "domain"),
    [
        ("<alice@example.com>", "example.com"),
        ("example.com.", "example.com"),
        ("<>", None),
        ("", None),
        ("alice@", None),
        ("@a.example,@b.example:c@d.example", "d.example"),
    ],
)
def test_domain_of(sender, domain):
    """The domain follows the last at sign; the null sender has none."""
    assert domain_of(sender) == domain


@pytest.mark.parametrize(
    ("name", "domain", "under"),
    [
        ("mail.example.com", "example.com", True),
        ("Mail.Example.com.", "EXAMPLE.com", True),
        ("example.com", "example.com", False),
        ("badexample.com", "example.com", False),
        ("mail.example.com", "", False),
    ],
)
def test_is_under(name, domain, under):
    """A host lies below a domain where a dot stands between them."""
    assert is_under(name, domain) is under


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("[192.0.2.7]", "192.0.2.7"),
        ("[IPv6:2001:db8::1]", "2001:db8::1"),
        ("ipv6:::1", "::1"),
        ("IPV6:2001:DB8::1", "2001:db8::1"),
        ("::ffff:10.0.0.7", "10.0.0.7"),
    ],
)
def test_parse_ip(text, address):
    """Addresses are read in brackets, as SMTP literals, and as a server on IPv6 writes IPv4."""
    assert parse_ip(text) == ipaddress.ip_address(address)


@pytest.mark.parametrize("text", ["", "aaa.aaa.aaa.aaa", "192.0.2", "999.0.2.7", "example.com", "192.0.2.7:25"])
def test_parse_no_ip(text):
    """What is no address is None and does not raise."""
    assert parse_ip(text) is None


@pytest.mark.parametrize(
    ("text", "network"),
    [("192.0.2.7/24", "192.0.2.0/24"), ("192.0.2.7", "192.0.2.7/32"), ("2001:db8::/32", "2001:db8::/32"), ("x/24", None)],
)
def test_parse_network(text, network):
    """A network may be written by any of its addresses."""
    assert parse_network(text) == (network and ipaddress.ip_network(network))


@pytest.mark.parametrize(
    ("text", "private"),
    [
        *(
            (text, True)
            for text in (
                "10.1.2.3",
                "172.31.0.1",
                "192.168.0.9",
                "127.0.0.1",
                "169.254.1.1",
                "100.64.0.1",
                "::1",
                "fe80::1",
                "fd00::1",
                "::ffff:10.0.0.7",
            )
        ),
        *(
            (text, False)
            for text in ("192.0.2.7", "198.51.100.4", "203.0.113.5", "172.32.0.1", "2001:db8::1", "111.111.111.111", "::ffff:192.0.2.7")
        ),
    ],
)
def test_private(text, private):
    """Private is what nobody else can reach; the documentation ranges stand for public addresses."""
    address = parse_ip(text)
    assert address is not None
    assert is_private(address) is private


@pytest.mark.parametrize(
    ("text", "gateway"),
    [
        ("172.17.0.1", True),
        ("10.88.0.1", True),
        ("192.168.1.254", True),
        ("192.168.1.7", False),
        ("192.0.2.1", False),
        ("127.0.0.1", False),
        ("fd00::1", False),
    ],
)
def test_gateway(text, gateway):
    """Strangers may stand behind the .1 and the .254 of a private network."""
    address = parse_ip(text)
    assert address is not None
    assert looks_like_gateway(address) is gateway
    assert is_loopback(address) is (text == "127.0.0.1")


NAMES = st.text() | st.from_regex(r"[a-z*x1.@-]{0,20}", fullmatch=True)


@given(NAMES, NAMES)
def test_sameness_is_even_handed(one, other):
    """No two names make it raise, each is the same as itself, and the order makes no difference."""
    assert sameness(one, one) is Sameness.SAME
    assert sameness(one, other) is sameness(other, one)
    assert isinstance(is_masked(one), bool)


@given(st.integers(1, 40), st.integers(1, 40))
def test_length_of_a_mask_is_forgotten(short, long):
    """However many stars were typed, the name is probably the same."""
    assert sameness(f"a.{'*' * short}.example", f"a.{'*' * long}.example") >= Sameness.PROBABLE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("192.0.2.7", "[192.0.2.7]"),
        ("192.0.2.7", "::ffff:192.0.2.7"),
        ("f1.***.ne.jp", "F1.*****.ne.jp."),
        ("a.example", "b.example"),
        ("", "x"),
    ],
)
def test_likeness_is_shared_by_what_is_the_same(one, other):
    """Two names have one key exactly if they are not told apart."""
    assert (likeness(one) == likeness(other)) is bool(sameness(one, other))


def test_shared_addresses_are_the_carriers():
    """Only the carriers' range is shared; the other private ones are somebody's own."""
    assert [is_shared(parse_ip(text)) for text in ("100.64.0.9", "10.1.2.3", "fe80::1")] == [True, False, False]
