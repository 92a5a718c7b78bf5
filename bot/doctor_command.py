"""``relaydoc doctor``: what the doctor found, as a tree for a terminal or as JSON for a program."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from bot.doctor import CHECKS, Check, Diagnose, count_unwell, cure_of, diagnose_installation, is_well, says
from bot.language import language_of_locale
from bot.library import Library, load
from bot.markdown import visible

SCHEMA = "relaydoc.doctor/1"
_SIGNS = {"well": ("✓", "green"), "absent": ("–", "bright_black"), "unwell": ("✗", "bold red")}
_PLAIN_SIGNS = {"✓": "+", "–": "-", "✗": "x"}


def doctor(options: argparse.Namespace, checks: Sequence[Diagnose] = CHECKS) -> int:
    """Print what the doctor finds.

    Args:
        options: ``format`` (terminal, json) and ``lang``.
        checks: what to look at.

    Returns:
        0 when nothing is unwell, else 2.
    """
    library = load()  # ours alone: a team's own may be what is unwell
    lang = options.lang or language_of_locale(os.environ) or "en"
    found = asyncio.run(diagnose_installation(checks=checks))
    if options.format == "json":
        print(json.dumps(document(found, library, lang), ensure_ascii=False, indent=2))  # noqa: T201 - the result
    else:
        draw(found, library, lang, Console(file=sys.stdout, highlight=False, markup=False, emoji=False))
    return 0 if is_well(found) else 2


def document(checks: Sequence[Check], library: Library, lang: str) -> dict[str, Any]:
    """Return the JSON document for what was found."""
    return {"schema": SCHEMA, "well": is_well(checks), "checks": [_entry(check, library, lang) for check in checks]}


def draw(checks: Sequence[Check], library: Library, lang: str, console: Console) -> None:
    """Print a tree of what was found, each sign with its sentence, and a line that sums it up."""
    headings = library.doctor.headings
    count = count_unwell(checks)
    sum_up = headings["unwell" if count else "all-well"].in_(lang).replace("{count}", str(count))
    tree = Tree(Text(sum_up, style="bold red" if count else "bold green"), guide_style="bright_black")
    _grow(tree, checks, library, lang, plain=console.options.ascii_only)
    console.print(tree)


def _entry(check: Check, library: Library, lang: str) -> dict[str, Any]:
    return {
        "name": check.name,
        "state": check.state,
        "says": says(check, library, lang),
        "cure": cure_of(check, library, lang),
        "children": [_entry(child, library, lang) for child in check.children],
    }


def _grow(tree: Tree, checks: Iterable[Check], library: Library, lang: str, *, plain: bool) -> None:
    """Hang each check on the tree: its sign, name and sentence, beneath them its cure, then what stands on it."""
    for check in checks:
        sign, style = _SIGNS[check.state]
        name = library.doctor.checks[check.name].name.in_(lang)
        text = Text.assemble((_PLAIN_SIGNS[sign] if plain else sign, style), " ", (name, "bold"), "  ", visible(says(check, library, lang)))
        cure = cure_of(check, library, lang)
        if cure:
            heading = library.doctor.headings["cure" if check.state == "unwell" else "advice"].in_(lang)
            text.append("\n" + heading.replace("{cure}", cure), style="" if check.state == "unwell" else "bright_black")
        _grow(tree.add(text), check.children, library, lang, plain=plain)
