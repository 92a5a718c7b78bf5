"""Compares what the catalogue reads with what others read in the same lines: ``python tests/benchmarks/corpora.py FOLDER``.

The folder holds public samples, each in a folder named after where it comes from: ``grok`` (YAML: pattern, data, results), ``kumina``
(log lines), ``logwatch`` (a tag and a message a line) and ``crowdsec`` (log files). Nothing of it is a part of this project. Prints for
each how much agrees, and with ``--all`` what does not.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import yaml

from bot.catalogue import Catalogue, Event
from bot.library import load
from bot.paste import read

NAMES = {
    "queueid": "queue_id", "client_hostname": "client_name", "client_ip": "client_ip", "client_port": "client_port",
    "smtp_stage": "stage",
    "relay_hostname": "relay_host", "relay_ip": "relay_ip", "relay_port": "relay_port", "relay_service": "relay_service",
    "status": "status", "status_code": "reply_code", "status_code_enhanced": "enhanced_code", "status_data": "given", "from": "sender",
    "message-id": "message_id", "bounce_queueid": "next_queue_id", "tls_version": "tls_version", "tls_cipher": "tls_cipher",
    "tls_cipher_size": "tls_cipher_bits",
    "tls_trustlevel": "tls_trust", "dnsbl_domain": "list", "dnsbl_result": "answer",
    "postscreen_dnsbl_rank": "rank", "version": "version", "config_path": "config", "termination_signal": "signal",
    "anvil_conn_rate": "rate", "anvil_conn_count": "count", "anvil_cache_size": "cache_size", "service": "service",
    "server_ip": "server_ip", "server_port": "server_port", "postsuper_summary_count": "count", "pix_workaround": "workaround",
    "postscreen_access": "status", "proxy_status_code": "reply_code", "proxy_status_code_enhanced": "enhanced_code",
    "proxy_smtp_stage": "stage", "command_counter_data": "commands", "postscreen_violation_time": "delay",
    "scache_hits": "hits", "scache_miss": "miss", "scache_domains": "domains", "scache_addresses": "addresses",
    "scache_connection": "connections", "postscreen_cache_retained": "retained", "postscreen_cache_dropped": "dropped",
    "verify_cache_retained": "retained", "verify_cache_dropped": "dropped",
}  # fmt: skip
SECOND = {"stage": "in_reply_to"}
DAEMONS = {"SCRIPT": "postfix-script", "TRIVIAL_REWRITE": "trivial-rewrite", "RELAY": "smtp", "POSTMAP": "postmap"}
TAGS = {
    "sd": "postfix/smtpd", "s": "postfix/smtp", "c": "postfix/cleanup", "b": "postfix/bounce", "v": "postfix/virtual", "q": "postfix/qmgr",
    "l": "postfix/local", "m": "postfix/master", "ps": "postfix/postscreen", "pg": "postgrey", "spf": "policyd-spf", "pfw": "postfwd",
}  # fmt: skip


class Tally:
    """Counts what agrees, and keeps what does not."""

    def __init__(self, name: str) -> None:
        self.name, self.right, self.wrong = name, 0, list[str]()

    def add(self, agrees: bool, otherwise: str) -> None:
        """Count one comparison."""
        if agrees:
            self.right += 1
        else:
            self.wrong.append(otherwise)

    def told(self) -> str:
        """Return the figure as a line."""
        total = self.right + len(self.wrong)
        return f"{self.name}: {self.right} of {total} ({100 * self.right / max(total, 1):.1f} %)"


class Reader:
    """Reads single messages as lines of a Postfix daemon, and whole files."""

    def __init__(self) -> None:
        self._catalogue = Catalogue(load())

    def lines(self, text: str) -> tuple[Event, ...]:
        """Return the events of a log."""
        return self._catalogue.read(read(text, self._catalogue.recognise)).events

    def message(self, program: str, body: str) -> Event | None:
        """Return the event of one message that a program wrote."""
        found = self.lines(f"Nov 24 10:12:00 mx {program}[123]: {body}\n")
        return found[0] if found and found[0].kind != "unread" else None


def _by_its_own_words(event: Event) -> bool:
    """Tell whether a Postfix line was read by a message of its own; the lines of its companions may be read as such alone."""
    return event.message is None or not event.message.last or event.server != "postfix"


def grok(folder: Path, reader: Reader) -> Iterator[Tally]:
    """Compare the values of fields with a name that ours have, too."""
    values, typed = Tally("grok field values"), Tally("grok messages read")
    for path in sorted(folder.glob("*.yaml")):
        entry = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
        kind = re.sub(r".*POSTFIX_|[^A-Z_].*", "", entry["pattern"])
        if kind in ("COMMAND_COUNTER_DATA", "TLS_FEATURES", "DELAYS"):
            continue
        event = reader.message(f"postfix/{DAEMONS.get(kind, kind.lower())}", entry["data"])
        typed.add(event is not None, f"{path.stem}: {entry['data']}")
        for name, value in (entry["results"] or {}).items():
            ours = NAMES.get(name.removeprefix("postfix_"))
            if ours is not None and value != "NOQUEUE":
                found = event.fields.get(ours, event.fields.get(SECOND.get(ours, ""))) if event else None
                values.add(found == " ".join(value.split()), f"{path.stem}: {ours} = {found!r}, not {value!r}: {entry['data']}")
    yield from (typed, values)


def kumina(folder: Path, reader: Reader) -> Iterator[Tally]:
    """Tell how many lines are read."""
    tally = Tally("kumina lines read")
    for line in (folder / "lines.txt").read_text(encoding="utf-8").splitlines():
        events = reader.lines(f"{line}\n")
        tally.add(bool(events) and events[0].kind != "unread" and _by_its_own_words(events[0]), line)
    yield tally


def logwatch(folder: Path, reader: Reader) -> Iterator[Tally]:
    """Tell how many messages are read, by the daemon that the tag names or, as it does not always name the right one, another."""
    tally = Tally("logwatch messages read")
    for line in (folder / "postfix_TD.tsv").read_text(encoding="utf-8").splitlines():
        tag, _, body = line.partition("\t")
        body = {"Q": f"4F9D195432C: {body}", "N": f"NOQUEUE: {body}"}.get(tag[-1], body)
        program = TAGS.get(tag[2:].rstrip("QN"))
        postfix = [name for name in TAGS.values() if name.startswith("postfix/")]
        events = [reader.message(name, body) for name in ([program] if program and program not in postfix else postfix)]
        tally.add(any(event is not None and _by_its_own_words(event) for event in events), f"{tag} {body}")
    yield tally


def crowdsec(folder: Path, reader: Reader) -> Iterator[Tally]:
    """Tell how many Postfix lines are read, with every client address that stands in them."""
    tally = Tally("crowdsec Postfix lines read, with their client")
    for path in sorted(folder.rglob("*.log")):
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            if not re.search(r"postfix[^\s\[\]:]*/", line):
                continue
            events = reader.lines(f"{line}\n")
            event = events[0] if events else None
            client = re.search(r"(?:from|client=|: )\s?\S*\[([\d.]+|[\da-f:]{4,})\]", line)
            right = event is not None and event.kind != "unread" and (client is None or event.fields.get("client_ip") == client[1])
            tally.add(right, f"{path.name}: {line}")
    yield tally


def main() -> int:
    """Compare all that the folder holds."""
    parser = argparse.ArgumentParser(description="Compare the catalogue with what others read in the same lines.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--all", action="store_true", help="print what does not agree")
    options = parser.parse_args()
    reader = Reader()
    for name, compare in (("grok", grok), ("kumina", kumina), ("logwatch", logwatch), ("crowdsec", crowdsec)):
        for tally in compare(options.folder / name, reader) if (options.folder / name).is_dir() else ():
            sys.stdout.write(f"{tally.told()}\n")
            for otherwise in tally.wrong if options.all else ():
                sys.stdout.write(f"  {otherwise}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
