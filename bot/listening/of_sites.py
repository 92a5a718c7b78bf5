"""What a clause tells of the site: its domains, networks, gateways, and the server's version."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.identity import parse_network
from bot.library.schema import ToldFile
from bot.listening.clauses import Clause
from bot.listening.wording import NAME, stands_in

_VERSION = re.compile(r"(?<![\d.])(\d{1,2}\.\d{1,2}(?:\.\d{1,2})?)(?![\d.])")
_IS_NOT = re.compile(r"\s{0,2}(?:では|じゃ)(?:な|あり)")
_NEAR = 12  # signs between "our domain is" and the domain, or between a domain and "is our domain"


def hear_of_site(clause: Clause, phrases: ToldFile) -> tuple[Mapping[str, tuple[str, ...]], str | None]:
    """Return the names that a clause tells to be the site's, by what they are (``domains`` …), and the version of its server."""
    found: dict[str, tuple[str, ...]] = {}
    version = None
    for key, leads in phrases.site.items():
        lead = next((lead for lead in leads if stands_in(lead, clause.small)), None)
        if lead is None:
            continue
        rest = clause.text[clause.small.index(lead) + len(lead) :]
        if key == "versions":
            said = _VERSION.search(rest)
            version = said[1] if said else None
            continue
        names = tuple(name for name in NAME.findall(rest) if (parse_network(name) is None) == (key == "domains"))
        if names and (key == "gateways" or _says_so(rest, names, phrases)):
            found[key] = names
    if "domains" not in found and (domain := _domain_before(clause, phrases)):
        found["domains"] = (domain,)
    return found, version


def _says_so(rest: str, names: tuple[str, ...], phrases: ToldFile) -> bool:
    """Tell whether what follows a lead says that the names are the site's: they stand near it, and are not denied.

    "We are no backup for example.org" does not say so, nor does "our only domain is not example.org".
    """
    before, _, after = rest.partition(names[0])
    denied = any(stands_in(word, before.casefold()) for word in phrases.denials["before"])
    return len(before) <= _NEAR and not denied and _IS_NOT.match(after) is None


def _domain_before(clause: Clause, phrases: ToldFile) -> str | None:
    """Return the domain right before words that say it is one of ours, None where there are none."""
    form = next((form for form in phrases.domains_after if stands_in(form, clause.small)), None)
    if form is None:
        return None
    before, after = clause.text[: clause.small.index(form)], clause.small[clause.small.index(form) + len(form) :]
    if any(word in after for word in phrases.denials["after"]):
        return None
    names = [name for name in NAME.findall(before) if parse_network(name) is None and "@" not in name]
    near = names and len(before) - before.rindex(names[-1]) - len(names[-1]) <= _NEAR
    return names[-1] if near else None
