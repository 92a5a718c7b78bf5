"""How often something may be asked: a bucket of tokens for each user, room and tenant."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Literal

Scope = Literal["user", "room", "tenant"]

_ROUNDING = 1e-6
"""Of a token; whoever waits as long as was said finds a whole one."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """How much one bucket gives: ``rate`` tokens a second, ``burst`` at once after a pause.

    Raises:
        ValueError: it would never give a token.
    """

    rate: float
    burst: int

    def __post_init__(self) -> None:
        if self.rate <= 0 or self.burst < 1:
            raise ValueError(f"An allowance has a rate above 0 and a burst of at least 1, not {self.rate} and {self.burst}.")


@dataclass(frozen=True, slots=True)
class Allowed:
    """There was a token in each bucket; they are taken."""


@dataclass(frozen=True, slots=True)
class Wait:
    """There was none in the bucket of ``which`` for that many seconds yet; nothing is taken."""

    seconds: float
    which: Scope


@dataclass(frozen=True, slots=True)
class _Level:
    """The tokens that a bucket held at a time."""

    tokens: float
    at: float


class _Row:
    """All buckets of one scope, in the order in which they were last taken from.

    A full bucket is as good as none, so those that must be full by now are dropped from the front.
    """

    def __init__(self, allowance: Allowance, most: int) -> None:
        self.allowance = allowance
        self.most = most
        self.levels: OrderedDict[Hashable, _Level] = OrderedDict()

    def tokens(self, key: Hashable, now: float) -> float:
        """Return what a bucket holds now."""
        level = self.levels.get(key)
        if level is None:
            return self.allowance.burst
        return min(self.allowance.burst, level.tokens + max(0.0, now - level.at) * self.allowance.rate)

    def take(self, key: Hashable, now: float) -> None:
        """Take a token, and drop buckets that are full or too many."""
        self.levels[key] = _Level(max(0.0, self.tokens(key, now) - 1), now)
        self.levels.move_to_end(key)
        full_after = self.allowance.burst / self.allowance.rate
        while len(self.levels) > self.most or now - next(iter(self.levels.values())).at > full_after:
            self.levels.popitem(last=False)


class Buckets:
    """The buckets of all scopes.

    Args:
        allowances: what each scope is allowed; one that is not named is not limited.
        clock: tells the time in seconds.
        most: buckets kept of each scope; beyond it the one that was taken from longest ago is forgotten, and so is full again.
    """

    def __init__(self, allowances: Mapping[Scope, Allowance], clock: Callable[[], float] = time.monotonic, most: int = 10_000) -> None:
        self._rows = {scope: _Row(allowance, most) for scope, allowance in allowances.items()}
        self._clock = clock

    def __len__(self) -> int:
        """Return how many buckets are kept."""
        return sum(len(row.levels) for row in self._rows.values())

    def take(self, keys: Mapping[Scope, Hashable]) -> Allowed | Wait:
        """Take a token from the bucket of each key, or from none.

        Args:
            keys: who asks, where, in which tenant; a key is unique over all tenants, so a user's is ``(tenant, user)``.

        Returns:
            That it is allowed, or how long the emptiest bucket needs.
        """
        now = self._clock()
        rows = [(scope, row, keys[scope]) for scope, row in self._rows.items() if scope in keys]
        waits = [
            Wait((1 - row.tokens(key, now)) / row.allowance.rate, scope) for scope, row, key in rows if row.tokens(key, now) < 1 - _ROUNDING
        ]
        if waits:
            return max(waits, key=lambda wait: wait.seconds)
        for _, row, key in rows:
            row.take(key, now)
        return Allowed()
