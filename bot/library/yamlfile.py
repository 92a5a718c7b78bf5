"""YAML that remembers where each value stood, so that a problem can be told with its line."""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache
from typing import Any

import yaml

Path = tuple[str | int, ...]
"""The way to a value: keys of mappings and places in lists."""
_TEXT = "tag:yaml.org,2002:str"


class Located:
    """The data of one YAML text and the line (from 1) of each value in it.

    Args:
        text: the YAML text.
        first_line: the line of the file on which ``text`` begins.

    Raises:
        yaml.YAMLError: the text is no YAML, a mapping has the same key twice, or a value is not what it looks like (a date that is none).
    """

    def __init__(self, text: str, first_line: int = 1) -> None:
        self._lines: dict[Path, int] = {}
        self._first = first_line
        self._within: list[yaml.Node] = []
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
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(loader, node)
        if any(node is outer for outer in self._within):
            raise yaml.MarkedYAMLError(problem="this holds itself", problem_mark=node.start_mark)
        self._within.append(node)
        built: Any
        if isinstance(node, yaml.MappingNode):
            built = self._mapping(loader, node, path)
        else:
            built = [self._build(loader, item, (*path, i)) for i, item in enumerate(node.value)]
        self._within.pop()
        return built

    def _scalar(self, loader: yaml.CSafeLoader, node: yaml.ScalarNode) -> Any:
        if node.tag == _TEXT:  # most of them; there is nothing to construct
            return node.value
        try:
            return loader.construct_object(node, deep=True)
        except ValueError as error:
            raise yaml.MarkedYAMLError(problem=str(error), problem_mark=node.start_mark) from error

    def _mapping(self, loader: yaml.CSafeLoader, node: yaml.MappingNode, path: Path) -> dict[Any, Any]:
        result: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                raise yaml.MarkedYAMLError(problem="a name is one word, not a list or a mapping", problem_mark=key_node.start_mark)
            key: Hashable = self._scalar(loader, key_node)
            if key in result:
                raise yaml.MarkedYAMLError(problem=f"the key {key!r} stands here twice", problem_mark=key_node.start_mark)
            step = key if isinstance(key, int) and not isinstance(key, bool) else str(key)
            result[key] = self._build(loader, value_node, (*path, step))
            self._lines[(*path, step)] = key_node.start_mark.line + self._first
        return result


@lru_cache(maxsize=2048)
def located(text: str, first_line: int = 1) -> Located:
    """Return the data of a YAML text, remembered, since most files are as they were when the knowledge base is read again.

    What is returned is shared, and is not to be changed.

    Raises:
        yaml.YAMLError: as ``Located``.
    """
    return Located(text, first_line)
