"""``interface/doctor.yaml``: what ``relaydoc doctor`` says."""

from __future__ import annotations

from pydantic import model_validator

from bot.library.schema.basics import Both, Entry, Name


class DoctorCheck(Entry):
    """What ``relaydoc doctor`` says of one check; ``{what}`` is filled in.

    Attributes:
        name: what was looked at.
        well: it is as it should be.
        absent: it is not there, and need not be.
        unwell: it is wrong.
        cure: how to mend what is wrong.
        advice: why and how to have what is not there.
    """

    name: Both
    well: Both
    absent: Both | None = None
    unwell: Both | None = None
    cure: Both | None = None
    advice: Both | None = None

    @model_validator(mode="after")
    def _with_its_cure(self) -> DoctorCheck:
        if self.unwell and not self.cure:
            raise ValueError("what can be unwell needs a cure")
        return self


class DoctorFile(Entry):
    """``interface/doctor.yaml``: the sentences of ``relaydoc doctor``, by check."""

    checks: dict[Name, DoctorCheck]
    headings: dict[Name, Both]
