"""What a person says in their own words, as far as it tells facts: the question, the prose around a log, later answers.

Nothing is guessed: what could be meant of several things, or of none, comes back as not understood and is asked again.
``clauses`` cuts text into small pieces with their numbers, ``hearing`` finds what each tells, ``heard`` holds it, and ``speakers``
tells whether several people speak.
"""

from bot.listening.heard import Asked, Case, Heard
from bot.listening.hearing import hear
from bot.listening.speakers import is_discussion

__all__ = ["Asked", "Case", "Heard", "hear", "is_discussion"]
