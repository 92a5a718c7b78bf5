"""The sound of a question: kana and romaji as hiragana without long vowels, to be compared with the readings of pages.

Converted here and not by a library, because a library turns every word into something, and the search must know which words are no
romaji at all.
"""

from __future__ import annotations

import re

from bot.search.text import normalise

_VOWELS = "aiueo"
_ROWS = {
    "": "あいうえお", "k": "かきくけこ", "s": "さしすせそ", "t": "たちつてと", "n": "なにぬねの", "h": "はひふへほ", "m": "まみむめも",
    "r": "らりるれろ", "g": "がぎぐげご", "z": "ざじずぜぞ", "d": "だぢづでど", "b": "ばびぶべぼ", "p": "ぱぴぷぺぽ",
}  # fmt: skip
_GLIDES = {
    "ky": "き", "sy": "し", "sh": "し", "ty": "ち", "ch": "ち", "ny": "に", "hy": "ひ", "my": "み", "ry": "り", "gy": "ぎ", "zy": "じ",
    "jy": "じ", "j": "じ", "dy": "ぢ", "by": "び", "py": "ぴ",
}  # fmt: skip
_OTHERS = {
    "ya": "や", "yu": "ゆ", "yo": "よ", "wa": "わ", "wo": "を", "wi": "うぃ", "we": "うぇ",
    "shi": "し", "chi": "ち", "tsu": "つ", "ji": "じ", "fu": "ふ", "fa": "ふぁ", "fi": "ふぃ", "fe": "ふぇ", "fo": "ふぉ",
    "thi": "てぃ", "texi": "てぃ",
    "dhi": "でぃ", "dexi": "でぃ",
    "xtu": "っ", "xtsu": "っ", "ltu": "っ", "ltsu": "っ", "vu": "ゔ", "n'": "ん", "nn": "ん", "-": "ー",
}  # fmt: skip
_KANA_OF = {
    **{head + vowel: row[i] for head, row in _ROWS.items() for i, vowel in enumerate(_VOWELS)},
    **{head + vowel: kana + small for head, kana in _GLIDES.items() for vowel, small in zip("aueo", "ゃゅぇょ", strict=True)},
    **_OTHERS,
}
_MACRONS = str.maketrans({"ā": "aa", "ī": "ii", "ū": "uu", "ē": "ee", "ō": "oo", "â": "aa", "î": "ii", "û": "uu", "ê": "ee", "ô": "oo"})
_ROMAJI_WORD = re.compile(r"[a-zāīūēōâîûêô'-]+")
_HIRAGANA = re.compile("[\u3041-\u3096]")
_KANJI = re.compile("[\u3005\u3400-\u9fff]")
_SPACED = re.compile("(?<=[\u3041-\u30ff]) (?=[\u3041-\u30ff])")
_LONG = re.compile(
    "ー|(?<=[あかさたなはまやらわがざだばぱゃ])あ|(?<=[いきしちにひみりぎじびぴ])い|(?<=[うくすつぬふむゆるぐずぶぷゅ])う"
    "|(?<=[えけせてねへめれげぜでべぺ])[えい]|(?<=[おこそとのほもよろごぞどぼぽょ])[おう]"
)
_SAME_SOUND = str.maketrans({"を": "お", "ぢ": "じ", "づ": "ず", "ゔ": "ぶ"})
_PARTICLES = {"wa": "は", "e": "へ", "o": "を"}  # said so, written otherwise
_MOSTLY = 0.6  # of its letters: "smtp no settei" is romaji with a word of English in it


def romaji(word: str, *, begun: bool = False) -> str | None:
    """Return a word of romaji (Hepburn, Kunrei or as typed) in hiragana, or None if it is none.

    Args:
        word: the word, in small letters.
        begun: the word is still being typed, so consonants at its end are left out.
    """
    word = word.translate(_MACRONS)
    if begun:
        word = re.sub("[^aiueon'-]+$", "", word)
    kana, at = "", 0
    while at < len(word):
        for length in (4, 3, 2, 1):
            piece = word[at : at + length]
            if len(piece) == length and piece in _KANA_OF and not (piece == "nn" and word[at + 2 : at + 3] in tuple(_VOWELS)):
                break
        else:
            piece, length = word[at], 1
            follows = word[at + 1 : at + 2]
            doubled = piece not in "n'" and (follows == piece or (piece == "t" and follows == "c"))
            if not (doubled or piece == "n" or (piece == "m" and follows in tuple("bpm"))):
                return None
            kana += "っ" if doubled else "ん"
            at += 1
            continue
        kana += _KANA_OF[piece]
        at += length
    return kana


def sound(reading: str) -> str:
    """Return kana by its sound: no long vowels (``とうろく`` and ``toroku`` agree), no spaces, を as お, てぃ as ち (typed ``ti``)."""
    kana = _SPACED.sub("", normalise(reading)).replace("てぃ", "ち").replace("でぃ", "じ")
    return _LONG.sub("", kana).translate(_SAME_SOUND)


def spoken(folded: str, *, begun: bool = False) -> str | None:
    """Return the sound of a question in kana or romaji, or None if it is in neither.

    Args:
        folded: the question as ``text.fold`` leaves it.
        begun: the question is still being typed.
    """
    if _KANJI.search(folded):
        return None
    if _HIRAGANA.search(normalise(folded)):
        return sound(folded)
    pieces = _ROMAJI_WORD.findall(folded)
    letters = sum(map(len, pieces))
    last = len(pieces) - 1
    kana = [(piece, _PARTICLES.get(piece) or romaji(piece, begun=begun and i == last)) for i, piece in enumerate(pieces)]
    converted = sum(len(piece) for piece, heard in kana if heard)
    if not letters or converted < letters * _MOSTLY:
        return None
    return sound("".join(heard or f" {piece} " for piece, heard in kana)) or None
