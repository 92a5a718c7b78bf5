"""What the files of ``knowledge/`` may hold.

Each model is one entry of one kind of file; ``knowledge/README.md`` tells the same to those who write them. All are frozen: what was
read once is shared by everything that answers.
"""

from bot.library.schema.asking import CalibrationFile, Question, SearchFile, Thresholds
from bot.library.schema.basics import (
    LANGS,
    About,
    Both,
    Certainty,
    Code,
    Daemon,
    Entry,
    Fixed,
    Lang,
    Name,
    PasteKind,
    Pattern,
    Readings,
    Severity,
    Subject,
    Text,
    Tone,
)
from bot.library.schema.doctor import DoctorCheck, DoctorFile
from bot.library.schema.fronts import DiagnosisFront, FaqFront, SettingFront, Where
from bot.library.schema.rules import Caution, Doubt, Observation, Rule
from bot.library.schema.servers import Message, MessageFile, Parts, Profile, Sample, Sessions, WordsFile
from bot.library.schema.telling import Phrase, RedactionFile, ToldFile
from bot.library.schema.vocabulary import Choice, EventKind, FactKind, VerdictKind, Vocabulary

__all__ = [
    "LANGS",
    "About",
    "Both",
    "CalibrationFile",
    "Caution",
    "Certainty",
    "Choice",
    "Code",
    "Daemon",
    "DiagnosisFront",
    "DoctorCheck",
    "DoctorFile",
    "Doubt",
    "Entry",
    "EventKind",
    "FactKind",
    "FaqFront",
    "Fixed",
    "Lang",
    "Message",
    "MessageFile",
    "Name",
    "Observation",
    "Parts",
    "PasteKind",
    "Pattern",
    "Phrase",
    "Profile",
    "Question",
    "Readings",
    "RedactionFile",
    "Rule",
    "Sample",
    "SearchFile",
    "Sessions",
    "SettingFront",
    "Severity",
    "Subject",
    "Text",
    "Thresholds",
    "ToldFile",
    "Tone",
    "VerdictKind",
    "Vocabulary",
    "Where",
    "WordsFile",
]
