"""Shows a finished session again from the log: decides it again, in empty tables beside the live ones.

It changes nothing and leaves nothing behind. The result is what the room was sent, with the submissions of each second,
and the admissions through each drop by offset; both are compared with the live tables. Comments and reactions, which
decide nothing and have their own topic, are read from the live tables and inserted.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from heapq import merge
from operator import itemgetter
from typing import Any
from uuid import UUID

import asyncpg
from aiokafka import TopicPartition

from livefair.audit.rebuild import in_one_line, tables_of
from livefair.failure import Failure
from livefair.system.database import connected
from livefair.system.security import kafka_security
from plumbing.eventlog.rebuild import beside
from plumbing.eventlog.replay import Replay
from plumbing.kafka.publisher import partition_of
from plumbing.sealing.keys import Keys
from schemas.topics import FAIRS
from services.fair.chat import queries as chat_queries
from services.fair.engine.sink import DECIDED
from services.fair.sessions import queries as session_queries

SPEED_MAX = 60
ERASED = "(erased)"
SAID_MAX = 1_000_000  # the first of them
NEXT_OFFSET = "SELECT next_offset FROM consumed WHERE topic = $1 AND partition = $2"
LINE = """
SELECT d.number, a.drop_place, a."offset", a.student, a.admitted, a.state FROM drops d
JOIN applications a ON a.drop = d.id WHERE d.session = $1 ORDER BY d.number, a.drop_place
"""


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that the room was sent, with its time after the start."""

    after: timedelta
    event: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Show:
    """A session from the log. `line`: the submissions through drops, in order. `same`: equal to the live tables."""

    title: str
    started_at: datetime
    records: int
    moments: Sequence[Moment]
    line: Sequence[dict[str, Any]]
    same: bool


async def show(dsn: str, bootstrap: str, session: UUID) -> Show:
    """Decide the session's fair again from its log. Raises Failure where the session has not ended or is unknown."""
    async with connected(dsn) as live, live.transaction(isolation="repeatable_read", readonly=True):
        row = await _over(live, session)
        tp = TopicPartition(FAIRS.name, partition_of(str(row["fair"]).encode(), FAIRS.partitions))
        end = await live.fetchval(NEXT_OFFSET, *tp)
        async with beside(tables_of(dsn)) as schema, connected(dsn, schema) as connection:
            with in_one_line():
                await Replay(bootstrap, DECIDED, lambda _: None, kafka_security()).up_to({tp: end}, connection)
            moments, line = await _told(connection, session), await _line(connection, session)
        same = (moments, line) == (await _told(live, session), await _line(live, session))
        said = await live.fetch(chat_queries.MOMENTS_SAID, session, None, None, None, SAID_MAX)
    both = merge(moments, said, key=itemgetter("at"))
    played = [Moment(one["at"] - row["started_at"], one["event"], one["data"]) for one in both]
    return Show(row["title"], row["started_at"], end, played, line, same)


async def opened(moments: Sequence[Moment], keys: Keys) -> Sequence[Moment]:
    """The moments with their sealed texts opened; those of erased people say so. Raises StoreAway."""
    said = [value for moment in moments for value in moment.data.values() if isinstance(value, str)]
    texts = await keys.texts(said)

    def of(value: Any) -> Any:
        return (texts[value] or ERASED) if isinstance(value, str) and value in texts else value

    return [replace(moment, data={name: of(value) for name, value in moment.data.items()}) for moment in moments]


async def play(moments: Sequence[Moment], speed: int, tell: Callable[[Moment], object]) -> None:
    """Yield each moment at its time, `speed` times as fast as the original."""
    clock = asyncio.get_running_loop()
    began = clock.time()
    for moment in moments:
        await asyncio.sleep(max(0.0, began + moment.after.total_seconds() / speed - clock.time()))
        tell(moment)


async def _over(live: asyncpg.Connection, session: UUID) -> asyncpg.Record:
    row = await live.fetchrow(session_queries.SESSION, session)
    if row is None:
        raise Failure(f"there is no session {session}")
    if row["state"] != "ended":
        raise Failure(f"the session is {row['state']}: only what is over is replayed")
    return row


async def _told(connection: asyncpg.Connection, session: UUID) -> list[dict[str, Any]]:
    return [dict(row) for row in await connection.fetch(session_queries.MOMENTS_DECIDED, session)]


async def _line(connection: asyncpg.Connection, session: UUID) -> list[dict[str, Any]]:
    return [dict(row) for row in await connection.fetch(LINE, session)]
