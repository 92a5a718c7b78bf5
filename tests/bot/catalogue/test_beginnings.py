"""Tests of telling lines apart by how they begin."""

from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue.beginnings import Branch


@given(st.lists(st.text("ab: ", max_size=6), max_size=12), st.lists(st.text("ab: ", max_size=9), max_size=9))
def test_a_leaf_holds_what_a_text_begins_with(beginnings, texts):
    """It holds the place of every beginning that the text has, and of no other."""
    tree = Branch((beginning, place) for place, beginning in enumerate(beginnings))
    for text in texts:
        assert tree.leaf(text).places == {place for place, beginning in enumerate(beginnings) if text.startswith(beginning)}


def test_texts_that_go_on_alike_come_to_the_same_leaf():
    """So what is worked out for a leaf serves for all of them."""
    tree = Branch([("connect from ", 0), ("disconnect from ", 1), ("", 2)])
    assert tree.leaf("connect from a.example") is tree.leaf("connect from b.example")
    assert tree.leaf("something else") is tree.leaf("con")
    assert tree.leaf("disconnect from a.example").places == {1, 2}
