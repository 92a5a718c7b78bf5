"""A paste of many transactions, which is easier to look at than to read."""

from __future__ import annotations

from tests.adapters.contract import LOG

_UPPER = "\n".join(LOG.splitlines()[:7])
MANY = "\n".join(
    _UPPER.replace("414", str(1000 + n)).replace("11:06", f"11:{n:02}").replace("111.111.111.111", f"192.0.2.{n}") for n in range(8)
)
"""The first block of the worked case eight times, each a minute later and from another machine."""
