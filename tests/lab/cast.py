"""The names and addresses of the lab: us, the servers that we write to, and everybody who connects to us.

All of them are reserved for documentation (RFC 2606, RFC 3849, RFC 5737); our own network and the container host's are private (RFC 1918).
"""

from __future__ import annotations

from dataclasses import dataclass

DOMAIN = "example.com"
HOST = "mail.example.com"
ADDRESS = "192.0.2.25"
ADDRESS_6 = "2001:db8:25::25"
LAN = "10.20.30.0/24"
LAN_ADDRESS = "10.20.30.2"
GATEWAY_NETWORK = "172.22.0.0/16"
GATEWAY = "172.22.1.1"
DNS = "203.0.113.53"
USERS = ("info", "tanaka", "sato", "yamada")
"""Local parts that exist; the first is the address that everybody writes to."""
PASSWORD = "Kirschbaum-91"
BACKUP_DOMAIN = "hanami.example"
"""A domain that we are the second MX of; its first is the last of the foreign servers."""
BLOCK_LIST = "dnsbl.example"
FOREIGN = {
    "example.net": ("mx.example.net", "198.51.100.20"),
    "example.org": ("mx.example.org", "198.51.100.33"),
    "books.example": ("mx1.books.example", "203.0.113.140"),
    "toys.example": ("smtp.toys.example", "203.0.113.150"),
}
"""For each foreign domain the name and the address of its mail server."""
DOMAINS = tuple(FOREIGN)


@dataclass(frozen=True, slots=True)
class Place:
    """A machine that connects to us: its network, its address, and the name that its address leads to.

    A name that does not lead back to the address is ``forged``.
    """

    network: str
    address: str
    name: str = ""
    forged: bool = False


PLACES = {
    "partner": Place("net1", "198.51.100.71", "out.example.net"),
    "office": Place("net1", "198.51.100.75", "relay.example.org"),
    "shop": Place("net1", "198.51.100.72"),
    "hosting": Place("net2", "203.0.113.17"),
    "hosting2": Place("net2", "203.0.113.18"),
    "dialup": Place("net3", "192.0.2.130", "p130.dsl.isp.example"),
    "dialup2": Place("net3", "192.0.2.131", "p131.dsl.isp.example"),
    "cloud": Place("net4", "198.51.100.201"),
    "cloud2": Place("net4", "198.51.100.202", "host202.cloud.example", forged=True),
    "cable": Place("net5", "203.0.113.99", "static99.cable.example"),
    "cable2": Place("net5", "203.0.113.98"),
    "scanner": Place("net6", "192.0.2.222"),
    "scanner2": Place("net6", "192.0.2.223", "probe.test"),
    "modern": Place("net7", "2001:db8:71::71", "six.example.net"),
    "modern2": Place("net7", "2001:db8:17:6::b00c"),
    "front": Place("lan", "10.20.30.5", "front.example.com"),
    "edge": Place("edge", "192.0.2.26", "edge.example.com"),
    "pc": Place("lan", "10.20.30.31", "pc1.example.com"),
    "pc2": Place("lan", "10.20.30.44", "pc2.example.com"),
}


def ours(place: Place) -> str:
    """Return the address at which a place reaches us."""
    if place.network == "lan":
        return LAN_ADDRESS
    return ADDRESS_6 if ":" in place.address else ADDRESS


def us(user: int = 0) -> str:
    """Return the address of one of our people."""
    return f"{USERS[user]}@{DOMAIN}"


def them(local: str, domain: int = 0) -> str:
    """Return an address of a foreign domain."""
    return f"{local}@{DOMAINS[domain]}"
