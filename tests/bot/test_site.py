"""What a site file says of domains, networks, gateways and users, masked or not, and what it may not say."""

import pytest

from bot.errors import SiteError
from bot.identity import Sameness
from bot.site import Site, read_site


@pytest.mark.parametrize(
    ("address", "held"),
    [
        ("192.0.2.7", Sameness.SAME),
        ("192.0.2.17", Sameness.DIFFERENT),
        ("198.51.100.9", Sameness.SAME),
        ("2001:db8::5", Sameness.SAME),
        ("IPv6:2001:db8::5", Sameness.SAME),
        ("aaa.aaa.aaa.aaa", Sameness.SAME),
        ("10.1.**.*", Sameness.PROBABLE),
        ("bbb.bbb.bbb.bbb", Sameness.DIFFERENT),
    ],
)
def test_networks_hold_addresses(address, held):
    """An address lies in a network of its own family; a masked one is compared as text."""
    site = Site(networks=("192.0.2.0/28", "198.51.100.9", "2001:db8::/32", "aaa.aaa.aaa.aaa", "10.1.*.***"))
    assert site.holds_address(address) is held


@pytest.mark.parametrize(
    ("domain", "held"),
    [
        ("example.co.jp", Sameness.SAME),
        ("EXAMPLE.co.jp.", Sameness.SAME),
        ("example.org", Sameness.SAME),
        ("f1.*****.ne.jp", Sameness.PROBABLE),
        ("mail.example.co.jp", Sameness.DIFFERENT),
        ("co.jp", Sameness.DIFFERENT),
    ],
)
def test_domains_are_held(domain, held):
    """A domain is ours if it is listed, or one of our users is in it; neither one below nor one above it is."""
    assert Site(domains=("example.co.jp", "f1.***.ne.jp"), users=("info@example.org",)).holds_domain(domain) is held


def test_gateways_are_known():
    """A gateway is the very address that is listed."""
    site = Site(gateways=("172.22.1.1",))
    assert site.is_gateway("[172.22.1.1]")
    assert not site.is_gateway("172.22.1.2")


def test_whole_file_is_read(tmp_path):
    """Single values stand for lists of one, and a version need not be quoted."""
    file = tmp_path / "site.yaml"
    file.write_text("domains: example.co.jp\nnetworks: [192.0.2.0/28, 10.0.0.0/8]\nversion: 6.3\nserver: asip\nlanguage: ja\n")
    assert read_site(file) == Site(
        domains=("example.co.jp",), networks=("192.0.2.0/28", "10.0.0.0/8"), version="6.3", server="asip", language="ja"
    )


def test_empty_file_knows_nothing(tmp_path):
    """An empty file is a site of which nothing is known."""
    file = tmp_path / "site.yaml"
    file.write_text("# nothing yet\n")
    assert read_site(file) == Site()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"domain: example.com\n", "domain: "),
        (b"domains: {a: b}\n", "domains"),
        (b"- example.com\n", "the file"),
        (b"domains: [\n", "is no YAML"),
        (b"domains: [\x82\xa0]\n", "is no YAML"),
        (b"version: 2026-13-45\n", "is no YAML"),
        (None, "cannot be read"),
    ],
)
def test_mistake_is_one_sentence(tmp_path, text, says):
    """A wrong file raises one sentence that names the file and what is wrong with it."""
    file = tmp_path / "site.yaml"
    if text is not None:
        file.write_bytes(text)
    with pytest.raises(SiteError) as raised:
        read_site(file)
    assert str(file) in str(raised.value)
    assert says in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("networks: [300.1.1.1/99]", "networks: 300.1.1.1/99 is no address"),
        ("networks: [300.1.1.1]", "networks: 300.1.1.1 is no address"),
        ("gateways: [router]", "gateways: router is no address"),
        ("version: banana", "version: banana is no version"),
    ],
)
def test_value_that_means_nothing_is_refused(tmp_path, line, says):
    """A network, gateway or version that cannot be one is told in one sentence, not passed over."""
    file = tmp_path / "site.yaml"
    file.write_text(line + "\n", encoding="utf-8")
    with pytest.raises(SiteError) as raised:
        read_site(file)
    assert says in str(raised.value)


def test_masks_and_versions_are_taken(tmp_path):
    """Masked addresses, and versions that begin with a number, are what a site may say."""
    file = tmp_path / "site.yaml"
    file.write_text("networks: [aaa.aaa.aaa.aaa, '10.1.*.***', 999.999.999.999, '2001:db8::/32']\nversion: 6.3\n", encoding="utf-8")
    assert len(read_site(file).networks) == 4
