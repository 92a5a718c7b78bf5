"""What is known of the asker's site beforehand: its domains, networks, gateways, users, server and version."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from bot.errors import SiteError
from bot.identity import Sameness, is_masked, parse_ip, parse_network, sameness


def _as_list(value: object) -> object:
    """Take a single value for a list of one; a hand-written file often has it so."""
    return [value] if isinstance(value, (str, int, float)) else value


def _as_text(value: object) -> object:
    """Take a number for the text it was meant as (``version: 6.3``)."""
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


Names = Annotated[tuple[str, ...], BeforeValidator(_as_list)]


class Site(BaseModel):
    """A site as its file tells it; every value may be masked text as it stands in the paste, and is then compared as text.

    Attributes:
        domains: domains whose mailboxes are on this server.
        networks: networks (CIDR) and single addresses that are ours.
        gateways: addresses that hide real clients; never ours.
        users: addresses of ours.
        server: the mail server's short name, such as ``asip``.
        version: its version, such as ``6.3``.
        language: the language to answer in.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    domains: Names = ()
    networks: Names = ()
    gateways: Names = ()
    users: Names = ()
    server: str | None = None
    version: Annotated[str | None, BeforeValidator(_as_text)] = None
    language: str | None = None

    def holds_domain(self, domain: str) -> Sameness:
        """Tell whether a domain is one of ours; a domain of one of our users counts."""
        ours = (*self.domains, *(user.rpartition("@")[2] for user in self.users if "@" in user))
        return max((sameness(domain, own) for own in ours), default=Sameness.DIFFERENT)

    def holds_address(self, address: str) -> Sameness:
        """Tell whether an IP address as written lies in a network of ours; a masked one is compared as text."""
        ip = parse_ip(address)
        best = Sameness.DIFFERENT
        for own in self.networks:
            network = parse_network(own)
            if ip is not None and network is not None and ip.version == network.version and ip in network:
                return Sameness.SAME
            best = max(best, sameness(address, own))
        return best

    def is_gateway(self, address: str) -> bool:
        """Tell whether an IP address is one of the site's gateways."""
        return any(sameness(address, gateway) is Sameness.SAME for gateway in self.gateways)


def read_site(path: Path) -> Site:
    """Return the site that a YAML file tells of.

    Raises:
        SiteError: the file is not there, or does not say what a site file may say.
    """
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SiteError(f"The site file {path} cannot be read: {error.strerror}.") from error
    except (ValueError, yaml.YAMLError) as error:  # ValueError: not UTF-8, or a date that is none
        raise SiteError(f"The site file {path} is no YAML.") from error
    try:
        site = Site.model_validate(data if data is not None else {})
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(step) for step in first["loc"]) or "the file"
        raise SiteError(f"The site file {path}: {name}: {first['msg']}.") from error
    for name, text in misread(site):
        raise SiteError(f"The site file {path}: {name}: {text}")
    return site


def misread(site: Site) -> Iterator[tuple[str, str]]:
    """Yield what a site's values cannot mean: numbers that are no address, and no mask either; a version that has no number."""
    for name, values in (("networks", site.networks), ("gateways", site.gateways)):
        for value in values:
            figures = re.fullmatch(r"[\[\]\d.:/]+", value.strip())
            if parse_network(value) is None and (figures or not is_masked(value)) and not _is_mask_of_figures(value):
                yield name, f"{value} is no address and no network, and no mask of one."
    if site.version is not None and not site.version[:1].isdecimal():
        yield "version", f"{site.version} is no version; it begins with a number, as 6.3 does."


def _is_mask_of_figures(value: str) -> bool:
    """Tell whether a value is four times the same figures (``999.999.999.999``), which people write over an address."""
    parts = value.strip().strip("[]").split(".")
    return len(parts) == 4 and len(set(parts)) == 1
