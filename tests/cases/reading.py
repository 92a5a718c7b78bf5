"""The cases: a paste, what is known beside it, and what a senior postmaster would say of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict

FOLDER = Path(__file__).parent


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Expected(_Entry):
    """What the answer should be.

    Attributes:
        verdict, severity, evidence: the best answer's; ``severity`` None where it does not matter.
        acceptable: further verdicts that a careful postmaster might give.
        must_say, must_not_say: texts of the answer.
        must_ask: facts that are asked for, or texts that stand in a question.
        settings: beginnings of the settings' pages that must be told.
    """

    verdict: str
    severity: str | None = None
    acceptable: tuple[str, ...] = ()
    evidence: tuple[int, ...] = ()
    must_say: tuple[str, ...] = ()
    must_not_say: tuple[str, ...] = ()
    must_ask: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()

    @property
    def verdicts(self) -> frozenset[str]:
        """Return every verdict that counts as right."""
        return frozenset((self.verdict, *self.acceptable))


class Case(_Entry):
    """One case; ``site`` is what the site's file says, ``tell`` what ``--tell`` says, ``gap`` why the program is known to differ."""

    id: str
    server: str
    lang: Literal["en", "ja"]
    question: str = ""
    site: dict[str, Any] = {}
    tell: tuple[str, ...] = ()
    log: str
    expect: Expected
    gap: str = ""


def read_cases(folder: Path = FOLDER) -> tuple[Case, ...]:
    """Return the cases of all files; a case names a site of its file, or holds its own."""
    found: list[Case] = []
    for path in sorted(folder.glob("*.yaml")):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        server = path.stem.partition("-")[0]
        for entry in data["cases"]:
            site = entry.get("site", {})
            whole = {"server": server, **entry, "site": data["sites"][site] if isinstance(site, str) else site}
            found.append(Case.model_validate(whole))
    return tuple(found)
