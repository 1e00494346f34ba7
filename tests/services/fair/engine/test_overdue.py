"""Records about overdue invitations and approaches: one each, for fairs of the owned partitions; the log decides."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import pytest_asyncio

from livefair.audit.verify import audit
from plumbing.eventlog import deadlines
from plumbing.eventlog.batch import Batch
from plumbing.eventlog.deadlines import Deadlines
from plumbing.kafka.publisher import Receipt
from plumbing.postgres.pool import Pool
from schemas.application import DeadlinePassed, application_id
from schemas.card import ApproachDeadlinePassed, CardHidden
from schemas.envelope import Envelope
from schemas.event import Event
from schemas.job import JobClosed
from schemas.person import PersonErased
from schemas.registry import EVENT_TYPES
from schemas.topics import FAIRS, PEOPLE
from services.fair.engine.overdue import OVERDUE
from services.fair.settings import Settings
from services.fair.wiring import Decider
from tests.plumbing.postgres.connections import connection_to, pool_of
from tests.services.fair.cards.story import approach_of, approached, shown, turned_away
from tests.services.fair.running import Edge, decided, running_fair
from tests.services.fair.story import Entry, Teller, batch, saved, says
from tests.services.fair.tables import applied, filled

ALL = [(FAIRS.name, number) for number in range(FAIRS.partitions)]
TIME_IS_OVER = "UPDATE applications SET deadline = now() - interval '1 second' WHERE state = 'invited'"
WORDS = "SELECT outcome, count(*) FROM inbox WHERE actor = 'livefair' GROUP BY outcome"
STATES = "SELECT state FROM applications WHERE fair = $1 ORDER BY student"


class Log:
    """Replaces the publisher."""

    def __init__(self) -> None:
        self.said: list[Any] = []
        self.envelopes: list[Envelope] = []

    async def publish(self, topic: str, key: bytes, value: bytes, headers: Sequence[tuple[str, bytes]] = ()) -> Receipt:
        event = EVENT_TYPES[Envelope.from_headers(headers).type].model_validate_json(value)
        assert isinstance(event, DeadlinePassed | ApproachDeadlinePassed | JobClosed | CardHidden)
        assert (topic, key.decode()) == (FAIRS.name, str(event.fair))
        self.said.append(event)
        self.envelopes.append(Envelope.from_headers(headers))
        return Receipt(topic, 0, len(self.said), datetime.now(UTC))


class Stage:
    """Watchers over a database, and a log that keeps what they append."""

    def __init__(self, dsn: str, pool: Pool) -> None:
        self.dsn, self.pool, self.log = dsn, pool, Log()

    def watcher(self, *owned: tuple[str, int]) -> Deadlines:
        return Deadlines(self.pool, self.log, lambda: owned or ALL, OVERDUE)  # type: ignore[arg-type]  # all of it that is used

    async def overdue(self, partition: int = 0, students: int = 1) -> Teller:
        """A fair in this partition in which each student has an overdue invitation."""
        teller = Teller()
        names = [f"stu-{number}" for number in range(students)]
        entries = [*teller.ready(), teller.amended(headcount=students), *map(teller.submitted, names)]
        await filled(self.dsn, [*entries, *map(teller.invited, names)], partition=partition)
        async with connection_to(self.dsn) as connection:
            await connection.execute(TIME_IS_OVER)
        return teller


@pytest_asyncio.fixture(loop_scope="session")
async def stage(database: str) -> AsyncIterator[Stage]:
    async with pool_of(database) as pool:
        yield Stage(database, pool)


def received_now(given: Batch[Envelope, Event]) -> Batch[Envelope, Event]:
    """The batch with the clock's time as the log time of its records."""
    return replace(given, received=[replace(one, log_time=datetime.now(UTC)) for one in given.received])


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The watchers' clock, which paces repeated records; advance it with `clock.now += seconds`."""
    told = SimpleNamespace(now=1_000.0)
    monkeypatch.setattr(deadlines, "time", SimpleNamespace(monotonic=lambda: told.now))
    return told


async def test_what_is_overdue_is_said(stage: Stage) -> None:
    """The record has the ids and deadline, the role `system`, and the fair's key; open invitations get none."""
    teller = await stage.overdue(students=2)
    async with connection_to(stage.dsn) as connection:
        await connection.execute("UPDATE applications SET deadline = now() + interval '1 hour' WHERE student = 'stu-1'")
        deadline = await connection.fetchval("SELECT deadline FROM applications WHERE student = 'stu-0'")
    assert await stage.watcher().look() == 1
    ids = {"fair": teller.fair, "job": teller.job("a"), "application": application_id(teller.job("a"), "stu-0")}
    assert stage.log.said == [DeadlinePassed(**ids, deadline=deadline)]
    [envelope] = stage.log.envelopes
    assert (envelope.actor, envelope.role, envelope.org) == ("livefair", "system", None)


