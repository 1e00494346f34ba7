"""The SQL that a table prints: each kind of statement, and what PostgreSQL does with it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import asyncpg
import pytest

from services.fair.kernel.tables import Statement, Table, as_json, columns
from tests.plumbing.postgres.connections import connection_to

SHOPS = Table(
    "shops",
    ("city", "number"),
    columns(
        "city text",
        "number int",
        "name text",
        "offset bigint",
        "opened int fixed",
        "initials text",
        "visits int = 7",
        initials=lambda shop: shop.name[:1],
    ),
)
VISITS = Table("visits", ("city",), columns("city text", "people int", "dogs int"))
UPSERT, VISIT = SHOPS.upsert(), VISITS.add("people", "dogs")


@dataclass(frozen=True)
class Shop:
    """A row of the domain, with a field that is not a column."""

    city: str
    number: int
    name: str
    offset: int
    opened: int = 1990
    unkept: str = "not a column"


async def written(dsn: str, statement: Statement, *rows: Any) -> list[tuple[Any, ...]]:
    """The table's content after the rows were written."""
    async with connection_to(dsn) as connection:
        await connection.execute("""
            CREATE TABLE IF NOT EXISTS shops (city text, number int, name text, "offset" bigint, opened int,
              initials text, visits int DEFAULT 0, PRIMARY KEY (city, number));
            CREATE TABLE IF NOT EXISTS visits (city text PRIMARY KEY, people int, dogs int);
        """)
        await connection.execute(statement.sql, statement.json_of(rows))
        return [tuple(row) for row in await connection.fetch(f"SELECT * FROM {statement.table.name} ORDER BY city")]


async def test_an_upsert_changes_what_may_change(database: str) -> None:
    """An upsert keeps the key, fixed columns and those of other statements; computed columns follow the row."""
    first = await written(database, UPSERT, Shop("上海", 1, "Tea", 5))
    assert first == [("上海", 1, "Tea", 5, 1990, "T", 7)]
    assert await written(database, SHOPS.update("visits"), {"city": "上海", "number": 1, "visits": 9})
    again = await written(database, UPSERT, Shop("上海", 1, "Coffee", 6, opened=2026))
    assert again == [("上海", 1, "Coffee", 6, 1990, "C", 9)]


async def test_an_update_makes_no_row(database: str) -> None:
    """An update changes only existing rows."""
    assert await written(database, SHOPS.update("name"), {"city": "x", "number": 1, "name": "Tea"}) == []


async def test_numbers_are_added(database: str) -> None:
    """Numbers are added to the existing row's; a missing one counts 0."""
    await written(database, VISIT, {"city": "北京", "people": 2})
    assert await written(database, VISIT, {"city": "北京", "people": 3, "dogs": 1}) == [("北京", 5, 1)]


async def test_some_columns_are_put(database: str) -> None:
    """The given columns are set in new and existing rows; the others stay."""
    await written(database, VISIT, {"city": "广州", "people": 2})
    rows = ({"city": "广州", "dogs": 4}, {"city": "深圳", "dogs": 5})
    assert await written(database, VISITS.put("dogs"), *rows) == [("广州", 2, 4), ("深圳", None, 5)]


async def test_an_insert_is_once(database: str) -> None:
    """A second insert raises an error, unless `or_nothing` keeps the first row."""
    row = {"city": "成都", "people": 1, "dogs": 0}
    await written(database, VISITS.insert(), row)
    with pytest.raises(asyncpg.UniqueViolationError):
        await written(database, VISITS.insert(), row)
    assert await written(database, VISITS.insert(or_nothing=True), {**row, "people": 8}) == [("成都", 1, 0)]


def test_a_row_without_made_columns_is_encoded_as_it_is() -> None:
    """Encoding dominates the write time, so a dataclass is encoded directly if nothing is computed."""
    shop = Shop("a", 1, "b", 2)
    assert json.loads(VISIT.json_of([shop])) == json.loads(as_json([shop]))
    assert json.loads(UPSERT.json_of([shop]))[0].keys() == {"city", "number", "name", "offset", "opened", "initials"}
    assert UPSERT.json_of([]) == as_json([]) == "[]"


def test_a_reserved_name_is_quoted() -> None:
    """`offset` is a reserved word of SQL."""
    assert 'excluded."offset"' in UPSERT.sql
    assert '"offset" bigint' in UPSERT.sql


@pytest.mark.parametrize("statement", [UPSERT, VISIT, SHOPS.update("name"), VISITS.put("dogs"), VISITS.insert()])
def test_a_printed_line_fits_a_page(statement: Statement) -> None:
    """Golden files of printed SQL are reviewed by people."""
    assert max(map(len, statement.sql.splitlines())) <= 118
