"""Keys as the columns that a query takes as parameters, and the query for the rows with these keys."""

from __future__ import annotations

import pytest

from services.fair.kernel.port import by_key, columns_of
from services.fair.kernel.tables import Table, columns


def test_keys_become_columns() -> None:
    """In the order of the keys."""
    assert columns_of([(1, "a"), (2, "b")]) == ([1, 2], ["a", "b"])


def test_keys_have_the_same_number_of_parts() -> None:
    """A key that lacks a part raises an error."""
    with pytest.raises(ValueError, match="shorter"):
        columns_of([(1, "a"), (2,)])


def test_a_look_up_takes_a_list_for_each_column_of_the_key() -> None:
    """Its name tells it apart from the look-ups in other tables, and it reads the columns that are asked for."""
    seats = Table("seats", ("row", "number"), columns("row text", "number int", "taken_by text"))
    found = by_key(seats, dict, "number, taken_by")
    assert (found.name, found.table) == ("seats by key", seats)
    where = "JOIN unnest($1::text[], $2::int[]) AS asked (row, number) USING (row, number)"
    assert found.sql == f"SELECT number, taken_by FROM seats {where}"
    assert by_key(seats, dict).sql.startswith("SELECT * FROM seats ")
