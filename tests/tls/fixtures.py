"""The secured servers of a test run: one Kafka and one PostgreSQL, started on first use; tests/conftest.py has them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from livefair.system.certificates import Authority
from tests.tls.kafka import SecuredKafka
from tests.tls.postgres import SecuredPostgres
from tests.tls.programs import programs


@pytest.fixture(scope="session")
def authority() -> Authority:
    """The authority that both servers' certificates are from."""
    return Authority.new("test")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def secured_kafka(servers_folder: Path, authority: Authority) -> AsyncIterator[SecuredKafka]:
    """An Apache Kafka with TLS, users and access lists. Everything but its topics is shared."""
    server = SecuredKafka(servers_folder / "kafka-secured", authority)
    await server.start()
    yield server
    await server.kill()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def postgres_programs(servers_folder: Path) -> Path:
    """The programs of a PostgreSQL that speaks TLS."""
    return await programs(servers_folder / "postgres-with-tls")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def secured_postgres(
    servers_folder: Path, postgres_programs: Path, authority: Authority
) -> AsyncIterator[SecuredPostgres]:
    """A PostgreSQL that takes connections over TLS alone."""
    server = SecuredPostgres(servers_folder / "postgres-secured", postgres_programs, authority)
    await server.start()
    yield server
    await server.stop()
