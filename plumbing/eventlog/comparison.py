"""Compares the tables of two schemas row by row. Knows no table's name."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from typing import Any

import asyncpg

SHOWN_MAX = 20
VALUE_CHARACTERS_MAX = 200

TABLES = """
SELECT c.relname AS table, array_agg(a.attname ORDER BY array_position(i.indkey::int2[], a.attnum)) AS key
FROM pg_class c JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY(i.indkey)
WHERE c.relnamespace = $1::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
GROUP BY c.relname ORDER BY c.relname
"""


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that differs; None for the side that lacks it."""

    table: str
    key: Mapping[str, Any]
    live: Mapping[str, Any] | None
    rebuilt: Mapping[str, Any] | None

    def __str__(self) -> str:
        name = f"{self.table} {', '.join(f'{column}={value}' for column, value in self.key.items())}"
        if self.live is None:
            return f"{name}: missing in the tables, the log has it"
        if self.rebuilt is None:
            return f"{name}: in the tables, the log does not have it"
        pairs = [(column, value, self.rebuilt.get(column)) for column, value in self.live.items()]
        lines = [f"{column} is {_short(value)}, the log says {_short(by_log)}" for column, value, by_log in pairs]
        return f"{name}: {'; '.join(one for one, (_, a, b) in zip(lines, pairs, strict=True) if a != b)}"


@dataclass(slots=True)
class Comparison:
    """The number of compared rows by table, the number of differences, and the first of them."""

    rows: dict[str, int] = field(default_factory=dict)
    different: int = 0
    first: list[Difference] = field(default_factory=list)


async def compare(connection: asyncpg.Connection, live: str, rebuilt: str, without: Container[str] = ()) -> Comparison:
    """Compare every table of `rebuilt` with the table of the same name in `live`, in the caller's snapshot.

    Rows are matched by primary key; tables in `without` and tables without a primary key are skipped.
    """
    done = Comparison()
    for table, key in await connection.fetch(TABLES, rebuilt):
        if table not in without:
            await _compare(connection, done, table, list(key), live, rebuilt)
    return done


async def _compare(
    connection: asyncpg.Connection, done: Comparison, table: str, key: list[str], live: str, rebuilt: str
) -> None:
    columns = ", ".join(f'"{column}"' for column in key)
    query = f"""
    SELECT to_jsonb(l) AS live, to_jsonb(r) AS rebuilt, count(*) OVER () AS number
    FROM "{live}"."{table}" l FULL JOIN "{rebuilt}"."{table}" r USING ({columns})
    WHERE l IS DISTINCT FROM r ORDER BY {columns} LIMIT {SHOWN_MAX}
    """
    rows = await connection.fetch(query)
    done.rows[table] = await connection.fetchval(f'SELECT count(*) FROM "{live}"."{table}"')
    done.different += rows[0]["number"] if rows else 0
    for row in rows[: SHOWN_MAX - len(done.first)]:
        named = {column: (row["live"] or row["rebuilt"])[column] for column in key}
        done.first.append(Difference(table, named, row["live"], row["rebuilt"]))


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= VALUE_CHARACTERS_MAX else f"{text[:VALUE_CHARACTERS_MAX]}..."
