"""Running migrations on PostgreSQL."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import asyncpg
import pytest

from livefair.failure import Failure
from livefair.system.migrations import FOLDER, dbmate_url, migrate
from tests.plumbing.postgres.connections import connection_to

SEVERAL_WEEKS = """
INSERT INTO inbox SELECT gen_random_uuid(), 'a person', 'applied', NULL, 'livefair.fairs', 0, day,
  '2026-10-22T00:00:00Z'::timestamptz + day * interval '3 days', NULL, 'submitted' FROM generate_series(0, 3) AS day
"""


@pytest.fixture
def two_migrations(tmp_path: Path) -> Path:
    (tmp_path / "0001_first.sql").write_text("-- migrate:up\nCREATE TABLE first (id int);\n-- migrate:down\n")
    (tmp_path / "0002_second.sql").write_text("-- migrate:up\nCREATE TABLE second (id int);\n-- migrate:down\n")
    return tmp_path


async def _tables(dsn: str, schema: str) -> set[str]:
    connection = await asyncpg.connect(dsn, ssl=False)
    rows = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = $1", schema)
    await connection.close()
    return {row["tablename"] for row in rows}


async def test_it_applies_each_once(empty_database: str, two_migrations: Path) -> None:
    """The first run lists what it applied; the second has nothing to do."""
    assert await migrate(empty_database, folder=two_migrations) == ["0001_first.sql", "0002_second.sql"]
    assert await migrate(empty_database, folder=two_migrations) == []
    assert await _tables(empty_database, "public") >= {"first", "second"}


async def test_many_at_once_apply_each_once(empty_database: str, two_migrations: Path) -> None:
    """Instances that start together wait for each other, and one of them migrates."""
    applied = await asyncio.gather(*(migrate(empty_database, folder=two_migrations) for _ in range(3)))
    assert sorted(name for names in applied for name in names) == ["0001_first.sql", "0002_second.sql"]


async def test_it_works_in_a_schema_of_its_own(empty_database: str, two_migrations: Path) -> None:
    """The schema is created and filled, and the others stay."""
    await migrate(empty_database, "beside", folder=two_migrations)
    assert await _tables(empty_database, "beside") >= {"first", "second", "schema_migrations"}
    assert await _tables(empty_database, "public") == set()


async def test_a_broken_one_says_why(empty_database: str, tmp_path: Path) -> None:
    """A failing migration names itself and the reason."""
    (tmp_path / "0001_broken.sql").write_text("-- migrate:up\nCREATE NONSENSE;\n-- migrate:down\n")
    with pytest.raises(Failure, match=r"0001_broken.*NONSENSE"):
        await migrate(empty_database, folder=tmp_path)


async def test_the_inbox_keeps_its_rows_when_it_gets_weeks(empty_database: str, tmp_path: Path) -> None:
    """Each row goes to the week in which it was logged, and back again; an index finds it there."""
    weeks = "20261130100000_weeks_of_the_inbox.sql"
    for one in FOLDER.glob("*.sql"):
        if one.name < weeks:
            shutil.copy(one, tmp_path)
    await migrate(empty_database, folder=tmp_path)
    async with connection_to(empty_database) as connection:
        await connection.execute(SEVERAL_WEEKS)
        before = await connection.fetch("SELECT * FROM inbox ORDER BY at")
        shutil.copy(FOLDER / weeks, tmp_path)
        assert await migrate(empty_database, folder=tmp_path) == [weeks]
        rows = await connection.fetch("SELECT inbox.*, tableoid::regclass::text AS week FROM inbox ORDER BY at")
        columns = list(before[0].keys())
        assert [{name: row[name] for name in columns} for row in rows] == [dict(row) for row in before]
        assert [row["week"] for row in rows] == ["inbox_20261019"] * 2 + ["inbox_20261026"] * 2
        _, down = (FOLDER / weeks).read_text().split("-- migrate:down")
        await connection.execute(down)
        assert await connection.fetch("SELECT * FROM inbox ORDER BY at") == before


def test_the_url_keeps_what_the_dsn_says() -> None:
    """TLS is turned off only if the DSN does not ask for it."""
    assert dbmate_url("postgresql://u:p@h/d", None) == "postgresql://u:p@h/d?sslmode=disable"
    assert (
        dbmate_url("postgresql://u:p@h/d?sslmode=require", "s") == "postgresql://u:p@h/d?sslmode=require&search_path=s"
    )


def test_no_two_migrations_have_one_version() -> None:
    """The version is the number before the name: of two alike the second one fails."""
    versions = [path.name.partition("_")[0] for path in FOLDER.glob("*.sql")]
    assert len(set(versions)) == len(versions)
