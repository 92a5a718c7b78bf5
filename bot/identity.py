"""Names as they stand in a paste: addresses, domains, IPs, and the masks that people put over them.

A mask is an identity too. Equal text is the same; where the visible parts agree and only the length of a masked run differs, two
names are probably the same, since people type masks by hand; where the visible parts differ they are different. What a masked name
belongs to is unknown.
"""

from __future__ import annotations

import ipaddress
import re
from enum import IntEnum
from functools import lru_cache

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# RFC 1918, RFC 1122 loopback, RFC 3927 and RFC 4291 link-local, RFC 4193 unique local, RFC 6598 shared. Not ``is_private``: Python
# counts the documentation ranges (RFC 5737) among the private ones, and they stand for public addresses in every sample.
_PRIVATE: tuple[Network, ...] = tuple(
    ipaddress.ip_network(text)
    for text in (
        "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "169.254.0.0/16", "100.64.0.0/10",
        "::1/128", "fe80::/10", "fc00::/7",
    )
)  # fmt: skip
_SHARED = ipaddress.IPv4Network("100.64.0.0/10")
MASK_SIGNS = "*＊●○◯■□◆◇★☆×✕✖•・…?？#＃"
"""Signs that people put over what they do not want to show; none of them means anything between the brackets of a pattern."""
_STAR_RUN = re.compile(f"[{MASK_SIGNS}]+")
_X_RUN = re.compile(r"x{3,}|(?<![^.@])xx(?![^.@])")
_SAME_LETTER_LABEL = re.compile(r"(?<![^.@])([a-vyz])\1{2,}(?![^.@])")  # www and xxx aside
_SAME_DIGIT_LABEL = re.compile(r"(?<![^.@])([0-9])\1{5,}(?![^.@])")
_LETTERS_FOR_OCTETS = re.compile(r"(?:\d{1,3}|[a-z]{1,3})(?:\.(?:\d{1,3}|[a-z])){3}")
_LINE_LABEL = re.compile(r"(?<![^.@])[-_]{2,}(?![^.@])")
_MASK_WORD = re.compile(r"(?<![a-z])(?:masked|redacted|hidden|removed)(?![a-z])|伏せ字|伏字")

_IPV6_TAG = re.compile(r"^ipv6:", re.IGNORECASE)


class Sameness(IntEnum):
    """How sure it is that two names mean the same."""

    DIFFERENT = 0
    PROBABLE = 1
    SAME = 2


@lru_cache(maxsize=4096)
def canonical(name: str) -> str:
    """Return a name in the form it is compared in: small letters, no brackets around it, no dot at its end."""
    return name.strip().strip("[]<>\"'").rstrip(".").casefold()


def _skeleton(name: str) -> str:
    """Return the canonical name with each masked run made one sign, so that only its length is forgotten."""
    text = _STAR_RUN.sub("\0", name)
    text = _SAME_LETTER_LABEL.sub("\0\\1", text)
    text = _SAME_DIGIT_LABEL.sub("\0\\1", text)
    text = _LINE_LABEL.sub("\0-", text)
    return _X_RUN.sub("\0x", text)


@lru_cache(maxsize=4096)
def is_masked(name: str) -> bool:
    """Tell whether a person seems to have put a mask over ``name``.

    Four equal octets (``111.111.111.111``) are taken for a mask although they are a valid address.
    """
    text = canonical(name)
    address = parse_ip(text)
    if address is not None:
        return isinstance(address, ipaddress.IPv4Address) and len(set(text.split("."))) == 1
    return "\0" in _skeleton(text) or bool(_MASK_WORD.search(text) or _LETTERS_FOR_OCTETS.fullmatch(text))


