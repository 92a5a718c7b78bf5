"""What a scene is: how the server is set up, what is said to it, and what is true about the log that comes of it."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.lab.features import Features
from tests.lab.stage import Stage

SCENES: dict[str, Scene] = {}
_PLAYS = ("incoming", "outgoing", "logins", "probes", "faults", "detours")


_PLAIN = Features()


@dataclass(frozen=True, slots=True)
class Scene:
    """One scene.

    Attributes:
        name, play: what it is called and what happens.
        verdict, severity: what is true, in the words of the contract.
        why: how an expert would say it.
        ask: what somebody would ask about the log, in English and in Japanese.
        decisive: patterns of the lines that decide; of those that ``bystanders`` sent none counts.
        acceptable: further verdicts that are no mistake.
        blind: verdicts that are no mistake where nothing is told about the site; none: those above, and undetermined.
        features: how the server is set up.
        proof: what must have happened.
        site: what the asker would tell of the site beside domain and networks.
        fates: what became of recipients of whom neither a mailbox nor a foreign server can tell.
        suites: the Debians whose Postfix plays it.
    """

    name: str
    play: Callable[[Stage], None]
    verdict: str
    severity: str
    why: str
    ask: tuple[str, str]
    decisive: tuple[str, ...]
    acceptable: tuple[str, ...] = ()
    blind: tuple[str, ...] = ()
    features: Features = _PLAIN
    proof: Callable[[Stage], bool] = lambda stage: not stage.received()
    site: dict[str, Any] = field(default_factory=dict)
    fates: dict[str, str] = field(default_factory=dict)
    bystanders: tuple[str, ...] = ()
    suites: tuple[str, ...] = ("bookworm",)


def scene(verdict: str, severity: str, why: str, ask: tuple[str, str], decisive: tuple[str, ...], **more: Any) -> Callable[..., Any]:
    """Make a scene of a function that plays it; see `Scene`."""

    def keep(play: Callable[[Stage], None]) -> Callable[[Stage], None]:
        name = play.__name__.replace("_", "-")
        SCENES[name] = Scene(name, play, verdict, severity, why, ask, decisive, **more)
        return play

    return keep


def scenes() -> dict[str, Scene]:
    """Return all scenes by their names."""
    for play in _PLAYS:
        importlib.import_module(f"tests.lab.plays.{play}")
    return SCENES
