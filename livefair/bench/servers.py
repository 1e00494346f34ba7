"""The servers under a benchmark: an Apache Kafka and a PostgreSQL of its own, durable as in production."""

from __future__ import annotations

import contextlib
import os
import tempfile
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from livefair.servers.child import Child
from livefair.servers.kafka import KafkaServer
from livefair.servers.ports import free_ports
from livefair.servers.postgres import PostgresServer
from livefair.system.migrations import migrate
from livefair.system.topics import create_topics
from plumbing.kafka.settings import KafkaSettings


@dataclass(frozen=True, slots=True)
class Servers:
    """The addresses of both servers."""

    kafka: KafkaSettings
    postgres: PostgresServer
    database_child: Child
    """The process of PostgreSQL, which a benchmark may restart."""

    async def database(self) -> str:
        """The DSN of a fresh database with the fair's tables."""
        name = f"bench_{uuid.uuid4().hex}"
        connection = await asyncpg.connect(self.postgres.dsn, ssl=False)
        try:
            await connection.execute(f"CREATE DATABASE {name}")
        finally:
            await connection.close()
        await migrate(self.postgres.dsn_of(name))
        return self.postgres.dsn_of(name)


@contextlib.asynccontextmanager
async def servers() -> AsyncIterator[Servers]:
    """Both servers, started, with the topics; removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="livefair-bench-", ignore_cleanup_errors=True) as folder:
        os.chmod(folder, 0o711)  # the system user of PostgreSQL must be able to enter
        ports = free_ports(2)
        kafka = KafkaServer(Path(folder) / "kafka", ports[0])
        postgres = PostgresServer(Path(folder) / "postgres", ports[1])
        children = [Child(kafka), Child(postgres)]
        try:
            for child in children:
                await child.start()
            await create_topics(kafka.bootstrap)
            yield Servers(KafkaSettings(kafka.bootstrap, "bench"), postgres, children[1])
        finally:
            for child in children:
                await child.stop()
