"""Tells how many log calls of a server's source the catalogue can read: ``python tests/benchmarks/completeness.py SOURCE… [--all]``.

The source is a tree of Postfix, of Dovecot or of Pigeonhole. Every call that logs information, a warning, an error or a fatal error is
made into the line that it would write, with its placeholders filled in. Left out are panics (states that never occur), calls in test
drivers (``#ifdef TEST``) and calls under ``msg_verbose`` (written only with ``-v``). Three figures are told apart: what an entry of its
own reads, what has a stated reason to need none, and what is read by its severity alone. ``completeness.yaml``, beside this, tells what
fills the placeholders, who writes what stands in which folder, and which calls need no entry, and why.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from bot.catalogue.matching import Messages, PartsReader
from bot.library import load
from bot.paste.cleaning import message_of

DATA = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
HOWS = ("by its own words", "with a reason", "by its severity", "unread", "words elsewhere")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_VERBOSE = re.compile(r"if\s*\([^;{}]{0,200}msg_verbose[^;{}]{0,200}\)\s*\{?\s*$")
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"|\b([A-Z][A-Z0-9_]{2,})\b')
_SIZE = re.compile(r'%(\d*)"\s*PRI\w+\s*"?')
_PLACEHOLDER = re.compile(r"%[-+0# ]*\d*(?:\.(?:\d+|\*))?(?:ll|l|h|z|j)?([a-zA-Z])")
_FUNCTION = re.compile(r'\bmyname(?:\[\])?\s*=\s*"(\w+)"')


class Call(NamedTuple):
    """A log call: where it stands, the name of what is called, its arguments, and the function's name where the source gives one."""

    place: str
    name: str
    arguments: str
    function: str


def calls(root: Path, path: Path, names: re.Pattern[str]) -> Iterator[Call]:
    """Yield each log call of a file that is not left out."""
    text = path.read_text(encoding="utf-8", errors="replace")
    text = _COMMENT.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    text = re.split(r"(?m)^#ifdef\s+TEST\b", text)[0]
    for found in names.finditer(text):
        if not _VERBOSE.search(text[max(0, found.start() - 300) : found.start()]):
            place = f"{path.relative_to(root).as_posix()}:{text.count(chr(10), 0, found.start()) + 1}"
            functions = _FUNCTION.findall(text, max(0, found.start() - 20000), found.start())
            yield Call(place, found[1], _arguments(text, found.end()), functions[-1] if functions else "")


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
    return _SIZE.sub(r'%\1u"', re.sub(r"\s+", " ", text[at : end - 1])).replace('u""', 'u"')


def words_of(call: Call, skipped: int, data: dict[str, Any]) -> str | None:
    """Return what a call would write behind its severity, None if its words stand elsewhere; ``skipped`` arguments precede them."""
    words, rest = "", call.arguments.strip()
    for _ in range(skipped):
        rest = _without_first(rest)
    while (found := _STRING.match(rest)) is not None:
        words += found[1].replace('\\"', '"').replace("\\n", "") if found[1] is not None else "setting"
        rest = rest[found.end() :].strip()
    if not words or not re.search(r"[A-Za-z]{3}", _PLACEHOLDER.sub("", words)):
        return None
    written = next((line for part, line in data["written"].items() if part in words), None)
    if written is not None:
        return str(written)
    rest = rest.replace("PSC_CLIENT_ADDR_PORT(state)", "client_addr, client_port")
    names = iter(_each(rest.lstrip(",").strip()))
    return _PLACEHOLDER.sub(lambda found: _filled(found[1], next(names, ""), call, data), words).replace("%%", "%")


def _each(arguments: str) -> Iterator[str]:
    """Yield a call's arguments one by one."""
    while arguments:
        rest = _without_first(arguments)
        yield arguments[: len(arguments) - len(rest)].strip(" ,")
        arguments = rest


