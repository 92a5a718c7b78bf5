"""The buckets: a burst, then a rate; all of the scopes or none; never more memory than was said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.limits import Allowance, Allowed, Buckets, Wait


class _Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_and_then_the_rate() -> None:
    """So many at once, then one for each span of time."""
    clock = _Clock()
    buckets = Buckets({"user": Allowance(0.5, 3)}, clock)
    assert [buckets.take({"user": "a"}) for _ in range(4)] == [Allowed(), Allowed(), Allowed(), Wait(2.0, "user")]
    clock.now += 1.5
    assert buckets.take({"user": "a"}) == Wait(0.5, "user")
    clock.now += 0.5
    assert buckets.take({"user": "a"}) == Allowed()
    assert buckets.take({"user": "b"}) == Allowed()


def test_a_pause_gives_no_more_than_the_burst() -> None:
    """However long the pause, the burst is all there is."""
    clock = _Clock()
    buckets = Buckets({"user": Allowance(1, 2)}, clock)
    buckets.take({"user": "a"})
    clock.now += 1e9
    assert [type(buckets.take({"user": "a"})) for _ in range(3)] == [Allowed, Allowed, Wait]


def test_all_or_none() -> None:
    """Where one scope says wait, no token is taken from the others; the longest wait is told."""
    clock = _Clock()
    buckets = Buckets({"user": Allowance(1, 1), "room": Allowance(0.1, 2), "tenant": Allowance(10, 100)}, clock)
    both = {"room": "r", "tenant": "t"}
    assert buckets.take({"user": "a", **both}) == Allowed()
    assert buckets.take({"user": "a", **both}) == Wait(1.0, "user")
    assert buckets.take({"user": "b", **both}) == Allowed()
    assert buckets.take({"user": "a", **both}) == Wait(10.0, "room")
    assert buckets.take({"user": "c", "room": "other"}) == Allowed()


def test_a_scope_without_allowance_is_not_limited() -> None:
    """What is not named is not counted."""
    buckets = Buckets({}, _Clock())
    assert [buckets.take({"user": "a"}) for _ in range(50)] == [Allowed()] * 50
    assert len(buckets) == 0


def test_full_buckets_are_dropped() -> None:
    """A bucket that must be full again takes no memory."""
    clock = _Clock()
    buckets = Buckets({"user": Allowance(1, 5)}, clock)
    for n in range(100):
        buckets.take({"user": n})
    assert len(buckets) == 100
    clock.now += 5.1
    buckets.take({"user": "late"})
    assert len(buckets) == 1


def test_memory_is_bounded() -> None:
    """Beyond the bound the bucket that was taken from longest ago is forgotten, in its scope alone."""
    buckets = Buckets({"user": Allowance(1, 1), "room": Allowance(1, 50)}, _Clock(), most=10)
    assert {type(buckets.take({"user": n, "room": "r"})) for n in range(50)} == {Allowed}
    assert len(buckets) == 11
    assert isinstance(buckets.take({"user": 49}), Wait)
    assert isinstance(buckets.take({"user": "new", "room": "r"}), Wait)


def test_a_clock_that_goes_back_gives_nothing() -> None:
    """Time that runs backwards neither gives nor takes tokens."""
    clock = _Clock()
    buckets = Buckets({"user": Allowance(1, 2)}, clock)
    buckets.take({"user": "a"})
    clock.now -= 100
    assert buckets.take({"user": "a"}) == Allowed()
    assert buckets.take({"user": "a"}) == Wait(1.0, "user")


@pytest.mark.parametrize(("rate", "burst"), [(0, 1), (-1, 1), (1, 0)])
def test_an_allowance_gives_something(rate: float, burst: int) -> None:
    """An allowance that would never give a token is refused where it is written."""
    with pytest.raises(ValueError, match="above 0"):
        Allowance(rate, burst)


@given(st.floats(0.001, 1000), st.integers(1, 20), st.lists(st.tuples(st.floats(0, 100), st.integers(0, 3)), max_size=60))
def test_never_more_than_burst_and_rate(rate: float, burst: int, steps: list[tuple[float, int]]) -> None:
    """Over any span each user gets at most the burst and the rate's share, and whoever waits as told is served."""
    clock = _Clock()
    buckets = Buckets({"user": Allowance(rate, burst)}, clock)
    taken = [0, 0, 0, 0]
    for pause, user in steps:
        clock.now += pause
        found = buckets.take({"user": user})
        if isinstance(found, Wait):
            assert 0 < found.seconds <= 1 / rate
            clock.now += found.seconds
            assert buckets.take({"user": user}) == Allowed()
        taken[user] += 1
        assert taken[user] <= burst + (clock.now - 1000) * rate * (1 + 1e-6) + 1e-3


@given(st.lists(st.tuples(st.floats(0, 3), st.integers(0, 9)), max_size=60))
def test_dropping_changes_nothing(steps: list[tuple[float, int]]) -> None:
    """Buckets that are dropped when full answer just like buckets that are kept apart and never dropped."""
    clock = _Clock()
    together = Buckets({"user": Allowance(1, 3)}, clock)
    apart = [Buckets({"user": Allowance(1, 3)}, clock) for _ in range(10)]
    for pause, user in steps:
        clock.now += pause
        assert together.take({"user": user}) == apart[user].take({"user": user})
