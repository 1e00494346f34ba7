"""The inbox: an event id has one effect, and its outcome is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from plumbing.eventlog import weeks
from plumbing.eventlog.batch import Batch
from plumbing.eventlog.inbox import APPLIED, Decided, Inbox, Verdict
from plumbing.eventlog.outbox import Record
from plumbing.eventlog.reading import Received
from plumbing.telemetry import metrics
from tests.plumbing.eventlog.ballots import Ballot, applied, batch, contents
from tests.plumbing.eventlog.votes import Sender, Vote

ONE, TWO = UUID(int=1), UUID(int=2)
RESULT = Record("results", b"k", b"v")


class Service:
    """Decides as configured, and records what it was given."""

    def __init__(self, *verdicts: Verdict) -> None:
        self.verdicts = list(verdicts)
        self.given: list[list[int]] = []

    async def decide(self, connection: asyncpg.Connection, fresh: Sequence[Received[Sender, Vote]]) -> Decided:
        self.given.append([one.offset for one in fresh])
        return Decided(self.verdicts or [APPLIED] * len(fresh), [RESULT])


def ballots(*ids: UUID) -> list[Ballot]:
    return [Ballot("voter-1", id=id) for id in ids]


async def test_an_event_id_has_one_effect(connection: asyncpg.Connection) -> None:
    """Repeated in a batch, a later batch or another partition: the first record counts."""
    service = Service()
    inbox = Inbox(service.decide)
    assert await inbox.write(connection, batch(ballots(ONE, TWO, ONE))) == [RESULT]
    assert await inbox.write(connection, batch(ballots(TWO, UUID(int=3), ONE), 3)) == [RESULT]
    assert service.given == [[0, 1], [4]]
    assert list(await inbox.write(connection, batch(ballots(ONE, TWO), 0, partition=1))) == []
    assert service.given == [[0, 1], [4]]
    rows = await connection.fetch('SELECT event_id, partition, "offset" FROM inbox ORDER BY "offset"')
    assert [tuple(row) for row in rows] == [(ONE, 0, 0), (TWO, 0, 1), (UUID(int=3), 0, 4)]


def late(days: float, *ids: UUID, first: int = 0) -> Batch[Sender, Vote]:
    """A batch of records that were logged this many days after those of `batch`."""
    given = batch(ballots(*ids), first)
    return replace(given, received=[replace(one, log_time=one.log_time + timedelta(days)) for one in given.received])


async def test_an_id_is_new_again_after_seven_days_of_the_log(connection: asyncpg.Connection) -> None:
    """Each week has a table of its own, and how the log is cut makes no difference, even within one batch."""
    service = Service()
    inbox = Inbox(service.decide)
    for number, days in enumerate((0, 6.9, 7.1, 13, 20)):
        await inbox.write(connection, late(days, ONE, first=number))
    assert service.given == [[0], [2], [4]]
    assert len(await weeks.present(connection)) == 3
    await connection.execute("TRUNCATE inbox")
    service.given.clear()
    parts = [late(days, ONE, first=number).received for number, days in enumerate((0, 6.9, 7.1, 13, 20))]
    await inbox.write(connection, replace(batch(ballots(ONE)), received=[one for part in parts for one in part]))
    assert service.given == [[0, 2, 4]]


async def test_it_keeps_each_outcome(connection: asyncpg.Connection) -> None:
    """Outcome, reason, position, time and sender; and outcomes are counted in a metric."""
    before = metrics.OUTCOMES.labels("refused")._value.get()
    inbox = Inbox(Service(APPLIED, Verdict("refused", "has_voted")).decide)
    given = batch(ballots(ONE, TWO), 40)
    await inbox.write(connection, given)
    rows = await connection.fetch('SELECT * FROM inbox ORDER BY "offset"')
    first, second = (one.log_time for one in given.received)
    same = {"actor": "voter-1", "topic": "votes", "partition": 0}
    assert [dict(row) for row in rows] == [
        {"event_id": ONE, "outcome": "applied", "reason": None, "offset": 40, "at": first, **same},
        {"event_id": TWO, "outcome": "refused", "reason": "has_voted", "offset": 41, "at": second, **same},
    ]
    assert metrics.OUTCOMES.labels("refused")._value.get() == before + 1


async def test_a_service_may_keep_more(connection: asyncpg.Connection) -> None:
    """Additional columns are filled by the verdict or stay empty."""
    await connection.execute("ALTER TABLE inbox ADD COLUMN state text, ADD COLUMN notes jsonb")
    more: dict[str, Any] = {"state": "closed", "notes": [{"text": "too late"}]}
    inbox = Inbox(Service(APPLIED, Verdict("refused", None, more)).decide, {"state": "text", "notes": "jsonb"})
    await inbox.write(connection, batch(ballots(ONE, TWO)))
    rows = await connection.fetch('SELECT state, notes FROM inbox ORDER BY "offset"')
    assert [dict(row) for row in rows] == [{"state": None, "notes": None}, more]


async def test_every_record_needs_its_verdict(connection: asyncpg.Connection) -> None:
    """A decision with a missing or surplus verdict is a bug and fails its batch."""
    for number in (1, 3):
        with pytest.raises(ValueError, match="zip"):
            await Inbox(Service(*[APPLIED] * number).decide).write(connection, batch(ballots(ONE, TWO)))


async def test_votes_are_the_same_however_the_log_is_cut(connection: asyncpg.Connection) -> None:
    """Repeated voters are refused and repeated ids have no effect, for every batching."""
    log = [Ballot(f"voter-{n % 20}", "yes" if n % 3 else "no", f"poll-{n % 4}", UUID(int=n % 45)) for n in range(60)]
    found = []
    for size in (1, 7, 60):
        await connection.execute("TRUNCATE consumed, inbox, outbox, votes, tallies")
        assert all(await applied(connection, *(batch(log[n : n + size], n) for n in range(0, 60, size))))
        found.append(await contents(connection))
    assert found[0] == found[1] == found[2]
    assert sum(row["number"] for row in found[0]["tallies"]) == len(found[0]["votes"]) == 20
    assert len(found[0]["inbox"]) == 45
