"""Foreign mail servers: each keeps what it took and what it refused, which is the proof of what left ours."""

from __future__ import annotations

import itertools
import re
import socketserver
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import cast as as_type

from tests.lab.network import inside

Rule = Callable[[str, str], str | None]
"""(argument of the command, the client's address) → the reply, None for the usual one."""
_NUMBERS = itertools.count(0x4A61F0C01B)
_PATH = re.compile(r"<(.*?)>")
_OFFERS = ("PIPELINING", "SIZE 52428800", "ENHANCEDSTATUSCODES", "8BITMIME")


@dataclass(frozen=True, slots=True)
class Received:
    """One message that a foreign server took."""

    client: str
    sender: str
    recipients: tuple[str, ...]


@dataclass(slots=True)
class _Envelope:
    """What a client of a foreign server has said so far."""

    sender: str | None = None
    recipients: list[str] = field(default_factory=list)


class Exchanger:
    """The mail server of a foreign domain.

    Attributes:
        name: its host name.
        replies: rules for ``CONNECT``, ``MAIL``, ``RCPT``, ``DATA`` and ``.``, where it does not simply agree.
        received: what it took.
        refused: for each recipient or sender that it refused the reply.
    """

    def __init__(self, name: str, address: str) -> None:
        self.name = name
        self.replies: dict[str, Rule] = {}
        self.received: list[Received] = []
        self.refused: dict[str, str] = {}
        owner = self

        class Conversation(socketserver.StreamRequestHandler):
            """One connection."""

            timeout = 30

            def handle(self) -> None:
                """Talk until the client leaves."""
                try:
                    owner.talk(self)
                except OSError:
                    return  # the client hung up

        with inside("foreign"):
            self._server = socketserver.ThreadingTCPServer((address, 25), Conversation, bind_and_activate=False)
            self._server.allow_reuse_address = self._server.daemon_threads = True
            self._server.server_bind()
            self._server.server_activate()
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.2}, daemon=True).start()

    def clear(self) -> None:
        """Forget everything, and agree to everything again."""
        self.replies.clear()
        self.received.clear()
        self.refused.clear()

    def talk(self, with_: socketserver.StreamRequestHandler) -> None:
        """Speak SMTP with one client."""
        client = as_type(str, with_.client_address[0])
        said = self._reply("CONNECT", "", client, f"220 {self.name} ESMTP")
        with_.wfile.write(f"{said}\r\n".encode())
        envelope = _Envelope()
        while said[0] in "23" and (line := with_.rfile.readline()):
            verb, _, argument = line.decode("utf-8", "replace").strip().partition(" ")
            said = self._answer(verb.upper(), argument, client, envelope)
            with_.wfile.write(f"{said}\r\n".encode())
            if said.startswith("354"):
                body = b"".join(iter(with_.rfile.readline, b".\r\n")).decode("latin-1")
                with_.wfile.write(f"{self._take(body, client, envelope)}\r\n".encode())
            if verb.upper() == "QUIT":
                return
            said = "250"  # a refusal does not end the conversation

    def _reply(self, command: str, argument: str, client: str, usual: str) -> str:
        rule = self.replies.get(command)
        return (rule(argument, client) if rule else None) or usual

    def _answer(self, verb: str, argument: str, client: str, envelope: _Envelope) -> str:
        """Return the reply to a command; commands may come pipelined, so one that cannot follow is told so."""
        found = _PATH.search(argument)
        address = found[1] if found else ""
        if verb == "EHLO":
            return "\r\n".join([*(f"250-{offer}" for offer in (self.name, *_OFFERS[:-1])), f"250 {_OFFERS[-1]}"])
        if verb == "MAIL":
            said = self._reply(verb, argument, client, "250 2.1.0 Ok")
            envelope.sender, envelope.recipients = (address, []) if said[0] == "2" else (None, [])
            return self._noted(address, said)
        if verb == "RCPT" and envelope.sender is not None:
            said = self._reply(verb, argument, client, "250 2.1.5 Ok")
            envelope.recipients += [address] if said[0] == "2" else []
            return self._noted(address, said)
        if verb == "DATA" and envelope.recipients:
            return self._reply(verb, "", client, "354 End data with <CR><LF>.<CR><LF>")
        usual = {"HELO": f"250 {self.name}", "QUIT": "221 2.0.0 Bye", "RSET": "250 2.0.0 Ok", "NOOP": "250 2.0.0 Ok"}
        return usual.get(verb, "503 5.5.1 Error: nested or missing command")

    def _noted(self, address: str, said: str) -> str:
        if said[0] in "45":
            self.refused[address] = said
        return said

    def _take(self, body: str, client: str, envelope: _Envelope) -> str:
        said = self._reply(".", body, client, f"250 2.0.0 Ok: queued as {next(_NUMBERS):010X}")
        if said[0] == "2":
            self.received.append(Received(client, envelope.sender or "", tuple(envelope.recipients)))
        else:
            self.refused.update(dict.fromkeys(envelope.recipients, said))
        return said
