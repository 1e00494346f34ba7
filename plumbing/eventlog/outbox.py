"""The transactional outbox: records to publish are stored in the batch's transaction, all records of a batch in a row.

Owns the format of the rows and their SQL. `relay.py` publishes them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import asyncpg
import msgspec

from plumbing.kafka.publisher import REQUEST_BYTES_MAX

RECORD_BYTES_MAX = REQUEST_BYTES_MAX - 65_536
"""What the broker takes, less the overhead of a batch."""
ROW_RECORDS_MAX = 5_000  # a row is sent as a whole, and the publisher's queue is bounded

WRITE = "INSERT INTO outbox (topic, partition, records) VALUES ($1, $2, $3)"
READ = """
SELECT o.id, o.topic, o.partition, o.records, o.created_at FROM outbox o
JOIN unnest($1::text[], $2::int[]) AS mine (topic, partition) USING (topic, partition)
ORDER BY o.id LIMIT $3
"""
# The next turn need not wait for the disk: if a crash of the database loses a deletion, the row is sent again.
DELETE = """
WITH unhurried AS (SELECT set_config('synchronous_commit', 'off', true))
DELETE FROM outbox USING unhurried WHERE id = ANY($1::bigint[])
"""


class Record(msgspec.Struct, frozen=True, array_like=True):
    """One record to publish. A value of None is a tombstone."""

    topic: str
    key: bytes
    value: bytes | None
    headers: list[tuple[str, bytes]] = []


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(list[Record])


def pack(records: Iterable[Record]) -> bytes:
    return _encoder.encode(list(records))


def unpack(blob: bytes) -> list[Record]:
    """Raises msgspec.DecodeError if the blob is not an outbox row."""
    return _decoder.decode(blob)


class TooLarge(ValueError):
    """A record is larger than the broker takes: once in the outbox it would keep back all others of its partition."""


async def write(connection: asyncpg.Connection, topic: str, partition: int, records: Sequence[Record]) -> None:
    """Store records to be published in this order after the caller's transaction is committed.

    `topic` and `partition` are those of the batch: the instance that owns them sends the rows. Raises TooLarge.
    """
    for record in records:
        size = len(record.key) + len(record.value or b"")
        if size > RECORD_BYTES_MAX:
            raise TooLarge(f"a record for {record.topic} has {size:,} bytes; the broker takes {RECORD_BYTES_MAX:,}")
    for first in range(0, len(records), ROW_RECORDS_MAX):
        await connection.execute(WRITE, topic, partition, pack(records[first : first + ROW_RECORDS_MAX]))


async def waiting(
    connection: asyncpg.Connection, partitions: Collection[tuple[str, int]], rows_max: int
) -> list[asyncpg.Record]:
    """The oldest rows of these partitions: id, topic, partition, records, created_at."""
    topics, numbers = [topic for topic, _ in partitions], [partition for _, partition in partitions]
    rows: list[asyncpg.Record] = await connection.fetch(READ, topics, numbers, rows_max)
    return rows


async def delete(connection: asyncpg.Connection, ids: Sequence[int]) -> None:
    """Delete rows that the broker has acknowledged. By id, never by range: a smaller id may commit later."""
    await connection.execute(DELETE, ids)
