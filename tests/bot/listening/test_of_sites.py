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
    ],
)
def test_names_and_version(library, text, names, version):
    """A name counts beside the words that say whose it is, and no farther away."""
    heard = [hear_of_site(clause, library.told) for clause in clauses_of(text)]
    assert {key: found for told, _ in heard for key, found in told.items()} == names
    assert next((said for _, said in heard if said), None) == version
