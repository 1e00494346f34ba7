"""Employer-first on a real broker and database: two instances decide, and one of them stops midway."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest

from livefair.audit.verify import audit
from plumbing.eventlog import deadlines
from services.fair.settings import Settings
from tests.plumbing.postgres.connections import connection_to
from tests.services.fair.cards.story import approached, shown, taken_up
from tests.services.fair.running import Edge, decided, running_fair
from tests.services.fair.story import Entry, Teller

STUDENTS, SILENT = 30, 10
STATES = "SELECT state, count(*) FROM approaches WHERE fair = $1 GROUP BY state"
PLACES = "SELECT student, place, history FROM applications WHERE fair = $1 ORDER BY place"
WORDS = "SELECT outcome, count(*) FROM inbox WHERE actor = 'livefair' GROUP BY outcome"


def asked(teller: Teller) -> list[Entry]:
    """A current fair in which one job approached every student; the first ten get two seconds to answer."""
    now = datetime.now(UTC)
    times: dict[str, Any] = {"starts_at": now - timedelta(hours=1), "ends_at": now + timedelta(days=1)}
    everybody = [f"stu-{n}" for n in range(STUDENTS)]
    soon = [now + timedelta(seconds=2) if n < SILENT else None for n in range(STUDENTS)]
    cards = [shown(teller, student) for student in everybody]
    words = [approached(teller, student, deadline=until) for student, until in zip(everybody, soon, strict=True)]
    return [teller.scheduled(**times), *teller.ready()[1:], teller.amended(headcount=STUDENTS // 5), *cards, *words]


def answers(teller: Teller, seed: int) -> list[Entry]:
    """All others accept twice and also submit, in random order."""
    students = [f"stu-{n}" for n in range(SILENT, STUDENTS)]
    log = [say(teller, student) for student in students for say in (taken_up, taken_up, Teller.submitted)]
    Random(seed).shuffle(log)
    return log


@pytest.mark.parametrize("seed", range(2))
async def test_each_ends_once(fair_settings: Settings, edge: Edge, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    """Each student who accepted has one application, with places without a gap; each silent one one expiry."""
    monkeypatch.setattr(deadlines, "EVERY_S", 0.05)
    teller, dsn = Teller(), fair_settings.postgres
    async with running_fair(fair_settings) as fair:
        async with running_fair(replace(fair_settings, instance="another")):
            receipts = await edge.write(*asked(teller))
            receipts += await edge.write(*answers(teller, seed))
        await decided(fair, receipts)
        async with connection_to(dsn) as connection, asyncio.timeout(60):
            while (states := dict(await connection.fetch(STATES, teller.fair))).get("open"):
                await asyncio.sleep(0.05)
            rows = await connection.fetch(PLACES, teller.fair)
            words = dict(await connection.fetch(WORDS))
    assert states == {"accepted": STUDENTS - SILENT, "expired": SILENT}
    assert [row["place"] for row in rows] == list(range(1, STUDENTS - SILENT + 1))
    assert {row["student"] for row in rows} == {f"stu-{n}" for n in range(SILENT, STUDENTS)}
    by_approach = [step["event"] == "ApproachAccepted" for row in rows for step in row["history"]]
    assert 0 < sum(by_approach) < len(rows), "some were faster than their own acceptance"
    assert words["applied"] == SILENT
    assert (await audit(dsn)).differences == []
