"""Watches for fairs whose retention is over: destroys the keys of their texts, then appends `RetentionPassed`.

Each instance watches the fairs of the partitions that it owns. Two watchers do no harm, and a turn that was interrupted
is repeated: a fair is found until the record is decided.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import asyncpg

from plumbing.eventlog.duty import Duty
from plumbing.kafka.publisher import Publisher, Unavailable
from plumbing.objects.store import Objects, StoreAway
from plumbing.postgres.pool import Pool
from plumbing.sealing.keys import FOLDER
from schemas.envelope import Envelope
from schemas.fair import RetentionPassed
from schemas.topics import FAIRS
from services.fair.fairs.retention import OVER
from services.fair.kernel.context import ITSELF, SYSTEM

EVERY_S = 60.0
FAIRS_AT_ONCE = 10
SELECT_OVER = """
SELECT id, ends_at FROM fairs WHERE NOT forgotten AND state = ANY($3::text[]) AND ends_at <= $1
  AND split_part(decided, ':', 2)::int = ANY($2::int[])
ORDER BY ends_at LIMIT $4
"""


class Retention(Duty):
    """`owned()` names the partitions of the log that this instance owns; `days` is how long a fair is kept."""

    def __init__(
        self,
        pool: Pool,
        publisher: Publisher,
        objects: Objects,
        owned: Callable[[], Iterable[tuple[str, int]]],
        days: int,
    ) -> None:
        super().__init__("retention_waits", "the retention cannot be watched", EVERY_S)
        self._pool = pool
        self._publisher = publisher
        self._objects = objects
        self._owned = owned
        self._kept = timedelta(days=days)

    async def turn(self) -> None:
        await self.look()

    async def look(self) -> int:
        """Forget the fairs whose retention is over; returns their number. Raises Unavailable."""
        partitions = [partition for topic, partition in self._owned() if topic == FAIRS.name]
        rows = await self._pool.read(lambda connection: self._over(connection, partitions)) if partitions else []
        for row in rows:
            await self._forget(row["id"], row["ends_at"] + self._kept)
        return len(rows)

    async def _over(self, connection: asyncpg.Connection, partitions: list[int]) -> list[asyncpg.Record]:
        ended_by = datetime.now(UTC) - self._kept
        found = await connection.fetch(SELECT_OVER, ended_by, partitions, list(OVER), FAIRS_AT_ONCE)
        return list(found)

    async def _forget(self, fair: UUID, until: datetime) -> None:
        try:
            async for key in self._objects.listed(f"{FOLDER}/{fair.hex}"):
                await self._objects.delete(key.path)
        except StoreAway as away:
            raise Unavailable(f"the object store does not answer: {away}") from away
        event = RetentionPassed(fair=fair, until=until)
        envelope = Envelope(uuid4(), event.wire_type(), "/fair/retention", datetime.now(UTC), ITSELF, SYSTEM)
        await self._publisher.publish(FAIRS.name, str(fair).encode(), event.wire_value(), envelope.to_headers())
