"""How a batch reaches what is stored: queries of loading and writes, without saying what answers them.

`postgres.py` answers with PostgreSQL. The tests run the same plan on dictionaries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from services.fair.kernel.tables import Statement

Read = TypeVar("Read")
Result = TypeVar("Result")
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Select(Generic[Read]):
    """A query that loads rows of a batch.

    `name` is unique among all nouns; `read` makes of a row (columns as asyncpg gives them) what the noun keeps.
    """

    name: str
    sql: str
    read: Callable[[Row], Read]


@dataclass(frozen=True, slots=True)
class Write:
    """Rows to be written by one statement. Each row is a dataclass or a mapping that has the statement's columns."""

    statement: Statement
    rows: Iterable[Any]


class Pipeline(Protocol):
    """Writes on their way while the next records are decided."""

    async def send(self, write: Write) -> None:
        """Begin a write, after the one before it has ended."""


class Port(Protocol):
    """What stores the fair's rows, within one transaction."""

    async def select(self, query: Select[Read], *arguments: Any) -> Sequence[Read]:
        """What the query finds, in its order."""

    async def write(self, write: Write) -> None:
        """Write rows; nothing happens where there are none."""

    def pipeline(self) -> AbstractAsyncContextManager[Pipeline]:
        """A block in which writes are sent without waiting for their end. The port is asked nothing else within it."""

    async def be_patient(self) -> None:
        """Announce that the next decision may take long, so that the transaction is not ended for being idle."""

    async def compute(self, function: Callable[..., Result], *arguments: Any) -> Result:
        """Run a long pure function beside the event loop."""


def columns_of(keys: Iterable[tuple[Any, ...]]) -> tuple[list[Any], ...]:
    """Keys of several parts as the columns that `unnest` takes. `keys` must not be empty."""
    return tuple(list(column) for column in zip(*keys, strict=True))
