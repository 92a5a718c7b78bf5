"""Encryption at rest: how text becomes the bytes that a database holds, and text again.

The first byte tells a plain value from an encrypted one, so values from before a key was set stay readable. Bytes rather than text
because a paste may hold what no text column takes: NUL (PostgreSQL) and lone surrogates (both).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.store.errors import StoreError

_PLAIN = b"p"
_ENCRYPTED = b"f"


class Seal:
    """Closes and opens values: the first key encrypts, every key decrypts, and without any key values stay plain."""

    def __init__(self, keys: Sequence[str] = ()) -> None:
        try:
            fernets = [Fernet(key) for key in keys]
        except ValueError:
            # The cause is dropped: its text might hold a part of the key.
            raise StoreError("A key for the database is not valid: it must be 32 bytes, written in URL-safe base64.") from None
        self._fernet = MultiFernet(fernets) if fernets else None
        self._digest_keys = tuple(hashlib.sha256(b"relaydoc digest" + base64.urlsafe_b64decode(key)).digest() for key in keys)

    @property
    def has_key(self) -> bool:
        """Tell whether values are encrypted."""
        return self._fernet is not None

    def close(self, text: str) -> bytes:
        """Return the bytes to store for any text."""
        plain = text.encode("utf-8", "surrogatepass")
        return _PLAIN + plain if self._fernet is None else _ENCRYPTED + self._fernet.encrypt(plain)

    def open(self, stored: bytes) -> str:
        """Return the text of stored bytes.

        Raises:
            StoreError: none of the keys opens it.
        """
        mark, content = stored[:1], stored[1:]
        if mark == _ENCRYPTED:
            content = self._decrypt(content)
        elif mark != _PLAIN:
            raise StoreError("A value in the database was not written by RelayDoc, or is damaged.")
        return content.decode("utf-8", "surrogatepass")

    def _decrypt(self, token: bytes) -> bytes:
        if self._fernet is None:
            raise StoreError("The database is encrypted, and no key is set.")
        try:
            return self._fernet.decrypt(token)
        except InvalidToken:
            raise StoreError("The database is encrypted with another key: none of the keys that are set opens it.") from None

    def digests(self, *words: str) -> tuple[str, ...]:
        """Return the digests by which equal words are found again: first the one to write, then what earlier keys would have written.

        With a key a digest cannot be tried out by someone who has the database alone.
        """
        content = json.dumps(words).encode()
        keyed = tuple(hmac.new(key, content, hashlib.sha256).hexdigest() for key in self._digest_keys)
        return (*keyed, hashlib.sha256(content).hexdigest())
