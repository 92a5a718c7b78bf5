"""What each command does, once its arguments are read."""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from pathlib import Path

from rich.console import Console

from adapters.terminal.drawing import draw
from bot.answer import Answer
from bot.contract import document
from bot.desk import Desk, Message
from bot.errors import UsageError
from bot.language import language_of_locale
from bot.library import Library, load
from bot.markdown import markdown_of
from bot.reply import Reply
from bot.site import Site, read_site
from bot.threads import read_threads
from bot.told import read_tells

EXAMPLE = "two-blocks"


class Paper(Console):
    """A console whose reader may go away early, as ``head`` does."""

    def on_broken_pipe(self) -> None:
        """Leave it to the command line, for which that is no fault."""
        raise BrokenPipeError


def explain(options: argparse.Namespace) -> int:
    """Answer each paste that the arguments name."""
    files: list[str] = options.files or ["-"]
    if options.format == "json" and len(files) > 1:
        raise UsageError("json is one document; for several files use --format jsonl.")
    site = _site(options)
    library = load(_knowledge(options))
    account = read_tells(options.tell, library.vocabulary.facts)
    desk = Desk(library)
    for file in files:
        data = _read(file, desk.budget.bytes + 1)
        message = Message(data=data, question=options.question, lang=options.lang, locale_lang=language_of_locale(os.environ))
        _write(desk.explain(message, site, account), options.format, file, library, several=len(files) > 1)
    return 0


def example(_options: argparse.Namespace) -> int:
    """Answer the bundled example; on a terminal, read a paste of one's own after it."""
    library = load(_knowledge(None))
    desk, locale = Desk(library), language_of_locale(os.environ)
    thread = next(thread for thread in read_threads(library.folders[0]) if thread.id == EXAMPLE)
    answer = desk.explain(Message(text=thread.log, locale_lang=locale))
    console = _console()
    console.print(library.phrase("example-intro", answer.lang), soft_wrap=True, markup=False, highlight=False)
    console.print()
    _write(answer, "terminal", "", library, several=False)
    if sys.stdin.isatty() and sys.stdout.isatty():
        console.print()
        console.print(library.phrase("paste-yours", answer.lang), style="bold", markup=False, highlight=False)
        data = sys.stdin.buffer.read(desk.budget.bytes + 1)
        if data.strip():
            _write(desk.explain(Message(data=data, locale_lang=locale)), "terminal", "", library, several=False)
    return 0


def chat(options: argparse.Namespace) -> int:
    """Talk in the terminal; imported late, since only conversations need a store."""
    from adapters.terminal.program import chat as talk

    return talk(options)


def serve(options: argparse.Namespace) -> int:
    """Answer in chats; imported late, since chat libraries are slow to import."""
    from adapters.serving import serve as answer

    return answer(options)


def ask(options: argparse.Namespace) -> int:
    """Answer a question to the knowledge base; imported late, since only questions need the search."""
    from bot.ask_command import ask as answer

    return answer(options, lambda reply, note: draw(reply, _console(), note))


def calibrate(options: argparse.Namespace) -> int:
    """Find the thresholds of the search, and write them beside the pages."""
    from bot.calibrating import calibrate as find

    print(find(_knowledge(options), semantic=options.semantic), end="")  # noqa: T201 - the result
    return 0


def gaps(options: argparse.Namespace) -> int:
    """Tell what was missed; imported late, since only it reads the store."""
    from bot.gaps_command import gaps as tell

    return tell(options, lambda reply, note: draw(reply, _console(), note))


def preview(options: argparse.Namespace) -> int:
    """Show a draft as each place will; what is wrong with it is told beside it."""
    from adapters.preview import CHATS
    from bot.previewing import RENDERERS
    from bot.previewing import preview as show

    options.knowledge = _knowledge(options)
    shown, found = show(options, {"terminal": _drawn, **RENDERERS, **CHATS})
    print(shown, end="")  # noqa: T201 - the result
    for problem in found:
        print(problem, file=sys.stderr)  # noqa: T201 - beside the result
    return 0


