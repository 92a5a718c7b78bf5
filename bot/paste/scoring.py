"""Tells how well each of several encodings fits a line, by how much the text looks like one that somebody wrote.

The score is our own and not charset-normalizer's: a paste begins and ends where the mouse let go, and detectors give
UTF-8 up as soon as one character is cut. Here a cut character costs next to nothing at the edge of a line.

CP932 also reads Mac OS Japanese. The single bytes that Apple added (80, A0, FD, FE, FF) are mapped as in
https://www.unicode.org/Public/MAPPINGS/VENDORS/APPLE/JAPANESE.TXT.
"""

import re
from collections import Counter
from collections.abc import Iterator

LOST = "\ufffd"
# On equal scores the first wins.
SCORED = ("utf-8", "cp1252", "mac-roman", "euc-jp", "cp932")
# What Python's cp932 gives for Apple's five bytes, and what Apple means by them.
_APPLE_BYTES = {0x80: "\\", 0xF8F0: "\xa0", 0xF8F1: "©", 0xF8F2: "™", 0xF8F3: "…"}
SAMPLE = 2048  # bytes of a line that are scored
_BUDGET = 256 * 1024  # bytes of a paste that are scored; later lines are read like the most of it
_HIGH = re.compile(rb"[\x80-\xff]")

# The kanji that newspapers and mail logs use most, in no order that matters.
_COMMON_KANJI = frozenset(
    "日一国会人年大十二本中長出三同時政事自行社見月分議後前民生連五発間対上部東者党地合市業内相方四定今回新場金員九入選立開手米力"
    "学問高代明実円関決子動京全目表戦経通外最言氏現理調体化田当八六約主題下首意法不来作性的要用制治度務強気小七成期公野協取都和統"
    "以機平総加山思家話世受区領多県続進正安設保改数記院女初北午指権心界支第産結百派点教報済書府活原先共得解名交資予川向際査勝面委"
    "告軍文反元重近千考判認画海参売利組知案道信策集在件団別物側任引使求所次水半品昨論計死官増係感特情投示変打男基私各始島直両朝革"
    "価式確村提運終挙果西勢減台広容必応演電歳住争談能無再位置企真流格有疑口過局少放税検藤町常校料沢裁状工建語球営空職証土与急止送"
    "援供可役構木割聞身費付施切由説転食比難防補車優夫研収断井何南石足違消境神番規術護展態導備宅害配副算視条独警究育席輸訪楽起着店"
    "述残想線率病州声質念待試象域助労例然早限親額環験追商義伝働形景落好担退準造英株頭低毎写評課末守識注字夜票況音申様白黒赤青古型"
    "拒否許既程宛届返却添符号暗鍵除敗録削署迷惑否登他火像済圧縮源接続帯域混雑経路管器停宣言迂回誤失効択抑隔離"
)  # fmt: skip
_LEVEL_1_KANJI = frozenset(bytes((row, cell)).decode("euc_jp", "ignore") for row in range(0xB0, 0xD0) for cell in range(0xA1, 0xFF))

# One letter for each kind of character; the kinds are told apart once and then counted.
_KINDS = (
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
_KIND = re.compile("|".join(f"(?P<_{number}>{signs})" for number, (_, signs) in enumerate(_KINDS)))
_WEIGHTS = {"h": 2.0, "t": 1.8, "K": 2.0, "k": 0.6, "r": -0.5, "p": 1.2, "w": 0.3, "d": 0.5, "s": 0.3, "f": 0.3}
_WEIGHTS |= {"x": -4.0, "c": -1.0, "?": -0.5}
# What a kind is worth where it stands, by patterns over the letters of the kinds; the first letters say which kinds a pattern needs.
_CONTEXTS = (
    (frozenset("e"), re.compile("(?<=[aAeE])e"), 1.0),
    (frozenset("e"), re.compile("(?<![aAeE])e"), 0.2),
    (frozenset("E"), re.compile("(?<![ae])E(?=[aAeE])"), 0.3),
    (frozenset("qQz"), re.compile("(?<![aAeE])q|(?<=[^ ])(Q|z(?![aAeE0]))"), 1.2),
    (frozenset("v"), re.compile("wv"), 0.7),  # ﾊﾞ
    (frozenset("wv"), re.compile("(?<=[wv])[wv]"), 0.25),
    (frozenset("wv"), re.compile("(?<!w)v|(?<![wv])w(?![wv])"), -0.7),
    (frozenset("Kkr"), re.compile("(?<=[aA])[Kkr](?![hKktp])"), -2.5),  # I知 is CP1252's I’m
    (frozenset("hKkt"), re.compile("(?<=[hKkt])[aAy](?=[hKkt])"), -1.5),  # the second byte of a character whose first was taken away
    (frozenset("x"), re.compile("^x|(?<=^x)x|(?<=^xx)x|x$"), 3.5),  # a cut character is forgiven
)


class _Kinds(dict[int, str]):
    """The kind of each character met so far, for `str.translate`."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        found = _KIND.match(sign)
        kind = _KINDS[found.lastindex - 1][0] if found and found.lastindex else "?"
        if kind == "r" and sign in _LEVEL_1_KANJI:
            kind = "K" if sign in _COMMON_KANJI else "k"
        self[code] = kind
        return kind


_KIND_OF = _Kinds()


def score(text: str, plain: float = 0.0) -> float:
    """Tell how much a text looks like one that somebody wrote; ASCII characters count `plain`."""
    kinds = text.translate(_KIND_OF)
    counts = Counter(kinds)
    total = sum(_WEIGHTS.get(kind, plain if kind in "aA0 y." else 0.0) * n for kind, n in counts.items())
    return total + sum(weight * len(pattern.findall(kinds)) for needs, pattern, weight in _CONTEXTS if not needs.isdisjoint(counts))


def fits_of(lines: list[bytes]) -> Iterator[dict[str, float]]:
    """Score the first lines in each encoding, as many as the budget allows."""
    budget = _BUDGET
    for line in lines:
        if budget <= 0:
            return
        high = _HIGH.search(line)
        start = high.start() if high else 0
        sample = line[max(0, start - 64) : start + SAMPLE]
        budget -= len(sample) + 128
        texts = {encoding: read_as(sample, encoding) for encoding in SCORED}
        fit = {encoding: score(text) for encoding, text in texts.items()}
        # Hardly anything else looks like the long characters of UTF-8.
        whole = texts["utf-8"].replace(LOST, "")
        fit["utf-8"] += len(whole.encode()) - len(whole)
        yield fit


def read_as(line: bytes, encoding: str) -> str:
    """Decode a line that may begin with the second half of a character."""
    text = plainly(line, encoding)
    if encoding in {"cp932", "euc-jp"} and _HIGH.match(line):
        later = LOST + plainly(line[1:], encoding)
        return later if score(later[:SAMPLE]) > score(text[:SAMPLE]) else text
    return text


def plainly(line: bytes, encoding: str) -> str:
    """Decode a line, with what the makers of computers added to the encoding."""
    if encoding == "cp932":
        return line.decode(encoding, "replace").translate(_APPLE_BYTES)
    if encoding == "euc-jp" and b"\x8f" not in line:
        return line.decode("euc_jis_2004", "replace")
    return line.decode(encoding, "replace")
