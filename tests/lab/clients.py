"""Those who talk to the server: a mail client that does what it is told, well-formed or not, a mail proxy, a container host's proxy."""

from __future__ import annotations

import base64
import itertools
import socket
import ssl
import threading
import time
from dataclasses import dataclass, field

from tests.lab import cast
from tests.lab.network import inside

_NUMBERS = itertools.count(1)


@dataclass(slots=True)
class Handed:
    """One message as its client handed it in, or tried to.

    Attributes:
        client: the address that it came from; None if a program on the server handed it in.
        sender: of the envelope.
        replies: what the server said to each recipient that it was asked for.
        login: who had logged in.
        final: what the server said to the whole message, or to its sender if it went no further; empty if it never came to that.
        message_id: of its header.
    """

    client: str | None
    sender: str
    replies: dict[str, str] = field(default_factory=dict)
    login: str | None = None
    final: str = ""
    message_id: str = ""


class Client:
    """A client that speaks SMTP, or whatever it is told to, from one of the cast's places."""

    def __init__(self, place: cast.Place, port: int = 25, timeout: float = 25) -> None:
        self.place = place
        self.login_name: str | None = None
        self.handed: list[Handed] = []
        with inside(place.network):
            self.socket = socket.socket(socket.AF_INET6 if ":" in place.address else socket.AF_INET, socket.SOCK_STREAM)
            self.socket.settimeout(timeout)
            self.socket.bind((place.address, 0))
            self.socket.connect((cast.ours(place), port))
        self._file = self.socket.makefile("rb")

    def read(self) -> str:
        """Return the last line of a reply, empty if there is none to come."""
        while True:
            try:
                line = self._file.readline().decode("utf-8", "replace").rstrip("\r\n")
            except OSError:
                line = ""
            if len(line) < 4 or line[3] != "-":
                return line

    def send(self, data: str | bytes) -> None:
        """Send a line, or bytes as they are."""
        self.socket.sendall(data if isinstance(data, bytes) else data.encode() + b"\r\n")

    def say(self, line: str) -> str:
        """Send a line and return the reply; a server that hung up says nothing."""
        try:
            self.send(line)
        except OSError:
            return ""
        return self.read()

    def hello(self, name: str) -> str:
        """Wait for the greeting and give a name."""
        self.read()
        return self.say(f"EHLO {name}")

    def login(self, user: str, password: str, method: str = "PLAIN") -> bool:
        """Log in, and tell whether that was granted."""
        if method == "PLAIN":
            said = self.say("AUTH PLAIN " + _base64("\0".join(("", user, password))))
        else:
            said = self.say("AUTH LOGIN")
            for answer in (user, password):
                said = self.say(_base64(answer)) if said.startswith("334") else said
        if said.startswith("235"):
            self.login_name = user
        return said.startswith("235")

    def stand_for(self, place: cast.Place, helo: str, login: str | None = None) -> bool:
        """Do what nginx's mail proxy does: say by XCLIENT who the client is and whom it knew a password of, then greet as the client did.

        Args:
            place: where the client is.
            helo: the name that the client gave.
            login: who has shown the proxy a password.

        Returns:
            Whether the server believes it.
        """
        self.hello(self.place.name)
        name = "[UNAVAILABLE]" if place.forged or not place.name else place.name
        said = self.say(f"XCLIENT ADDR={place.address}{f' LOGIN={login}' if login else ''} NAME={name}")
        self.place, self.login_name = place, login
        return said.startswith("220") and self.say(f"EHLO {helo}").startswith("250")

    def mail(self, sender: str, recipients: str | list[str], subject: str = "Hello", header_from: str | None = None) -> Handed:
        """Hand in one message, as far as the server lets it come."""
        handed = Handed(self.place.address, sender, login=self.login_name)
        self.handed.append(handed)
        began = self.say(f"MAIL FROM:<{sender}>")
        recipients = [recipients] if isinstance(recipients, str) else recipients
        if not began.startswith("2"):
            handed.final = began
            return handed
        handed.replies = {address: self.say(f"RCPT TO:<{address}>") for address in recipients}
        if not any(said.startswith("2") for said in handed.replies.values()) or not self.say("DATA").startswith("354"):
            return handed
        domain = (sender or f"mailer@{self.place.name or 'mailer.test'}").rpartition("@")[2]
        handed.message_id = f"{int(time.time())}.{next(_NUMBERS)}@{domain}"
        header = f"From: <{header_from or sender or f'MAILER-DAEMON@{domain}'}>\r\nTo: <{recipients[0]}>\r\nSubject: {subject}\r\n"
        date = time.strftime("%a, %d %b %Y %H:%M:%S +0000", time.gmtime())
        self.send(f"{header}Date: {date}\r\nMessage-ID: <{handed.message_id}>\r\n\r\nHello,\r\n\r\nsee you on Monday.\r\n")
        handed.final = self.say(".")
        return handed

    def quit(self) -> None:
        """Take leave and hang up."""
        self.say("QUIT")
        self.drop()

    def drop(self) -> None:
        """Hang up."""
        self._file.close()
        self.socket.close()

    def begin_tls(self, context: ssl.SSLContext) -> None:
        """Encrypt the connection; raises ssl.SSLError if that cannot be agreed on."""
        self.say("STARTTLS")
        self.socket = context.wrap_socket(self.socket, server_hostname=cast.HOST)
        self._file = self.socket.makefile("rb")


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


class Proxy:
    """What a container host's proxy does: every client appears to come from the host's own private address."""

    def __init__(self, port: int) -> None:
        with inside("mx"):
            self._socket = socket.socket()
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self._socket.bind((cast.ADDRESS, port))
            self._socket.listen(20)
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._socket.accept()
            except OSError:
                return  # it was closed
            with inside("mx"):
                onward = socket.socket()
                onward.bind((cast.GATEWAY, 0))
                onward.connect((cast.GATEWAY, 25))
            for source, target in ((client, onward), (onward, client)):
                threading.Thread(target=_pump, args=(source, target), daemon=True).start()

    def close(self) -> None:
        """Take no more connections."""
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


def _pump(source: socket.socket, target: socket.socket) -> None:
    """Pass on everything, then the end."""
    try:
        while data := source.recv(65_536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        target.close()
