"""Undo, within one physical line, what chat, mail and forum software did to it.

The result is for reading by pattern; the line as it came in is kept beside it for quoting.
"""

from __future__ import annotations

import re
import unicodedata

# Real escape sequences: CSI in seven and in eight bits (ECMA-48), OSC up to BEL or ST, character sets and two-character ones (ECMA-35).
_ESCAPE = re.compile(r"(?:\x1b\[|\x9b)[0-9;:?]{0,32}[ -/]?[@-~]|\x1b(?:\][^\x07\x1b]{0,256}(?:\x07|\x1b\\)?|[ -/]{1,2}[0-~]|[0-Z\\-_])")
# The same, as people's terminals and chats write them out.
_LITERAL_ESCAPE = re.compile(r"(?:\\x1[bB]|\\0?33|\\e|\\u001[bB]|\^\[|[␛←])\[[0-9;]{0,32}[A-Za-z]")
_ORPHAN_ESCAPE = re.compile(r"\[[0-9;]{0,12}m")
_INVISIBLE = dict.fromkeys(
    [
        *range(0x09), *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0),  # control characters
        0xAD, 0x061C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF,  # zero-width, bidi
    ]
)  # fmt: skip
_FOLD: dict[int, str | None] = {
    **_INVISIBLE,
    **{full: chr(full - 0xFEE0) for full in range(0xFF01, 0xFF5F)},
    **dict.fromkeys([0x09, 0x0B, 0x0C, 0x85, 0xA0, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000], " "),
    **dict.fromkeys(map(ord, "“”„‟〝〞〟«»″"), '"'),
    **dict.fromkeys(map(ord, "‘’‚‛′"), "'"),
}
_HALF_WIDTH_KANA = re.compile(r"[\uff61-\uff9f]+")
_ENTITIES = {
    **dict.fromkeys(["&lt;", "&#60;"], "<"),
    **dict.fromkeys(["&gt;", "&#62;"], ">"),
    **dict.fromkeys(["&nbsp;", "&#160;"], " "),
    "&amp;": "&",
    **dict.fromkeys(["&quot;", "&#34;", "&ldquo;", "&rdquo;", "&#8220;", "&#8221;"], '"'),
    **dict.fromkeys(["&apos;", "&#39;", "&#x27;", "&lsquo;", "&rsquo;", "&#8216;", "&#8217;"], "'"),
}
_ENTITY = re.compile("|".join(_ENTITIES))
_QUOTE_MARK = re.compile(r"\s{0,8}[>|│┃]")
_MOST_QUOTES = 16
_FENCE = re.compile(r"\s*(?:`{3,}|~{3,})\s*[\w+.-]{0,24}\s*")
_RULE = re.compile(r"[\s\-−–—―─━═‐ー=_*~+|#┼┬┴├┤┌┐└┘·・.]{3,}")
# A name, perhaps with an address in brackets after it, between other quotes; the sign in "doesn't" is none.
_QUOTED_NAME = r"((?:[^\s\"'「」『』]{1,320} ?)?(?:\[[^\s\[\]'「」『』]{1,64}\])?)"
_OTHER_QUOTES = re.compile(rf"「{_QUOTED_NAME}」|『{_QUOTED_NAME}』|(?<![A-Za-z0-9]){chr(39)}{_QUOTED_NAME}{chr(39)}(?![A-Za-z0-9])")
_SPACES = re.compile(r"\s+")


def fold(text: str) -> str:
    """Return ``text`` with one form for each sign: half-width digits and colons, plain quotes and spaces, nothing invisible."""
    if text.isascii() and text.isprintable():
        return text
    text = text.translate(_FOLD)
    if _HALF_WIDTH_KANA.search(text):
        text = _HALF_WIDTH_KANA.sub(lambda kana: unicodedata.normalize("NFKC", kana.group()), text)
    return text


def without_escapes(text: str) -> str:
    """Return ``text`` without terminal colours, be they real escape sequences or written out."""
    if "\x1b" in text or "\x9b" in text:
        text = _ESCAPE.sub("", text)
    text = _LITERAL_ESCAPE.sub("", text)
    if len(_ORPHAN_ESCAPE.findall(text)) > 1:
        text = _ORPHAN_ESCAPE.sub("", text)
    return text


def clean(line: str, quotes: int = _MOST_QUOTES) -> str:
    """Return one physical line as the server is likely to have written it, without the marks of quoting around it.

    Args:
        line: the line as it came in.
        quotes: how many marks of quoting may be taken away; what a mail wraps is quoted no deeper than where it began.
    """
    return cleaned(line, quotes)[0]


def cleaned(line: str, quotes: int = _MOST_QUOTES) -> tuple[str, int]:
    """Return one physical line as ``clean`` does, and how many marks of quoting it begins with."""
    text, depth = _unquoted(_unmarked(line), quotes)
    return _unfenced(text, depth, line), depth


def _unfenced(text: str, depth: int, line: str) -> str:
    """Return a line without the signs of code around it, nor the rule at the end of a table's row."""
    if depth and line.lstrip()[:1] in "|│┃" and text.rstrip()[-1:] in "|│┃":
        text = text.rstrip().rstrip("|│┃")  # a row of a table
    if is_fence(text):
        return text.rstrip()
    stripped = text.strip()
    if stripped.startswith("`") and (text := stripped.strip("`")) != stripped:
        return text
    if stripped.endswith("```"):
        return stripped.rstrip("`")
    return text.rstrip()


def _unmarked(line: str) -> str:
    """Return a line in one form for each sign, without colours, and with the signs that HTML writes as entities."""
    text = fold(without_escapes(line))
    for _ in range(2 if "&" in text else 0):  # a forum may write &amp;gt;
        text = _ENTITY.sub(lambda entity: _ENTITIES[entity.group()], text)
    return text


def _unquoted(text: str, most: int) -> tuple[str, int]:
    """Return a line without at most so many marks of quoting, and how many it had."""
    depth, end = 0, 0
    while depth < most and (mark := _QUOTE_MARK.match(text, end)):
        depth, end = depth + 1, mark.end()
    return (text[end:].removeprefix(" ") if depth else text), depth


def message_of(text: str) -> str:
    """Return what follows a stamp in one form: single spaces, and double quotes around names where other ones took their place.

    Only in a line without double quotes: between these, other ones are a part of the name.
    """
    text = squeeze(text)
    quoted = "'" in text or not text.isascii()
    return _OTHER_QUOTES.sub(_requoted, text) if quoted and '"' not in text else text


def _requoted(found: re.Match[str]) -> str:
    return f'"{next(name for name in found.groups() if name is not None)}"'


def squeeze(text: str) -> str:
    """Return ``text`` with each run of white space made one space, none at the ends."""
    if "  " not in text and text.isascii() and text.isprintable():  # most lines; no other white space is printable
        return text.strip()
    return _SPACES.sub(" ", text).strip()


def is_fence(line: str) -> bool:
    """Tell whether a cleaned line is a code fence, with or without the name of a language."""
    return bool(_FENCE.fullmatch(line))


def is_rule(line: str) -> bool:
    """Tell whether a cleaned line is a rule that a person drew between blocks (``-----``, ``−−−``)."""
    return bool(_RULE.fullmatch(line))
