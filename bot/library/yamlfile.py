"""YAML that remembers where each value stood, so that a problem can be told with its line."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import yaml

Path = tuple[str | int, ...]
"""The way to a value: keys of mappings and places in lists."""


class Located:
    """The data of one YAML text and the line (from 1) of each value in it.

    Args:
        text: the YAML text.
        first_line: the line of the file on which ``text`` begins.

    Raises:
        yaml.YAMLError: the text is no YAML, or a mapping has the same key twice.
    """

    def __init__(self, text: str, first_line: int = 1) -> None:
        self._lines: dict[Path, int] = {}
        self._first = first_line
        loader = yaml.CSafeLoader(text)
        try:
            node = loader.get_single_node()
            self.data: Any = None if node is None else self._build(loader, node, ())
        finally:
            loader.dispose()

    def line(self, path: Path) -> int:
        """Return the line of the value at ``path``, or of the nearest one above it that stands in the text."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, self._first)

    def _build(self, loader: yaml.CSafeLoader, node: yaml.Node, path: Path) -> Any:
        self._lines[path] = node.start_mark.line + self._first
        if isinstance(node, yaml.MappingNode):
            return self._mapping(loader, node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self._build(loader, item, (*path, i)) for i, item in enumerate(node.value)]
        return loader.construct_object(node, deep=True)

    def _mapping(self, loader: yaml.CSafeLoader, node: yaml.MappingNode, path: Path) -> dict[Any, Any]:
        result: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key: Hashable = loader.construct_object(key_node, deep=True)
            if key in result:
                raise yaml.MarkedYAMLError(problem=f"the key {key!r} stands here twice", problem_mark=key_node.start_mark)
            step = key if isinstance(key, int) and not isinstance(key, bool) else str(key)
            result[key] = self._build(loader, value_node, (*path, step))
            self._lines[(*path, step)] = key_node.start_mark.line + self._first
        return result
