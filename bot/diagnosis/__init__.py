"""From facts to a verdict, or to the question that would decide.

Rules are data (``knowledge/diagnoses/*.yaml``). Each is weighed for each subject: all of its ``when`` holds and it fires; one part is
contradicted and it is silent; else it is open, and what it lacks can be asked.

``weighing`` does that for one subject, ``questioning`` says which transactions are in question and what to ask first, and
``concluding`` makes one ``Diagnosis`` of it all.
"""

from bot.diagnosis.concluding import Diagnosis, diagnose
from bot.diagnosis.questioning import Question, before_the_filter
from bot.diagnosis.weighing import Finding, OpenRule, Rules, rules_for

__all__ = ["Diagnosis", "Finding", "OpenRule", "Question", "Rules", "before_the_filter", "diagnose", "rules_for"]