def _drawn(reply: Reply) -> str:
    """Return a reply as a terminal shows it, without colours."""
    console = Console(file=io.StringIO(), width=_console().width, highlight=False, markup=False, emoji=False, no_color=True)
    with console.capture() as captured:
        draw(reply, console)
    return captured.get()


def coverage(options: argparse.Namespace) -> int:
    """Count what the knowledge base holds, and write it beside it."""
    from bot.coverage import write_coverage

    print(write_coverage(load(_knowledge(options))), end="")  # noqa: T201 - the result
    return 0


def check(options: argparse.Namespace) -> int:
    """Print every problem of a knowledge base, and end with 2 if there is one.

    A review that is long ago is a remark on stderr: no check should begin to fail on a day on which nobody changed anything.
    """
    from bot.lint import problems, stale  # it needs the search, which answering does without

    library = load(_knowledge(options))
    found, old = problems(library), stale(library)
    if options.strict_dates:
        found = tuple(sorted((*found, *old)))
    for problem in () if options.strict_dates else old:
        print(problem, file=sys.stderr)  # noqa: T201 - beside the result
    for problem in found:
        print(problem)  # noqa: T201 - the result
    if found:
        return 2
    pages = sum(len(halves) for pages in (library.diagnoses, library.settings, library.faq) for halves in pages.values())
    messages = sum(len(server.messages) for server in library.servers.values())
    print(f"{messages} messages, {len(library.rules)} rules, {pages} pages: nothing is wrong.")  # noqa: T201 - the result
    return 0


def doctor(options: argparse.Namespace) -> int:
    """Check all that RelayDoc stands on, and end with 2 if something is wrong."""
    from adapters.discord.checks import check_discord
    from adapters.slack.doctoring import check_slack
    from bot.doctor import CHECKS
    from bot.doctor_command import doctor as run  # slow to import, and nothing else needs it

    return run(options, (*CHECKS, check_discord, check_slack))


def _site(options: argparse.Namespace) -> Site:
    file: Path | None = options.site or _path_from("RELAYDOC_SITE")
    return read_site(file) if file else Site()


def _knowledge(options: argparse.Namespace | None) -> Path | None:
    named: Path | None = options.knowledge if options is not None else None
    return named or _path_from("RELAYDOC_KNOWLEDGE")


def _path_from(variable: str) -> Path | None:
    value = os.environ.get(variable, "")
    return Path(value) if value else None


def _read(file: str, most: int) -> bytes:
    """Return the bytes of a file, or of standard input for ``-``, up to a bound.

    Raises:
        UsageError: the file cannot be read.
    """
    if file == "-":
        if sys.stdin.isatty():
            print("Paste the log, then press Ctrl-D on an empty line.", file=sys.stderr)  # noqa: T201 - a hint beside the result
        return sys.stdin.buffer.read(most)
    try:
        with Path(file).open("rb") as opened:
            return opened.read(most)
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}.") from error


def _console() -> Console:
    """Return the console for results; without a terminal there is no colour, and lines are as wide as COLUMNS says, or 80."""
    return Paper(file=sys.stdout, highlight=False, markup=False, emoji=False)


def _write(answer: Answer, form: str, file: str, library: Library, *, several: bool) -> None:
    """Print an answer in one of the formats."""
    if form == "jsonl":
        print(json.dumps(document(answer, file), ensure_ascii=False))  # noqa: T201 - the result
    elif form == "json":
        print(json.dumps(document(answer), ensure_ascii=False, indent=2))  # noqa: T201 - the result
    elif form == "markdown":
        print((f"<!-- {file!r} -->\n\n" if several else "") + markdown_of(answer.reply), end="")  # noqa: T201 - the result
    else:
        console = _console()
        if several:
            console.rule(file, align="left")
        draw(answer.reply, console, library.phrase("rules-and-pages", answer.lang))
