"""Limits on what one person, room or team can ask of the machine.

``buckets`` tell how often, ``line`` in which order, ``worker`` for how long: heavy work is done in a process of its own, which ``child``
is, and which is killed at its deadline. ``bot.limits.desk`` has the desk work like that; it is imported by name, since the rest knows
nothing of mail.
"""

from bot.limits.buckets import Allowance, Allowed, Buckets, Scope, Wait
from bot.limits.child import Crashed
from bot.limits.line import Full, Line, Turn
from bot.limits.worker import TimedOut, Worker

__all__ = ["Allowance", "Allowed", "Buckets", "Crashed", "Full", "Line", "Scope", "TimedOut", "Turn", "Wait", "Worker"]
