"""Text as the search compares it: one form for all widths, cases and kana, cut into grams by script.

Nothing here knows a page or a question, so both are cut the same way.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from operator import add

_CJK = "\u3041-\u309f\u30a0-\u30ff\u3005\u3400-\u9fff\uac00-\ud7a3\U00020000-\U0003ffff"
_DASH_AFTER_KANA = re.compile("(?<=[\u3041-\u30ff])[-\u2010-\u2015\u2212\u2500~\u301c]")
_KATAKANA_TO_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_SIGNS = re.compile(r"[^\w ー]+|_+")
_ASCII_SIGNS = bytes(sign if chr(sign).isalnum() else 0x20 for sign in range(128)) + bytes(128)
_RUN = re.compile(rf"([{_CJK}]+)|([^\s{_CJK}]+)")
_CJK_SIGN = re.compile(f"[{_CJK}]")
_KANJI = re.compile("[\u3005\u3400-\u9fff\U00020000-\U0003ffff]")
_LATIN = r"[^\W\u3005\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3]"
_WORD = re.compile(rf"(?<!{_LATIN})[^\W\d_\u3005\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3]{{4,32}}(?!{_LATIN})|[\u30a1-\u30fa\u30fc]{{4,32}}")
_KATAKANA_WORD = re.compile(r"[\u30a1-\u30fa\u30fc]{4,32}")
_CODE = re.compile(
    r"(?<![\w.])(?:(?P<reply>[245]\d\d)(?:[ -](?P<after>[245]\.[0-7]\.\d{1,3}))?|(?P<enhanced>[245]\.[0-7]\.\d{1,3}))(?![A-Za-z0-9_]|\.\d)"
)
_MOST_BESIDE_A_NUMBER = 12  # characters; "error 550" asks about the reply code, "I have 550 mailboxes" does not


def fold(text: str) -> str:
    """Return text in one width and case, signs kept; a dash after kana is the long vowel that it was meant to be."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return folded if folded.isascii() else _DASH_AFTER_KANA.sub("ー", folded)


def plain(folded: str) -> str:
    """Return folded text in hiragana, without signs, its words set apart by single spaces."""
    if folded.isascii():
        return " ".join(folded.encode().translate(_ASCII_SIGNS).decode().split())
    folded = folded.translate(_KATAKANA_TO_HIRAGANA)
    return " ".join(_SIGNS.sub(" ", folded).split())


def normalise(text: str) -> str:
    """Return the one form in which texts are compared."""
    return plain(fold(text))


def pieces(plain_text: str) -> list[str]:
    """Return what normalised text is cut into, in order: words of Latin and other scripts, and grams of kana and kanji."""
    if plain_text.isascii():
        return plain_text.split()
    found: list[str] = []
    for cjk, word in _RUN.findall(plain_text):
        if word:
            found.append(word)
        else:
            found += cjk_grams(cjk)
    return found


def piece_grams(piece: str) -> tuple[str, ...]:
    """Return the grams of a piece: of a word itself and its trigrams, of a gram of kana and kanji that gram."""
    return (piece,) if _CJK_SIGN.match(piece) else word_grams(piece)


def grams(plain_text: str) -> list[str]:
    """Return the grams of normalised text, in order and repeated as they occur.

    A Latin or digit run gives the word and its trigrams, with both edges marked; a run of kana and kanji gives its pairs of signs and
    each kanji.
    """
    return [gram for piece in pieces(plain_text) for gram in piece_grams(piece)]


def whole_grams(plain_text: str) -> list[str]:
    """Return only those grams of normalised text without which none of its words is held as a whole."""
    return [piece_grams(piece)[0] for piece in pieces(plain_text)]


def cjk_grams(run: str) -> list[str]:
    """Return the pairs of signs of a run of kana and kanji, and each kanji; of a single sign itself."""
    return [*map(add, run, run[1:]), *_KANJI.findall(run)] if len(run) > 1 else [run]


@lru_cache(maxsize=1 << 15)
def word_grams(word: str) -> tuple[str, ...]:
    """Return a Latin word, marked as a whole, and its trigrams with the edges marked; of a code (``#5.7.1``) only itself."""
    if word[0] == "#":
        return (word,)
    marked = f"^{word}$"
    return (f"={word}", *(marked[i : i + 3] for i in range(len(marked) - 2)))


def begun_grams(plain_text: str) -> list[str]:
    """Return the grams of text that is still being typed: of its last Latin word the end is not known."""
    whole = grams(plain_text)
    last = plain_text.rsplit(" ", 1)[-1]
    run = _RUN.findall(last)
    if not run or not run[-1][1]:
        return whole
    ended = word_grams(run[-1][1])
    return [gram for gram in whole if gram not in (ended[0], ended[-1])]


def words(folded: str) -> list[str]:
    """Return the words of folded text whose spelling can be compared: Latin ones and katakana ones (in hiragana)."""
    found: list[str] = _WORD.findall(folded)
    return found if folded.isascii() else [word.translate(_KATAKANA_TO_HIRAGANA) for word in found]


def katakana_words(folded: str) -> list[str]:
    """Return only the katakana ones of ``words``."""
    return [] if folded.isascii() else [word.translate(_KATAKANA_TO_HIRAGANA) for word in _KATAKANA_WORD.findall(folded)]


def codes(folded: str) -> tuple[str, ...]:
    """Return the SMTP reply codes and enhanced status codes of folded text, the most telling first (``550 5.7.1``, ``5.7.1``, ``550``).

    A bare number of three digits counts only where little else stands beside it.
    """
    pairs, enhanced, replies = [], [], []
    for match in _CODE.finditer(folded):
        if match["after"]:
            pairs.append(f"{match['reply']} {match['after']}")
            replies.append(match["reply"])
        elif match["reply"] and len(folded.strip()) - 3 <= _MOST_BESIDE_A_NUMBER:
            replies.append(match["reply"])
        if match["after"] or match["enhanced"]:
            enhanced.append(match["after"] or match["enhanced"])
    return tuple(dict.fromkeys([*pairs, *enhanced, *replies]))
