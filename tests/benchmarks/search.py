"""How fast the search is on ten thousand pages, beside the libraries that could have done it instead.

Run it from the root of the repository: ``python tests/benchmarks/search.py [--pages 10000] [--lines 5] [--semantic]``.

A *page* is one markdown file in one language, as ``relaydoc knowledge check`` counts them: ten thousand are five thousand subjects, each
in English and Japanese, with a title, three aliases, a reading and a body. They are made here, the same at every run.

Each list of questions is asked three times, and of each figure the calmest round's is told, since other programs take their share of the
machine; a library beside is treated alike. Where it is busy all the time, the clock tells how long others were waited for, and the columns
``cpu`` what the call itself took. The first line is a fixed piece of work of the same kind, by which runs on different machines, or at
busy and calm hours, can be compared.
"""

from __future__ import annotations

import argparse
import gc
import random
import resource
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import bm25s  # type: ignore[import-untyped]  # it ships no types
import numpy as np
from rapidfuzz import fuzz, process, utils

from bot.search import Calibration, Document, Index, installed_encoder
from bot.search.text import grams, normalise

_SYLLABLES = [
    "re",
    "la",
    "mai",
    "ser",
    "ver",
    "po",
    "st",
    "fix",
    "gre",
    "li",
    "sting",
    "spo",
    "of",
    "que",
    "ue",
    "sen",
    "der",
    "clie",
    "nt",
    "blo",
    "ck",
    "ban",
    "ce",
    "de",
    "ny",
    "al",
    "low",
    "tru",
    "net",
    "host",
    "na",
    "me",
    "do",
]
_KANJI = "中継送信受信設定記録拒否接続番号名前差出宛先認証暗号転送遅延規則機械会社利用者管理確認失敗成功理由時間装置回線迷惑広告偽物盗難"
_KANA = "サーバメールログリレーアドレスホストドメインフィルタリストクライアントキュースパムパスワードなりすましことものときほうため"
_READING = "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわん"
_ROUNDS = 3
_PLACES = np.arange(20_000) * 7
_COMMON = ["how", "do", "i", "the", "what", "is", "a", "of", "to", "my", "in", "why", "does", "for", "on", "mail", "server", "log"]
_PARTICLES = ("の", "が", "を", "に", "は", "で", "と", "から", "まで", "とは")


