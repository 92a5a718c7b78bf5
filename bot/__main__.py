"""The command line, and the one place where things are put together."""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.errors import KnowledgeError, RelayDocError

FORMATS = ("terminal", "markdown", "json", "jsonl")
PLACES = ("web", "discord", "slack")
"""The keys of ``adapters.serving.PLATFORMS``, which is slow to import."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run RelayDoc.

    Args:
        arguments: the command line without the program's name; that of the process if None.

    Returns:
        The exit status: 0 answered, 2 the arguments or a file are wrong, 1 a fault of ours.
    """
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
    try:
        options = _parser().parse_args(arguments)
        status: int = options.run(options)
        sys.stdout.flush()
    except KnowledgeError as error:
        print(f"The knowledge base cannot be used:\n{error}", file=sys.stderr)  # noqa: T201 - the command line's own voice
        return 2
    except RelayDocError as error:
        print(f"relaydoc: {error}", file=sys.stderr)  # noqa: T201 - the command line's own voice
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception:  # noqa: BLE001 - the outer edge: whatever is left is a fault of ours
        traceback.print_exc()
        print("relaydoc: this is a fault of RelayDoc's own; please report it with the lines above.", file=sys.stderr)  # noqa: T201
        return 1
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="relaydoc",
        description="The patient postmaster: explains a pasted mail log line by line and says whether it is relay abuse.",
        epilog="Without a command: the bundled example, then, on a terminal, your own paste.",
    )
    parser.set_defaults(run=_run("example"))
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    _add_explain(commands)
    _add_ask(commands)
    _add_chat(commands)
    _add_serve(commands)
    _add_knowledge(commands)
    _add_doctor(commands)
    return parser


