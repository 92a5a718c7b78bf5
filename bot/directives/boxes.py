"""How a box of a settings panel is typed: a tick box before its label, or a word for its state beside it."""

from __future__ import annotations

import re

_ON_WORDS = r"on|yes|true|enabled|checked|ticked|selected|オン|有効|はい|チェック(?:あり|有り?|済み?)"
_OFF_WORDS = (
    r"off|no|false|disabled|un(?:checked|ticked|selected)|not (?:checked|ticked|selected|enabled|set)|オフ|無効|いいえ"
    r"|チェック(?:なし|無し?|していません)|未チェック"
)
# Words that also end a sentence need a sign before them.
_PLAIN_WORDS = r"オン|オフ|有効|無効|チェック(?:あり|有り?|済み?|なし|無し?)|ON|OFF"
_TICK = r"[xX*vV✓✔✗✘☓×レ■●•]"
_BOX = rf"[\[(【〔] {{0,2}}(?:(?P<ticked>{_TICK}|(?i:on))|(?i:off)|_)? {{0,3}}[\])】〕]"
_SIGN = r"(?P<on>[☑☒✅✓✔■◉●◼]|レ(?![ァ-ヶー]))|(?P<off>[☐□◻✗✘☓❌×])|(?P<circle>[○◯])"
_LISTED = r"(?:[-*・•+] {1,3})?(?:\(?(?:[A-L]|\d{1,2})[.):] {0,3})?"
_LEADING = re.compile(rf"{_LISTED}(?:{_BOX}|{_SIGN}) {{0,4}}(?P<label>\S.{{3,300}})")
_FIRST_WORD = re.compile(rf"{_LISTED}(?i:(?:(?P<on>{_ON_WORDS})|(?:{_OFF_WORDS}))) {{0,3}}[:|] {{0,4}}(?P<label>\S.{{3,300}})")
_WORD = rf"(?i:(?P<on>{_ON_WORDS})|(?:{_OFF_WORDS}))"
_IN_BRACKETS = rf"[\[(【〔「](?i:(?P<on_>{_ON_WORDS})|(?:{_OFF_WORDS}))[\])】〕」]"
_BEFORE_A_WORD = r"(?:[:=→⇒|…–—]|[-.・]{2,40}|[ー]{2,40}| - )[ .…|]{0,8}"
_BY_A_SIGN = re.compile(rf"{_LISTED}(?P<label>\S.{{3,300}}?)(?: {{0,4}}{_BEFORE_A_WORD}{_WORD}| {{0,4}}{_IN_BRACKETS})[.。]?")
_BY_A_MARK = re.compile(rf"{_LISTED}(?P<label>\S.{{3,300}}?) {{0,4}}[:|…]? {{0,4}}(?:{_BOX}|{_SIGN})")
_BY_A_WORD = re.compile(
    rf"{_LISTED}(?P<label>\S.{{3,300}}?)(?: {{1,8}}| {{0,2}}(?:は|が) ?)(?P<word>{_PLAIN_WORDS})(?:です|になっています|にしています)?[.。]?"
)
_LONGEST = 400
"""Characters; no label of a box is as long."""
_NAME = r"[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}\.?"
_VALUE = re.compile(rf"{_LISTED}(?P<label>[^:=]{{2,120}}(?i:server|サーバー?)[^:=]{{0,40}}) {{0,3}}[:=] {{0,3}}(?P<value>{_NAME})")
# What no panel is without: a box where a line begins, a sign, a state where one ends. A quick look that spares other texts the closer one.
_BEGINS = re.compile(
    rf"[^\w\n]{{0,16}}(?:レ|(?:\(?[A-L\d]{{1,2}}[.):] {{0,3}})?[\[(【〔] {{0,2}}(?:{_TICK}|_|(?i:on|off))? {{0,3}}[\])】〕])"
)
_HAS_A_SIGN = re.compile(r"[☑☒✅✓✔■◉●◼☐□◻○◯×✗✘☓❌]")
_STATES = (
    "on", "off", "yes", "no", "true", "false", "abled", "checked", "ticked", "selected", "not set", "オン", "オフ", "有効", "無効", "はい",
    "いいえ", "あり", "有", "有り", "済", "済み", "なし", "無", "無し", "していません",
)  # fmt: skip
"""What the words for a state end in."""
_BEHIND = " \t|])】〕」.。"
_END = 32  # characters; no word for a state is as long, with what stands behind it


def may_hold_boxes(text: str) -> bool:
    """Tell whether a text may hold the boxes of a panel."""
    if not text.isascii() and _HAS_A_SIGN.search(text):
        return True
    return any(_BEGINS.match(line) or _ends_in_a_state(line) for line in text.split("\n"))


def _ends_in_a_state(line: str) -> bool:
    end = line[-_END:].rstrip(_BEHIND).removesuffix("です").removesuffix("になっています").removesuffix("にしています")
    return end.casefold().endswith(_STATES)


def box_in(line: str, *, circled: str | None) -> tuple[str, str, bool] | None:
    """Return the state of a box (``on``, ``off``, or ``set`` for a field), its label, and whether a tick box stands before it.

    Args:
        line: a cleaned line.
        circled: what an empty circle says in this text: ``on`` where crosses say off, ``off`` where filled ones say on, else None.

    A line of another kind gives None.
    """
    text = line.strip()
    if len(text) > _LONGEST:
        return None
    found = _LEADING.fullmatch(text)
    if found is not None:
        state = _state(found, circled)
        return (state, _label(found), True) if state else None
    for pattern in (_FIRST_WORD, _BY_A_SIGN, _BY_A_MARK):
        if (found := pattern.fullmatch(text)) is not None:
            state = _state(found, circled)
            return (state, _label(found), False) if state else None
    if (found := _BY_A_WORD.fullmatch(text)) is not None:
        return "on" if re.fullmatch(_ON_WORDS, found["word"].casefold()) else "off", _label(found), False
    if (found := _VALUE.fullmatch(text)) is not None:
        return "set", f"{found['label'].strip()}: {found['value']}", False
    return None


def circles_say(text: str) -> str | None:
    """Return what an empty circle says in a text: a round button that is not chosen, a Japanese "yes", or None where neither is plain."""
    if re.search("[◉●]", text):
        return "off"
    return "on" if re.search("[×✗✘☓❌]", text) else None


def _state(found: re.Match[str], circled: str | None) -> str | None:
    groups = found.groupdict()
    if groups.get("circle"):
        return circled
    return "on" if groups.get("ticked") or groups.get("on") or groups.get("on_") else "off"


def _label(found: re.Match[str]) -> str:
    label = found["label"].strip()
    return label[1:-1].strip() if (label[0], label[-1]) in (("「", "」"), ('"', '"'), ("'", "'")) else label