async def test_only_our_own_fairs_are_watched(stage: Stage) -> None:
    """A watcher leaves fairs of other partitions alone until it owns them; without partitions it does nothing."""
    ours, theirs = await stage.overdue(0), await stage.overdue(5)
    assert await stage.watcher((FAIRS.name, 0), (PEOPLE.name, 5)).look() == 1
    assert [event.fair for event in stage.log.said] == [ours.fair]
    assert await stage.watcher((FAIRS.name, 5)).look() == 1
    assert stage.log.said[1].fair == theirs.fair
    assert await stage.watcher((PEOPLE.name, 0)).look() == 0


async def test_a_second_invitation_is_a_new_one(stage: Stage, clock: SimpleNamespace) -> None:
    """A record about the first invitation does not delay one about the second; decided ones are forgotten."""
    await stage.overdue()
    watcher = stage.watcher()
    assert [await watcher.look(), await watcher.look()] == [1, 0]
    async with connection_to(stage.dsn) as connection:
        await connection.execute("UPDATE applications SET deadline = deadline + interval '1 ms'")
        assert [await watcher.look(), await watcher.look()] == [1, 0]
        await connection.execute("UPDATE applications SET state = 'expired'")
    assert await watcher.look() == 0
    assert watcher._appended == {}


async def test_an_approach_is_watched_too(stage: Stage) -> None:
    """An overdue approach gets its own event type; an answered one gets none."""
    teller = Teller()
    said = [entry for student in ("stu-1", "stu-2") for entry in (shown(teller, student), approached(teller, student))]
    await filled(stage.dsn, [*teller.ready(), *said, turned_away(teller, "stu-2")])
    async with connection_to(stage.dsn) as connection:
        await connection.execute("UPDATE approaches SET deadline = now() + interval '1 hour'")
        assert await stage.watcher().look() == 0
        await connection.execute("UPDATE approaches SET deadline = now() - interval '1 second'")
        deadline = await connection.fetchval("SELECT deadline FROM approaches WHERE state = 'open'")
    assert await stage.watcher().look() == 1
    ids = {"fair": teller.fair, "job": teller.job("a"), "approach": approach_of(teller)}
    assert stage.log.said == [ApproachDeadlinePassed(**ids, deadline=deadline)]


async def test_an_approach_ends_with_its_fair(stage: Stage) -> None:
    """An open approach in a fair that was closed or archived is overdue whatever its deadline."""
    teller, said = Teller(), []
    await filled(stage.dsn, [*teller.ready(), shown(teller), approached(teller)])
    async with connection_to(stage.dsn) as connection:
        await connection.execute("UPDATE approaches SET deadline = now() + interval '1 hour'")
        for state in ("open", "closed", "archived"):
            await connection.execute("UPDATE fairs SET state = $1", state)
            said.append(await stage.watcher().look())
    assert said == [0, 1, 1]


async def test_a_card_ends_with_its_student(stage: Stage) -> None:
    """The card of a person who was erased is hidden by a record of its fair, once, and stays so when they return."""
    teller, other = Teller(), Teller()
    await filled(stage.dsn, [*other.ready(), shown(other, "stu-2")], partition=1)
    cards = [shown(teller), shown(teller, "stu-2")]
    await filled(stage.dsn, [*teller.ready(), *cards, saved("stu-1"), saved("stu-2")])
    assert await stage.watcher().look() == 0
    async with connection_to(stage.dsn) as connection:
        erased = batch([says(PersonErased(person="stu-1"), "stu-1", "student")], 2)
        await applied(connection, received_now(erased))
        assert [await stage.watcher((FAIRS.name, 1)).look(), await stage.watcher().look()] == [0, 1]
        assert stage.log.said == [CardHidden(fair=teller.fair, student="stu-1")]
        await applied(connection, batch([Entry(stage.log.said[0], stage.log.envelopes[0])], len(teller.ready()) + 2))
        assert await stage.watcher().look() == 0
        await applied(connection, batch([saved("stu-1")], 3))
        states = await connection.fetch(
            "SELECT student, state FROM cards WHERE fair = $1 ORDER BY student", teller.fair
        )
    assert [tuple(row) for row in states] == [("stu-1", "hidden"), ("stu-2", "shown")]


