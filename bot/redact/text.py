"""The redaction of whole texts."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.identity import parse_ip
from bot.library import load
from bot.library.schema import RedactionFile
from bot.redact.names import Names
from bot.redact.numbers import masked_ip_pseudonym
from bot.redact.shapes import shapes

_PSEUDONYM = re.compile(r"(?<![A-Za-z0-9_.@-])(?:user|host)\d{1,6}(?![A-Za-z0-9_@-])")
_PROMPTS = ("VXNlcm5hbWU6", "UGFzc3dvcmQ6")  # "Username:" and "Password:" in base64, which servers log as the step that failed
_SHORTEST = 3
"""Letters from which a word is looked for outside of where it stood as an account."""


class Redaction:
    """The pseudonyms of texts that belong together: a name is called the same in all of them.

    Args:
        stays: what names nobody; None: as the knowledge base that ships with the program says.
    """

    def __init__(self, stays: RedactionFile | None = None) -> None:
        self._stays = stays or load().redaction
        self._names = Names(self._stays)
        self._known: set[str] = set()
        self._files = {name.casefold() for name in self._stays.files}
        self._endings = {ending.casefold() for ending in self._stays.file_endings}

    def text(self, text: str) -> str:
        """Return a text without the names and secrets in it."""
        first = Names(self._stays)
        _find(self._stays).sub(lambda found: self._replaced(found, first), text)
        words = {*first.accounts, *_PSEUDONYM.findall(text)}
        self._known |= {word.casefold() for word in words if len(word) >= _SHORTEST and word.casefold() not in _servers_words()}
        return shapes(self._stays, self._known).sub(lambda found: self._replaced(found, self._names), text)

    def _replaced(self, found: re.Match[str], names: Names) -> str:
        """Return what a match becomes: only the group that was found in it is replaced."""
        group = found.lastgroup or ""
        if group == "length":
            group = "v4"
        value = found[group]
        start, end = found.start(group) - found.start(), found.end(group) - found.start()
        return found[0][:start] + self._pseudonym(group, value, names) + found[0][end:]

    def _pseudonym(self, group: str, value: str, names: Names) -> str:
        if group in ("boxed", "bare_box"):
            return names.mailbox(value)
        if group in ("v4", "v6"):
            return names.ip(value)
        if group in ("user", "account", "folder", "arrow", "party", "known"):
            return self._account(group, value, names)
        if group in ("logging", "helo"):
            return names.machine(value)
        if group == "host":
            return value if self._is_file(value) else names.host(value)
        if group == "message":
            return names.message(value)
        if group == "masked":
            return masked_ip_pseudonym(value, names.order)
        if group == "url":
            return _url(value, names)
        if group in ("display", "topic"):
            return "…"
        return value if value in _PROMPTS else "…secret…"

    def _account(self, group: str, value: str, names: Names) -> str:
        """Return the pseudonym of what stands where an account may stand, but also a mailbox, a host or an IP address."""
        if "@" in value:
            return names.mailbox(value)
        if parse_ip(value) is not None or (group in ("party", "arrow") and _HOST(value)):
            return names.host(value)
        return names.user(value)

    def _is_file(self, name: str) -> bool:
        return name.casefold() in self._files or name.rpartition(".")[2].casefold() in self._endings


def redact(text: str) -> str:
    """Return a text without the names and secrets in it: mailboxes, hosts, IP addresses, accounts, message ids, credentials.

    Equal names become equal pseudonyms, private addresses stay private, queue ids and stamps stay as they are.
    """
    return Redaction().text(text)


def _url(address: str, names: Names) -> str:
    scheme, _, rest = address.partition("://")
    host, slash, _ = rest.partition("/")
    name, colon, port = host.rpartition("@")[2].partition(":")
    return f"{scheme}://{names.host(name)}{colon}{port}{slash}{'…' if slash and len(rest) > len(host) + 1 else ''}"


_HOST = re.compile(r"[A-Za-z0-9*_-]{1,63}(?:\.[A-Za-z0-9*_-]{1,63}){1,30}").fullmatch


_PEOPLE = ("login", "sender", "recipient", "orig_recipient")
"""Fields of a message that name a mailbox or an account."""


@lru_cache(maxsize=4)
def _find(stays: RedactionFile) -> re.Pattern[str]:
    return shapes(stays)


@lru_cache(maxsize=1)
def _servers_words() -> frozenset[str]:
    """Return the words that servers themselves write, as the samples of the catalogue show: they are never taken for an account."""
    library = load()
    stays = library.redaction
    samples = [sample for server in library.servers.values() for message in server.messages for sample in message.samples]
    text = "\n".join(sample.line for sample in samples)
    people = {value.partition("@")[0].casefold() for sample in samples for name, value in sample.fields.items() if name in _PEOPLE}
    names, redaction = Names(stays), Redaction(stays)
    without = _find(stays).sub(lambda found: redaction._replaced(found, names), text)
    return frozenset(word.casefold() for word in re.findall(r"[A-Za-z]{3,}", without)) - (people - set(stays.users))
