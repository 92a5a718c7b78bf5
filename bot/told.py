"""What the asker has told: facts about names as they stand in the paste, and about transactions.

A told fact belongs to a name (that address, that domain), so it holds for every transaction with that name and for the next paste.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from bot.errors import UsageError
from bot.identity import Sameness, domain_of, is_masked, parse_ip, parse_network, sameness

# Four labels that are figures, one letter repeated, or signs that people mask with.
_OCTET = r"(?:\d{1,3}|([a-z])\{n}{0,7}|[^\w.@\s]{1,8})"
_OCTETS = re.compile(r"\.".join(_OCTET.replace("{n}", str(n)) for n in (1, 2, 3, 4)))

VALUES = {"yes": True, "no": False, "unknown": None}


@dataclass(frozen=True, slots=True)
class Told:
    """One told fact.

    Attributes:
        fact: its name in the vocabulary.
        value: True, False, or None for asked and not known.
        about: the name it is about, as written; None if it is about transactions.
        transaction: the transaction it is about; None with ``about`` None means every transaction in question.
        weak: the asker only said not to know the name.
    """

    fact: str
    value: bool | None
    about: str | None = None
    transaction: int | None = None
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Account:
    """All that was told: facts, and the server's version if it was told."""

    facts: tuple[Told, ...] = ()
    version: str | None = None

    def about(self, fact: str, name: str) -> tuple[bool | None, Sameness] | None:
        """Return what was told of a fact about a name, and how surely it is the same name; the latest and surest counts."""
        best: tuple[bool | None, Sameness] | None = None
        for told in self.facts:
            if told.fact == fact and told.about is not None:
                same = _same(name, told.about)
                if same and (best is None or same >= best[1]):
                    best = (told.value, same)
        return best

    def names(self, fact: str, name: str, *, but: int) -> bool:
        """Tell whether something firm was told of a fact about a name, and nothing of the transaction ``but`` by its number."""
        numbered = any(told.fact == fact and told.transaction == but for told in self.facts)
        said = self.about(fact, name)
        return said is not None and said[0] is not None and not self.is_weak(fact, name) and not numbered

    def is_weak(self, fact: str, name: str) -> bool:
        """Tell whether of a fact about a name nothing was told but that the asker does not know the name."""
        said = [told for told in self.facts if told.fact == fact and told.about is not None and _same(name, told.about)]
        telling = [told.weak for told in said if told.weak or told.value is not None]
        return bool(telling) and all(telling)

    def of_transaction(self, fact: str, transaction: int, *, in_question: bool) -> tuple[bool | None] | None:
        """Return what was told of a fact about a transaction, as a tuple of one; None if nothing was."""
        for told in reversed(self.facts):
            named = told.transaction == transaction or (told.transaction is None and in_question)
            if told.fact == fact and told.about is None and named:
                return (told.value,)
        return None


def _same(name: str, other: str) -> Sameness:
    """Compare a name with a told one; an address told as a network holds every address in it."""
    ip, network = parse_ip(name), parse_network(other)
    if ip is not None and network is not None:
        return Sameness.SAME if ip.version == network.version and ip in network else Sameness.DIFFERENT
    return sameness(name, other)


def read_tells(tells: Collection[str], facts: Collection[str]) -> Account:
    """Return what ``--tell`` arguments say.

    Args:
        tells: ``ours=NAME``, ``provider=NAME``, ``not-ours=NAME``, ``version=TEXT`` or ``FACT[@TRANSACTION]=yes|no|unknown``.
        facts: the names of facts in the vocabulary.

    Raises:
        UsageError: an argument is none of these.
    """
    told: list[Told] = []
    version = None
    for tell in tells:
        key, sign, value = tell.partition("=")
        key, value = key.strip(), value.strip()
        if not sign or not value:
            raise UsageError(f"--tell {tell}: write it as NAME=VALUE, for example ours=example.co.jp or client_is_ours=no.")
        if key == "version":
            if not value[0].isdecimal():
                raise UsageError(f"--tell {tell}: a version begins with a number, for example version=6.3.")
            version = value
        elif key in ("ours", "provider", "not-ours"):
            told.extend(_about_name(key, value))
        else:
            told.append(_about_fact(key, value, facts))
    return Account(tuple(told), version)


def _about_name(key: str, value: str) -> list[Told]:
    """Return the facts that a name being ours, our provider's or nobody's stands for."""
    if _is_address(value):
        return [Told("client_is_ours", key == "ours", about=value)]
    domain = domain_of(value) or value
    person = [] if key == "ours" else [Told("sender_is_a_person_of_ours", key == "provider", about=domain)]
    return [Told("sender_domain_is_local", key == "ours", about=domain), *person]


def _is_address(value: str) -> bool:
    """Tell whether a name stands for an IP address or a network, masks included."""
    text = value.strip().strip("[]").casefold()
    return parse_network(text) is not None or (bool(_OCTETS.fullmatch(text)) and is_masked(text))


def _about_fact(key: str, value: str, facts: Collection[str]) -> Told:
    """Return the fact that ``FACT[@TRANSACTION]=yes|no|unknown`` tells."""
    fact, at, number = key.partition("@")
    if fact not in facts:
        raise UsageError(f"--tell {key}={value}: {fact} is no fact{_suggestion(fact, facts)}.")
    if value.casefold() not in VALUES:
        raise UsageError(f"--tell {key}={value}: the value is yes, no or unknown.")
    if at and not number.isdecimal():
        raise UsageError(f"--tell {key}={value}: after @ stands the number of a transaction.")
    return Told(fact, VALUES[value.casefold()], transaction=int(number) if at else None)


def _suggestion(name: str, names: Collection[str]) -> str:
    """Return the end of a sentence that offers the nearest name, if one is near."""
    from rapidfuzz import process  # only needed once a name is wrong
    from rapidfuzz.distance import OSA

    near = process.extractOne(name, list(names), scorer=OSA.normalized_similarity, score_cutoff=0.6)
    return f"; did you mean {near[0]}?" if near else ""
