"""People who ask about a code get its meaning; where a page of ours answers more of the question, that page comes first."""

import pytest

from bot.asking import Librarian
from bot.library.schema import FaqFront


@pytest.fixture(scope="module")
def librarian(library):
    """Give a librarian of the bundled pages."""
    return Librarian(library)


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("550 5.7.26", "replies/7.26"),
        ("550 5.7.26?", "replies/7.26"),
        ("5.7.515", "replies/outlook-authentication"),
        ("421 4.7.0 [TSS04]", "replies/yahoo-volume"),
        ("552 5.2.2 とは", "replies/2.2"),
        ("554 5.7.1 relay access denied what does it mean", "faq/relay-access-denied"),
    ],
)
def test_code_is_answered(librarian, question, first):
    """A bare code is answered by its entry; a question with more in it by the page, the entry beside it."""
    found = librarian.ask(question)
    assert found.outcome == "answer"
    assert found.hits[0].id == first
    assert any(hit.id.startswith("replies/") for hit in found.hits)


@pytest.mark.parametrize("question", ["how do I bake bread", "what is an open relay", "I have 550 mailboxes to move"])
def test_other_questions_are_left_alone(librarian, question):
    """A question without a code or a provider's words gets no entry."""
    assert not any(hit.id.startswith("replies/") for hit in librarian.ask(question).hits)


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_entry_is_a_page(librarian, lang):
    """An entry opens as a page in either language: meaning, what to do, source."""
    page = librarian.page("replies/gmail-dmarc", lang)
    assert isinstance(page.front, FaqFront)
    assert "Gmail" in page.front.title
    assert "DMARC" in page.intro
    assert page.front.source
    assert len(page.sections) == 1


def test_missing_entry_is_no_page(librarian):
    """A name of no entry opens nothing."""
    assert librarian.page("replies/nothing", "en") is None
