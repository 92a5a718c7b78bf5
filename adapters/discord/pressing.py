"""What a button carries: everything that is needed to answer it, so that it works after any number of restarts."""

from __future__ import annotations

from dataclasses import dataclass

from bot.rendering.limits import DISCORD

_BEGINS = "rd"
ACTS = frozenset(
    {"answer", "choose", "view", "share", "helped", "wrong", "reason", "human", "again", "delete", "more", "said", "form", "shelf", "page"}
)
"""What can be pressed, chosen or sent: an answer, a view to fold out, a form, a shelf of pages."""


@dataclass(frozen=True, slots=True)
class Press:
    """A pressed button, a select or a sent form.

    Attributes:
        act: one of ``ACTS``.
        conversation: which one it belongs to, empty if to none.
        rest: what else it needs, such as the token of an answer or a page's number.
    """

    act: str
    conversation: str = ""
    rest: str = ""

    @property
    def id(self) -> str:
        """Return it as a ``custom_id``.

        Raises:
            ValueError: it is longer than Discord takes.
        """
        written = "/".join((_BEGINS, self.act, self.conversation, self.rest))
        if len(written) > DISCORD.custom_id:
            raise ValueError(f"A button's id has {len(written)} characters.")
        return written


def read_press(custom_id: str) -> Press | None:
    """Return what a ``custom_id`` carries, None if it is none of ours."""
    begins, _, rest = custom_id.partition("/")
    act, _, rest = rest.partition("/")
    conversation, _, rest = rest.partition("/")
    return Press(act, conversation, rest) if begins == _BEGINS and act in ACTS else None
