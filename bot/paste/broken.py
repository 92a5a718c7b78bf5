"""Stamps that were broken off: by a narrow window, or where the copying of a log stopped within one."""

from __future__ import annotations

import re

from bot.paste.shapes import starts_of

_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMES = rf"(?:{'|'.join(_MONTH_NAMES)}|mon|tue|wed|thu|fri|sat|sun)[a-z]{{0,6}}"
# What a stamp is made of, then a host and a program whole or in part. Possessive, so that hostile text stays linear.
_BROKEN = re.compile(
    rf"\s{{0,16}}(?:<\d{{1,3}}>1?\s?)?(?:平成|令和|[hr]\.?(?=\d))?(?=\d|{_NAMES})"
    rf"(?:{_NAMES}|[\dtz年月日時分秒火水木金土曜午前後apm(),./:+\s−–—-]){{1,48}}+(?:[!-~]{{1,255}}+\s*+){{0,2}}",
    re.IGNORECASE,
)
_CUT = re.compile(r"\s{0,16}(?:平成\d{1,2}|令和\d{1,2}|\d{4})年[\d月日時分秒火水木金土曜午前後apm(),:\s]{0,40}", re.IGNORECASE)


def may_be_broken_stamp(line: str) -> bool:
    """Tell whether a cleaned line could be the beginning of a stamp, broken off by a narrow window."""
    return any(_BROKEN.fullmatch(line, start) for start in starts_of(line))


def is_cut_stamp(line: str) -> bool:
    """Tell whether a cleaned line is a date and nothing else, as is left where the copying of a Japanese log stopped within a stamp."""
    return bool(_CUT.fullmatch(line))
