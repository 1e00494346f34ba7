"""How a batch accesses stored rows: queries for loading, and writes, independent of the storage.

`postgres.py` implements the port with PostgreSQL. The tests run the same plan on dictionaries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from services.fair.kernel.tables import Statement, Table

Read = TypeVar("Read")
Result = TypeVar("Result")
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Select(Generic[Read]):
    """A query that loads rows of a batch.

    `name` is unique among all nouns; `read` turns a row (columns as asyncpg returns them) into what the noun keeps.
    `table`: the query is a look-up by the key of this table (`by_key`).
    """

    name: str
    sql: str
    read: Callable[[Row], Read]
    table: Table | None = None


def by_key(table: Table, read: Callable[[Row], Read], what: str = "*") -> Select[Read]:
    """The query for the rows with these keys; it takes one list of values for each column of the key.

    `what`: the columns that `read` needs, as SQL.
    """
    return Select(f"{table.name} by key", f"SELECT {what} FROM {table.name} {table.of_keys()}", read, table)


@dataclass(frozen=True, slots=True)
class Write:
    """Rows that one statement writes. Each row is a dataclass or a mapping with the statement's columns."""

    statement: Statement
    rows: Iterable[Any]


class Pipeline(Protocol):
    """Writes that run while the next records are decided."""

    async def send(self, write: Write) -> None:
        """Start a write after the previous one has ended."""


class Port(Protocol):
    """The storage of the fair's rows, within one transaction."""

    async def select(self, query: Select[Read], *arguments: Any) -> Sequence[Read]:
        """The rows that the query finds, in its order."""

    async def write(self, write: Write) -> None:
        """Write rows; does nothing if there are none."""

    def pipeline(self) -> AbstractAsyncContextManager[Pipeline]:
        """A block in which writes are sent without waiting for their end. The port takes no other calls within it."""

    async def be_patient(self) -> None:
        """Announce a long decision, so that the database does not end the transaction for being idle."""

    async def compute(self, function: Callable[..., Result], *arguments: Any) -> Result:
        """Run a long pure function without blocking the event loop."""


def columns_of(keys: Iterable[tuple[Any, ...]]) -> tuple[list[Any], ...]:
    """Keys of several parts as the columns that `unnest` takes. `keys` must not be empty."""
    return tuple(list(column) for column in zip(*keys, strict=True))
