"""Where an answer goes, written so that another process can deliver it after this one is gone."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Target:
    """An answer's destination.

    Attributes:
        kind: ``say`` it in answer to a message, ``edit`` the answer that is there, or ``hook``: by an interaction's token.
        conversation: whose buttons it bears.
        asker: who may delete it.
        lang: the language of the person, for the adapter's own words.
        channel: of the message that is answered, or of the answer to edit; an id.
        message: that message's id.
        threaded: whether the answer opens a thread beneath the message.
        token: of the interaction.
        until: when that token ends, in seconds since 1970.
        private: whether only the asker sees the answer.
        source: ``channel.message`` of the message that was explained, empty if it was pasted into a form.
        notes: sentences that go with the answer, such as which files could not be read.
    """

    kind: Literal["say", "edit", "hook"]
    conversation: str
    asker: str
    lang: str
    channel: int = 0
    message: int = 0
    threaded: bool = False
    token: str = ""
    until: float = 0.0
    private: bool = False
    source: str = ""
    notes: tuple[str, ...] = ()

    def text(self) -> str:
        """Return it as text for an envelope."""
        return json.dumps(asdict(self))


def read_target(text: str) -> Target:
    """Return the target that a text holds.

    Raises:
        ValueError: it holds none, as when another version of this program wrote it.
    """
    try:
        found = json.loads(text)
        return Target(**{**found, "notes": tuple(found["notes"])})
    except (TypeError, KeyError) as error:
        raise ValueError("This is no target.") from error
