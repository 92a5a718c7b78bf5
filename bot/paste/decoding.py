"""Turns the bytes of a pasted log into text, whatever encoding the mail server wrote them in.

The steps, in order: a byte order mark; UTF-16 without one, known by its zero bytes; ISO-2022-JP line by line, with its
escapes or the traces of lost ones; strict UTF-8; and last a score for each of UTF-8, CP932, EUC-JP, CP1252 and Mac
Roman, line by line again, because one paste may quote two servers.

The score is our own and not charset-normalizer's: a paste begins and ends where the mouse let go, and detectors give
UTF-8 up as soon as one character is cut. Here a cut character costs next to nothing at the edge of a line.

CP932 also reads Mac OS Japanese. The single bytes that Apple added (80, A0, FD, FE, FF) are mapped as in
https://www.unicode.org/Public/MAPPINGS/VENDORS/APPLE/JAPANESE.TXT.
"""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

LOST = "\ufffd"
ISO_2022_JP = "iso-2022-jp"
# On equal scores the first wins.
SCORED = ("utf-8", "cp1252", "mac-roman", "euc-jp", "cp932")
# UTF-32 comes first: its little-endian mark begins with that of UTF-16.
MARKS = ((BOM_UTF32_LE, "utf-32"), (BOM_UTF32_BE, "utf-32"), (BOM_UTF16_LE, "utf-16"), (BOM_UTF16_BE, "utf-16"))
# What Python's cp932 gives for Apple's five bytes, and what Apple means by them.
APPLE_BYTES = {0x80: "\\", 0xF8F0: "\xa0", 0xF8F1: "©", 0xF8F2: "™", 0xF8F3: "…"}

SAMPLE = 2048  # bytes of a line that are scored
BUDGET = 256 * 1024  # bytes of a paste that are scored; later lines are read like the most of it
LINES = 50_000  # lines that are read one by one
OUTVOTE = 2.0  # how much better a line must score to be read unlike the most of the paste

ESCAPE = re.compile(rb"\x1b(\$[@B]|\$\([DOPQ]|\([BIJ])")
OPENING = re.compile(rb"\x1b(?:\$[@B]|\$\([DOPQ]|\(I)")
CUT_ESCAPE = re.compile(rb"\x1b(?:\$\(?|\()?$")
# Pairs are taken up to a closing escape at an even distance; possessive, so that hostile input stays linear.
LOST_ESCAPES = re.compile(rb"\$[@B]((?:(?!\([BJ])[!-~]{2})++)(\([BJ]|\(?$)?")
CLOSING = frozenset({b"(B", b"(J"})
HIGH = re.compile(rb"[\x80-\xff]")
HIGH_BIT = bytes(byte | 0x80 for byte in range(256))
# Control characters that no log holds but UTF-16 is full of.
WIDE_SIGN = re.compile(rb"[\x00-\x06\x0e-\x1a\x1c-\x1f]")
# Letters that mail logs do not hold; EUC-JP's kanji may look like their UTF-8 (2000ǯ is 2000年).
EUC_SIGN = re.compile("[\u0180-\u02ff]")

# The kanji that newspapers and mail logs use most, in no order that matters.
COMMON_KANJI = frozenset(
    "日一国会人年大十二本中長出三同時政事自行社見月分議後前民生連五発間対上部東者党地合市業内相方四定今回新場金員九入選立開手米力"
    "学問高代明実円関決子動京全目表戦経通外最言氏現理調体化田当八六約主題下首意法不来作性的要用制治度務強気小七成期公野協取都和統"
    "以機平総加山思家話世受区領多県続進正安設保改数記院女初北午指権心界支第産結百派点教報済書府活原先共得解名交資予川向際査勝面委"
    "告軍文反元重近千考判認画海参売利組知案道信策集在件団別物側任引使求所次水半品昨論計死官増係感特情投示変打男基私各始島直両朝革"
    "価式確村提運終挙果西勢減台広容必応演電歳住争談能無再位置企真流格有疑口過局少放税検藤町常校料沢裁状工建語球営空職証土与急止送"
    "援供可役構木割聞身費付施切由説転食比難防補車優夫研収断井何南石足違消境神番規術護展態導備宅害配副算視条独警究育席輸訪楽起着店"
    "述残想線率病州声質念待試象域助労例然早限親額環験追商義伝働形景落好担退準造英株頭低毎写評課末守識注字夜票況音申様白黒赤青古型"
    "拒否許既程宛届返却添符号暗鍵除敗録削署迷惑否登他火像済圧縮源接続帯域混雑経路管器停宣言迂回誤失効択抑隔離"
)  # fmt: skip
LEVEL_1_KANJI = frozenset(bytes((row, cell)).decode("euc_jp", "ignore") for row in range(0xB0, 0xD0) for cell in range(0xA1, 0xFF))

