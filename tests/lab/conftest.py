"""What the lab's tests share."""

import pytest

from bot.catalogue import Catalogue
from bot.paste import read


@pytest.fixture(scope="session")
def catalogue_of(library):
    """Give a function from a log to its events."""
    catalogue = Catalogue(library)
    return lambda text: catalogue.read(read(text, catalogue.recognise))