@lru_cache(maxsize=4096)
def sameness(one: str, other: str) -> Sameness:
    """Compare two names (addresses, domains or IPs) as written; see the module's docstring for how masks count."""
    a, b = canonical(one), canonical(other)
    if a == b:
        return Sameness.SAME
    ip_a, ip_b = parse_ip(a), parse_ip(b)
    if ip_a is not None or ip_b is not None:
        return Sameness.SAME if ip_a == ip_b else Sameness.DIFFERENT
    shape = _skeleton(a)
    return Sameness.PROBABLE if "\0" in shape and shape == _skeleton(b) else Sameness.DIFFERENT


@lru_cache(maxsize=4096)
def likeness(name: str) -> str:
    """Return a key that two names share exactly if ``sameness`` does not tell them apart, so that like ones are found without a search."""
    text = canonical(name)
    ip = parse_ip(text)
    return str(ip) if ip is not None else _skeleton(text)


_SRS = re.compile(
    r"SRS(?:0[=+-]|1[=+-][^=@]{1,64}=[^=@]{1,255}=[=+-])[^=@]{1,64}=[^=@]{1,8}=(?P<domain>[^=@]{1,255})=[^@]{1,255}@[^@]{1,255}$",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def domain_of(sender: str) -> str | None:
    """Return the domain of an envelope address, or the whole of a sender that is only a domain; None for the null sender.

    One that a forwarder rewrote (SRS, libsrs2 and postsrsd: ``SRS0=hash=day=domain=user@forwarder``) has the domain it came from.
    """
    name = sender.strip().strip("<>").strip()
    rewritten = _SRS.match(name)
    if rewritten:
        return rewritten["domain"].rstrip(".") or None
    domain = name.rpartition("@")[2].rstrip(".")
    return domain or None


@lru_cache(maxsize=4096)
def is_under(name: str, domain: str) -> bool:
    """Tell whether a host name lies below ``domain`` (``mail.example.com`` below ``example.com``), as text."""
    return canonical(name).endswith("." + canonical(domain))


@lru_cache(maxsize=4096)
def parse_ip(text: str) -> Address | None:
    """Return the IP address that ``text`` is, or None.

    ``IPv6:`` may stand before it, as in SMTP address literals (RFC 5321); an IPv4 address that a server listening on IPv6 writes
    as ``::ffff:192.0.2.7`` is the IPv4 address that it is.
    """
    try:
        address = ipaddress.ip_address(_IPV6_TAG.sub("", text.strip().strip("[]")))
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


@lru_cache(maxsize=4096)
def parse_network(text: str) -> Network | None:
    """Return the network or single address that ``text`` is, or None."""
    try:
        return ipaddress.ip_network(text.strip().strip("[]"), strict=False)
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def is_private(address: Address) -> bool:
    """Tell whether an address can only be used within somebody's own network."""
    return any(address in network for network in _PRIVATE if network.version == address.version)


def is_shared(address: Address) -> bool:
    """Tell whether an address is one of those that carriers put their customers behind (RFC 6598), so that strangers share it."""
    return address.version == 4 and address in _SHARED


def is_loopback(address: Address) -> bool:
    """Tell whether an address is the host itself."""
    return address.is_loopback


def looks_like_gateway(address: Address) -> bool:
    """Tell whether a private address is one that routers and container bridges use, so that strangers may stand behind it.

    The first host of 172.16.0.0/12 is how Docker numbers its bridges, 10.88.0.1 is Podman's default and 192.168.65.1 Docker
    Desktop's; .1 and .254 are what routers are commonly given (inferred).
    """
    if not isinstance(address, ipaddress.IPv4Address) or not is_private(address) or address.is_loopback:
        return False
    return address.packed[3] in (1, 254)


def is_container_bridge(address: Address) -> bool:
    """Tell whether an address is a container host's own end of a bridge: Docker's, Podman's and Docker Desktop's defaults."""
    if not isinstance(address, ipaddress.IPv4Address) or address.packed[3] != 1:
        return False
    docker = address.packed[0] == 172 and 17 <= address.packed[1] <= 31
    return docker or str(address) in ("10.88.0.1", "192.168.65.1")
