"""Closing a fair on a real database and log: every open invitation ends, for any batching, in bounded steps."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import msgspec
import pytest

from livefair.audit.verify import audit
from plumbing.eventlog.deadlines import Deadlines
from plumbing.eventlog.outbox import unpack
from schemas.application import DeadlinePassed
from schemas.envelope import Envelope
from schemas.topics import RECORD_BYTES_MAX, ROOMS
from services.fair.applications import endings, store
from services.fair.engine.overdue import OVERDUE
from services.fair.settings import Settings
from tests.conftest import RunningPostgres
from tests.plumbing.postgres.connections import connection_to, pool_of
from tests.services.fair.running import Edge, decided, running_fair
from tests.services.fair.story import Entry, Teller, batch
from tests.services.fair.tables import applied, contents, filled

MANY = 1_000
STATES = "SELECT state, reason, count(*) FROM applications GROUP BY state, reason ORDER BY state"


def invited_by(teller: Teller, number: int) -> list[Entry]:
    """An open fair with this number of open invitations."""
    students = [f"stu-{one}" for one in range(number)]
    ends_at = datetime.now(UTC) + timedelta(days=100)  # after both the story's and the real log's time
    begun = [teller.scheduled(ends_at=ends_at), *teller.ready()[1:], teller.amended(headcount=number)]
    return [*begun, *map(teller.submitted, students), *map(teller.invited, students)]


async def told(connection: asyncpg.Connection) -> dict[str, list[dict[str, Any]]]:
    """The items in the outbox, by room."""
    items: dict[str, list[dict[str, Any]]] = {}
    for row in await connection.fetch("SELECT records FROM outbox ORDER BY id"):
        for record in unpack(row["records"]):
            assert len(record.value or b"") < RECORD_BYTES_MAX
            if record.topic == ROOMS.name:
                room = msgspec.json.decode(record.value or b"")
                items.setdefault(room["room"], []).extend(room["items"])
    return items


async def test_closing_ends_a_thousand_invitations(database: str) -> None:
    """One record ends them all; each student and the enterprise get an item with the reason."""
    teller = Teller()
    log = invited_by(teller, MANY)
    await filled(database, log)
    async with connection_to(database) as connection:
        await connection.execute("DELETE FROM outbox")
        assert await applied(connection, batch([teller.closed()], len(log))) == [True]
        assert [tuple(row) for row in await connection.fetch(STATES)] == [("expired", "fair_closed", MANY)]
        items = await told(connection)
        assert await connection.fetchval("SELECT invitations FROM jobs") == 0
    kinds = Counter(item["event"] for item in items["enterprise:org-1"])
    assert kinds == {"InvitationExpired": MANY}
    (mine,) = items["me:stu-7"]
    assert (mine["event"], mine["data"]["state"], mine["data"]["reason"]) == (
        "InvitationExpired",
        "expired",
        "fair_closed",
    )
    assert [item["event"] for item in items[f"fair:{teller.fair}"]] == ["FairClosed"]
    assert (await audit(database)).differences == []


@pytest.mark.parametrize("size", [1, 4, 1_000])
async def test_closing_in_any_batching(size: int, postgres: RunningPostgres, database: str) -> None:
    """Invitations earlier in the same batch end too, later answers are refused, and the rows are the same."""
    teller = Teller()
    log = [
        *(*invited_by(teller, 3), teller.accepted("stu-0"), teller.closed(), teller.accepted("stu-1")),
        *(teller.reopened(), teller.submitted("stu-9"), teller.invited("stu-9", overbook=True)),
        *(teller.paused(), teller.winding_down(), teller.closed(), teller.withdrawn("stu-0"), teller.archived()),
        teller.withdrawn("stu-1"),
    ]
    another = await postgres.create()
    try:
        await filled(database, log, size=1_000)
        await filled(another, log, size=size)
        assert await contents(database) == await contents(another)
        async with connection_to(another) as connection:
            found = [tuple(row) for row in await connection.fetch(STATES)]
        assert found == [("expired", "fair_closed", 3), ("withdrawn", None, 1)]
        assert (await audit(another)).differences == []
    finally:
        await postgres.drop(another)


class Context:
    """Replaces the publisher: keeps the deadline events."""

    def __init__(self) -> None:
        self.events: list[DeadlinePassed] = []

    async def publish(self, topic: str, key: bytes, value: bytes, headers: list[tuple[str, bytes]]) -> None:
        Envelope.from_headers(headers)
        self.events.append(DeadlinePassed.model_validate_json(value))


async def test_what_one_record_cannot_end_the_watcher_does(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first invitations in log order end with the fair; the watcher appends records for the others."""
    for module in (store, endings):
        monkeypatch.setattr(module, "LAPSES_MAX", 2)
    teller, said = Teller(), Context()
    log = [*invited_by(teller, 5), teller.closed()]
    await filled(database, log)
    async with connection_to(database) as connection, pool_of(database) as pool:
        await connection.execute("UPDATE applications SET deadline = now() + interval '1 day' WHERE state = 'invited'")
        watcher = Deadlines(pool, said, lambda: [("livefair.fairs", 0)], OVERDUE)  # type: ignore[arg-type]  # all it uses
        assert await watcher.look() == 3
        rest = [teller.deadline_passed(f"stu-{number}") for number in (2, 3, 4)]
        ids = {one.event.model_dump()["application"] for one in rest}
        assert {event.application for event in said.events} == ids
        assert await applied(connection, batch([*rest, teller.archived()], len(log))) == [True]
        assert [tuple(row) for row in await connection.fetch(STATES)] == [("expired", "fair_closed", 5)]
        assert await connection.fetchval("SELECT state FROM fairs") == "archived"
    assert (await audit(database)).differences == []


async def test_closing_through_a_real_log(fair_settings: Settings, edge: Edge) -> None:
    """A thousand invitations through Kafka and the whole service: closing ends all of them."""
    teller = Teller()
    async with running_fair(fair_settings) as fair:
        receipts = await edge.write(*invited_by(teller, MANY), teller.closed(), teller.accepted("stu-5"))
        await decided(fair, receipts)
        async with connection_to(fair_settings.postgres) as connection:
            assert [tuple(row) for row in await connection.fetch(STATES)] == [("expired", "fair_closed", MANY)]
            late = await connection.fetchval("SELECT reason FROM inbox WHERE actor = 'stu-5' AND outcome = 'refused'")
    assert late == "fair_closed"
    assert (await audit(fair_settings.postgres)).differences == []
