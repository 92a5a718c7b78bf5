"""Forms as they come in: fields and files, counted while they stream, so that nothing larger than allowed is ever held."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from aiohttp import BodyPartReader, web
from aiohttp.http_exceptions import HttpProcessingError

from bot.desk import File

MOST_FILES = 10
MOST_FILE_BYTES = 8 * 1024 * 1024
MOST_BYTES = 24 * 1024 * 1024
"""Of all files and fields of one form together."""
MOST_FIELD_BYTES = 4 * 1024 * 1024
"""Of one field; the desk reads two million bytes of a paste."""
_DRAINED = 96 * 1024 * 1024
"""So much of an upload that is too large is let through to nowhere, so that a browser shows the answer instead of a broken connection."""
Trouble = Literal["web-too-large", "web-too-many", "web-unreadable"]


class FormError(Exception):
    """A form that is not taken; ``phrase`` says why, and ``words`` are the short fields that did arrive."""

    def __init__(self, phrase: Trouble, words: dict[str, str] | None = None) -> None:
        super().__init__(phrase)
        self.phrase: Trouble = phrase
        self.words = words or {}


@dataclass(slots=True)
class Form:
    """A form that came in whole: its fields, the first of each name, and its files."""

    fields: dict[str, str] = field(default_factory=dict)
    files: list[File] = field(default_factory=list)

    def get(self, name: str) -> str:
        """Return a field's text, empty if it was not sent."""
        return self.fields.get(name, "")


async def read_form(request: web.Request) -> Form:
    """Return the form that a request holds.

    Raises:
        FormError: it is too large, holds too many files, or is none.
    """
    if request.content_type == "application/x-www-form-urlencoded":
        return await _read_short(request)
    if request.content_type != "multipart/form-data":
        raise FormError("web-unreadable")
    form = Form()
    try:
        await _Counting(form).read(request)
    except FormError:
        await _drain(request)
        raise
    except (ValueError, AssertionError, LookupError, HttpProcessingError):  # what aiohttp makes of a body that is no multipart
        raise FormError("web-unreadable", form.fields) from None
    return form


async def _read_short(request: web.Request) -> Form:
    try:
        data = await request.post()
    except web.HTTPRequestEntityTooLarge:
        raise FormError("web-too-large") from None
    except (ValueError, LookupError):  # no UTF-8, or a charset that is not known
        raise FormError("web-unreadable") from None
    return Form({name: value for name, value in reversed(list(data.items())) if isinstance(value, str)})


class _Counting:
    """Reads a multipart body part by part."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._left = MOST_BYTES

    async def read(self, request: web.Request) -> None:
        """Read all of it into the form."""
        reader = await request.multipart()
        while (part := await reader.next()) is not None:
            if not isinstance(part, BodyPartReader) or part.name is None:
                raise FormError("web-unreadable", self._form.fields)
            if part.filename is None:
                data = await self._bytes(part, MOST_FIELD_BYTES)
                self._form.fields.setdefault(part.name, data.decode("utf-8", "replace"))
            else:
                await self._file(part, part.filename)

    async def _file(self, part: BodyPartReader, name: str) -> None:
        data = await self._bytes(part, MOST_FILE_BYTES)
        if not name and not data:
            return  # a file field that was left empty
        if len(self._form.files) == MOST_FILES:
            raise FormError("web-too-many", self._form.fields)
        self._form.files.append(File(name, data))

    async def _bytes(self, part: BodyPartReader, most: int) -> bytes:
        data = bytearray()
        while chunk := await part.read_chunk(65536):
            data += chunk
            self._left -= len(chunk)
            if len(data) > most or self._left < 0:
                raise FormError("web-too-large", self._form.fields)
        return bytes(data)


async def _drain(request: web.Request) -> None:
    """Let the rest of an upload pass, up to a bound."""
    left = _DRAINED
    while left > 0 and (chunk := await request.content.readany()):
        left -= len(chunk)
