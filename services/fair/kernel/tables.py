"""A table as a batch writes it: its key and columns, described once, and the SQL statements printed from them.

Rows are passed as one JSON text per statement: for the writer it costs a quarter of arrays for `unnest`, for PostgreSQL
the same. Every printed statement is committed as a golden file (docs/statements).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from textwrap import TextWrapper
from typing import Any

import msgspec

_json = msgspec.json.Encoder()
RESERVED = frozenset({"offset"})
WIDTH = 118


def as_json(rows: Iterable[Any]) -> str:
    """Rows as the JSON array that `json_to_recordset` takes."""
    return _json.encode(list(rows)).decode()


@dataclass(frozen=True, slots=True)
class Column:
    """A column and its SQL type.

    `fixed`: set on insert and never changed. `made`: computes the value from the row, if the row has no field of this
    name. `initial`: the SQL expression for a new row's value, for a column that another statement updates.
    """

    name: str
    type: str
    fixed: bool = False
    made: Callable[[Any], Any] | None = None
    initial: str | None = None

    @property
    def sql(self) -> str:
        return f'"{self.name}"' if self.name in RESERVED else self.name


@dataclass(frozen=True, slots=True)
class Statement:
    """A printed statement. It takes one argument: the JSON array of its rows (`json_of`)."""

    table: Table
    kind: str
    columns: tuple[Column, ...]
    sql: str

    def json_of(self, rows: Iterable[Any]) -> str:
        """The rows as the statement's argument; `[]` without rows."""
        if not any(column.made for column in self.columns):
            return as_json(rows)
        return as_json({column.name: _value(row, column) for column in self.columns} for row in rows)


def _value(row: Any, column: Column) -> Any:
    if column.made is not None:
        return column.made(row)
    return row[column.name] if isinstance(row, dict) else getattr(row, column.name)


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A table, its key and its columns. The methods print the statements that a batch needs."""

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    _by_name: dict[str, Column] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._by_name.update({column.name: column for column in self.columns})

    def upsert(self) -> Statement:
        """Insert new rows with all columns; update the mutable columns of existing rows."""
        changing = [column for column in self._given() if not column.fixed and column.name not in self.key]
        sets = [f"{column.sql} = excluded.{column.sql}" for column in changing]
        return self._insert("upsert", self._given(), _conflict(self._key_sql(), sets))

    def insert(self, *, or_nothing: bool = False) -> Statement:
        """Insert rows that never change. An existing row is an error, or (`or_nothing`) stays as it is."""
        conflict = f"ON CONFLICT ({', '.join(self._key_sql())}) DO NOTHING" if or_nothing else ""
        return self._insert("insert", self._given(), conflict)

    def add(self, *names: str) -> Statement:
        """Add numbers to those of existing rows; a number that is missing in a given row counts 0."""
        columns = self._named((*self.key, *names))
        sets = [f"{name} = {self.name}.{name} + excluded.{name}" for name in names]
        values = [f"coalesce({one.sql}, 0)" if one.name in names else one.sql for one in columns]
        return self._insert("add", columns, _conflict(self._key_sql(), sets), values)

    def put(self, *names: str) -> Statement:
        """Insert or update some columns."""
        columns = self._named((*self.key, *names))
        sets = [f"{column.sql} = excluded.{column.sql}" for column in columns if column.name in names]
        return self._insert("put", columns, _conflict(self._key_sql(), sets))

    def update(self, *names: str, only: str = "") -> Statement:
        """Update some columns of existing rows; `only`: of those that meet this condition."""
        columns = self._named((*self.key, *names))
        sets = ", ".join(f"{self._by_name[name].sql} = new.{self._by_name[name].sql}" for name in names)
        keys = (f"{self.name}.{name} = new.{name}" for name in self.key)
        where = " AND ".join((*keys, only) if only else keys)
        sql = _wrapped(f"UPDATE {self.name} SET {sets}", f"FROM {_recordset(columns)}", f"WHERE {where}")
        return Statement(self, "update", columns, sql)

    def of_keys(self) -> str:
        """The part of a query that keeps the rows with these keys: an array parameter for each column of the key."""
        arrays = [f"${number}::{self._by_name[name].type}[]" for number, name in enumerate(self.key, 1)]
        if len(arrays) == 1:
            return f"WHERE {self.key[0]} = ANY({arrays[0]})"
        names = ", ".join(self.key)
        return f"JOIN unnest({', '.join(arrays)}) AS asked ({names}) USING ({names})"

    def _key_sql(self) -> list[str]:
        return [self._by_name[name].sql for name in self.key]

    def _given(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.initial is None)

    def _named(self, names: Iterable[str]) -> tuple[Column, ...]:
        return tuple(self._by_name[name] for name in names)

    def _insert(
        self, kind: str, columns: tuple[Column, ...], conflict: str, values: Sequence[str] | None = None
    ) -> Statement:
        made_here = [column for column in self.columns if column.initial is not None] if kind == "upsert" else []
        names = ", ".join(column.sql for column in (*columns, *made_here))
        selected = [*(values or [column.sql for column in columns]), *(str(column.initial) for column in made_here)]
        lines = (f"INSERT INTO {self.name} ({names})", f"SELECT {', '.join(selected)}", f"FROM {_recordset(columns)}")
        return Statement(self, kind, columns, _wrapped(*lines, *([conflict] if conflict else [])))


def _recordset(columns: Iterable[Column]) -> str:
    described = ", ".join(f"{column.sql} {column.type}" for column in columns)
    return f"json_to_recordset($1::json) AS new ({described})"


def _conflict(key: Iterable[str], sets: Sequence[str]) -> str:
    return f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {', '.join(sets)}"


def _wrapped(*lines: str) -> str:
    """The statement wrapped to a readable width."""
    wrap = TextWrapper(width=WIDTH, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
    return "".join(f"{wrap.fill(line)}\n" for line in lines)


def columns(*described: str, **made: Callable[[Any], Any]) -> tuple[Column, ...]:
    """Columns written as `name type`, or `name type fixed`, or `name type = expression` for an initial value."""
    return tuple(_column(text, made) for text in described)


def _column(text: str, made: dict[str, Callable[[Any], Any]]) -> Column:
    before, _, initial = text.partition(" = ")
    name, _, type_ = before.partition(" ")
    fixed = type_.endswith(" fixed")
    return Column(name, type_.removesuffix(" fixed"), fixed, made.get(name), initial or None)
