"""Matches every pattern of the knowledge base against very long lines that nearly fit; run on its own, so that it can be killed.

Each pattern meets its own samples, and every part of a line those of all messages: repeated, cut short, with the last sign changed,
and with long runs of each class of sign put in. Prints how many matches were tried.
"""

import re

from bot.library import load
from bot.paste.cleaning import clean, squeeze

LONG = 100_000
RUNS = ("a", "7", ".", "あ", " ", "[", '"', "@", "by ", "from <")


def near_misses(body):
    """Yield long lines made from a sample."""
    body = body or "-"
    yield (body * (LONG // len(body) + 1))[:LONG]
    yield body + body[-1] * LONG
    yield body[:-1] + "\0" * LONG
    for cut in sorted({len(body) // 3, 2 * len(body) // 3, max(len(body) - 1, 0)}):
        for run in RUNS:
            yield body[:cut] + run * (LONG // len(run)) + body[cut:-1] + "\0"


def main():
    """Try all patterns."""
    library, tried = load(), 0
    for server in library.servers.values():
        for message in server.messages:
            samples = [squeeze(clean(sample.line)) for sample in message.samples]
            if message.pattern is not None:
                pattern = re.compile(message.pattern)
                for line in (line for sample in samples for line in near_misses(sample)):
                    pattern.fullmatch(line)
                    tried += 1
    for name, text in library.words.fields.items():
        pattern = re.compile(text, re.IGNORECASE)
        owners = [m for s in library.servers.values() for m in s.messages if any(name in sample.fields for sample in m.samples)]
        for message in owners[:3]:
            for line in near_misses(squeeze(clean(message.samples[0].line))):
                pattern.search(line)
                tried += 1
    print(tried)  # noqa: T201 - the result


if __name__ == "__main__":
    main()
