"""Makes the topics of the catalog and the rooms again from the tables, while the system runs.

The records wait in the outbox, which fair publishes; this waits until that is done. It needs no broker.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

import asyncpg

from livefair.failure import Failure
from livefair.system.database import connected
from schemas.topics import CATALOG, FAIRS, ROOMS
from services.fair.engine import republishing

WAITING_ROWS_MAX = 50  # of one partition, in the outbox: about 250,000 records
CHECK_S = 0.1
UNSENT_S = 30.0
FAIRS_NUMBER = "SELECT count(*) FROM fairs"
NEWEST_ROW = "SELECT coalesce(max(id), 0) FROM outbox"
WAITING = "SELECT count(*) FROM outbox WHERE topic = $1 AND id <= $2"
Shown = Callable[[int, int], object]
"""(fairs done, fairs in all)"""


@dataclass(slots=True)
class Republished:
    """The number of fairs, and of records by what they are."""

    fairs: int = 0
    entries: int = 0
    rooms: int = 0


async def republish(
    dsn: str, *, catalog: bool, rooms: bool, shown: Shown = lambda done, all: None, unsent_s: float = UNSENT_S
) -> Republished:
    """Publish the catalog's entries, the rooms' newest records, or both. Raises Failure.

    Fails where nothing of the outbox was published for `unsent_s`; the records stay there.
    """
    done = Republished()
    async with connected(dsn) as connection:
        try:
            number = await connection.fetchval(FAIRS_NUMBER)
            for partition in await republishing.partitions(connection):
                fair = None
                while some := await republishing.next_fairs(connection, partition, fair):
                    found = await republishing.republish(connection, partition, some, catalog=catalog, rooms=rooms)
                    done.entries += found[CATALOG.name]
                    done.rooms += found[ROOMS.name]
                    done.fairs, fair = done.fairs + len(some), some[-1]
                    shown(done.fairs, number)
                    await _published(connection, WAITING_ROWS_MAX, unsent_s)
            await _published(connection, 0, unsent_s)
        except asyncpg.UndefinedTableError:
            raise Failure("this database has no tables of a fair: is it the right one?") from None
    return done


async def _published(connection: asyncpg.Connection, at_most: int, unsent_s: float) -> None:
    """Wait until at most this number of the present rows of the outbox is left."""
    newest = await connection.fetchval(NEWEST_ROW)
    waiting, since = None, time.monotonic()
    while (left := await connection.fetchval(WAITING, FAIRS.name, newest)) > at_most:
        if left != waiting:
            waiting, since = left, time.monotonic()
        if time.monotonic() - since > unsent_s:
            raise Failure(
                f"nothing was published for {unsent_s:.0f} s: does a fair run? {left} rows wait in the outbox"
            )
        await asyncio.sleep(CHECK_S)
