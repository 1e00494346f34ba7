"""Fills a database through the store, and reads its tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import asyncpg
from aiokafka import TopicPartition

from plumbing.eventlog.batch import Batch
from schemas.envelope import Envelope
from schemas.event import Event
from schemas.topics import CHAT
from services.fair.chat import store as chat_store
from services.fair.engine.registry import NOUNS
from services.fair.engine.sink import DECIDED
from services.fair.resumes import store as resumes
from tests.plumbing.postgres.connections import connection_to
from tests.services.fair.story import Entry, batches

WRITTEN = (*resumes.STATEMENTS, *(statement for noun in NOUNS for statement in noun.statements))

TABLES = ("inbox", "consumed", *dict.fromkeys(statement.table.name for statement in WRITTEN))
"""The tables that decisions fill."""


async def applied(connection: asyncpg.Connection, *given: Batch[Envelope, Event]) -> list[bool]:
    """Apply batches, each in its transaction; returns the store's answers."""
    answers = []
    for one in given:
        async with connection.transaction():
            sink = chat_store.KEPT if one.topic == CHAT.name else DECIDED
            await sink.offsets.create(connection, [TopicPartition(one.topic, one.partition)])
            answers.append(await sink.apply(connection, one))
    return answers


async def filled(dsn: str, entries: Iterable[Entry], size: int = 1_000, partition: int = 0) -> None:
    """Decide a log from its beginning, one topic after the other."""
    by_topic: dict[str, list[Entry]] = {}
    for entry in entries:
        by_topic.setdefault(entry.topic, []).append(entry)
    async with connection_to(dsn) as connection:
        for of_topic in by_topic.values():
            assert all(await applied(connection, *batches(of_topic, size, partition)))


async def contents(dsn: str) -> dict[str, list[dict[str, Any]]]:
    """Every row of every decided table except the outbox."""
    return await rows_of(dsn, TABLES)


async def said(dsn: str) -> dict[str, list[dict[str, Any]]]:
    """Every row of room chat except its offsets."""
    return await rows_of(dsn, [table for table in chat_store.TABLES if table != "chat_consumed"])


async def rows_of(dsn: str, tables: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    async with connection_to(dsn) as connection:
        return {
            table: [dict(row) for row in await connection.fetch(f"SELECT t.* FROM {table} t ORDER BY t::text")]
            for table in tables
        }