def pages(count: int, lines: int = 5, seed: int = 1) -> list[Document]:
    """Return ``count`` pages with ``lines`` lines, half of them English and half Japanese; words are as uneven as in real text."""
    chance = random.Random(seed)
    english = ["".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4))) for _ in range(8_000)]
    japanese = ["".join(chance.choices(chance.choice((_KANJI, _KANA)), k=chance.randint(2, 4))) for _ in range(8_000)]
    uneven = [1 / (rank + 10) for rank in range(8_000)]

    def say(lang: str, words: int) -> str:
        if lang == "en":
            picked = chance.choices(english, uneven, k=words)
            return " ".join(word if i % 2 else f"{chance.choice(_COMMON)} {word}" for i, word in enumerate(picked))
        return "".join(word + chance.choice(_PARTICLES) for word in chance.choices(japanese, uneven, k=words))

    return [
        Document(
            f"faq/page-{number}", lang, say(lang, 5), tuple(say(lang, 4) for _ in range(3)),
            ("".join(chance.choices(_READING, k=18)),) if lang == "ja" else (),
            "\n".join(say(lang, 12) for _ in range(lines)), (f"tag{number % 20}",),
        )
        for number in range(count // 2) for lang in ("en", "ja")
    ]  # fmt: skip


def questions(documents: Sequence[Document], count: int, seed: int = 2) -> list[str]:
    """Return questions in the ways people ask: an alias, a piece of one, a typing error, a reading, a sentence, nonsense."""
    chance = random.Random(seed)
    asked = []
    for number in range(count):
        document = chance.choice(documents)
        text = chance.choice((document.title, *document.aliases))
        at = chance.randrange(max(1, len(text) - 1))
        asked.append(
            (
                text,
                text[: len(text) * 2 // 3],
                text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :],
                document.readings[0] if document.readings else text,
                document.body[: chance.randint(40, 200)],
                "how do I bake bread with " + "".join(chance.choices("abcdefghijklmnop", k=9)),
            )[number % 6]
        )
    return asked


def timed(name: str, ask: Callable[[str], object], asked: Sequence[str]) -> None:
    """Print the median and the 99th percentile of a call in milliseconds, on the clock and of the processor, of the calmest round."""
    for text in asked[: max(5, len(asked) // 20)]:
        ask(text)
    gc.collect()
    rounds = [_round(ask, asked) for _ in range(_ROUNDS)]
    cells = [min(column) for column in zip(*rounds, strict=True)]
    print(f"{name:<44} {' '.join(f'{cell:9.3f}' for cell in cells)}  {len(asked):6}")  # noqa: T201


def _round(ask: Callable[[str], object], asked: Sequence[str]) -> tuple[float, float, float, float]:
    """Return the median and the 99th percentile of one round of calls, by the clock and then by the processor's time for them."""
    clock, processor = [], []
    for text in asked:
        start, begun = time.perf_counter(), time.thread_time()
        ask(text)
        processor.append((time.thread_time() - begun) * 1_000)
        clock.append((time.perf_counter() - start) * 1_000)
    (median, high), (worked, most) = (
        (cuts[49], cuts[98]) for cuts in (statistics.quantiles(took, n=100, method="inclusive") for took in (clock, processor))
    )
    return median, high, worked, most


def calibration(_text: str = "") -> int:
    """Do a fixed piece of work of the search's kind: some text cut up, some numbers gathered and summed."""
    found = len(grams(normalise("なぜサーバは relay access denied と答えるのですか " * 8)))
    return found + int(np.bincount(_PLACES % 10_007, minlength=10_007).argmax())


def built(name: str, build: Callable[[], Index]) -> Index:
    """Print how long an index takes to build."""
    start = time.perf_counter()
    index = build()
    print(f"{name}: built in {time.perf_counter() - start:.2f} s")  # noqa: T201
    return index


def peers(documents: Sequence[Document], asked: Sequence[str]) -> None:
    """Time what else could have been used: rapidfuzz alone over titles and aliases, bm25s and FTS5 over whole pages."""
    phrases = [utils.default_process(text) for document in documents for text in (document.title, *document.aliases)]
    few = asked[:60]
    timed("rapidfuzz WRatio, process.extract", lambda text: process.extract(utils.default_process(text), phrases, limit=5), few[:12])
    timed(
        "rapidfuzz token_set_ratio, process.extract",
        lambda text: process.extract(utils.default_process(text), phrases, scorer=fuzz.token_set_ratio, limit=5), few,
    )  # fmt: skip
    whole = [normalise("\n".join((document.title, *document.aliases, document.body))) for document in documents]
    ranked = bm25s.BM25(k1=1.2, b=0.5)
    ranked.index([grams(text) for text in whole], show_progress=False)
    timed("bm25s, our grams", lambda text: ranked.retrieve([grams(normalise(text))], k=5, show_progress=False), asked)
    store = sqlite3.connect(":memory:")
    store.execute("CREATE VIRTUAL TABLE page USING fts5(body, tokenize='trigram')")
    store.executemany("INSERT INTO page VALUES (?)", [(text,) for text in whole])

    def full_text(text: str) -> object:
        pieces = dict.fromkeys(normalise(text)[i : i + 3] for i in range(max(1, len(normalise(text)) - 2)))
        query = " OR ".join(f'"{piece}"' for piece in pieces if len(piece) == 3) or '"xyz"'
        return store.execute("SELECT rowid FROM page WHERE page MATCH ? ORDER BY bm25(page) LIMIT 5", (query,)).fetchall()

    timed("SQLite FTS5 trigram, OR of trigrams", full_text, few)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--pages", type=int, default=10_000)
    options.add_argument("--lines", type=int, default=5, help="of each body, of about 130 signs in English and 50 in Japanese")
    options.add_argument("--questions", type=int, default=1_200)
    options.add_argument("--semantic", action="store_true", help="also the optional channel; encoding takes a minute")
    options.add_argument("--alone", action="store_true", help="without the other libraries")
    chosen = options.parse_args()
    documents = pages(chosen.pages, chosen.lines)
    asked = questions(documents, chosen.questions)
    signs = sum(len(document.title) + sum(map(len, document.aliases)) + len(document.body) for document in documents)
    print(f"{len(documents)} pages, half English and half Japanese, {signs / 1e6:.1f} million signs")  # noqa: T201
    index = built("lexical", lambda: Index(documents, Calibration()))
    print(f"memory at its highest: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")  # noqa: T201
    print(f"\n{'milliseconds':<44} {'median':>9} {'p99':>9} {'cpu':>9} {'cpu p99':>9}  {'calls':>6}")  # noqa: T201
    timed("the machine itself (calibration)", calibration, asked)
    timed("question, lexical", lambda text: index.ask(text, None), asked)
    typed = [text[:end] for text in asked[: chosen.questions // 4] for end in (1, 2, 3, 5, 8, 13)]
    timed("keystroke", lambda text: index.suggest(text, "ja"), typed)
    timed("question of 10,000 signs", lambda text: index.ask((text + " ") * (10_000 // (len(text) + 1) + 1), None), asked[:200])
    if chosen.semantic:
        encoder = installed_encoder()
        semantic = built("semantic", lambda: Index(documents, Calibration(), encoder))
        timed(f"question, {semantic.mode}", lambda text: semantic.ask(text, None), asked)
    if not chosen.alone:
        peers(documents, asked)


if __name__ == "__main__":
    main()
