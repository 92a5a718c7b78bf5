"""A name server for the lab's whole world: names, mail servers, addresses backwards, and a block list."""

from __future__ import annotations

import ipaddress
import socket
import struct
import threading

from tests.lab import cast
from tests.lab.network import inside

_TYPES = {1: "A", 2: "NS", 12: "PTR", 15: "MX", 16: "TXT", 28: "AAAA"}
_NO_ERROR, _SERVER_FAILURE, _NO_SUCH_NAME = 0, 2, 3


class Zone:
    """Answers for every name there is (RFC 1035).

    Attributes:
        records: values by name and type.
        under: for a suffix the address and the text with which any name below it is answered.
        broken: suffixes for which the server fails.
    """

    def __init__(self) -> None:
        self.records: dict[tuple[str, str], list[bytes]] = {}
        self.under: dict[str, tuple[str, str]] = {}
        self.broken: set[str] = set()
        with inside("dns"):
            self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            self._socket.bind((cast.DNS, 53))
        threading.Thread(target=self._serve, daemon=True).start()

    def fill(self) -> None:
        """Forget everything and take in the cast."""
        self.records.clear()
        self.under.clear()
        self.broken.clear()
        self.host(cast.HOST, cast.ADDRESS)
        self.host(cast.HOST, cast.ADDRESS_6)
        self.mail(cast.DOMAIN, cast.HOST)
        self.add(cast.DOMAIN, "A", _address(cast.ADDRESS))
        for domain, (host, address) in cast.FOREIGN.items():
            self.host(host, address)
            self.mail(domain, host)
        self.mail(cast.BACKUP_DOMAIN, cast.FOREIGN[cast.DOMAINS[-1]][0])
        self.mail(cast.BACKUP_DOMAIN, cast.HOST, preference=20)
        for place in cast.PLACES.values():
            if place.forged:
                self.backwards(place.address, place.name)
            elif place.name:
                self.host(place.name, place.address)
        self.backwards(cast.LAN_ADDRESS, cast.HOST)

    def add(self, name: str, kind: str, value: bytes) -> None:
        """Add a record."""
        self.records.setdefault((name.lower(), kind), []).append(value)

    def mail(self, domain: str, host: str, preference: int = 10) -> None:
        """Name the mail server of a domain."""
        self.add(domain, "MX", struct.pack("!H", preference) + _labels(host))

    def host(self, name: str, address: str) -> None:
        """Name a machine, forwards and backwards."""
        self.add(name, "AAAA" if ":" in address else "A", _address(address))
        self.backwards(address, name)

    def backwards(self, address: str, name: str) -> None:
        """Say which name an address has."""
        self.add(ipaddress.ip_address(address).reverse_pointer, "PTR", _labels(name))

    def list_address(self, address: str) -> None:
        """Put an address on the block list."""
        name = f"{_reversed(address)}.{cast.BLOCK_LIST}"
        self.add(name, "A", _address("127.0.0.2"))
        self.add(name, "TXT", _text(f"Listed, see https://dnsbl.example/?ip={address}"))

    def _serve(self) -> None:
        while True:
            query, peer = self._socket.recvfrom(2048)
            try:
                self._socket.sendto(self._answer(query), peer)
            except (IndexError, struct.error, UnicodeError, OSError):
                continue  # what cannot be read or answered is as if it were lost

    def _answer(self, query: bytes) -> bytes:
        number, flags = struct.unpack("!HH", query[:4])
        parts, at = [], 12
        while query[at]:
            parts.append(query[at + 1 : at + 1 + query[at]].decode("ascii").lower())
            at += 1 + query[at]
        asked = struct.unpack("!H", query[at + 1 : at + 3])[0]
        code, found = self._look_up(".".join(parts), _TYPES.get(asked, ""))
        body = b"".join(b"\xc0\x0c" + struct.pack("!HHIH", asked, 1, 300, len(value)) + value for value in found)
        return struct.pack("!HHHHHH", number, 0x8580 | (flags & 0x0100) | code, 1, len(found), 0, 0) + query[12 : at + 5] + body

    def _look_up(self, name: str, kind: str) -> tuple[int, list[bytes]]:
        """Return the reply code and the records of a name."""
        if any(f".{name}".endswith(f".{suffix}") for suffix in self.broken):
            return _SERVER_FAILURE, []
        found = self.records.get((name, kind), [])
        for suffix, (address, text) in self.under.items():
            if name.endswith(f".{suffix}") and not found and kind in ("A", "TXT"):
                found = [_address(address) if kind == "A" else _text(text)]
        below = [other for other, _ in list(self.records) if f".{other}".endswith(f".{name}")]
        known = found or below or any(name.endswith(suffix) for suffix in self.under)
        return (_NO_ERROR if known else _NO_SUCH_NAME), found


def _labels(name: str) -> bytes:
    return b"".join(bytes([len(part)]) + part.encode() for part in name.strip(".").split(".") if part) + b"\0"


def _address(address: str) -> bytes:
    return ipaddress.ip_address(address).packed


def _text(text: str) -> bytes:
    return bytes([len(text)]) + text.encode()


def _reversed(address: str) -> str:
    return ".".join(reversed(address.split(".")))
