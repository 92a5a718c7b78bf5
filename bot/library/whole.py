"""The whole of what RelayDoc knows, as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path as FilePath

import bot
from bot.library.pages import Page
from bot.library.replies import RepliesFile
from bot.library.schema import (
    Both,
    CalibrationFile,
    Caution,
    DiagnosisFront,
    DoctorFile,
    Doubt,
    FaqFront,
    MessageFile,
    Observation,
    RedactionFile,
    Rule,
    SearchFile,
    SettingFront,
    ToldFile,
    Vocabulary,
    WordsFile,
)

Place = tuple[str, int]
"""A file relative to the knowledge base, and a line in it."""


@dataclass(frozen=True, slots=True)
class Library:
    """All that RelayDoc knows.

    Pages are found by id, then by language. ``places`` tells for ``("rule", id)``, ``("message", "asip/id")`` and so on where each
    entry stands; ``folders`` are the folders that were read, in order.
    """

    vocabulary: Vocabulary
    servers: dict[str, MessageFile]
    words: WordsFile
    rules: dict[str, Rule]
    doubts: dict[str, Doubt]
    cautions: dict[str, Caution]
    observations: dict[str, Observation]
    phrases: dict[str, Both]
    told: ToldFile
    doctor: DoctorFile
    diagnoses: dict[str, dict[str, Page[DiagnosisFront]]]
    settings: dict[str, dict[str, Page[SettingFront]]]
    faq: dict[str, dict[str, Page[FaqFront]]]
    places: dict[tuple[str, str], Place] = field(default_factory=dict)
    folders: tuple[FilePath, ...] = ()
    search: SearchFile = field(default_factory=SearchFile)
    calibration: CalibrationFile | None = None
    replies: RepliesFile = field(default_factory=RepliesFile)
    redaction: RedactionFile = field(default_factory=RedactionFile)

    def phrase(self, name: str, lang: str, /, **values: object) -> str:
        """Return a fixed phrase in ``lang`` with its ``{placeholders}`` filled in."""
        return self.phrases[name].in_(lang).format(**values)


def bundled() -> FilePath:
    """Return the folder of the knowledge base that ships with the program."""
    return FilePath(bot.__file__).parent.parent / "knowledge"
