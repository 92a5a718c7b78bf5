"""What all tests of the worker share."""

import sys

import pytest


@pytest.fixture(autouse=True)
def _no_main_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have no process read the main program, which is pytest and takes longer than all the rest."""
    monkeypatch.delattr(sys.modules["__main__"], "__file__", raising=False)
