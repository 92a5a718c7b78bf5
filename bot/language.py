"""Which of our two languages a text is in, as far as that can be told."""

from __future__ import annotations

import re
from collections.abc import Mapping

_KANA = re.compile(r"[\u3041-\u30ff\uff66-\uff9f]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_ASKS_JA = re.compile(r"(?:[?？]|か[。.]?|とは|って(?:何|なに|なん)[^。\n]{0,12}|(?:ください|下さい|教えて|おしえて)[。.]?)\s*$")
_ASKS_EN = re.compile(
    r"\?\s*$|^\W*(?:(?:and|so|but|ok|okay|well|then),? )?(?:what|what's|how|why|where|when|who|which|is|are|can|could|do|does|did|should|"
    r"would|will|explain|tell me)\b",
    re.IGNORECASE,
)
_LATIN_WORD = re.compile(r"\b[A-Za-z][a-z']{1,}\b")


def language_of(text: str) -> str | None:
    """Return ``ja`` for text with kana (or only Chinese characters), ``en`` for text in Latin words, None for anything else."""
    if not text.isascii():
        if _KANA.search(text):
            return "ja"
        if _HAN.search(text):
            return "ja" if len(_LATIN_WORD.findall(text)) < 3 else "en"
    return "en" if _LATIN_WORD.search(text) else None


def is_question(text: str) -> bool:
    """Tell whether a text asks something, by how it ends or begins."""
    return bool(_ASKS_JA.search(text) or _ASKS_EN.search(text))


def language_of_locale(environment: Mapping[str, str]) -> str | None:
    """Return the language that the locale names, by the order of POSIX (LC_ALL, LC_MESSAGES, LANG), None if it names neither."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name, "")
        if value:
            return value[:2] if value[:2] in ("ja", "en") else None
    return None


def looks_like_question(text: str) -> bool:
    """Tell whether a short text is a person asking, in Japanese or English, rather than output of a program."""
    stripped = text.strip()
    asks = stripped.endswith(("?", "？", "か", "か。", "ですか", "ください", "下さい", "。", "."))
    code = sum(stripped.count(sign) for sign in "{}[]<>=|\\/;_()") * 12 > len(stripped)
    words = len(stripped.split()) >= 2 or any(ord(sign) > 0x2E7F for sign in stripped)
    return words and not code and (asks or "\n" not in stripped)
