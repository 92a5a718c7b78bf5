"""Pseudonyms for hosts, domains, mailboxes and accounts.

A domain becomes ``domain1.example``, what stands before it is replaced part by part, so that names which share an ending still do. Masks
that people put over names stay, with what can be seen beside them replaced, so that a masked name is one afterwards too.
"""

from __future__ import annotations

import ipaddress
import re

from bot.identity import parse_ip
from bot.library.schema import RedactionFile
from bot.redact.numbers import Order, ipv4_pseudonym, ipv6_pseudonym

MASKS = "*＊●○◯■□◆◇★☆×✕✖"
_MASKED_RUN = re.compile(rf"[{re.escape(MASKS)}]+|[xX]{{3,}}")
_MASKED_LABEL = re.compile(rf"[{re.escape(MASKS)}]+|x{{2,}}|([a-vyz])\1{{2,}}|([0-9])\2{{5,}}|[-_]{{2,}}|masked|redacted|hidden|removed")
_SPECIAL_LOCAL = re.compile(r"(srs[01]=|prvs=|btv1=|bounces?[+-=])(.+)", re.IGNORECASE)


class Names:
    """The pseudonyms of one text.

    Attributes:
        order: numbers names in the order in which they come up.
        accounts: accounts and hosts of one word that were replaced, as they stood.
    """

    def __init__(self, stays: RedactionFile) -> None:
        self.order = Order()
        self.accounts: set[str] = set()
        self._domains = {domain.casefold() for domain in stays.domains}
        self._labels = {label.casefold() for label in stays.labels}
        self._users = {user.casefold() for user in stays.users}
        self._second_levels = set(stays.second_levels)
        self._own = set(stays.own_suffixes)

    def user(self, name: str) -> str:
        """Return the pseudonym of an account, or of the part of a mailbox before the @."""
        special = _SPECIAL_LOCAL.fullmatch(name)
        if special:
            return special[1] + self.user(special[2])
        if name.casefold() in self._users or not any(sign.isalnum() for sign in name) or _MASKED_LABEL.fullmatch(name.casefold()):
            return name
        self.accounts.add(name)
        return self._pieces("user", name)

    def mailbox(self, text: str) -> str:
        """Return the pseudonym of a mail address; that of a domain literal holds that of its IP address."""
        local, _, domain = text.rpartition("@")
        return f"{self.user(local) if local else ''}@{self.host(domain) if domain else ''}"

    def message(self, text: str) -> str:
        """Return the pseudonym of a message id."""
        local, at, domain = text.rpartition("@")
        return f"message{1 + self.order.of('message', local)}{at}{self.host(domain)}" if at else self._pieces("message", text)

    def machine(self, name: str) -> str:
        """Return the pseudonym of what a machine calls itself: an IP address, a host, or one word."""
        if "." not in name and ":" not in name and not self._stays(name):
            self.accounts.add(name)
        return self.host(name)

    def host(self, text: str) -> str:
        """Return the pseudonym of a host, a domain or an IP address, with or without brackets."""
        if text.startswith("[") and text.endswith("]"):
            tag = text[1:6] if text[1:6].casefold() == "ipv6:" else ""
            return f"[{tag}{self.host(text[1 + len(tag) : -1])}]"
        address = parse_ip(text) if "[" not in text else None
        if address is not None:
            return self.ip(text)
        name = text.rstrip(".")
        labels = name.split(".")
        kept = next((i for i in range(len(labels)) if ".".join(labels[i:]).casefold() in self._domains), None)
        if kept is not None:
            return self._joined(labels[:kept], labels[kept:]) + text[len(name) :]
        if len(labels) == 1:
            return self._label(name) + text[len(name) :]
        return self._domain(labels) + text[len(name) :]

    def ip(self, text: str) -> str:
        """Return the pseudonym of an IP address; what is none stays."""
        try:
            address = ipaddress.ip_address(text)
        except ValueError:
            return text
        return ipv4_pseudonym(address, self.order) if isinstance(address, ipaddress.IPv4Address) else ipv6_pseudonym(address, self.order)

    def _domain(self, labels: list[str]) -> str:
        """Return the pseudonym of a name of several labels, the registered part becoming one below ``example``."""
        last = labels[-1].casefold()
        wide = 2 if len(labels) > 2 and len(last) == 2 and labels[-2].casefold() in self._second_levels else 1
        suffix, name, head = labels[-wide:], labels[-wide - 1], labels[: -wide - 1]
        if _MASKED_LABEL.fullmatch(name.casefold()) or _MASKED_RUN.search(name):
            return self._joined(head, [self._pieces("domain", name), *suffix])
        if last in self._own:
            return self._joined(head, [name if self._stays(name) else self._pieces("domain", name), *suffix])
        number = 1 + self.order.of("domain", ".".join([name, *suffix]).casefold())
        return self._joined(head, [f"domain{number}", "example"])

    def _joined(self, head: list[str], tail: list[str]) -> str:
        """Return a name whose head is replaced label by label; a reversed IP address in it (RFC 5782) stays one."""
        if len(head) == 4 and all(label.isdigit() for label in head):
            reversed_ip = self.ip(".".join(reversed(head)))
            return ".".join([*reversed(reversed_ip.split(".")), *tail])
        return ".".join([*(self._label(label) for label in head), *tail])

    def _label(self, label: str) -> str:
        return label if self._stays(label) else self._pieces("host", label)

    def _stays(self, label: str) -> bool:
        low = label.casefold()
        return low in self._labels or label.startswith("_") or bool(_MASKED_LABEL.fullmatch(low))

    def _pieces(self, kind: str, text: str) -> str:
        """Return the pseudonym of a word; where a mask covers a part of it, that stays and the rest is replaced."""
        if _MASKED_LABEL.fullmatch(text.casefold()):
            return text
        masked = list(_MASKED_RUN.finditer(text))
        if not masked:
            return f"{kind}{1 + self.order.of(kind, text.casefold())}"
        pieces, at = [], 0
        for run in masked:
            if run.start() > at:
                pieces.append(self._pieces(kind, text[at : run.start()]))
            pieces.append(run[0])
            at = run.end()
        return "".join([*pieces, self._pieces(kind, text[at:]) if at < len(text) else ""])
