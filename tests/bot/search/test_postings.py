"""The arrays give the sums that a plain loop gives."""

import math
import random

import numpy as np
import pytest

from bot.search import postings
from bot.search.counting import Counted
from bot.search.postings import Postings, best
from bot.search.text import grams

TEXTS = ["open relay", "relay access denied", "", "中継 中継 拒否", "relay relay relay", "mail queue"]


def _by_hand(texts, asked):
    """Return the BM25 sums of all rows, worked out plainly."""
    rows = [grams(text) for text in texts]
    mean = max(sum(map(len, rows)) / len(rows), 1)
    sums = []
    for row in rows:
        total = 0.0
        for gram in asked:
            held = sum(gram in other for other in rows)
            times = row.count(gram)
            idf = math.log1p((len(rows) - held + 0.5) / (held + 0.5))
            total += idf * times * 2.2 / (times + 1.2 * (0.5 + 0.5 * len(row) / mean)) if times else 0.0
        sums.append(total)
    return sums


@pytest.mark.parametrize("question", ["relay", "mail relay denied", "中継", "unknown words only", ""])
def test_bm25_both_ways(question):
    """By gram and by row, the sums are those of the formula."""
    pages = Postings.bm25(Counted.of(TEXTS))
    asked = dict.fromkeys(grams(question))
    sought = pages.seek(asked)
    expected = _by_hand(TEXTS, asked)
    assert pages.scan(sought).tolist() == pytest.approx(expected, rel=1e-5)
    assert pages.score(sought, [(row, row + 1) for row in range(len(TEXTS))]).tolist() == pytest.approx(expected, rel=1e-5)


def test_a_text_is_its_own_best():
    """Its cosine with itself is one."""
    titles = Postings.cosine(Counted.of(TEXTS))
    sought = titles.seek(grams("relay access denied"))
    assert titles.score(sought, [(1, 2)])[0] / titles.length(sought) == pytest.approx(1.0, rel=1e-5)


def test_spans_of_rows():
    """Several rows at once, and rows without grams, come out in their order."""
    pages = Postings.bm25(Counted.of(TEXTS))
    sought = pages.seek(grams("relay"))
    one_by_one = [pages.score(sought, [(row, row + 1)])[0] for row in range(6)]
    assert pages.score(sought, [(0, 3), (4, 6)]).tolist() == pytest.approx([*one_by_one[:3], *one_by_one[4:]])
    assert pages.score(sought, []).tolist() == []


def test_a_spent_budget_leaves_the_common_grams_out(monkeypatch):
    """The rarest grams are read, and at least one."""
    monkeypatch.setattr(postings, "BUDGET", 1)
    pages = Postings.bm25(Counted.of(TEXTS))
    assert np.flatnonzero(pages.scan(pages.seek(["=relay", "=queue"]))).tolist() == [5]
    assert np.flatnonzero(pages.scan(pages.seek(["=relay"]))).tolist() == [0, 1, 4]


def test_grams_of_other_rows_take_no_place(monkeypatch):
    """A gram that only rows counted before hold is no gram read, and is as rare as can be."""
    monkeypatch.setattr(postings, "BUDGET", 1)
    before = Counted.of(["queue"])
    titles = Postings.cosine(Counted.of(["relay", "relay", "mail"], before.numbers))
    assert np.flatnonzero(titles.scan(titles.seek(["=queue", "=relay"]))).tolist() == [0, 1]
    assert titles.rarity(titles.seek(["=queue"])) == pytest.approx(titles.rarity(titles.seek(["=never"])))


def test_the_cut_of_pages_is_the_cut_of_questions():
    """A page's numbered grams are those that ``grams`` gives."""
    text = "spf の記録 relay リレー #5.7.1 設"
    counted = Counted.of([text])
    assert sorted(counted.numbers) == sorted(set(grams(text)))
    assert counted.lengths.tolist() == [len(grams(text))]


def test_best():
    """The highest above zero in the order of rows; of equals the lower row."""
    assert best(np.array([0.0, 2.0, 1.0, 2.0, 2.0, 0.0]), 2) == [1, 3]
    assert best(np.array([0.0, 2.0, 1.0]), 5) == [1, 2]
    assert best(np.zeros(4), 2) == []
    chance = random.Random(1)
    scores = np.array([chance.random() for _ in range(500)])
    assert best(scores, 20) == sorted(np.argsort(-scores)[:20].tolist())


def test_nothing_to_find():
    """No rows is no error."""
    pages = Postings.bm25(Counted.of([]))
    assert pages.scan(pages.seek(["=relay"])).tolist() == []
