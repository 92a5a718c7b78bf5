"""Nearness in meaning is added where an encoder is given, and only there."""

import numpy as np

from bot.search import Calibration, Document, Index, installed_encoder
from bot.search.meaning import LONGEST


class TwoMeanings:
    """An encoder that knows two meanings: of bread, and of everything else."""

    def __init__(self):
        self.longest = 0

    def encode(self, texts):
        """Return one of two vectors for each text."""
        self.longest = max([self.longest, *map(len, texts)])
        return np.array([[1.0, 0.0] if "bread" in text or "パン" in text else [0.0, 1.0] for text in texts], dtype=np.float32)


PAGES = [Document("faq/bread", "en", "How to bake bread", ("bread",)), Document("faq/mail", "en", "How to send mail")]


def test_the_mode_is_told():
    """Once, by the index."""
    assert Index(PAGES, Calibration()).mode == "lexical"
    assert Index(PAGES, Calibration(), TwoMeanings()).mode == "semantic"
    assert Index([], Calibration(), TwoMeanings()).mode == "lexical"


def test_another_language_is_found_by_meaning():
    """Without a common gram; a part of the score is the meaning's."""
    hit = Index(PAGES, Calibration(), TwoMeanings()).rank("パンの焼き方")[0]
    assert (hit.document.id, hit.score, hit.why.semantic) == ("faq/bread", 0.4, 1.0)
    assert Index(PAGES, Calibration()).rank("パンの焼き方") == ()


def test_long_texts_are_cut():
    """An encoder sees no more than a few sentences."""
    encoder = TwoMeanings()
    Index([Document("faq/long", "en", "long " * 500)], Calibration(), encoder).ask("long question " * 500)
    assert encoder.longest == LONGEST


def test_the_installed_encoder(corpus):
    """It is loaded once, and brings a Japanese question to an English page; without the extra there is none."""
    encoder = installed_encoder()
    assert encoder is installed_encoder()
    if encoder is not None:
        english = Index([document for document in corpus if document.lang == "en"], Calibration(), encoder)
        assert english.rank("メールが遅れて届く")[0].document.id == "faq/greylisting"