def _add_explain(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    explain = commands.add_parser("explain", help="explain one paste", description="Explain a paste: every line, a verdict, what to ask.")
    explain.add_argument("files", nargs="*", metavar="FILE", help="files to read, - for standard input (the default)")
    explain.add_argument("--question", default="", metavar="TEXT", help="what you want to know")
    explain.add_argument("--site", type=Path, metavar="FILE", help="what is known of your site (YAML); also RELAYDOC_SITE")
    explain.add_argument(
        "--tell", action="append", default=[], metavar="FACT=VALUE",
        help="ours=NAME, provider=NAME, not-ours=NAME, version=6.3, or FACT[@TRANSACTION]=yes|no|unknown; may be repeated",
    )  # fmt: skip
    explain.add_argument("--lang", choices=("ja", "en"), help="the language of the answer")
    explain.add_argument("--format", choices=FORMATS, default="terminal", help="how it is written (default: terminal)")
    explain.add_argument("--knowledge", type=Path, metavar="DIR", help="a team's knowledge laid over ours; also RELAYDOC_KNOWLEDGE")
    explain.set_defaults(run=_run("explain"))


def _add_ask(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    ask = commands.add_parser("ask", help="ask the knowledge base", description="Ask the knowledge base a question, in either language.")
    ask.add_argument("question", metavar="QUESTION", help="what you want to know; a pasted log is explained instead")
    ask.add_argument("--why", action="store_true", help="tell what the pages were found by")
    ask.add_argument("--semantic", action="store_true", help="compare by meaning too (needs the extra of that name; takes some seconds)")
    ask.add_argument("--lang", choices=("ja", "en"), help="the language of the answer")
    ask.add_argument("--format", choices=FORMATS[:3], default="terminal", help="how it is written (default: terminal)")
    ask.add_argument("--knowledge", type=Path, metavar="DIR", help="a team's knowledge laid over ours; also RELAYDOC_KNOWLEDGE")
    ask.add_argument("--only", action="store_true", help="search the pages of that folder alone")
    ask.set_defaults(run=_run("ask"))


def _add_chat(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    chat = commands.add_parser("chat", help="talk in the terminal", description="Talk in the terminal; it is kept for next time.")
    chat.add_argument("--site", type=Path, metavar="FILE", help="what is known of your site (YAML); also RELAYDOC_SITE")
    chat.add_argument("--lang", choices=("ja", "en"), help="the language of the answers")
    chat.add_argument("--knowledge", type=Path, metavar="DIR", help="a team's knowledge laid over ours; also RELAYDOC_KNOWLEDGE")
    chat.set_defaults(run=_run("chat"))


def _add_serve(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = "Open the web room and answer in every chat that has a token, until stopped; or show how a chat looks against a stand-in here."
    serve = commands.add_parser("serve", help="open the web room, and answer in chats", description=text)
    serve.add_argument("--demo", choices=PLACES, help="a scripted conversation, its transcript on stdout")
    serve.add_argument("--site", type=Path, metavar="FILE", help="what is known of your site (YAML); also RELAYDOC_SITE")
    serve.add_argument("--lang", choices=("ja", "en"), help="the language where a chat names none")
    serve.add_argument("--knowledge", type=Path, metavar="DIR", help="a team's knowledge laid over ours; also RELAYDOC_KNOWLEDGE")
    serve.set_defaults(run=_run("serve"))


def _add_knowledge(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    knowledge = commands.add_parser("knowledge", help="for those who write knowledge", description="For those who write knowledge.")
    tasks = knowledge.add_subparsers(title="tasks", metavar="TASK", required=True)
    check = tasks.add_parser("check", help="find what is wrong in a knowledge base", description="Find what is wrong in a knowledge base.")
    check.add_argument("--knowledge", type=Path, metavar="DIR", help="a team's knowledge laid over ours; also RELAYDOC_KNOWLEDGE")
    check.add_argument("--strict-dates", action="store_true", help="count pages whose review is long ago as problems, not as remarks")
    check.set_defaults(run=_run("check"))
    text = "Find the thresholds of the search on one half of questions/, measure them on the other, and write calibration.yaml."
    calibrate = tasks.add_parser("calibrate", help="find the thresholds of the search", description=text)
    calibrate.add_argument("--semantic", action="store_true", help="also for comparing by meaning (needs the extra of that name)")
    calibrate.add_argument("--knowledge", type=Path, metavar="DIR", help="a team's knowledge laid over ours; also RELAYDOC_KNOWLEDGE")
    calibrate.set_defaults(run=_run("calibrate"))
    text = "Tell what was asked or pasted that the knowledge base has no word for, with the beginning of an entry for each."
    gaps = tasks.add_parser("gaps", help="tell what was missed", description=text)
    gaps.add_argument("--format", choices=("terminal", "json"), default="terminal", help="how it is written (default: terminal)")
    gaps.add_argument("--lang", choices=("ja", "en"), help="the language of what is said")
    gaps.set_defaults(run=_run("gaps"))
    text = "Show a draft (a page, a rule, messages of a server) as each place will show it, and what the check says of it."
    preview = tasks.add_parser("preview", help="show a draft as each place will", description=text)
    preview.add_argument("file", type=Path, metavar="FILE", help="the draft, in a knowledge base's folder or anywhere else")
    preview.add_argument("--log", type=Path, metavar="FILE", help="a log to be answered with the draft in place")
    preview.add_argument("--only", metavar="PLACE", help="show it for one place: terminal, markdown, plain, html, …")
    preview.add_argument("--lang", choices=("ja", "en"), help="the language (default: the page's own)")
    preview.add_argument("--knowledge", type=Path, metavar="DIR", help="a team's knowledge laid over ours; also RELAYDOC_KNOWLEDGE")
    preview.set_defaults(run=_run("preview"))
    text = "Count what the knowledge base holds, and write it to its COVERAGE.md."
    coverage = tasks.add_parser("coverage", help="count what it holds", description=text)
    coverage.add_argument("--knowledge", type=Path, metavar="DIR", help="a team's knowledge laid over ours; also RELAYDOC_KNOWLEDGE")
    coverage.set_defaults(run=_run("coverage"))


def _add_doctor(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = "Check settings, knowledge, database and what else RelayDoc stands on; each failure comes with its cure."
    doctor = commands.add_parser("doctor", help="check the installation", description=text)
    doctor.add_argument("--format", choices=("terminal", "json"), default="terminal", help="how it is written (default: terminal)")
    doctor.add_argument("--lang", choices=("ja", "en"), help="the language of the findings")
    doctor.set_defaults(run=_run("doctor"))


def _run(name: str) -> Callable[[argparse.Namespace], int]:
    """Return a command that is imported only when it runs, so that a wrong argument is answered at once."""

    def run(options: argparse.Namespace) -> int:
        from bot import commands

        command: Callable[[argparse.Namespace], int] = getattr(commands, name)
        return command(options)

    return run


if __name__ == "__main__":
    sys.exit(main())
