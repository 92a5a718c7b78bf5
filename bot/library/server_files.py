"""``messages/``: a server's own file, and its further ones, laid together."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path as FilePath
from typing import Any

from pydantic import ValidationError

from bot.library.checking import Files, said
from bot.library.pieces import with_pieces
from bot.library.schema import Message, MessageFile
from bot.library.yamlfile import Located


class ServerFiles:
    """Collects what servers write, file by file and folder over folder.

    Args:
        files: reads single files.
    """

    def __init__(self, files: Files) -> None:
        self._files = files
        self._headers: dict[str, dict[str, Any]] = {}
        self._read: dict[str, dict[str, Message]] = {}
        self._pieces: dict[str, dict[str, Any]] = {}
        self._seen: dict[str, set[str]] = {}
        self._daemons: dict[str, list[Any]] = {}

    def read(self, folder: FilePath) -> None:
        """Read the files of one folder over what was read before."""
        self._seen = {}
        for path in sorted(folder.glob("messages/*.yaml"), key=lambda path: path.stem):  # a server's own file before its further ones
            if path.name != "words.yaml":
                self._server(folder, path)

    def servers(self) -> dict[str, MessageFile]:
        """Return each server with all its messages; what does not fit together is told as a problem."""
        servers: dict[str, MessageFile] = {}
        for server, header in self._headers.items():
            try:
                whole = MessageFile.model_validate({**header, "messages": ()})
            except ValidationError as error:
                for problem in error.errors():
                    where = ".".join(map(str, problem["loc"]))
                    self._files.problem(*self._files.places["server", server], f"{where}: {said(problem['msg'])}")
            else:
                update = {"messages": tuple(self._read.get(server, {}).values()), "daemons": tuple(dict.fromkeys(self._daemons[server]))}
                servers[server] = whole.model_copy(update=update)
        for server in self._read.keys() - self._headers.keys():
            file, _ = next(place for (kind, key), place in self._files.places.items() if kind == "message" and key.startswith(f"{server}/"))
            self._files.problem(file, 1, f"there is no messages/{server}.yaml, which these messages are a part of")
        return servers

    def _server(self, folder: FilePath, path: FilePath) -> None:
        located = self._files.yaml(folder, path)
        if located is None:
            return
        file = path.relative_to(folder).as_posix()
        header = {key: value for key, value in located.data.items() if key != "messages"}
        server = str(header.get("server", path.stem))
        if path.stem == server or header.get("fallback") is True:
            self._headers[server] = {**self._headers.get(server, {"server": server}), **header}
            self._files.places["server", server] = (file, 1)
        elif not path.stem.startswith(f"{server}-"):
            self._files.problem(file, located.line(("server",)), f"server: this file's name says {path.stem}")
        elif others := header.keys() - {"server", "daemons"}:
            self._files.problem(file, located.line((min(others),)), f"{min(others)}: this belongs into {server}.yaml")
        pieces = header.get("pieces")
        self._pieces.setdefault(server, {}).update(pieces if isinstance(pieces, dict) else {})
        limits = header.get("daemons") if path.stem.startswith(f"{server}-") else None
        self._daemons.setdefault(server, []).extend(header["daemons"] if isinstance(header.get("daemons"), list) else [])
        self._messages(located, file, server, limits or ())

    def _messages(self, located: Located, file: str, server: str, daemons: Any) -> None:
        """Take in the messages of one file; ``daemons`` are those of every message that names none itself."""
        messages = located.data.get("messages") or []
        if not isinstance(messages, list):
            self._files.problem(file, located.line(("messages",)), "messages: this should be a list")
            return
        seen = self._seen.setdefault(server, set())
        for i, raw in enumerate(messages):
            data = self._with_pieces(raw, self._pieces[server], file, located.line(("messages", i)))
            if isinstance(data, dict):
                data = {"daemons": daemons, **data}
            message = self._files.validate(Message, data, located, file, ("messages", i))
            if message is None:
                continue
            if message.id in seen:
                self._files.problem(file, located.line(("messages", i)), f"the id {message.id!r} stands here twice")
            seen.add(message.id)
            self._read.setdefault(server, {})[message.id] = message
            self._files.places["message", f"{server}/{message.id}"] = (file, located.line(("messages", i)))

    def _with_pieces(self, message: Any, pieces: Mapping[str, Any], file: str, line: int) -> Any:
        """Return a message whose pattern has each ``%{name}`` replaced by the piece of that name; one that is not there is told."""
        if not isinstance(message, dict) or not isinstance(message.get("pattern"), str):
            return message
        try:
            return {**message, "pattern": with_pieces(message["pattern"], pieces)}
        except KeyError as error:
            self._files.problem(file, line, f"there is no piece %{{{error.args[0]}}}")
            return message
