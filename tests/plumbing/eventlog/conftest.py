"""Databases with the package's tables, and a duty that reports instead of ending the process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest
import pytest_asyncio

from plumbing.eventlog import duty
from plumbing.postgres.pool import Pool
from tests.plumbing.eventlog.votes import TABLES
from tests.plumbing.kafka.conftest import kafka_settings as kafka_settings
from tests.plumbing.kafka.conftest import make_topic as make_topic
from tests.plumbing.kafka.conftest import publisher as publisher
from tests.plumbing.postgres.connections import connection_to, pool_of

Stopped = asyncio.Future[str]
"""The reason for which the process would have ended."""


@pytest_asyncio.fixture(loop_scope="session")
async def votes_database(empty_database: str) -> str:
    """The DSN of a fresh database with the tables of the votes service."""
    async with connection_to(empty_database) as connection:
        await connection.execute(TABLES)
    return empty_database


@pytest_asyncio.fixture(loop_scope="session")
async def pool(votes_database: str) -> AsyncIterator[Pool]:
    async with pool_of(votes_database) as pool:
        yield pool


@pytest_asyncio.fixture(loop_scope="session")
async def connection(votes_database: str) -> AsyncIterator[asyncpg.Connection]:
    async with connection_to(votes_database) as connection:
        yield connection


@pytest_asyncio.fixture(loop_scope="session")
async def stopped(monkeypatch: pytest.MonkeyPatch) -> Stopped:
    """Records why a duty would have ended the process, and keeps the process alive."""
    first: Stopped = asyncio.get_running_loop().create_future()

    def stop(why: str, **facts: object) -> None:
        if not first.done():
            first.set_result(why)

    monkeypatch.setattr(duty, "stop_process", stop)
    return first
