"""A connection to the fair's database, or one line that says why there is none."""

from __future__ import annotations

import pytest

from livefair.failure import Failure
from livefair.servers.ports import free_port
from livefair.system.database import connected, dsn_of


async def test_a_schema_comes_first(empty_database: str) -> None:
    """The given schema is searched first, and JSON is decoded."""
    async with connected(empty_database) as connection:
        await connection.execute("CREATE SCHEMA beside; CREATE TABLE beside.things (of_it jsonb)")
    async with connected(empty_database, "beside") as connection:
        await connection.execute("INSERT INTO things VALUES ($1)", {"a": 1})
        assert await connection.fetchval("SELECT of_it FROM beside.things") == {"a": 1}


async def test_no_server_is_one_line() -> None:
    """If nothing listens there, the command says so."""
    with pytest.raises(Failure, match="no PostgreSQL answers"):
        async with connected(f"postgresql://nobody:secret@127.0.0.1:{free_port()}/nothing"):
            pass


def test_the_dsn_keeps_what_it_says() -> None:
    """A schema is added to existing parameters."""
    assert dsn_of("postgresql://u@h/d", None) == "postgresql://u@h/d"
    assert dsn_of("postgresql://u@h/d?sslmode=require", "s") == "postgresql://u@h/d?sslmode=require&search_path=s"
