"""The base of all commands: what a record of the fair's log requests, in the types of the domain."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Command:
    """A request about something in one fair. A noun's `wire.py` makes it from an event."""

    fair: UUID


CommandOf = Mapping[type[Any], Callable[[Any], Command]]
"""By class of event (of `schemas`): the function that makes its command."""
