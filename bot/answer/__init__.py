"""From a diagnosis to an answer in the manner of the thread: composed from pages, in the reader's language.

``wording`` names things, ``lines`` explains each line, ``walkthrough`` tells the sessions, ``settings`` the settings, ``composing`` puts
the answer together, and ``model`` is what it is then.
"""

from bot.answer.composing import compose, compose_without_log
from bot.answer.model import Answer, AnswerQuestion

__all__ = ["Answer", "AnswerQuestion", "compose", "compose_without_log"]
