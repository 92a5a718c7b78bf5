"""Pseudonyms for IP addresses: private ones stay in their range, public ones become those that are reserved for documentation.

Networks stay together: addresses of one /24 (of one /64 in IPv6) are of one afterwards. The first and the last host of a private network
keep their places, since routers and container bridges are commonly there, and a diagnosis looks for them.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Hashable

from bot.identity import is_private

_DOCUMENTATION = ((192, 0, 2), (198, 51, 100), (203, 0, 113))  # RFC 5737
_BENCHMARKS = 512  # networks of 198.18.0.0/15 (RFC 2544), for what the three have no room for
_EDGES = (0, 1, 254, 255)


class Order:
    """Numbers things of each kind in the order in which they first come up."""

    def __init__(self) -> None:
        self._places: dict[Hashable, dict[Hashable, int]] = {}

    def of(self, kind: Hashable, thing: Hashable) -> int:
        """Return the place of a thing among those of its kind, from 0."""
        places = self._places.setdefault(kind, {})
        return places.setdefault(thing, len(places))


def ipv4_pseudonym(address: ipaddress.IPv4Address, order: Order) -> str:
    """Return the pseudonym of an IPv4 address; loopback, unspecified, broadcast and masks of four equal octets stay."""
    octets = tuple(address.packed)
    if address.is_loopback or len(set(octets)) == 1:
        return str(address)
    if is_private(address):
        return ".".join(map(str, (*_private_network(octets, order), _private_host(octets, order))))
    host = 0 if octets[3] == 0 else 1 + order.of(octets[:3], octets[3])
    return ".".join(map(str, (*_public_network(order.of("public", octets[:3])), host)))


def _private_network(octets: tuple[int, ...], order: Order) -> tuple[int, ...]:
    """Return the first three octets, each numbered within what stands before it, so that wider networks stay together too."""
    first, second, third = octets[:3]
    if first == 10:
        second = order.of("10", second)
    elif first == 172:
        second = 16 + order.of("172", second)
    elif first == 100:
        second = 64 + order.of("100", second)
    return first, second, order.of(octets[:2], third)


def _private_host(octets: tuple[int, ...], order: Order) -> int:
    return octets[3] if octets[3] in _EDGES else 2 + order.of(octets[:3], octets[3])


def _public_network(place: int) -> tuple[int, int, int]:
    if place < len(_DOCUMENTATION):
        return _DOCUMENTATION[place]
    place -= len(_DOCUMENTATION)
    if place < _BENCHMARKS:
        return 198, 18 + (place >> 8), place & 255
    place -= _BENCHMARKS
    return 240 + (place >> 16 & 15), place >> 8 & 255, place & 255


def ipv6_pseudonym(address: ipaddress.IPv6Address, order: Order) -> str:
    """Return the pseudonym of an IPv6 address; ``::`` and ``::1`` stay, and an IPv4 address within stays one."""
    if address.ipv4_mapped is not None:
        return f"::ffff:{ipv4_pseudonym(address.ipv4_mapped, order)}"
    if int(address) < 2:
        return str(address)
    network, rest = int(address) >> 64, int(address) & (1 << 64) - 1
    kind = next((name for name, start in (("fe80::", 0xFE80), ("fd00::", 0xFC00)) if _begins(address, start)), "2001:db8::")
    host = rest and 1 + order.of(network, rest)
    base = int(ipaddress.IPv6Address(kind)) | (order.of(kind, network) << 64) | host
    return str(ipaddress.IPv6Address(base))


def _begins(address: ipaddress.IPv6Address, start: int) -> bool:
    """Tell whether an address is link-local (RFC 4291, fe80::/10) or unique local (RFC 4193, fc00::/7)."""
    head = address.packed[0] << 8 | address.packed[1]
    return head & 0xFFC0 == start if start == 0xFE80 else head & 0xFE00 == start


def masked_ip_pseudonym(text: str, order: Order) -> str:
    """Return a partly masked IPv4 address with the octets that can be seen made one number; private ones stay, the mask as it is."""
    octets = text.split(".")
    if re.match(r"10\.|127\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.", text):
        return text
    place = iter((1 + order.of("masked", text), 0, 0, 0))
    return ".".join(str(next(place)) if octet.isdigit() else octet for octet in octets)
