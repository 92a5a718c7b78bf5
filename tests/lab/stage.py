"""What a scene may touch, and what it leaves as proof."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from tests.lab import cast
from tests.lab.clients import Client, Handed
from tests.lab.exchangers import Exchanger, Received
from tests.lab.postfix import Postfix
from tests.lab.zone import Zone

_QUEUED = re.compile(r"queued as (\w+)")
_TOLD = ("deferred", "delivered", "sent", "bounced")
"""Of several outcomes of one message the later in this order is told, as the program tells it."""


class Stage:
    """The lab while a scene plays.

    Attributes:
        server: ours.
        zone: the world's name server.
        exchangers: the mail server of each foreign domain.
        handed: what was handed in, or tried to be, in the order in which it began.
    """

    def __init__(self, server: Postfix, zone: Zone, exchangers: dict[str, Exchanger]) -> None:
        self.server, self.zone, self.exchangers = server, zone, exchangers
        self.handed: list[Handed] = []

    def clear(self) -> None:
        """Begin a scene anew."""
        self.zone.fill()
        self.handed.clear()
        for exchanger in self.exchangers.values():
            exchanger.clear()

    def client(self, place: str, port: int = 25, timeout: float = 25) -> Client:
        """Return a client at a place of the cast; what it hands in counts."""
        client = Client(cast.PLACES[place], port, timeout)
        client.handed = self.handed
        return client

    def send(
        self,
        place: str,
        helo: str,
        sender: str,
        recipients: str | list[str],
        *,
        login: str | None = None,
        port: int = 25,
        method: str = "PLAIN",
        subject: str = "Hello",
        header_from: str | None = None,
    ) -> Handed:
        """Hand in one message on a connection of its own."""
        client = self.client(place, self.server.login_port if login else port)
        client.hello(helo)
        if login:
            client.login(login, cast.PASSWORD, method)
        handed = client.mail(sender, recipients, subject, header_from)
        client.quit()
        return handed

    def submit(self, user: str, sender: str, recipients: list[str], text: str) -> None:
        """Let a program of the server hand in a message."""
        self.handed.append(Handed(None, sender, dict.fromkeys(recipients, "250"), final="250"))
        self.server.submit(user, recipients, text)

    def received(self, domains: Iterable[str] = cast.DOMAINS) -> list[Received]:
        """Return what foreign servers took."""
        return [message for domain in domains for message in self.exchangers[domain].received]

    def truth(self, fates: dict[str, str], aliases: dict[str, str]) -> dict[str, Any]:
        """Return what became of everything that was handed in, as those who sent and those who received it know.

        Args:
            fates: what became of recipients of whom neither a mailbox nor a foreign server can tell.
            aliases: addresses of ours that lead elsewhere.
        """
        taken = [handed for handed in self.handed if handed.final.startswith("2")]
        refused = [handed for handed in self.handed if not handed.final.startswith("2")]
        bounces = [list(message.recipients) for message in self.received() if not message.sender and message.client == cast.ADDRESS]
        return {
            "messages": [self._message(handed, fates, aliases) for handed in taken],
            "attempts": [_attempt(handed) for handed in refused],
            "bounces": bounces,
            "received": [{"sender": message.sender, "recipients": list(message.recipients)} for message in self.received()],
        }

    def _message(self, handed: Handed, fates: dict[str, str], aliases: dict[str, str]) -> dict[str, Any]:
        """Return one message that was taken, with what became of it for each recipient."""
        agreed = [address for address, said in handed.replies.items() if said.startswith("2")]
        found = _QUEUED.search(handed.final)
        became = [
            {"address": address, "outcome": fates.get(address) or self._fate(handed, aliases.get(address, address))} for address in agreed
        ]
        return {
            "queue_id": found[1] if found else None,
            "client": handed.client,
            "login": handed.login,
            "sender": handed.sender,
            "recipients": became,
            "outcome": max((fate["outcome"] for fate in became), key=_TOLD.index),
        }

    def _fate(self, handed: Handed, address: str) -> str:
        """Return what became of a message for a recipient: what a mailbox or a foreign server shows."""
        local, _, domain = address.partition("@")
        if domain == cast.DOMAIN:
            if handed.message_id in self.server.mailboxes().get(local, ""):
                return "delivered"
            raise RuntimeError(f"{address} did not get {handed.message_id}")
        server = self.exchangers.get(domain) or self.exchangers[cast.DOMAINS[-1]]  # the last one is the backup domain's
        if any(message.sender == handed.sender and address in message.recipients for message in server.received):
            return "sent"
        said = server.refused.get(address) or server.refused.get(handed.sender)
        if said is None:
            raise RuntimeError(f"nobody knows what became of {address}")
        return "deferred" if said.startswith("4") else "bounced"


def _attempt(handed: Handed) -> dict[str, Any]:
    return {
        "client": handed.client,
        "login": handed.login,
        "sender": handed.sender,
        "recipients": list(handed.replies),
        "replies": sorted({said for said in (*handed.replies.values(), handed.final) if said}),
    }
