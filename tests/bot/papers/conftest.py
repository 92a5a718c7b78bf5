"""What the tests of papers share: a catalogue, and a way from a text to what it is taken for."""

import pytest

from bot.catalogue import Catalogue
from bot.papers import read_paper


@pytest.fixture(scope="session")
def paper(library):
    """Give a function that returns a text's paste, None where it is no paper."""
    catalogue = Catalogue(library)
    return lambda text: read_paper(text, catalogue)
