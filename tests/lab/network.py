"""The lab's network: namespaces on one bridge that lives in a namespace of its own, so nothing can leave this machine.

A thread enters a namespace with `inside`; a socket belongs to the namespace it was made in, so clients, name server and foreign mail
servers live in one process.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import subprocess
import threading
from collections.abc import Iterator

from tests.lab import cast

_PREFIX = os.environ.get("RELAYDOC_LAB_PREFIX", "relaydoc-")
_LIBC = ctypes.CDLL(None, use_errno=True)
_NEW_NETWORK = 0x40000000  # CLONE_NEWNET


def name_of(network: str) -> str:
    """Return what a network is called on this machine; labs with other prefixes may run beside."""
    return _PREFIX + network


def _ip(*argv: str) -> str:
    return subprocess.run(["ip", *argv], check=True, capture_output=True, text=True).stdout


def up() -> None:
    """Make all networks of the cast; those left from before are taken away."""
    down()
    wanted: dict[str, list[str]] = {"mx": [cast.ADDRESS, cast.LAN_ADDRESS, cast.ADDRESS_6], "dns": [cast.DNS]}
    wanted["foreign"] = [address for _, address in cast.FOREIGN.values()]
    for place in cast.PLACES.values():
        wanted.setdefault(place.network, []).append(place.address)
    _ip("netns", "add", name_of("wire"))
    _ip("-n", name_of("wire"), "link", "add", "br0", "type", "bridge")
    _ip("-n", name_of("wire"), "link", "set", "br0", "up")
    for network, addresses in wanted.items():
        _plug_in(network, addresses)
    # A container host's bridge with nothing behind it: what its proxy passes on comes from there.
    _ip("-n", name_of("mx"), "link", "add", "docker0", "type", "bridge")
    _ip("-n", name_of("mx"), "addr", "add", f"{cast.GATEWAY}/32", "dev", "docker0")
    _ip("-n", name_of("mx"), "link", "set", "docker0", "up")
    _ip("-n", name_of("mx"), "route", "add", cast.LAN, "dev", "eth0", "src", cast.LAN_ADDRESS)


def _plug_in(network: str, addresses: list[str]) -> None:
    """Make one network with its addresses and put it on the bridge."""
    name = name_of(network)
    _ip("netns", "add", name)
    off = "0" if any(":" in address for address in addresses) else "1"
    subprocess.run(["ip", "netns", "exec", name, "sh", "-c", f"echo {off} > /proc/sys/net/ipv6/conf/all/disable_ipv6"], check=True)
    _ip("-n", name, "link", "set", "lo", "up")
    _ip("-n", name, "link", "add", "eth0", "type", "veth", "peer", "name", f"v-{network}", "netns", name_of("wire"))
    _ip("-n", name_of("wire"), "link", "set", f"v-{network}", "master", "br0", "up")
    for address in addresses:
        alone = [f"{address}/128", "nodad"] if ":" in address else [f"{address}/32"]
        _ip("-n", name, "addr", "add", *alone, "dev", "eth0")
    _ip("-n", name, "link", "set", "eth0", "up")
    for kind in ("-4", "-6"):
        first = next((address for address in addresses if (":" in address) == (kind == "-6")), None)
        if first is not None:
            _ip(kind, "-n", name, "route", "add", "default", "dev", "eth0", "src", first)


def down() -> None:
    """Take away every network of this lab, and with them their links."""
    for line in _ip("netns", "list").splitlines():
        name = line.split(" ")[0]
        if name.startswith(_PREFIX):
            _ip("netns", "del", name)


@contextlib.contextmanager
def inside(network: str) -> Iterator[None]:
    """Keep this thread in a network; sockets made there stay there."""
    home = os.open(f"/proc/self/task/{threading.get_native_id()}/ns/net", os.O_RDONLY)
    there = os.open(f"/run/netns/{name_of(network)}", os.O_RDONLY)
    try:
        if _LIBC.setns(there, _NEW_NETWORK):
            raise OSError(ctypes.get_errno(), f"cannot enter the network {network}")
        yield
    finally:
        _LIBC.setns(home, _NEW_NETWORK)
        os.close(there)
        os.close(home)
