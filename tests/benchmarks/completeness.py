"""Tells how many log calls of a Postfix source tree the catalogue can read: ``python tests/benchmarks/completeness.py SOURCE [--all]``.

Every ``msg_info``, ``msg_warn``, ``msg_error`` and ``msg_fatal`` of the daemons and of their libraries is made into the line that it
would write, with its placeholders filled in. Left out are ``msg_panic`` (states that never occur), calls in test drivers (``#ifdef TEST``)
and calls under ``msg_verbose`` (written only with ``-v``). What only says its severity is counted
apart. ``completeness.yaml``, beside this,
tells what fills the placeholders, and which calls need no entry, and why.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import yaml

from bot.catalogue.matching import Messages, PartsReader
from bot.library import load
from bot.paste.cleaning import message_of

LEVELS = {"info": "", "warn": "warning: ", "error": "error: ", "fatal": "fatal: ", "fatal_status": "fatal: "}
DAEMONS = {
    "master": "master", "smtpd": "smtpd", "smtp": "smtp", "cleanup": "cleanup", "qmgr": "qmgr", "oqmgr": "oqmgr", "local": "local",
    "virtual": "virtual", "pipe": "pipe", "error": "error", "discard": "discard", "bounce": "bounce", "pickup": "pickup",
    "postscreen": "postscreen", "dnsblog": "dnsblog", "tlsproxy": "tlsproxy", "verify": "verify", "anvil": "anvil",
    "trivial-rewrite": "trivial-rewrite", "postsuper": "postsuper", "postdrop": "postdrop", "scache": "scache", "proxymap": "proxymap",
    "sendmail": "sendmail", "flush": "flush", "showq": "showq", "tlsmgr": "tlsmgr", "spawn": "spawn", "postlogd": "postlogd",
    "qmqpd": "qmqpd",
}  # fmt: skip
LIBRARIES = ("global", "milter", "tls", "xsasl", "dns")
SHARED = ("smtpd", "cleanup", "smtp", "qmgr")
DATA = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
_CALL = re.compile(r"\bmsg_(info|warn|error|fatal|fatal_status)\s*\(")
_VERBOSE = re.compile(r"if\s*\([^;{}]{0,200}msg_verbose[^;{}]{0,200}\)\s*\{?\s*$")
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"|\b([A-Z][A-Z0-9_]{2,})\b')
_PLACEHOLDER = re.compile(r"%[-+0# ]*\d*(?:\.(?:\d+|\*))?(?:l|ll|h)?([a-zA-Z])")


def calls(path: Path) -> Iterator[tuple[int, str, str]]:
    """Yield line, level and arguments of each log call of a file that is not left out."""
    text = re.sub(
        r"/\*.*?\*/", lambda found: re.sub(r"[^\n]", " ", found[0]), path.read_text(encoding="utf-8", errors="replace"), flags=re.S
    )
    text = re.split(r"(?m)^#ifdef\s+TEST\b", text)[0]
    for found in _CALL.finditer(text):
        if not _VERBOSE.search(text[max(0, found.start() - 300) : found.start()]):
            yield text.count("\n", 0, found.start()) + 1, found[1], _arguments(text, found.end())


def _arguments(text: str, at: int) -> str:
    """Return what stands between a call's brackets."""
    depth, quoted, end = 1, False, at
    while end < len(text) and depth:
        sign = text[end]
        if quoted and sign == "\\":
            end += 1
        elif sign == '"':
            quoted = not quoted
        elif not quoted:
            depth += (sign == "(") - (sign == ")")
        end += 1
    return re.sub(r"\s+", " ", text[at : end - 1])


def line_of(level: str, arguments: str) -> str | None:
    """Return the line that a call would write, None if its words stand elsewhere."""
    given = arguments.split(",", 1)[1] if level == "fatal_status" else arguments
    words, rest = "", given.strip()
    while (found := _STRING.match(rest)) is not None:
        words += found[1].replace('\\"', '"') if found[1] is not None else "setting"
        rest = rest[found.end() :].strip()
    if not words or not re.search(r"[A-Za-z]{3}", _PLACEHOLDER.sub("", words)):
        return None
    rest = rest.replace("PSC_CLIENT_ADDR_PORT(state)", "client_addr, client_port")
    written = next((line for part, line in DATA["written"].items() if part in words), None)
    if written is not None:
        return str(written)
    names = iter(part.strip() for part in rest.lstrip(",").split(","))
    return LEVELS[level] + _PLACEHOLDER.sub(lambda found: _filled(found[1], next(names, "")), words).replace("%%", "%")


def _filled(sign: str, name: str) -> str:
    """Return what a placeholder may be filled with, by the name of what is given for it."""
    if sign == "m":
        return "Connection refused"
    if sign in "dulxoXgf":
        return "7"
    if sign == "c":
        return "S"
    return next((str(value) for part, value in DATA["filled"].items() if part in name), "example")


def reason_for(place: str) -> str | None:
    """Return why a call needs no entry, None if it should have one."""
    return next((reason for pattern, reason in DATA["reasons"].items() if re.search(pattern, place)), None)


def main() -> int:
    """Count, and print the figure."""
    parser = argparse.ArgumentParser(description="Tell how many log calls of Postfix the catalogue can read.")
    parser.add_argument("source", type=Path)
    parser.add_argument("--all", action="store_true", help="print what is not read, and what only says its severity")
    options = parser.parse_args()
    library = load()
    messages = Messages(library.servers["postfix"], PartsReader(library.words))
    counted: Counter[str] = Counter()
    for folder in (*DAEMONS, *LIBRARIES):
        for path in sorted((options.source / "src" / folder).glob("*.c")):
            for number, level, arguments in calls(path):
                body = line_of(level, arguments)
                if body is None:
                    counted["words elsewhere"] += 1
                    continue
                programs = (DAEMONS[folder],) if folder in DAEMONS else SHARED
                found = [match for program in programs if (match := messages.match("syslog", message_of(body), program))]
                place = f"{folder}/{path.name}:{number}"
                unread = "with a reason" if reason_for(place) else "unread"
                how = unread if not found else "by its severity" if all(match.message.last for match in found) else "by its own words"
                counted[how] += 1
                if options.all and how != "by its own words":
                    sys.stdout.write(f"{how}: {place}: {body}\n")
    total = sum(counted.values()) - counted["words elsewhere"]
    sys.stdout.write("".join(f"{how}: {count}\n" for how, count in counted.most_common()))
    sys.stdout.write(f"read, or with a reason: {100 * (total - counted['unread']) / total:.1f} % of {total} log calls\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
