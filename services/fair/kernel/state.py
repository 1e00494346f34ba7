"""The state of one batch: the rows that its records touch, in memory, held by each noun for itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar, cast

Rows = TypeVar("Rows")


class State:
    """The rows of each noun, found by their class (the `rows.py` of the noun).

    A noun's rows say which keys a batch touches (filled before loading), what was loaded, and what changed.
    """

    __slots__ = ("_rows",)

    def __init__(self, kinds: Iterable[type[Any]]) -> None:
        self._rows: dict[type[Any], Any] = {kind: kind() for kind in kinds}

    def of(self, kind: type[Rows]) -> Rows:
        """The rows of one noun. Raises KeyError for a class that no registered noun names."""
        return cast(Rows, self._rows[kind])
