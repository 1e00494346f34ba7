"""Republishing waits for the relay, on PostgreSQL."""

from __future__ import annotations

import asyncio
import contextlib

import pytest

from livefair.audit import republish as module
from livefair.audit.republish import Republished, republish
from livefair.failure import Failure
from tests.plumbing.postgres.connections import connection_to
from tests.services.fair.story import Teller
from tests.services.fair.tables import filled


async def relay(dsn: str) -> None:
    """What fair does: a row at a time, until cancelled."""
    async with connection_to(dsn) as connection:
        while True:
            await connection.execute("DELETE FROM outbox WHERE id = (SELECT min(id) FROM outbox)")
            await asyncio.sleep(0)


async def test_it_waits_until_everything_is_published(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In all partitions, some fairs at a time; it tells how far it is."""
    monkeypatch.setattr("services.fair.engine.republishing.FAIRS_AT_ONCE", 2)
    monkeypatch.setattr(module, "WAITING_ROWS_MAX", 0)
    for partition in (0, 7):
        await filled(database, [entry for _ in range(3) for entry in Teller().ready("a")], partition=partition)
    shown: list[tuple[int, int]] = []
    relaying = asyncio.create_task(relay(database))
    try:
        done = await republish(database, catalog=True, rooms=True, shown=lambda *far: shown.append(far))
    finally:
        relaying.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await relaying
    assert done == Republished(fairs=6, entries=18, rooms=6)
    assert shown == [(2, 6), (3, 6), (5, 6), (6, 6)]


async def test_it_fails_where_nobody_publishes(database: str) -> None:
    """The records stay in the outbox, until a fair runs."""
    await filled(database, Teller().ready())
    with pytest.raises(Failure, match="does a fair run"):
        await republish(database, catalog=True, rooms=True, unsent_s=0.2)
    async with connection_to(database) as connection:
        assert await connection.fetchval("SELECT count(*) FROM outbox") > 0


async def test_another_database_is_refused(empty_database: str) -> None:
    """One line instead of an error of PostgreSQL."""
    with pytest.raises(Failure, match="no tables of a fair"):
        await republish(empty_database, catalog=True, rooms=True)
