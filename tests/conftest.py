"""Owns the real servers that tests use: one Apache Kafka and one PostgreSQL per test process, started on first use.

A parallel run (`pytest -n 2`) has several test processes, and each has servers of its own. Tests that use a server get
the marker `servers`, walks through state machines the marker `long`; `make quick` leaves both out. Without Java nothing
is skipped: the run ends with one line that says what to install.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path
from typing import TypeVar
from unittest import TestCase

import asyncpg
import pytest
import pytest_asyncio
from coverage import Coverage
from hypothesis import HealthCheck, Phase, settings

from livefair.servers.kafka import KafkaServer
from livefair.servers.ports import free_port, free_ports
from livefair.servers.postgres import PostgresServer
from livefair.system.migrations import migrate
from tests.servers import Running
from tests.tls.fixtures import authority, postgres_programs, secured_kafka, secured_postgres

__all__ = ["authority", "postgres_programs", "secured_kafka", "secured_postgres"]  # fixtures for every folder
TEMPLATE = "migrated"
SERVER_FIXTURES = {"servers_folder", "start_up"}
"""Every fixture that starts a server depends on one of these."""
AnyServer = TypeVar("AnyServer", bound="Running")

# Hypothesis's own time limits measure the machine: an example that takes longer next to other work is no failure.
settings.register_profile("tests", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile(
    "mutation",  # the same examples for each mutant, and none made smaller: that it fails is all that counts
    parent=settings.get_profile("tests"),
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
)
settings.load_profile("tests")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that use a server, also through another fixture, and Hypothesis's walks through state machines."""
    for item in items:
        if SERVER_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.servers)
        if issubclass(getattr(item, "cls", None) or object, TestCase):
            item.add_marker(pytest.mark.long)


def pytest_runtest_logstart(nodeid: str) -> None:
    """Under `make coverage`: attribute what runs from now on to this test file, also in processes that it starts."""
    measuring = Coverage.current()
    if measuring is not None:
        test_file = nodeid.partition("::")[0]
        measuring.switch_context(test_file)
        measuring.set_option("run:context", test_file)  # for these processes; this one has read it
        os.environ["COVERAGE_PROCESS_CONFIG"] = measuring.config.serialize()


class RunningKafka(Running):
    """An Apache Kafka; `bootstrap` is its host:port.

    With `advertised`, it has a listener for each name, which tells its clients this port; `doors` has the real ports.
    """

    def __init__(self, folder: Path, advertised: Mapping[str, int] | None = None) -> None:
        told = advertised or {}
        port, *more = free_ports(1 + len(told))
        self.doors = dict(zip(told, more, strict=True))
        kafka = KafkaServer(
            folder, port, short_lived=True, doors={name: (self.doors[name], told[name]) for name in told}
        )
        super().__init__(kafka)
        self.bootstrap = kafka.bootstrap


class RunningPostgres(Running):
    """A PostgreSQL; `dsn` is that of its empty first database."""

    def __init__(self, folder: Path, durable: bool = False) -> None:
        self._postgres = PostgresServer(folder, free_port(), durable=durable)
        super().__init__(self._postgres)
        self._making_template = asyncio.Lock()
        self._template_made = False

    @property
    def dsn(self) -> str:
        return self._postgres.dsn

    async def create(self, migrated: bool = True) -> str:
        """The DSN of a new database, with the fair's tables unless `migrated` is false."""
        name = f"test_{uuid.uuid4().hex}"
        if not migrated:
            await self._execute(f"CREATE DATABASE {name}")
            return self._postgres.dsn_of(name)
        async with self._making_template:
            if not self._template_made:
                await self._execute(f"CREATE DATABASE {TEMPLATE}")
                await migrate(self._postgres.dsn_of(TEMPLATE))
                self._template_made = True
        await self._execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        return self._postgres.dsn_of(name)

    async def drop(self, dsn: str) -> None:
        await self._execute(f"DROP DATABASE {dsn.rpartition('/')[2]} WITH (FORCE)")

    async def _execute(self, statement: str) -> None:
        connection = await asyncpg.connect(self.dsn, ssl=False)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()


@pytest.fixture(scope="session")
def servers_folder() -> Iterator[Path]:
    """A folder for the servers' data, which PostgreSQL's system user can enter."""
    folder = Path(tempfile.mkdtemp(prefix="livefair-tests-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def kafka(servers_folder: Path) -> AsyncIterator[RunningKafka]:
    """The shared Apache Kafka of the run: create topics with unique names, and leave it running."""
    async for server in _running(RunningKafka(servers_folder / "kafka")):
        yield server


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def postgres(servers_folder: Path) -> AsyncIterator[RunningPostgres]:
    """The shared PostgreSQL of the run: use a `database` fixture, and leave it running."""
    async for server in _running(RunningPostgres(servers_folder / "postgres")):
        yield server


@pytest_asyncio.fixture(loop_scope="session")
async def own_kafka(servers_folder: Path) -> AsyncIterator[RunningKafka]:
    """An Apache Kafka for this test only (about three seconds to start), which it may kill."""
    async for server in _running(RunningKafka(servers_folder / f"kafka-{uuid.uuid4().hex}")):
        yield server


@pytest_asyncio.fixture(loop_scope="session")
async def own_postgres(servers_folder: Path) -> AsyncIterator[RunningPostgres]:
    """A PostgreSQL for this test only (about one second to start), which it may kill."""
    async for server in _running(RunningPostgres(servers_folder / f"postgres-{uuid.uuid4().hex}")):
        yield server


@pytest_asyncio.fixture(loop_scope="session")
async def database(postgres: RunningPostgres) -> AsyncIterator[str]:
    """The DSN of a fresh database with the fair's tables, dropped after the test."""
    dsn = await postgres.create()
    yield dsn
    await postgres.drop(dsn)


@pytest_asyncio.fixture(loop_scope="session")
async def empty_database(postgres: RunningPostgres) -> AsyncIterator[str]:
    """The DSN of a fresh database without any table, dropped after the test."""
    dsn = await postgres.create(migrated=False)
    yield dsn
    await postgres.drop(dsn)


async def _running(server: AnyServer) -> AsyncIterator[AnyServer]:
    await server.start()
    try:
        yield server
    finally:
        await server.kill() if isinstance(server, RunningKafka) else await server.stop()