# One letter for each kind of character; the kinds are told apart once and then counted.
KINDS = (
    ("a", "[a-z]"),
    ("A", "[A-Z]"),
    ("0", "[0-9]"),
    (" ", r"[ \t\n\r\f\x1b]"),
    ("y", r"[@\[\\\]^_`{|}~]"),  # may be the second byte of a CP932 character, as letters may
    (".", "[!-/:-?]"),
    ("c", r"[\x00-\x1f\x7f]"),
    ("x", "[\x80-\x9f\ud800-\uf8ff\ufffd-\uffff]"),  # unassigned, private, or not decodable
    ("q", "[“‘«]"),
    ("Q", "[’]"),
    ("z", "[”»]"),
    ("d", "[–—…•]"),
    ("s", "[\xa0\u3000©®™°§€£±µ·¿¡¼½¾×÷]"),
    ("f", "[ðþÿšž]"),  # letters that one Western mailbox in a hundred needs
    ("e", "[ß-ýœ]"),
    ("E", "[À-ÞŒŠŽŸ]"),
    ("h", "[ぁ-ゖゝゞ]"),
    ("t", "[ァ-ヺー-ヾ]"),
    ("p", "[\u3001-〕・！-～￥〜−]"),
    ("u", "[｡-･]"),
    ("w", "[ｦ-ﾝ]"),
    ("v", "[ﾞﾟ]"),
    ("r", "[㐀-鿿]"),
)
KIND = re.compile("|".join(f"(?P<_{number}>{signs})" for number, (_, signs) in enumerate(KINDS)))
WEIGHTS = {"h": 2.0, "t": 1.8, "K": 2.0, "k": 0.6, "r": -0.5, "p": 1.2, "w": 0.3, "d": 0.5, "s": 0.3, "f": 0.3}
WEIGHTS |= {"x": -4.0, "c": -1.0, "?": -0.5}
CONTEXTS = (
    (re.compile("(?<=[aAeE])e"), 1.0),
    (re.compile("(?<![aAeE])e"), 0.2),
    (re.compile("(?<![ae])E(?=[aAeE])"), 0.3),
    (re.compile("(?<![aAeE])q|(?<=[^ ])(Q|z(?![aAeE0]))"), 1.2),
    (re.compile("wv"), 0.7),  # ﾊﾞ
    (re.compile("(?<=[wv])[wv]"), 0.25),
    (re.compile("(?<!w)v|(?<![wv])w(?![wv])"), -0.7),
    (re.compile("(?<=[aA])[Kkr](?![hKktp])"), -2.5),  # I知 is CP1252's I’m
    (re.compile("(?<=[hKkt])[aAy](?=[hKkt])"), -1.5),  # the second byte of a character whose first was taken away
    (re.compile("^x|(?<=^x)x|(?<=^xx)x|x$"), 3.5),  # a cut character is forgiven
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a paste, and the encoding that most of it was in.

    Attributes:
        text: what the bytes say, U+FFFD standing for those that could not be decoded.
        encoding: Python's name of the encoding.
        guessed: True where the encoding was scored and not known for certain.

    """

    text: str
    encoding: str
    guessed: bool


class _Kinds(dict[int, str]):
    """The kind of each character met so far, for `str.translate`."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        found = KIND.match(sign)
        kind = KINDS[found.lastindex - 1][0] if found and found.lastindex else "?"
        if kind == "r" and sign in LEVEL_1_KANJI:
            kind = "K" if sign in COMMON_KANJI else "k"
        self[code] = kind
        return kind


_KINDS = _Kinds()


def decode(data: bytes) -> Decoded:
    r"""Read the bytes of a paste as text.

    Nothing raises, and no line end (`\n`, `\r\n`, lone `\r`) is lost or made.

    Args:
        data: the paste as it arrived.

    Returns:
        The text, with the encoding that most of it was in.

    """
    return _marked(data) or _wide(data) or _lines(data)


def _marked(data: bytes) -> Decoded | None:
    """Read a paste that begins with a byte order mark."""
    if data.startswith(BOM_UTF8):
        rest = _lines(data[len(BOM_UTF8) :])
        return replace(rest, encoding="utf-8-sig") if rest.encoding == "utf-8" else rest
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return Decoded(data.decode(encoding, "replace"), encoding, guessed=False)
    return None


def _wide(data: bytes) -> Decoded | None:
    """Read UTF-16 without a mark: every second byte of its ASCII is zero.

    The paste may begin in the middle of a character, so both byte orders are tried from both of the first two bytes.
    """
    if not WIDE_SIGN.search(data):
        return None
    sample = data[: 4 * SAMPLE]
    starts = [(encoding, cut) for encoding in ("utf-16-le", "utf-16-be") for cut in (0, 1)]
    scores = [_score(_from(sample, encoding, cut), plain=1.5) for encoding, cut in starts]
    best = max(scores)
    # 8-bit text read as UTF-16 is mostly rare kanji, random bytes are mostly nothing: both stay below.
    if best < 0.3 * len(sample) / 2:
        return None
    encoding, cut = starts[scores.index(best)]
    return Decoded(_from(data, encoding, cut), encoding, guessed=True)


def _from(data: bytes, encoding: str, cut: int) -> str:
    """Decode what follows the bytes that are left of a cut character."""
    return LOST * bool(cut) + data[cut:].decode(encoding, "replace")


def _lines(data: bytes) -> Decoded:
    """Read a paste line by line in the encodings that share ASCII."""
    ended = data.splitlines(keepends=True)
    rest = b"".join(ended[LINES:])
    del ended[LINES:]
    # Decoded apart from its end: after a cut character Python's EUC-JP takes the line end for a part of it.
    lines = [line.rstrip(b"\r\n") for line in ended]
    escaped = OPENING.search(data) is not None
    readings: dict[int, Decoded] = {}
    for number, line in enumerate(lines):
        if (b"\x1b" in line or b"$" in line) and (reading := _seven_bit(line, escaped)):
            readings[number] = reading
    left = [number for number, line in enumerate(lines) if not line.isascii() and number not in readings]
    readings.update(zip(left, _eight_bit([lines[number] for number in left]), strict=True))
    parts = [line.decode("ascii") if number not in readings else "" for number, line in enumerate(ended)]
    used = Counter[str]()
    for number, reading in readings.items():
        size = len(lines[number])
        used[reading.encoding] += size
        # Where nothing stood but an escape, a lone \r above and the \n here must not become one line end.
        gap = LOST if not reading.text and number and ended[number - 1].endswith(b"\r") else ""
        parts[number] = (reading.text or gap) + ended[number][size:].decode("ascii")
    encoding = max(used, key=used.__getitem__, default="utf-8")
    guessed = any(reading.guessed for reading in readings.values()) or not rest.isascii()
    return Decoded("".join(parts) + _unread(rest, encoding), encoding, guessed)


def _unread(rest: bytes, encoding: str) -> str:
    """Decode in one go the lines that are too many to be read one by one, line ends kept."""
    if encoding == "euc-jp":
        rest = rest.replace(b"\x8f", b"\xff")
    return _plainly(rest, encoding if encoding in SCORED else "utf-8")


def _seven_bit(line: bytes, escaped: bool) -> Decoded | None:
    """Read a line of ISO-2022-JP, its escapes whole, cut or lost; None where it is no such line.

    Args:
        line: the bytes without their line end.
        escaped: whether the paste holds escapes to Japanese, so that half an escape means one, too.

    """
    line, cut = CUT_ESCAPE.subn(b"", line) if escaped else (line, 0)
    before, *parts = ESCAPE.split(line)
    if not parts and not cut:
        text = _without_escapes(line)
        return None if text is None else Decoded(text, ISO_2022_JP, guessed=True)
    # An escape to ASCII alone, or next to colours, is what terminals write to reset themselves.
    cut_before = parts and parts[0] in CLOSING and b"\x1b[" not in line
    opened = _without_opening(before, escaped) if cut_before else None
    if opened is None and not cut and CLOSING.issuperset(parts[::2]):
        return None
    text = before.decode("utf-8", "replace") if opened is None else opened
    text += "".join(_segment(escape, part) for escape, part in zip(parts[::2], parts[1::2], strict=True))
    return Decoded(text + LOST * cut, ISO_2022_JP, guessed=False)


def _segment(escape: bytes, part: bytes) -> str:
    """Decode what follows one escape of ISO-2022-JP."""
    if escape in CLOSING:
        return part.decode("utf-8", "replace")
    if escape in {b"$@", b"$B"}:
        return _kanji(part)
    codec = "iso2022_jp_2004" if escape[2:] in {b"O", b"P", b"Q"} else "iso2022_jp_ext"
    return (b"\x1b" + escape + part).decode(codec, "replace")


def _kanji(part: bytes) -> str:
    """Decode the pairs of JIS X 0208, with the circled numbers that Windows and Macintosh mailers put among them."""
    text = ""
    for pairs, other in re.findall(rb"([!-~]+)|([^!-~]+)", part):
        text += pairs[: len(pairs) // 2 * 2].translate(HIGH_BIT).decode("euc_jis_2004", "replace")
        text += LOST * (len(pairs) % 2) + other.decode("ascii", "replace")
    return text


def _without_escapes(line: bytes) -> str | None:
    """Read a line whose ESC bytes a mailer or forum removed; None where `$B` is just a dollar and a letter."""
    found = [match for match in LOST_ESCAPES.finditer(line) if match[2] is not None]
    text = "".join(_kanji(match[1]) for match in found)
    closed = all(match[2] in CLOSING for match in found)
    if not text or LOST in text or not line.isascii() or not (closed or len(text) >= 4) or _score(text) < len(text):
        return None
    return LOST_ESCAPES.sub(lambda m: m[0] if m[2] is None else _kanji(m[1]).encode(), line).decode()


def _without_opening(part: bytes, escaped: bool) -> str | None:
    """Read the beginning of a line that was cut after its first escape; None where it is no Japanese."""
    if not re.fullmatch(rb"[!-~]*", part):
        return None
    part = part[2:] if part[:2] in {b"$B", b"$@"} else part
    odd = len(part) % 2
    text = LOST * odd + _kanji(part[odd:])
    return text if escaped or _score(text) >= max(3, len(text)) else None


def _eight_bit(lines: list[bytes]) -> list[Decoded]:
    """Read lines that are not ASCII: as UTF-8 if all are, else each as it scores best, in doubt like the others."""
    try:
        known = [Decoded(line.decode("utf-8"), "utf-8", guessed=False) for line in lines]
    except UnicodeDecodeError:
        return list(_scored(lines))
    return list(_scored(lines)) if any(EUC_SIGN.search(reading.text) for reading in known) else known


def _scored(lines: list[bytes]) -> Iterator[Decoded]:
    """Read each line in the encoding that its score or, unless it says so clearly, that of the whole paste tells."""
    fits = list(_fits(lines))
    bests = [max(SCORED, key=fit.__getitem__) for fit in fits]
    votes = dict.fromkeys(SCORED, 0.0)
    for best, fit in zip(bests, fits, strict=True):
        votes[best] += fit[best]
    most = max(SCORED, key=votes.__getitem__)
    for line, best, fit in zip(lines, bests, fits, strict=False):
        encoding = best if fit[best] > fit[most] + OUTVOTE else most
        yield Decoded(_read(line, encoding), encoding, guessed=True)
    for line in lines[len(fits) :]:
        yield Decoded(_plainly(line, most), most, guessed=True)


def _fits(lines: list[bytes]) -> Iterator[dict[str, float]]:
    """Score the first lines in each encoding, as many as the budget allows."""
    budget = BUDGET
    for line in lines:
        if budget <= 0:
            return
        high = HIGH.search(line)
        start = high.start() if high else 0
        sample = line[max(0, start - 64) : start + SAMPLE]
        budget -= len(sample) + 128
        texts = {encoding: _read(sample, encoding) for encoding in SCORED}
        fit = {encoding: _score(text) for encoding, text in texts.items()}
        # Hardly anything else looks like the long characters of UTF-8.
        whole = texts["utf-8"].replace(LOST, "")
        fit["utf-8"] += len(whole.encode()) - len(whole)
        yield fit


def _read(line: bytes, encoding: str) -> str:
    """Decode a line that may begin with the second half of a character."""
    text = _plainly(line, encoding)
    if encoding in {"cp932", "euc-jp"} and HIGH.match(line):
        later = LOST + _plainly(line[1:], encoding)
        return later if _score(later[:SAMPLE]) > _score(text[:SAMPLE]) else text
    return text


def _plainly(line: bytes, encoding: str) -> str:
    """Decode a line, with what the makers of computers added to the encoding."""
    if encoding == "cp932":
        return line.decode(encoding, "replace").translate(APPLE_BYTES)
    if encoding == "euc-jp" and b"\x8f" not in line:
        return line.decode("euc_jis_2004", "replace")
    return line.decode(encoding, "replace")


def _score(text: str, plain: float = 0.0) -> float:
    """Tell how much a text looks like one that somebody wrote; ASCII characters count `plain`."""
    kinds = text.translate(_KINDS)
    score = sum(WEIGHTS.get(kind, plain if kind in "aA0 y." else 0.0) * n for kind, n in Counter(kinds).items())
    return score + sum(weight * len(pattern.findall(kinds)) for pattern, weight in CONTEXTS)
