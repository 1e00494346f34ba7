"""Checks after every fault: each way of counting equals the ledger, and the audits pass."""

from __future__ import annotations

import uuid

import asyncpg

from tests.e2e.running import System
from tests.e2e.stage import Stage
from tests.e2e.viewing import Viewer, snapshot
from tests.e2e.waiting import until
from tests.faults.load import Ledger

DRAINED_S = 60.0
STORED = """
SELECT job::text, student, state,
  ARRAY(SELECT step->>'event' FROM jsonb_array_elements(history) WITH ORDINALITY AS steps (step, n) ORDER BY n) AS steps
FROM applications WHERE fair = $1
"""
WATCH = """
CREATE TABLE IF NOT EXISTS went_back (topic text, partition int, was bigint, became bigint);
CREATE OR REPLACE FUNCTION note_going_back() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO went_back VALUES (old.topic, old.partition, old.next_offset, new.next_offset); RETURN new; END $$;
CREATE OR REPLACE TRIGGER going_back BEFORE UPDATE ON consumed FOR EACH ROW
  WHEN (new.next_offset <= old.next_offset) EXECUTE FUNCTION note_going_back();
"""
ONE_EFFECT = {True: ["ApplicationReceived"], False: ["ApplicationReceived", "ApplicationWithdrawn"]}


async def watch(system: System) -> None:
    """Let the database record every transaction that moves the decided offsets back: a stale consumer that writes."""
    connection = await asyncpg.connect(system.run["postgres"], ssl=False)
    try:
        await connection.execute(WATCH)
    finally:
        await connection.close()


async def equal(stage: Stage, ledger: Ledger, *viewers: Viewer) -> None:
    """Everything acknowledged is counted once, and the audits find no difference."""
    await counted(stage, ledger, *viewers)
    await stage.system.balances()


async def counted(stage: Stage, ledger: Ledger, *viewers: Viewer) -> None:
    """Everything acknowledged is stored and counted once, nothing else is, and all viewers have the same state."""
    await decided(stage, ledger.newest)
    for number, _ in enumerate(stage.system.addresses("fair")):
        counters = await stage.counters(after=ledger.newest, fair=number)
        assert {name: counters[name] for name in ledger.counters} == ledger.counters
    await stored(stage, ledger)
    for viewer in viewers:
        await viewer.sees(viewer.decided(ledger.newest), f"everything up to {ledger.newest}")
    await seen(stage, ledger, *viewers)
    assert [dict(row) for row in await stage.system.rows("SELECT * FROM went_back")] == []


async def decided(stage: Stage, position: str) -> None:
    """Wait until the log is decided up to `position`, even after a long outage."""
    address = stage.system.fair
    path = f"{address}/v1/fairs/{stage.fair}/counters"

    async def is_decided() -> bool:
        return (await stage.http.get(path, params={"after": position})).status_code == 200

    await until(is_decided, f"the log to be decided up to {position}", DRAINED_S)


async def stored(stage: Stage, ledger: Ledger) -> None:
    """The rows equal the ledger; each was made by one submission and at most one withdrawal."""
    rows = await stage.system.rows(STORED, uuid.UUID(stage.fair))
    assert {(row["job"], row["student"]): row["state"] == "submitted" for row in rows} == ledger.standing
    for row in rows:
        assert row["steps"] == ONE_EFFECT[row["state"] == "submitted"], dict(row)


async def seen(stage: Stage, ledger: Ledger, *viewers: Viewer) -> None:
    """Viewers that watched all the time, new viewers at either instance, and the ledger have the same numbers."""
    for viewer in viewers:
        for edge in stage.system.addresses("notify"):
            newcomer = await snapshot(edge, list(viewer.rooms), ledger.newest, viewer.token)
            for name, room in viewer.rooms.items():
                assert room.seen == newcomer[name].seen, f"{viewer} differs from a newcomer at {edge}"
        counters = viewer.rooms[f"fair:{stage.fair}"].counters
        assert {name: counters[name] for name in ledger.counters} == ledger.counters
