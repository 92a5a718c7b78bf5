"""The knowledge base that ships is one that its own check finds nothing wrong with."""

from bot.lint import problems


def test_nothing_is_wrong(library):
    """``relaydoc knowledge check`` has nothing to say about the bundled knowledge."""
    assert [str(problem) for problem in problems(library)] == []
