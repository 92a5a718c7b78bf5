"""A draft of an entry, laid over the knowledge base as if it stood there already."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from yaml import YAMLError

from bot.errors import UsageError
from bot.library import LANGS, Library, load_anew
from bot.library.pages import split_front
from bot.library.yamlfile import Located

Kind = Literal["faq", "settings", "diagnoses", "messages"]
KINDS: tuple[Kind, ...] = ("faq", "settings", "diagnoses", "messages")


@dataclass(frozen=True, slots=True)
class Draft:
    """What a file would be in the knowledge base.

    Attributes:
        kind: the folder it belongs to.
        id: the page, rule or server.
        lang: of a page; None for a file that holds both.
        file: where it would stand.
        library: the knowledge base with the draft in it.
    """

    kind: Kind
    id: str
    lang: str | None
    file: str
    library: Library


@contextmanager
def laid_over(file: Path, overlay: Path | None = None) -> Iterator[Draft]:
    """Lay a draft over the knowledge base for as long as the block runs; nothing is written but to a scratch folder.

    Args:
        file: a page, a rule or messages; its other language and its rule are taken along if they lie beside it.
        overlay: a team's own knowledge, which it is laid over too.

    Raises:
        UsageError: the file cannot be read, or it cannot be told what it is.
        KnowledgeError: it does not fit into the knowledge base; each problem is told with its line.
    """
    kind = kind_of(file)
    place = _place(file, kind)
    with TemporaryDirectory(prefix="relaydoc-draft-") as scratch:
        folder = Path(scratch) / "knowledge"
        if overlay is not None:
            shutil.copytree(overlay, folder)
        stem = _stem(place.name)
        for each in sorted(file.parent.iterdir()):
            if each == file or (_stem(each.name) == stem and each.suffix == ".md") or each.name == f"{stem}.yaml":
                target = folder / place.parent / each.name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(each, target)
        library = load_anew(folder)
        lang = file.suffixes[-2][1:] if file.suffix == ".md" else None
        id_ = (place.parent.relative_to(kind) / stem).as_posix()
        yield Draft(kind, id_, lang, place.as_posix(), library)


def kind_of(file: Path) -> Kind:
    """Return what a file is: by the folder it stands in, else by what it holds.

    Raises:
        UsageError: it cannot be read, or is none of what the knowledge base holds.
    """
    held = _held(file)
    for part in reversed(file.absolute().parent.parts):
        found = next((kind for kind in KINDS if kind == part), None)
        if found is not None:
            return found
    if file.suffix == ".md":
        return "settings" if {"server", "where"} <= held else "diagnoses" if "headline" in held else "faq"
    if "messages" in held:
        return "messages"
    if {"verdict", "when"} <= held:
        return "diagnoses"
    raise UsageError(f"{file} is neither a page nor a rule nor messages of a server; knowledge/README.md shows what they look like.")


def _held(file: Path) -> set[str]:
    """Return the names that a file's data or front matter begins with."""
    if file.suffix == ".md" and (len(file.suffixes) < 2 or file.suffixes[-2][1:] not in LANGS):
        raise UsageError(f"{file}: a page's name ends in .en.md or .ja.md.")
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{file} is not UTF-8.") from error
    front = (split_front(text) or ("", "", 0))[0] if file.suffix == ".md" else text
    try:
        data = Located(front).data
    except YAMLError:
        return set()  # reading the knowledge base tells it with its line
    return set(data) if isinstance(data, dict) else set()


def _place(file: Path, kind: Kind) -> Path:
    """Return where a file would stand in the knowledge base."""
    parts = file.absolute().parts
    if kind in parts[:-1]:
        at = len(parts) - 2 - parts[:-1][::-1].index(kind)
        return Path(*parts[at:])
    return Path(kind, file.name)


def _stem(name: str) -> str:
    """Return a file's name without language and ending."""
    stem, _, lang = name.removesuffix(".md").rpartition(".")
    return stem if name.endswith(".md") and lang in LANGS else Path(name).stem
