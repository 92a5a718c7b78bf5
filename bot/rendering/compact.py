"""Small values as short text, for what a platform lets a button or a message carry."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def compact(value: DataclassInstance) -> str:
    """Return a value as JSON, without spaces and without what is empty."""
    return json.dumps({name: part for name, part in asdict(value).items() if part}, separators=(",", ":"))
