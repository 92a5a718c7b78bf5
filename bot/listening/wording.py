"""What the words of a clause stand for, beside what is known of the site: questions that need no listener."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from bot.identity import Sameness, domain_of, sameness
from bot.library.schema import Phrase
from bot.site import Site
from bot.transactions import Transaction

NAME = re.compile(
    r"(?a:[\w*.+-]{1,64}@[\w*.-]{1,255})|(?:[\w*-]{1,63}\.){1,8}[\w*-]{1,63}(?:/\d{1,2})?"
    r"|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?:/\d{1,3})?"
)
"""A mail address, a name with dots, a number or a network, masked or not."""
MOST = 4_000  # signs of what was said that are listened to
_COPULA = re.compile(r"[のものでしただすなよねといわけ、 ]{0,10}")
_FEW_WORDS = 2


def site_says_ours(site: Site, subject: str, about: str) -> bool:
    """Tell whether the site's file names what is said to be none of ours: who wonders about it may only not know it by sight."""
    return site.holds_address(about) is Sameness.SAME if subject == "client" else any(sameness(about, own) for own in site.domains)


def site_has_other_domains(domains: Collection[str], phrase: Phrase, subject: str, about: str) -> bool:
    """Tell whether a name that was not said would be told to be one of the server's, though only others are known as the site's.

    Args:
        domains: those of the site's file, and those that were said before.
        phrase: what was said.
        subject: what it is about.
        about: the name that it would be about.
    """
    local = phrase.tells.get("sender", {}).get("sender_domain_is_local") == "yes"
    return subject == "sender" and local and bool(domains) and not any(sameness(about, own) for own in domains)


def only_recipients_domain(transactions: Sequence[Transaction]) -> str | None:
    """Return the domain for which messages were taken, None where there is none or more than one."""
    taken = (recipient.address for t in transactions for recipient in t.recipients if recipient.outcome != "refused")
    domains = {domain for address in taken if (domain := domain_of(address))}
    return domains.pop() if len(domains) == 1 else None


def is_linked(small: str, phrase: Phrase, asides: Collection[str]) -> bool:
    """Tell whether a clause says what a phrase needs beside its form, if it needs anything, and is not about the server or the log."""
    if not phrase.answer and any(stands_in(word, small) for word in asides):
        return False
    return not phrase.links or any(stands_in(link, small) for link in phrase.links)


def is_of_mail(form: str, small: str, objects: Collection[str]) -> bool:
    """Tell whether what somebody did not send or write is mail: in English its object says so, if there is one ("the settings" is none)."""
    if not form[0].isascii() or small == form or any(stands_in(word, small) for word in objects):
        return True
    return small.endswith(form) and not form.startswith("not ")  # "I never sent", but not "the firewall is not mine"


def says_no_more(form: str, small: str) -> bool:
    """Tell whether a clause ends with a form, or nearly.

    "That is ours" does, and うちのものです; "a friend of ours wrote it" does not, nor does うちの利用者は十人です.
    """
    after = small.partition(form)[2]
    return _COPULA.fullmatch(after) is not None if not form[0].isascii() else len(after.split()) <= _FEW_WORDS


def stands_in(form: str, small: str) -> bool:
    """Tell whether a form is in a clause; one in Latin letters only as whole words."""
    at = small.find(form)
    if at < 0 or not form[0].isascii():
        return at >= 0
    edges = re.compile(rf"(?<![a-z0-9]){re.escape(form)}(?![a-z0-9])")
    return bool(edges.search(small))


def holds_one(forms: Iterable[str], small: str) -> bool:
    """Tell whether one of some forms is in a clause."""
    return any(stands_in(form, small) for form in forms)


def is_named(program: str, small: str) -> bool:
    """Tell whether a mail program is named in a clause; as a part of a host's name it is none (``protection.outlook.com``)."""
    return stands_in(program, small) and re.search(rf"[.@-]{re.escape(program)}|{re.escape(program)}\.[a-z]", small) is None
