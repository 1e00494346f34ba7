"""Makes the records of the catalog and of the public rooms again, from the tables.

The records go through the outbox, in a transaction that no batch of the partition runs beside: a batch is either
contained in them, or its records follow. So nothing older comes after what is newer, and it may be repeated.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Iterator, Sequence
from typing import Any
from uuid import UUID, uuid5

import asyncpg

from plumbing.eventlog import outbox
from plumbing.eventlog.outbox import ROW_RECORDS_MAX, Record
from schemas.rooms import fair_room, session_room
from schemas.topics import CATALOG, FAIRS, ROOMS
from services.fair.engine.dispatch import FAIR
from services.fair.engine.retiring import rooms_of
from services.fair.engine.telling import catalog_record, tombstone, whole_room

ITEMS_MAX = 100  # of a room, as a snapshot has
FAIRS_AT_ONCE = 50
PARTITIONS = "SELECT partition FROM consumed WHERE topic = $1 ORDER BY partition"
LOCK = "SELECT next_offset FROM consumed WHERE topic = $1 AND partition = $2 FOR SHARE"
NEXT_FAIRS = """
SELECT id FROM fairs WHERE split_part(decided, ':', 2)::int = $1 AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3
"""
STATES = "SELECT id, state, decided FROM fairs WHERE id = ANY($1::uuid[])"
# Of the fair's own room the tables know the open jobs, not the order of all that happened.
FAIR_ROOMS = f"""
SELECT f.id AS fair, f.id AS thing, f.counters, coalesce(newest.items, '[]') AS items
FROM fairs f LEFT JOIN LATERAL (
  SELECT jsonb_agg(jsonb_build_object('event', 'JobPublished', 'at', j.created_at, 'data', jsonb_strip_nulls(
    jsonb_build_object('fair', j.fair, 'job', j.id, 'org', j.org, 'title', j.title, 'headcount', j.headcount,
      'state', j.state, 'region', j.region))) ORDER BY j.place) AS items
  FROM (SELECT * FROM jobs WHERE fair = f.id AND state = 'open' ORDER BY place DESC LIMIT {ITEMS_MAX}) AS j
) AS newest ON true WHERE f.id = ANY($1::uuid[])
"""
SESSION_ROOMS = f"""
SELECT s.fair, s.id AS thing, s.counters, coalesce(newest.items, '[]') AS items
FROM sessions s LEFT JOIN LATERAL (
  SELECT jsonb_agg(jsonb_build_object('event', i.event, 'event_id', i.event_id, 'at', i.at, 'data', i.data)
    ORDER BY i."offset", i.number) AS items
  FROM (SELECT * FROM session_items WHERE session = s.id ORDER BY "offset" DESC, number DESC LIMIT {ITEMS_MAX}) AS i
) AS newest ON true WHERE s.fair = ANY($1::uuid[])
"""


async def partitions(connection: asyncpg.Connection) -> list[int]:
    """The partitions of the log that were ever read."""
    return [partition for (partition,) in await connection.fetch(PARTITIONS, FAIRS.name)]


async def next_fairs(connection: asyncpg.Connection, partition: int, after: UUID | None) -> list[UUID]:
    """Some fairs of a partition, in the order of their ids."""
    return [fair for (fair,) in await connection.fetch(NEXT_FAIRS, partition, after, FAIRS_AT_ONCE)]


async def republish(
    connection: asyncpg.Connection,
    partition: int,
    fairs: Sequence[UUID],
    *,
    catalog: bool,
    rooms: bool,
    keys: Collection[bytes] | None = None,
) -> dict[str, int]:
    """Store the records of these fairs in the outbox; of the catalog, those with one of these keys where some are
    given. Returns the number of records by topic.

    Decisions of the partition wait meanwhile, so `fairs` is a small number.
    """
    written = {CATALOG.name: 0, ROOMS.name: 0}
    async with connection.transaction():
        await connection.fetchval(LOCK, FAIRS.name, partition)
        states = {fair: (state, decided) for fair, state, decided in await connection.fetch(STATES, fairs)}
        waiting: list[Record] = []
        async for record in _records(connection, states, catalog=catalog, rooms=rooms):
            if keys is not None and record.key not in keys:
                continue
            waiting.append(record)
            written[record.topic] += 1
            if len(waiting) == ROW_RECORDS_MAX:
                await outbox.write(connection, FAIRS.name, partition, waiting)
                waiting = []
        await outbox.write(connection, FAIRS.name, partition, waiting)
    return written


async def _records(
    connection: asyncpg.Connection, states: dict[UUID, tuple[str, str]], *, catalog: bool, rooms: bool
) -> AsyncIterator[Record]:
    queries = [query for noun in FAIR.nouns for query in noun.catalog]
    for query in queries:
        async for row in connection.cursor(query.sql, list(states), prefetch=ROW_RECORDS_MAX):
            key, fair, entry = query.read(row)
            state, decided = states[fair]
            if catalog:
                yield catalog_record(key, None if state == "archived" else entry, decided)
            if rooms and state == "archived":
                for room in rooms_of(entry):
                    yield tombstone(ROOMS.name, room, decided)
    if not rooms:
        return
    shown = [fair for fair, (state, _) in states.items() if state not in ("draft", "archived")]
    for sql, name in ((FAIR_ROOMS, fair_room), (SESSION_ROOMS, session_room)):
        async for row in connection.cursor(sql, shown, prefetch=FAIRS_AT_ONCE):
            items = list(_items(row["items"]))
            yield whole_room(name(row["thing"]), states[row["fair"]][1], items, row["counters"])


def _items(found: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The items with their ids; the tables have none for those of a fair's room."""
    for item in found:
        yield item if "event_id" in item else {**item, "event_id": uuid5(UUID(item["data"]["job"]), item["event"])}
