"""Deletes the objects that nothing names: versions of a resume that were replaced before they were submitted, and
messages of writes that were refused.

An object stays while its resume's newest version, an application or an approach names it. Younger objects than `AGE`
stay too: their write may be in flight. Names are read twice, and between the two everything is decided that was
acknowledged in the meantime, since a submission may name a version that its student has just replaced.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import asyncpg
from aiokafka import AIOKafkaConsumer

from livefair.failure import Failure
from livefair.system.database import connected
from plumbing.kafka.settings import KafkaSettings
from plumbing.objects.store import Kept, Objects
from schemas.topics import FAIRS, PEOPLE

AGE = timedelta(days=1)
IN_FLIGHT_S = 10.0  # longer than a write takes, from reading the resume's card to the acknowledgement
DECIDED_WITHIN_S = 120.0
FOLDERS = ("resumes", "messages")
CARD = "/card.json"
"""The newest card of a resume, which ingest reads; there is one of each person."""

CANDIDATES = "CREATE TEMP TABLE candidates (path text PRIMARY KEY, kept_at timestamptz NOT NULL, size bigint NOT NULL)"
NAMED = """
WITH versions AS (
  SELECT card->>'resume' AS resume, card->>'sha256' AS document, card->>'attachment' AS attachment FROM resumes
  UNION ALL SELECT resume->>'id', resume->>'sha256', resume->>'attachment' FROM applications a
  WHERE NOT EXISTS (SELECT 1 FROM fairs f WHERE f.id = a.fair AND f.forgotten)
), named AS (
  SELECT 'resumes/' || resume || '/' || document || '.json' AS path FROM versions
  UNION ALL SELECT 'resumes/' || resume || '/' || attachment || '.pdf' FROM versions
  UNION ALL SELECT (regexp_matches(a::text, '(?:messages|resumes)/[-0-9A-Za-z_./]+', 'g'))[1] FROM applications a
  UNION ALL SELECT (regexp_matches(a::text, '(?:messages|resumes)/[-0-9A-Za-z_./]+', 'g'))[1] FROM approaches a
)
DELETE FROM candidates USING named WHERE candidates.path = named.path
"""


@dataclass(frozen=True, slots=True)
class Collected:
    """What was found: the objects of these folders, and those that nothing names, with their bytes."""

    objects: int
    unnamed: int
    unnamed_bytes: int


async def collect(
    dsn: str,
    kafka: KafkaSettings,
    objects: Objects,
    *,
    dry_run: bool = False,
    age: timedelta = AGE,
    in_flight_s: float = IN_FLIGHT_S,
) -> Collected:
    """Delete what nothing names, or only count it. Raises Failure where the log is not decided to its end."""
    async with connected(dsn) as database:
        await _decided(database, kafka)
        await database.execute(CANDIDATES)
        found = await _list(database, objects, datetime.now(UTC) - age)
        await database.execute(NAMED)
        await asyncio.sleep(in_flight_s)
        await _decided(database, kafka)
        await database.execute(NAMED)
        rows = await database.fetch("SELECT path, kept_at, size FROM candidates ORDER BY path")
    unnamed = [Kept(*row) for row in rows]
    if not dry_run:
        for one in unnamed:
            await objects.delete_unchanged(one)
    return Collected(found, len(unnamed), sum(one.size for one in unnamed))


async def _list(database: asyncpg.Connection, objects: Objects, before: datetime) -> int:
    """Copy what is older into the table of candidates. Returns the number of all objects."""
    found = 0

    async def old() -> AsyncIterator[tuple[str, datetime, int]]:
        nonlocal found
        for folder in FOLDERS:
            async for kept in objects.listed(folder):
                found += 1
                if kept.at < before and not kept.path.endswith(CARD):
                    yield kept.path, kept.at, kept.size

    await database.copy_records_to_table("candidates", records=old())
    return found


async def _decided(database: asyncpg.Connection, kafka: KafkaSettings) -> None:
    """Return when the log is decided up to its current end. Raises Failure where that does not happen."""
    ends = await _ends(kafka)
    try:
        async with asyncio.timeout(DECIDED_WITHIN_S):
            while await _behind(database, ends):
                await asyncio.sleep(0.1)
    except TimeoutError:
        raise Failure("the log is not decided to its end, so an object may be named that seems not to be") from None


async def _behind(database: asyncpg.Connection, ends: Iterable[tuple[str, int, int]]) -> bool:
    rows = await database.fetch("SELECT topic, partition, next_offset FROM consumed")
    decided = {(row["topic"], row["partition"]): row["next_offset"] for row in rows}
    return any(decided.get((topic, partition), 0) < end for topic, partition, end in ends)


async def _ends(kafka: KafkaSettings) -> list[tuple[str, int, int]]:
    """The end of each partition that holds records."""
    client = AIOKafkaConsumer(FAIRS.name, PEOPLE.name, **kafka.client())
    await client.start()
    try:
        asked = client.assignment()  # without a group, every partition
        return [(tp.topic, tp.partition, end) for tp, end in (await client.end_offsets(asked)).items() if end]
    finally:
        await client.stop()
