"""The offsets in PostgreSQL, which are authoritative, and the fence: a batch advances them in its own transaction.

A batch that does not start at the stored offset comes from a stale consumer and must write nothing.
"""

from __future__ import annotations

from collections.abc import Collection

import asyncpg
from aiokafka import TopicPartition

from plumbing.eventlog.batch import Batch
from plumbing.eventlog.reading import E, V

FENCE = """
UPDATE {table} SET next_offset = $4 WHERE topic = $1 AND partition = $2 AND next_offset = $3
RETURNING next_offset
"""
CREATE = """
INSERT INTO {table} (topic, partition) SELECT * FROM unnest($1::text[], $2::int[]) ON CONFLICT DO NOTHING
"""
READ = """
SELECT c.topic, c.partition, c.next_offset FROM {table} c
JOIN unnest($1::text[], $2::int[]) AS asked (topic, partition) USING (topic, partition)
"""


class Offsets:
    """The offsets of one table (`plumbing.eventlog.tables`). A service with two consumers has a table for each."""

    def __init__(self, table: str = "consumed") -> None:
        self.table = table
        self._fence, self._create, self._read = (sql.format(table=table) for sql in (FENCE, CREATE, READ))

    async def advance(self, connection: asyncpg.Connection, batch: Batch[E, V]) -> bool:
        """Advance from the batch's first offset to the one after it. False if the stored offset is another.

        Holds the row's lock until the caller's transaction ends: two consumers cannot write the same batch.
        """
        columns = (batch.topic, batch.partition, batch.first, batch.following)
        return await connection.fetchval(self._fence, *columns) is not None

    async def create(self, connection: asyncpg.Connection, partitions: Collection[TopicPartition]) -> None:
        """Set the offset of each of these partitions that has none to 0."""
        await connection.execute(self._create, *_columns(partitions))

    async def read(
        self, connection: asyncpg.Connection, partitions: Collection[TopicPartition]
    ) -> dict[TopicPartition, int]:
        """The next offset of each of these partitions that has one."""
        rows = await connection.fetch(self._read, *_columns(partitions))
        return {TopicPartition(row["topic"], row["partition"]): row["next_offset"] for row in rows}


def _columns(partitions: Collection[TopicPartition]) -> tuple[list[str], list[int]]:
    return [tp.topic for tp in partitions], [tp.partition for tp in partitions]
