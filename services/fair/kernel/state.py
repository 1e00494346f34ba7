"""The state of one batch: the rows that its records touch, in memory, kept by each noun separately."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar, cast

Rows = TypeVar("Rows")


class State:
    """The rows of each noun, by class (defined in the noun's `rows.py`).

    A noun's rows hold the keys that a batch touches (filled before loading), the loaded rows, and what changed.
    """

    __slots__ = ("_rows",)

    def __init__(self, kinds: Iterable[type[Any]]) -> None:
        self._rows: dict[type[Any], Any] = {kind: kind() for kind in kinds}

    def of(self, kind: type[Rows]) -> Rows:
        """The rows of one noun. Raises KeyError for a class that no registered noun lists."""
        return cast(Rows, self._rows[kind])