async def test_what_a_refused_booth_offers_ends(stage: Stage) -> None:
    """Its open invitations and approaches are overdue whatever their deadlines, and so is its open job."""
    teller = Teller()
    offers = [teller.submitted("stu-2"), teller.invited("stu-2"), shown(teller), approached(teller)]
    await filled(stage.dsn, [*teller.ready(), *offers])
    async with connection_to(stage.dsn) as connection:
        for table in ("applications", "approaches"):
            await connection.execute(f"UPDATE {table} SET deadline = now() + interval '1 hour'")
        assert await stage.watcher().look() == 0
        await connection.execute("UPDATE booths SET state = 'refused'")
    assert await stage.watcher().look() == 3
    kinds = {type(event).__name__ for event in stage.log.said}
    assert kinds == {"DeadlinePassed", "ApproachDeadlinePassed", "JobClosed"}


async def test_two_words_are_decided_once(stage: Stage) -> None:
    """With two records for one deadline, the first expires the invitation, the second changes nothing."""
    teller = await stage.overdue()
    assert [await stage.watcher().look(), await stage.watcher().look()] == [1, 1]
    said = [Entry(event, envelope) for event, envelope in zip(stage.log.said, stage.log.envelopes, strict=True)]
    async with connection_to(stage.dsn) as connection:
        words = batch(said, await connection.fetchval("SELECT next_offset FROM consumed"))
        assert await applied(connection, received_now(words)) == [True]
        assert [row["state"] for row in await connection.fetch(STATES, teller.fair)] == ["expired"]
        told = await connection.fetch("SELECT outcome, reason FROM inbox WHERE actor = 'livefair' ORDER BY \"offset\"")
    assert [tuple(row) for row in told] == [("applied", None), ("unchanged", "application_expired")]


def a_choice(teller: Teller, within_s: float) -> list[Entry]:
    """One opening, offered to the first of two students for this time; the second is ranked."""
    now = datetime.now(UTC)
    times: dict[str, Any] = {"starts_at": now - timedelta(hours=1), "ends_at": now + timedelta(days=1)}
    _, *ready = teller.ready()
    both = [step for name in ("stu-1", "stu-2") for step in (teller.submitted(name), teller.shortlisted(name))]
    invited = teller.invited("stu-1", deadline=now + timedelta(seconds=within_s))
    return [teller.scheduled(**times), *ready, teller.amended(headcount=1), *both, teller.ranked("stu-2"), invited]


async def reached(dsn: str, teller: Teller, *states: str) -> None:
    """Wait until the applications of a fair have these states."""
    async with asyncio.timeout(30), connection_to(dsn) as connection:
        while [row["state"] for row in await connection.fetch(STATES, teller.fair)] != [*states]:
            await asyncio.sleep(0.05)


async def test_a_deadline_survives_a_restart(
    fair_settings: Settings, edge: Edge, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The instance that decided the invitation never checks it; the next one does, and the alternate moves up."""
    teller, dsn = Teller(), fair_settings.postgres
    monkeypatch.setattr(deadlines, "EVERY_S", 1_000)
    async with running_fair(fair_settings) as fair:
        await decided(fair, await edge.write(*a_choice(teller, within_s=3)))
        await reached(dsn, teller, "invited", "shortlisted")
    assert fair.deadlines._task is not None
    assert fair.deadlines._task.done()
    monkeypatch.setattr(deadlines, "EVERY_S", 0.05)
    async with running_fair(fair_settings):
        await reached(dsn, teller, "expired", "invited")
    assert (await audit(dsn)).differences == []


async def test_two_watchers_do_no_harm(fair_settings: Settings, edge: Edge, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two further watchers act as if they owned all partitions: still one expiry and one alternate."""
    teller, dsn = Teller(), fair_settings.postgres
    monkeypatch.setattr(deadlines, "EVERY_S", 0.05)
    async with running_fair(fair_settings) as fair:
        others = [Deadlines(fair.publishing, fair.publisher, lambda: ALL, OVERDUE) for _ in range(2)]
        for other in others:
            other.start()
        await decided(fair, await edge.write(*a_choice(teller, within_s=3)))
        await reached(dsn, teller, "expired", "invited")
        for other in others:
            await other.stop()
        await decided(fair, await edge.write(teller.viewed("stu-2")))
        await _events(fair, teller)
    assert (await audit(dsn)).differences == []


async def _events(fair: Decider, teller: Teller) -> None:
    """Each application moved once, and only one record was applied."""
    async with connection_to(fair.settings.postgres) as connection:
        told = {row["outcome"]: row["count"] for row in await connection.fetch(WORDS)}
        rows = await connection.fetch("SELECT history FROM applications WHERE fair = $1 ORDER BY student", teller.fair)
    first, second = [[step["event"] for step in row["history"]][-1:] for row in rows]
    assert (first, second) == (["InvitationExpired"], ["ApplicantInvited"])
    assert (told["applied"], set(told) <= {"applied", "unchanged"}) == (1, True)
