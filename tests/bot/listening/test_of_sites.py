"""What a clause tells of the site."""

import pytest

from bot.listening.clauses import clauses_of
from bot.listening.of_sites import hear_of_site


@pytest.mark.parametrize(
    ("text", "names", "version"),
    [
        ("Our domain is example.com", {"domains": ("example.com",)}, None),
        ("うちのドメインは example.co.jp です", {"domains": ("example.co.jp",)}, None),
        ("example.org is our second domain", {"domains": ("example.org",)}, None),
        ("example.org もうちのドメインです", {"domains": ("example.org",)}, None),
        ("our IPs are 192.0.2.0/28", {"networks": ("192.0.2.0/28",)}, None),
        ("behind docker, all clients are 172.18.0.1", {"gateways": ("172.18.0.1",)}, None),
        ("We run ASIP 6.3", {}, "6.3"),
        ("we are no backup for example.org", {}, None),
        ("we are tired", {}, None),
        ("somebody at example.net wrote that this is our domain", {}, None),
        ("ann@example.org is our domain", {}, None),
        ("example.org is not our domain", {}, None),
        ("example.com や example.org はうちのドメインではありません", {}, None),
        ("example.org はうちのドメインじゃないです", {}, None),
        ("We only have the domain example.com", {"domains": ("example.com",)}, None),
        ("we have only one domain, example.com", {}, None),
        ("our only domain is example.com, nothing else", {"domains": ("example.com",)}, None),
        ("Mail for example.com is all we handle", {"domains": ("example.com",)}, None),
        ("we only handle mail for example.com and example.org", {"domains": ("example.com",)}, None),
        ("example.com is the only domain we have", {"domains": ("example.com",)}, None),
        ("うちは example.jp のメールしか扱っていません", {"domains": ("example.jp",)}, None),
        ("example.jp は私が自分で持っているドメインです", {"domains": ("example.jp",)}, None),
        ("ドメインは example.jp だけです", {"domains": ("example.jp",)}, None),
        ("our only domain is not example.org", {}, None),
        ("example.com isn't our only domain", {}, None),
        ("our domain isn't example.org", {}, None),
        ("うちのドメインは example.org ではありません", {}, None),
        ("ドメインは example.org じゃないです", {}, None),
        ("we handle mail for our friends at example.org", {}, None),
        ("the only domain we have trouble with is example.org", {}, None),
        ("we only have trouble with mail for example.org", {}, None),
        ("example.org からのメールしか来ません", {}, None),
        ("example.org のメールだけが届きません", {}, None),
    ],
)
def test_names_and_version(library, text, names, version):
    """A name counts beside the words that say whose it is, and no farther away."""
    heard = [hear_of_site(clause, library.told) for clause in clauses_of(text)]
    assert {key: found for told, _ in heard for key, found in told.items()} == names
    assert next((said for _, said in heard if said), None) == version
