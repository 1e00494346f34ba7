"""Watches the catalog for an older entry behind a newer one of its key, and publishes the newest one again.

A relay that was cut off from the broker may be late: its successor has published newer entries meanwhile, and what it
had sent arrives behind them. Readers that know the newer entry pass the older one over, but compaction keeps the last
one, and who starts later reads only that. Each instance mends the partitions that it owns.
"""

from __future__ import annotations

import time
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

import asyncpg
import msgspec
import structlog
from aiokafka import ConsumerRecord

from plumbing.eventlog.duty import Duty
from plumbing.kafka.position import BadPosition, Position
from plumbing.limits import Limit
from plumbing.postgres.pool import Pool
from schemas.catalog import TOMBSTONE_DECIDED
from schemas.topics import FAIRS
from services.fair.engine.republishing import republish

EVERY_S = 1.0
AGAIN_S = 10.0  # what was published again is read within this time
KEYS = Limit("keys of the catalog whose newest entry is known to fair", bound=100_000, over="the oldest is forgotten")
log = structlog.get_logger(__name__)


class _Entry(msgspec.Struct):
    fair: UUID | None = None
    decided: str | None = None


@dataclass(slots=True)
class _Late:
    """An older entry that is the last one of its key."""

    partition: int
    fair: UUID
    again_at: float = 0.0


_decoder = msgspec.json.Decoder(_Entry)


class Announcing(Duty):
    """`owned()` names the partitions of the log that this instance owns; `written()` is called for new outbox rows."""

    def __init__(
        self,
        pool: Pool,
        owned: Callable[[], Iterable[tuple[str, int]]],
        written: Callable[[], object],
        now: Callable[[], float] = time.monotonic,
        keys_max: int = KEYS.most,
    ) -> None:
        super().__init__("announcing_waits", "late entries of the catalog cannot be mended", EVERY_S)
        self._pool, self._owned, self._written, self._now, self._keys_max = pool, owned, written, now, keys_max
        self._newest: OrderedDict[bytes, tuple[int, int]] = OrderedDict()
        self._late: dict[bytes, _Late] = {}

    async def apply(self, records: Sequence[ConsumerRecord]) -> None:
        """Take records of the catalog. One that has no position, or is unreadable, is left to its readers."""
        for record in records:
            try:
                self._take(record)
            except (msgspec.DecodeError, BadPosition, UnicodeDecodeError):
                continue

    async def turn(self) -> None:
        """Publish the newest entries of the late keys whose partition this instance owns."""
        owned = {partition for topic, partition in self._owned() if topic == FAIRS.name}
        now, wanted = self._now(), defaultdict[int, dict[bytes, _Late]](dict)
        for key, late in self._late.items():
            if late.partition in owned and late.again_at <= now:
                wanted[late.partition][key] = late
        for partition, of_it in wanted.items():
            fairs, keys = sorted({late.fair for late in of_it.values()}), frozenset(of_it)
            log.warning("older_entries_mended", partition=partition, keys=len(keys))
            await self._pool.read(partial(_again, partition, fairs, keys))
            for late in of_it.values():
                late.again_at = now + AGAIN_S
        if wanted:
            self._written()

    def _take(self, record: ConsumerRecord) -> None:
        key, fair = record.key, None
        if record.value is None:
            decided = (dict(record.headers).get(TOMBSTONE_DECIDED) or b"").decode()
        else:
            entry = _decoder.decode(record.value)
            decided, fair = entry.decided or "", entry.fair
        if not decided:
            return
        position = Position.parse(decided)
        partition, newest = self._newest.get(key, (position.partition, -1))
        if fair is not None and partition == position.partition and position.offset < newest:
            self._late[key] = _Late(partition, fair)
            return
        self._late.pop(key, None)
        self._newest[key] = position.partition, position.offset
        self._newest.move_to_end(key)
        if len(self._newest) > self._keys_max:
            self._newest.popitem(last=False)


async def _again(
    partition: int, fairs: Sequence[UUID], keys: Collection[bytes], connection: asyncpg.Connection
) -> None:
    await republish(connection, partition, fairs, catalog=True, rooms=False, keys=keys)
