"""The store on PostgreSQL: one transaction per batch, all or nothing, and only from the expected offset."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import asyncpg
import pytest

from livefair.audit.verify import audit
from plumbing.eventlog.batch import Batch
from plumbing.eventlog.outbox import Record, unpack
from plumbing.eventlog.reading import BadRecord
from schemas.job import Salary
from schemas.topics import DEAD_LETTERS, FAIRS
from services.fair.engine.sink import DECIDED
from tests.conftest import RunningPostgres
from tests.plumbing.postgres.connections import connection_to
from tests.services.fair.deciding import World, decide
from tests.services.fair.story import Entry, Teller, at, batch, batches, told
from tests.services.fair.tables import applied, contents, filled

t = Teller()
WEIGHTS = {
    Teller.submitted: 8,
    Teller.withdrawn: 2,
    Teller.resume_read: 1,
    Teller.viewed: 1,
    Teller.shortlisted: 4,
    Teller.accepted: 4,
    Teller.declined: 2,
    Teller.deadline_passed: 3,
    Teller.turned_down: 1,
    Teller.hired: 1,
}


def a_log(seed: int) -> list[Entry]:
    """Two fairs in one partition, with repeated requests and records, in random order.

    The second fair releases other offers.
    """
    one, other, chance = Teller(), Teller(), random.Random(seed)
    pay = Salary(min=0.1, max=1e12, period="year", currency="CNY")
    log = [*one.ready("a", "b"), other.scheduled(offers="release"), *other.ready("a", "b")[1:]]
    log += [other.published("c", salary=pay, majors=["数学", "x"])]
    for number in range(240):
        teller, student, job = chance.choice((one, other)), f"stu-{chance.randrange(8)}", chance.choice("ab")
        say: Callable[..., Entry] = chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        log.append(say(teller, student, job))
        if chance.random() < 0.3:
            deadline = at(len(log) + chance.randrange(1, 40))
            log.append(teller.invited(student, job, deadline=deadline, overbook=chance.random() < 0.3))
        if number % 10 == 0:
            log.append(chance.choice(log))
        if number % 40 == 0:
            log += [teller.amended(job, headcount=1 + number % 3), teller.requested(f"org-{number}")]
            log.append(teller.ranked(*chance.sample([f"stu-{n}" for n in range(8)], 4), name=job))
    for first, some in ((20, a_choice(one)), (120, several_offers(other)), (200, a_closing_round(other))):
        for number, entry in enumerate(some):
            log.insert(first + 5 * number, entry)
    return [*log, one.closed(), one.submitted("stu-late")]


def a_choice(teller: Teller) -> list[Entry]:
    """One opening: an expiry invites the next; an overbooked third accepts, then withdraws; the next is invited."""
    students = ("stu-x", "stu-y", "stu-z")
    return [
        teller.published("d", headcount=1),
        *(teller.submitted(student, "d") for student in students),
        *(teller.shortlisted(student, "d") for student in students),
        teller.ranked(*students, name="d"),
        teller.invited("stu-x", "d", deadline=at(65)),
        teller.deadline_passed("stu-x", "d"),
        teller.invited("stu-z", "d", deadline=at(300), overbook=True),
        teller.accepted("stu-z", "d"),
        teller.withdrawn("stu-z", "d"),
    ]


def several_offers(teller: Teller) -> list[Entry]:
    """Two openings, two students: one with both invitations accepts one, and the other opening moves on."""
    return [
        *(teller.published(name, headcount=1) for name in "de"),
        *(teller.submitted(student, name) for name in "de" for student in ("stu-x", "stu-y")),
        *(teller.shortlisted("stu-y", name) for name in "de"),
        *(teller.ranked("stu-x", "stu-y", name=name) for name in "de"),
        *(teller.invited("stu-x", name) for name in "de"),
        teller.accepted("stu-x", "d"),
        teller.accepted("stu-x", "e"),
        teller.accepted("stu-y", "e"),
    ]


def a_closing_round(teller: Teller) -> list[Entry]:
    """Two openings with crossed wishes, one student also invited elsewhere; a second round with later entries."""
    return [
        *(teller.published(name, headcount=1) for name in "fgh"),
        *(teller.submitted(student, name) for name in "fgh" for student in ("stu-v", "stu-w")),
        teller.ranked("stu-w", "stu-v", name="f"),
        teller.ranked("stu-v", "stu-w", name="g"),
        teller.wished("stu-v", "f", "g", "h"),
        teller.wished("stu-w", "g", "f"),
        teller.invited("stu-v", "h"),
        teller.round_held(),
        teller.submitted("stu-u", "h"),
        teller.wished("stu-u", "h"),
        teller.ranked("stu-u", "stu-w", name="h"),
        teller.round_held(),
    ]


async def outbox(connection: asyncpg.Connection) -> list[Record]:
    rows = await connection.fetch("SELECT records FROM outbox ORDER BY id")
    return [record for row in rows for record in unpack(row["records"])]


@pytest.mark.parametrize("size", [1, 7])
async def test_any_batching_gives_the_same_rows(size: int, postgres: RunningPostgres, database: str) -> None:
    """For every batching, the rows, counters, minutes and outcomes are the same, and the audit finds nothing."""
    log, another = a_log(size), await postgres.create()
    followed = _followed(log)
    assert followed >= {"ApplicantInvited", "ApplicantShortlisted", "InvitationDeclined", "MatchedInRound"}
    try:
        await filled(database, log, size=1_000)
        await filled(another, log, size=size)
        assert await contents(database) == await contents(another)
        assert (await audit(another)).differences == []
    finally:
        await postgres.drop(another)


def _followed(log: list[Entry]) -> set[str]:
    """The outcomes that follow from others in this log."""
    world, fresh = World(), {one.envelope.id: one for one in reversed(told(log))}
    ordered = sorted(fresh.values(), key=lambda one: one.offset)
    return {type(outcome).__name__ for one in ordered for outcome in decide(world, one)[1:]}


async def test_a_desk_is_loaded(database: str) -> None:
    """A batch loads applications from earlier batches: the next alternate, and invitations that lost their opening."""
    three = [t.submitted(f"stu-{n}") for n in range(3)]
    invited = [t.invited(f"stu-{n}", overbook=True) for n in (0, 1)]
    log = [*t.ready(), t.amended(headcount=1), *three, t.shortlisted("stu-2"), t.ranked("stu-2"), *invited]
    async with connection_to(database) as connection:
        assert all(await applied(connection, *batches([*log, t.accepted("stu-1")], 1)))
        assert await _states(connection) == ["shortlisted", "accepted", "shortlisted"]
        assert await applied(connection, batch([t.withdrawn("stu-1")], len(log) + 1)) == [True]
        assert await _states(connection) == ["shortlisted", "withdrawn", "invited"]
        reason = await connection.fetchval("SELECT reason FROM applications WHERE student = 'stu-0'")
        row = await connection.fetchrow("SELECT invitations, matches, cardinality(ranking) FROM jobs")
        assert (reason, tuple(row)) == ("place_taken", (1, 0, 1))
    assert (await audit(database)).differences == []


async def _states(connection: asyncpg.Connection) -> list[str]:
    return [row["state"] for row in await connection.fetch("SELECT state FROM applications ORDER BY student")]


async def test_a_moved_offset_writes_nothing(database: str) -> None:
    """If another consumer moved `consumed`, the batch writes nothing and reports it."""
    first, *rest = batches([*t.ready(), t.submitted("stu-1"), t.submitted("stu-2")], 6)
    async with connection_to(database) as connection:
        assert await applied(connection, first) == [True]
        before = await contents(database)
        behind, ahead = replace(first, following=99), replace(rest[0], first=50, following=51)
        assert await applied(connection, first, behind, ahead) == [False, False, False]
        assert await contents(database) == before
        assert await applied(connection, *rest) == [True]


async def test_an_event_has_one_effect(database: str) -> None:
    """A repeated event id, in the same or a later batch, has no effect."""
    first, again = t.submitted("stu-1"), t.submitted("stu-2")
    again = replace(again, envelope=replace(again.envelope, id=first.envelope.id))
    async with connection_to(database) as connection:
        one = batch([*t.ready(), first, again, first])
        two = batch([again, t.submitted("stu-3"), first], one.following)
        assert await applied(connection, one, two) == [True, True]
        assert await connection.fetchval("SELECT count(*) FROM applications") == 2
        assert await connection.fetchval("SELECT submissions FROM jobs") == 2
        seen = await connection.fetchrow("SELECT * FROM inbox WHERE event_id = $1", first.envelope.id)
        assert (seen["offset"], seen["outcome"], seen["actor"]) == (5, "applied", "stu-1")


async def test_the_inbox_keeps_the_outcome_of_each_event(database: str) -> None:
    """Applied, unchanged and refused, with the reason and the position."""
    entries = [*t.ready(), t.submitted(), t.submitted(), t.submitted(name="z")]
    await filled(database, entries)
    async with connection_to(database) as connection:
        rows = await connection.fetch('SELECT outcome, reason, topic, partition FROM inbox ORDER BY "offset"')
    assert [tuple(row) for row in rows[-3:]] == [
        ("applied", None, FAIRS.name, 0),
        ("unchanged", "duplicate", FAIRS.name, 0),
        ("refused", "unknown_job", FAIRS.name, 0),
    ]


async def test_a_rollback_leaves_nothing(database: str) -> None:
    """After a rollback nothing of the batch is stored, not even the offset."""
    await filled(database, t.ready())
    before = await contents(database)
    async with connection_to(database) as connection:
        transaction = connection.transaction()
        await transaction.start()
        assert await DECIDED.apply(connection, batch([t.submitted()], 5))
        await transaction.rollback()
        assert await connection.fetchval("SELECT count(*) FROM outbox") == 1
    assert await contents(database) == before


async def test_what_postgres_refuses_fails_as_a_whole(database: str) -> None:
    """A value that an index does not take is a permanent error, and nothing of its batch is written."""
    await filled(database, t.ready())
    before = await contents(database)
    async with connection_to(database) as connection:
        with pytest.raises(asyncpg.ProgramLimitExceededError):
            await applied(connection, batch([t.submitted("stu-1"), t.unstorable()], 5))
    assert await contents(database) == before


async def test_dead_letters_wait_in_the_outbox(database: str) -> None:
    """A bad record is skipped and published with its bytes and position; the records around it are decided."""
    bad = BadRecord(FAIRS.name, 0, 1, "it is bad", b"key", b"\xff", (("ce_id", b"7"), ("odd", None)))
    null = BadRecord(FAIRS.name, 0, 2, "null", None, None)
    async with connection_to(database) as connection:
        good = batch([t.scheduled()])
        assert await applied(connection, Batch(FAIRS.name, 0, 0, 3, good.received, [bad, null])) == [True]
        first, second = [record for record in await outbox(connection) if record.topic == DEAD_LETTERS.name]
        assert await connection.fetchval("SELECT next_offset FROM consumed") == 3
    assert (first.key, first.value) == (b"key", b"\xff")
    named = {"dlq_topic": b"livefair.fairs", "dlq_partition": b"0", "dlq_offset": b"1", "dlq_reason": b"it is bad"}
    assert dict(first.headers) == {**named, "orig_ce_id": b"7"}
    assert (second.key, second.value) == (b"", None)


async def test_a_dead_letter_fits_into_a_record(database: str) -> None:
    """A record of the maximum size is published without its value and headers, which stay in the source topic."""
    huge = BadRecord(FAIRS.name, 0, 0, "too large", b"key", b"x" * 4_190_000, (("h", b"y" * 2_000),))
    crowded = BadRecord(
        FAIRS.name, 0, 1, "too many headers", b"key", b"x", tuple(("h", b"y" * 9_000) for _ in range(400))
    )
    async with connection_to(database) as connection:
        assert await applied(connection, Batch(FAIRS.name, 0, 0, 2, [], [huge, crowded])) == [True]
        for record in await outbox(connection):
            assert len(record.value or b"") + sum(len(value) for _, value in record.headers) < 3 * 1_048_576
            assert b"not copied" in dict(record.headers)["dlq_reason"]


async def test_a_batch_without_a_good_record_moves_on(database: str) -> None:
    """A batch without a readable record, even an empty one, still moves the offset."""
    async with connection_to(database) as connection:
        assert await applied(connection, Batch(FAIRS.name, 3, 0, 10, [])) == [True]
        assert await connection.fetchval("SELECT next_offset FROM consumed WHERE partition = 3") == 10
