"""SQL with parameters by name (`:fair`), for statements that share conditions: PostgreSQL numbers them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_NAMED = re.compile(r"(?<![:\w]):([a-z_]+)")


class Named:
    """A statement, and its arguments in the order of their numbers."""

    def __init__(self, sql: str) -> None:
        self._names = tuple(dict.fromkeys(_NAMED.findall(sql)))
        numbers = {name: f"${number}" for number, name in enumerate(self._names, 1)}
        self.sql = _NAMED.sub(lambda found: numbers[found[1]], sql)

    def of(self, values: Mapping[str, Any]) -> list[Any]:
        """The arguments, of which `values` may have more."""
        return [values[name] for name in self._names]
