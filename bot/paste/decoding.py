"""Turns the bytes of a pasted log into text, whatever encoding the mail server wrote them in.

The steps, in order: a byte order mark; UTF-16 without one, known by its zero bytes; ISO-2022-JP line by line, with its
escapes or the traces of lost ones; strict UTF-8; and last a score for each of UTF-8, CP932, EUC-JP, CP1252 and Mac
Roman, line by line again, because one paste may quote two servers.
"""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.paste.scoring import LOST, SAMPLE, SCORED, fits_of, plainly, read_as, score

ISO_2022_JP = "iso-2022-jp"
# UTF-32 comes first: its little-endian mark begins with that of UTF-16.
MARKS = ((BOM_UTF32_LE, "utf-32"), (BOM_UTF32_BE, "utf-32"), (BOM_UTF16_LE, "utf-16"), (BOM_UTF16_BE, "utf-16"))
LINES = 50_000  # lines that are read one by one
OUTVOTE = 2.0  # how much better a line must score to be read unlike the most of the paste

ESCAPE = re.compile(rb"\x1b(\$[@B]|\$\([DOPQ]|\([BIJ])")
OPENING = re.compile(rb"\x1b(?:\$[@B]|\$\([DOPQ]|\(I)")
CUT_ESCAPE = re.compile(rb"\x1b(?:\$\(?|\()?$")
# Pairs are taken up to a closing escape at an even distance; possessive, so that hostile input stays linear.
LOST_ESCAPES = re.compile(rb"\$[@B]((?:(?!\([BJ])[!-~]{2})++)(\([BJ]|\(?$)?")
CLOSING = frozenset({b"(B", b"(J"})
HIGH_BIT = bytes(byte | 0x80 for byte in range(256))
# Control characters that no log holds but UTF-16 is full of.
WIDE_SIGN = re.compile(rb"[\x00-\x06\x0e-\x1a\x1c-\x1f]")
# Letters that mail logs do not hold; EUC-JP's kanji may look like their UTF-8 (2000ǯ is 2000年).
EUC_SIGN = re.compile("[\u0180-\u02ff]")


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
    scores = [score(_from(sample, encoding, cut), plain=1.5) for encoding, cut in starts]
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
    return plainly(rest, encoding if encoding in SCORED else "utf-8")


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
    if not text or LOST in text or not line.isascii() or not (closed or len(text) >= 4) or score(text) < len(text):
        return None
    return LOST_ESCAPES.sub(lambda m: m[0] if m[2] is None else _kanji(m[1]).encode(), line).decode()


def _without_opening(part: bytes, escaped: bool) -> str | None:
    """Read the beginning of a line that was cut after its first escape; None where it is no Japanese."""
    if not re.fullmatch(rb"[!-~]*", part):
        return None
    part = part[2:] if part[:2] in {b"$B", b"$@"} else part
    odd = len(part) % 2
    text = LOST * odd + _kanji(part[odd:])
    return text if escaped or score(text) >= max(3, len(text)) else None


def _eight_bit(lines: list[bytes]) -> list[Decoded]:
    """Read lines that are not ASCII: as UTF-8 if all are, else each as it scores best, in doubt like the others."""
    try:
        known = [Decoded(line.decode("utf-8"), "utf-8", guessed=False) for line in lines]
    except UnicodeDecodeError:
        return list(_scored(lines))
    return list(_scored(lines)) if any(EUC_SIGN.search(reading.text) for reading in known) else known


def _scored(lines: list[bytes]) -> Iterator[Decoded]:
    """Read each line in the encoding that its score or, unless it says so clearly, that of the whole paste tells."""
    fits = list(fits_of(lines))
    bests = [max(SCORED, key=fit.__getitem__) for fit in fits]
    votes = dict.fromkeys(SCORED, 0.0)
    for best, fit in zip(bests, fits, strict=True):
        votes[best] += fit[best]
    most = max(SCORED, key=votes.__getitem__)
    for line, best, fit in zip(lines, bests, fits, strict=False):
        encoding = best if fit[best] > fit[most] + OUTVOTE else most
        yield Decoded(read_as(line, encoding), encoding, guessed=True)
    for line in lines[len(fits) :]:
        yield Decoded(plainly(line, most), most, guessed=True)