def _without_first(arguments: str) -> str:
    """Return the arguments of a call without the first one."""
    depth = 0
    for at, sign in enumerate(arguments):
        depth += (sign == "(") - (sign == ")")
        if sign == "," and not depth:
            return arguments[at + 1 :].strip()
    return ""


def _filled(sign: str, name: str, call: Call, data: dict[str, Any]) -> str:
    """Return what a placeholder may be filled with, by the name of what is given for it."""
    if sign == "m":
        return "Connection refused"
    if sign in "diulxXogfp":
        return "7"
    if sign == "c":
        return "S"
    if name in ("myname", "__func__") and call.function:
        return call.function
    return next((str(value) for part, value in data["filled"].items() if part in name), "example")


def reason_for(place: str, reasons: dict[str, str]) -> str | None:
    """Return why a call needs no entry, None if it should have one."""
    return next((reason for pattern, reason in reasons.items() if re.search(pattern, place)), None)


class Source:
    """A tree of one server's source, and how what stands in its folders is written into the log."""

    def __init__(self, root: Path) -> None:
        self.server = "postfix" if (root / "src" / "global").is_dir() else "dovecot"
        self.root, self.data = root / "src", DATA[self.server]
        self.kinds: dict[str, list[Any]] = self.data["calls"]

    def lines(self) -> Iterator[tuple[Call, str | None, str]]:
        """Yield each call with the line that it writes, None if its words stand elsewhere, and the programs that may write it."""
        names = re.compile(rf"\b({'|'.join(sorted(self.kinds, key=len, reverse=True))})\s*\(")
        for folder, writer in self.data["folders"].items():
            for path in sorted((self.root / folder).rglob("*.c")):
                for call in calls(self.root, path, names):
                    before, skipped = self.kinds[call.name]
                    words = words_of(call, skipped, self.data)
                    begun = before if self.server == "postfix" else f"{writer}{before}{self._led(call) if skipped else ''}"
                    yield call, words and f"{begun}{words}", writer

    def _led(self, call: Call) -> str:
        """Return what stands before a call's words by the file that it is in or by the event that it is given."""
        given = f"{call.place} {next(_each(call.arguments), '')}"
        return next((str(lead) for part, lead in self.data["led"].items() if part in given), "")


def count(source: Source, messages: Messages, told: bool) -> Counter[str]:
    """Tell how many calls of a source are read, and how; ``told``: print those that no entry of its own reads."""
    counted: Counter[str] = Counter()
    for call, line, writer in source.lines():
        programs = writer.split() if source.server == "postfix" else ("dovecot",)
        body = message_of(line) if line else ""
        found = [match for program in programs if line and (match := messages.match("syslog", body, program))]
        if line is None:
            how = "words elsewhere"
        elif reason_for(call.place, source.data["outside"]):
            how = "with a reason"
        elif any(not match.message.last for match in found):
            how = "by its own words"
        elif reason_for(f"{call.place}: {line}", source.data["reasons"]):
            how = "with a reason"
        else:
            how = "by its severity" if found else "unread"
        counted[how] += 1
        if told and how not in ("by its own words", "words elsewhere"):
            sys.stdout.write(f"{how}: {call.place}: {line}\n")
    return counted


def main() -> int:
    """Count, and print the figures."""
    parser = argparse.ArgumentParser(description="Tell how many log calls of a server's source the catalogue can read.")
    parser.add_argument("source", type=Path, nargs="+")
    parser.add_argument("--all", action="store_true", help="print what has no entry of its own")
    options = parser.parse_args()
    library = load()
    for root in options.source:
        source = Source(root)
        counted = count(source, Messages(library.servers[source.server], PartsReader(library.words)), options.all)
        total = sum(counted.values()) - counted["words elsewhere"]
        sys.stdout.write(f"{root.name}: {total} log calls\n")
        sys.stdout.write("".join(f"  {how}: {counted[how]} ({100 * counted[how] / total:.1f} %)\n" for how in HOWS))
        sys.stdout.write(f"  own words or a reason: {100 * (counted[HOWS[0]] + counted[HOWS[1]]) / total:.1f} %\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
