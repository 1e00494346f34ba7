"""Builds entities of the domain from rows: each field from the column of its name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

Entity = TypeVar("Entity")


def entity_of(kind: type[Entity], row: Mapping[str, Any], **nested: Any) -> Entity:
    """An entity (a dataclass) whose fields are the row's columns, except for the given ones."""
    return kind(**{name: row[name] for name in fields_of(kind) if name not in nested}, **nested)


def fields_of(kind: type[Any]) -> Iterable[str]:
    """The names of a dataclass's fields, in their order."""
    names: Iterable[str] = kind.__dataclass_fields__.keys()
    return names
