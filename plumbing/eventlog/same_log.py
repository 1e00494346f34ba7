"""Watches that the log is still the one that the database has decided: a log that lost records is not followed.

A mark is a decided record and its log time, one for each partition, in a table of the database. Every turn looks it up
in the log, then moves it to what is decided by now. A broker that was restored from an older copy, or made anew, has no
such record, or another one at its offset, also when new records have made the log longer than it was. While a mark is
closed, the lost records of its partition are being replaced, and nobody follows the log however complete it looks.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

import asyncpg
from aiokafka import TopicPartition

from plumbing.eventlog.duty import Duty
from plumbing.kafka.lookup import Lookup, Marks
from plumbing.kafka.settings import KafkaSettings
from plumbing.postgres.pool import Pool
from plumbing.telemetry.fatal import stop_process

EVERY_S = 2.0
LOST_TYPE = b"LogLost"
"""The `ce_type` of the empty records that fill the offsets of lost ones."""
LOST = "{}: is this the log that belongs to this database? (docs/operations.md)"
MARKS = 'SELECT topic, partition, "offset", time_ms FROM log_marks'
CLOSED = "SELECT topic, partition FROM log_marks WHERE closed ORDER BY topic, partition LIMIT 1"
CONTINUED = "{}:{} lost records and is being continued: wait for `livefair continue-log`, or run it again"
DECIDED = "SELECT topic, partition, next_offset FROM {table} WHERE next_offset > 0"
MARK = """
INSERT INTO log_marks (topic, partition, "offset", time_ms)
SELECT * FROM unnest($1::text[], $2::int[], $3::bigint[], $4::bigint[])
ON CONFLICT (topic, partition) DO UPDATE SET "offset" = excluded."offset", time_ms = excluded.time_ms
WHERE log_marks."offset" < excluded."offset"
"""


class SameLog(Duty):
    """`lost(why)` is awaited before the process stops. `tables` are the tables of offsets."""

    def __init__(
        self, kafka: KafkaSettings, pool: Pool, tables: Sequence[str], lost: Callable[[str], Awaitable[object]]
    ) -> None:
        super().__init__("same_log_waits", "the log cannot be compared with the database", EVERY_S)
        self._log = Lookup(kafka)
        self._pool = pool
        self._decided = " UNION ALL ".join(DECIDED.format(table=table) for table in tables)
        self._lost = lost

    async def turn(self) -> None:
        """Look for the marks in the log, and move them. Stops the process if records are lost. Raises Unavailable."""
        decided = await self._pool.read(self._read_decided)
        marks = await self._pool.read(read_marks)
        why = await self._pool.read(why_closed) or await self._log.why_shorter(decided)
        why = why or await self._log.why_another(marks)
        if why is not None:
            await self._lost(why)
            stop_process(LOST.format(why))
        last = {tp: end - 1 for tp, end in decided.items()}
        moved = await self._log.times({tp: offset for tp, offset in last.items() if marks.get(tp, (-1, 0))[0] < offset})
        again = await self._log.why_another(marks)  # the log may have been replaced while it was read
        if moved and again is None:
            await self._pool.transact(lambda connection: mark(connection, moved))

    async def stop(self) -> None:
        await super().stop()
        await self._log.stop()

    async def _read_decided(self, connection: asyncpg.Connection) -> dict[TopicPartition, int]:
        return {TopicPartition(topic, number): end for topic, number, end in await connection.fetch(self._decided)}


async def read_marks(connection: asyncpg.Connection) -> Marks:
    """The mark of each partition that has one."""
    return {TopicPartition(topic, number): (offset, ms) for topic, number, offset, ms in await connection.fetch(MARKS)}


async def why_closed(connection: asyncpg.Connection) -> str | None:
    """Which partition is being continued; None for none."""
    row = await connection.fetchrow(CLOSED)
    return row and CONTINUED.format(*row)


async def mark(connection: asyncpg.Connection, marks: Marks) -> None:
    """Move marks forward."""
    columns = ([tp.topic for tp in marks], [tp.partition for tp in marks])
    await connection.execute(MARK, *columns, *map(list, zip(*marks.values(), strict=True)))
