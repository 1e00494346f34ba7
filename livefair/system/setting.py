"""A variable of some services of a local system, as `livefair up --set` gives it: `[SERVICE[-NUMBER]:]NAME=VALUE`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from livefair.failure import Failure

GIVEN = re.compile(r"(?:(?P<of>[a-z]{1,20}(?:-[0-9]{1,4})?):)?(?P<name>LIVEFAIR_[A-Z_]{1,60})=(?P<value>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Setting:
    """`of` is a service, one of its instances, or None for all."""

    name: str
    value: str
    of: str | None = None

    @classmethod
    def parsed(cls, text: str) -> Setting:
        """Raises Failure."""
        found = GIVEN.fullmatch(text)
        if not found:
            raise Failure(
                f"--set {text} is not [SERVICE[-NUMBER]:]LIVEFAIR_NAME=VALUE, as fair-2:LIVEFAIR_LOG_LEVEL=debug"
            )
        return cls(found["name"], found["value"], found["of"])

    def is_for(self, kind: str, number: int) -> bool:
        return self.of in (None, kind, f"{kind}-{number}")
