"""How names and secrets look in a text: one expression whose groups tell what was found.

Every repetition is bounded, and none can match in two ways, so that no text takes long.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.library.schema import RedactionFile
from bot.redact.names import MASKS

_M = re.escape(MASKS)
_LABEL = rf"[A-Za-z0-9_{_M}](?:[A-Za-z0-9_{_M}-]{{0,62}})"
_LAST = rf"(?:[a-z][a-z0-9-]{{1,23}}|[A-Z][A-Z0-9-]{{1,23}}|[A-Z][a-z]{{1,2}}|[{_M}]{{1,24}})"
_HOST = rf"(?:{_LABEL}\.){{1,30}}{_LAST}"
_WORD = rf"[A-Za-z0-9{_M}][A-Za-z0-9._+\\{_M}-]{{0,63}}"
_V4 = r"\d{1,3}(?:\.\d{1,3}){3}"
_MASKED_OCTET = rf"(?:\d{{1,3}}|[{_M}]{{1,3}}|[xX]{{1,3}}|([a-z])\1{{2}})"
_LITERAL = r"\[(?:[Ii][Pp][Vv]6:)?[0-9A-Fa-f:.]{2,45}\]"
_LOCAL = rf"[A-Za-z0-9.!#$%&'+/?^_`{{|}}~{_M}-]"
_REWRITTEN = r"(?i:srs[01]=|prvs=|btv1=|bounces?[+-])[A-Za-z0-9.!#$%&'+/=?^_`{|}~-]{1,200}"  # by forwarders (SRS), by senders (BATV, VERP)
_BEFORE = rf"(?<![A-Za-z0-9_.@{_M}-])"
_AFTER = rf"(?![A-Za-z0-9_{_M}-])"
_STAMP = r"^(?:<\d{1,3}>)?(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[\d.,:+Zz-]{0,16})\s"

SHAPES = (
    r"-----BEGIN [A-Z ]{3,40}-----(?P<block>[A-Za-z0-9+/=\s]{0,9999})-----END [A-Z ]{3,40}-----",
    r"(?:(?<![A-Za-z0-9_])(?i:SECRET_KEYS)\s?[=:：]\s?[\"'<]?|(?i:\bAUTH (?:PLAIN|LOGIN|XOAUTH2) |Authorization: (?:Basic|Bearer) ))"
    r"(?P<secret>[!-+.-;=?-~]{4,200})",
    rf"(?i:\b(?:message-?id|resent-message-id|msgid|id)\s?[=:]\s?)<?(?P<message>[^\s<>()\[\],;\"]{{1,200}}@(?:{_LITERAL}|[^\s<>()\[\],;\"]{{1,253}}))>?",
    r"(?P<url>\bhttps?://[^\s<>\"'、。）」]{1,500})",
    rf"<(?P<boxed>[^\s<>@]{{1,200}}@(?:{_LITERAL}|[^\s<>@]{{0,253}}))>",
    rf"(?<![A-Za-z0-9.!#$%&'*+/?^_`{{|}}~@-])(?P<bare_box>(?:{_REWRITTEN}|[A-Za-z0-9{_M}]{_LOCAL}{{0,63}})@(?:{_LITERAL}|{_HOST}|{_LABEL}))",
    r"^(?:>\s?)?(?P<named>(?:From|To|Cc|Reply-To|Sender):\s)(?P<display>[^<>\n]{1,200}?)(?=\s<)",
    r"(?P<subject>(?:^Subject:\s|header Subject:\s))(?P<topic>[^\n]{1,500}?)(?=$|\sfrom\s)",
    rf"(?:(?<![A-Za-z0-9_])(?i:USER_KEYS)\s?(?:=|[:：]?\s?(?=[\"“'<「(]))[\"“'<「(]{{0,2}}|\bA=[\w-]{{1,40}}:|\bU=)(?P<user>{_WORD}(?:@{_HOST})?)",
    rf"\b(?:from|to|recipient|sender)=<?(?P<party>{_WORD})(?=[>,;\s]|$)",
    r"\b(?:(?:Invalid|invalid|illegal|unknown|for) user (?!name|unknown|from)|(?:pam|passwd-file|passwd|sql|ldap|shadow|static|lua|dict)\()"
    rf"(?P<account>{_WORD})",
    rf"(?:=>|->|==|\*\*|<=)\s(?P<arrow>{_WORD})(?=\s)",
    rf"{_STAMP}(?P<logging>{_LABEL}(?:\.{_LABEL}){{0,10}})(?=\s)",
    rf"(?:\b(?i:helo|ehlo)[= :]{{1,2}}[<(\"]?|^Received: from |\bH=\(|\bH={_HOST} \()(?P<helo>{_LABEL}(?:\.{_LABEL}){{0,10}})",
    r"(?:/home/|/Users/|/export/home/|/var/mail/|/var/spool/mail/|/var/vmail/|C:\\Users\\)(?P<folder>[A-Za-z0-9][A-Za-z0-9_-]{0,63})",
    rf"(?<![A-Za-z0-9_.-])(?P<v4>{_V4})(?P<length>/\d{{1,2}})?(?![A-Za-z0-9_-]|\.\d|\.(?:{_LABEL}\.){{0,30}}{_LAST}{_AFTER})",
    rf"{_BEFORE}(?P<masked>(?=[0-9.]{{0,11}}[A-Za-z{_M}]){_MASKED_OCTET}(?:\.(?:\d{{1,3}}|[{_M}]{{1,3}}|[xX]{{1,3}})){{3}}){_AFTER}",
    r"(?<![A-Za-z0-9:.])(?P<v6>(?=[0-9A-Fa-f:.]{2,45}(?![A-Za-z0-9_]))[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,8}(?:\.\d{1,3}){0,3}(?![0-9A-Fa-f:]))",
    rf"{_BEFORE}(?P<host>{_HOST}){_AFTER}",
    r"(?<![A-Za-z0-9+/_=-])(?P<key>(?=[A-Za-z0-9+/_=-]{0,199}\d)(?=[A-Za-z0-9+/_=-]{0,199}[a-z])(?=[A-Za-z0-9+/_=-]{0,199}[A-Z])[A-Za-z0-9+/_-]{28,200}={0,2})",
)  # fmt: skip


def shapes(data: RedactionFile, words: Iterable[str] = ()) -> re.Pattern[str]:
    """Return the expression that finds what names somebody.

    Args:
        data: the words before accounts and secrets.
        words: accounts and hosts of one word, which are found wherever they stand as a word of their own.
    """
    source = "|".join(SHAPES).replace("USER_KEYS", _any(data.user_keys)).replace("SECRET_KEYS", _any(data.secret_keys))
    known = _any(words)
    if known != "(?:)":
        source += rf"|{_BEFORE}(?P<known>(?i:{known})){_AFTER}"
    return re.compile(source, re.MULTILINE)


def _any(words: Iterable[str]) -> str:
    """Return an expression for any of some words, the longest first."""
    return f"(?:{'|'.join(sorted(map(re.escape, words), key=lambda word: (-len(word), word)))})"
