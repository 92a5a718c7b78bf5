"""Fifteen small pages in two languages, and an index of them."""

from pathlib import Path

import pytest
import yaml

from bot.search import Asked, Calibration, Document, Index

_DATA = yaml.safe_load((Path(__file__).parent / "corpus.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def corpus() -> tuple[Document, ...]:
    """Return the pages, each language as a document."""
    return tuple(
        Document(
            page["id"], lang, page[lang]["title"], tuple(page[lang]["aliases"]),
            ((reading,) if (reading := page[lang].get("reading")) else ()), page[lang]["body"],
            tuple(page["tags"]), tuple(page.get("codes", ())),
        )
        for page in _DATA["pages"] for lang in ("en", "ja")
    )  # fmt: skip


@pytest.fixture(scope="session")
def index(corpus: tuple[Document, ...]) -> Index:
    """Return their index, with the thresholds as delivered."""
    return Index(corpus, Calibration())


@pytest.fixture(scope="session")
def questions() -> tuple[Asked, ...]:
    """Return the questions on them, with the pages that they want."""
    return tuple(Asked(text, None, (wants,) if wants else ()) for text, wants in _DATA["questions"])
