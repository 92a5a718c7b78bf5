"""Finding the right page: in either language, with typing errors, in kana, romaji or half a word, or saying that there is none.

::

    question → text (one form, grams) → phrases (titles and aliases, TF-IDF cosine)  ┐
                                        postings (whole pages, BM25 coverage)        ├→ index → outcome: answer, did you mean, don't know
                                        kana (by sound)                              │
                                        spelling (rapidfuzz)                         │
                                        meaning (optional)                           ┘

``Index(documents(library), Calibration()).ask(question, lang)`` is all that others need; ``calibrate`` finds the thresholds.
"""

from bot.search.calibrate import Asked, Figures, Report, Share, calibrate, measure
from bot.search.documents import Document, documents
from bot.search.index import Index
from bot.search.logs import looks_like_log
from bot.search.meaning import installed_encoder
from bot.search.outcome import Calibration, Hit, Mode, Outcome, Result, Thresholds, Why
from bot.search.suggest import Suggestion
from bot.search.terms import Terms
from bot.search.text import codes, fold

__all__ = [
    "Asked",
    "Calibration",
    "Document",
    "Figures",
    "Hit",
    "Index",
    "Mode",
    "Outcome",
    "Report",
    "Result",
    "Share",
    "Suggestion",
    "Terms",
    "Thresholds",
    "Why",
    "calibrate",
    "codes",
    "documents",
    "fold",
    "installed_encoder",
    "looks_like_log",
    "measure",
]
