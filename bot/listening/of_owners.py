"""What is said of mail that went out under somebody's log-in: that the owner of the name did not send it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.identity import canonical, is_private, parse_ip
from bot.library.schema import ToldFile
from bot.listening.clauses import Clause, clauses_of
from bot.listening.wording import MOST, holds_one, is_of_mail, stands_in
from bot.site import Site
from bot.told import Told
from bot.transactions import Transaction


def hear_of_owners(text: str, transactions: Sequence[Transaction], site: Site, phrases: ToldFile) -> tuple[Told, ...]:
    """Return that a stranger used a log-in, for each log-in from outside whose owner is said not to have sent the mail.

    An owner's word is hearsay and counts all the same, since nobody knows better; what is asked or supposed does not. It tells nothing
    where it may be meant of another message: one that bears the owner's name and came without a log-in.

    So does a log-in that nobody uses any more. Where the owner can hardly have sent it, as somebody in hospital, whose address it was is
    not known, and asked for; so it is where the asker does not know the address, and all who came from outside logged in.

    Args:
        text: what was said, in either language; at most its first 4,000 characters count.
        transactions: those of the paste.
        site: what is known of the asker's site; a log-in from its networks is nobody's from outside.
        phrases: what people say.
    """
    granted = [one for one in transactions if one.login and one.outcome != "refused" and (one.client or one.of_kind("counted_login"))]
    outside = [one for one in granted if one.client is None or not _is_within(one.client, site)]
    logins = {canonical(one.login) for one in outside if one.login}
    borrowed = any(one.login is None and one.client and one.sender and canonical(one.sender) in logins for one in transactions)
    denied: set[str] = set()
    doubted = logins if _no_others(outside, transactions, site) and _strange_address(text, logins, phrases) else set()
    for clause in clauses_of(text[:MOST]) if outside and not borrowed else ():
        if not clause.asks and not holds_one(phrases.owners.suppositions, clause.small):
            denied |= _said_of(clause, logins, phrases)
            doubted = doubted | (_meant(clause, logins) if holds_one(phrases.owners.doubts, clause.small) else set())
    strangers = (one for one in outside if one.login and canonical(one.login) in denied)
    perhaps = (one for one in outside if one.login and canonical(one.login) in doubted - denied)
    return (
        *(Told("login_of_a_stranger", True, transaction=one.id) for one in strangers),
        *dict.fromkeys(Told("client_is_ours", None, about=one.client, weak=True) for one in perhaps if one.client),
    )


def _no_others(outside: Sequence[Transaction], transactions: Sequence[Transaction], site: Site) -> bool:
    """Tell whether all that came from outside logged in, so that an address that the asker does not know is one of theirs."""
    clients = {one.client for one in outside}
    return all(one.client in clients for one in transactions if one.client and not _is_within(one.client, site))


def _strange_address(text: str, logins: set[str], phrases: ToldFile) -> bool:
    """Tell whether somebody does not know the address that a log-in came from, and speaks of the log-in; in a question, too.

    Who speaks of an address alone may not have seen that somebody logged in from it.
    """
    for clause in clauses_of(text[:MOST]):
        of_a_login = holds_one((*phrases.owners.accounts, *phrases.owners.logging_in), clause.small)
        if (of_a_login or _named(clause, logins)) and holds_one(phrases.owners.strange_addresses, clause.small):
            return True
    return False


def _is_within(client: str, site: Site) -> bool:
    ip = parse_ip(client)
    return bool(site.holds_address(client)) or (ip is not None and is_private(ip))


def _said_of(clause: Clause, logins: set[str], phrases: ToldFile) -> set[str]:
    """Return the log-ins that somebody else used, as a clause says: those that it names, else the only one."""
    named = _named(clause, logins)
    about_an_account = named or holds_one(phrases.owners.accounts, clause.small)
    abandoned = about_an_account and holds_one(phrases.owners.abandoned, clause.small)
    if not (abandoned or _denies(clause, phrases)):
        return set()
    return _meant(clause, logins)


def _meant(clause: Clause, logins: set[str]) -> set[str]:
    return _named(clause, logins) or (logins if len(logins) == 1 else set())


def _named(clause: Clause, logins: set[str]) -> set[str]:
    return {login for login in logins if stands_in(login, clause.small) or stands_in(login.partition("@")[0], clause.small)}


def _denies(clause: Clause, phrases: ToldFile) -> bool:
    forms = [form for form in phrases.owners.denials if stands_in(form, clause.small)]
    return any(is_of_mail(form, clause.small, phrases.owners.objects) for form in forms)
