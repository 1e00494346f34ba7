"""The store: one Postgres transaction for each batch, holding all that it changed and how far the log is decided.

Loads the slice of state that a batch touches, has it decided in memory record by record, writes set-wise. The first
statement moves `consumed` from the expected offset to the new one: whoever finds it moved already writes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import asyncpg
import msgspec

from plumbing.telemetry import metrics
from schemas.deadletter import DeadLetter
from schemas.resume import ResumeSaved
from schemas.topics import DEAD_LETTERS
from services.fair import rows, statements
from services.fair.domain.case import Command, Outcome
from services.fair.domain.outcomes import Refused, Unchanged
from services.fair.domain.said import Said
from services.fair.outbox import Record, pack
from services.fair.telling import Rooms, catalog_records
from services.fair.translate import Told, command_of
from services.fair.world import Books, Touched, World

_json = msgspec.json.Encoder()


@dataclass(frozen=True, slots=True)
class Batch:
    """Consecutive records of one partition: from `first` on, and `following` is the offset after the last one."""

    topic: str
    partition: int
    first: int
    following: int
    told: Sequence[Told]
    dead: Sequence[DeadLetter] = ()


@dataclass(slots=True)
class Seen:
    """What the inbox will remember of the batch's events."""

    events: list[tuple[Any, ...]] = field(default_factory=list)

    def add(self, told: Told, outcome: str, reason: str | None) -> None:
        envelope = told.envelope
        self.events.append((envelope.id, envelope.actor, outcome, reason, told.offset, told.log_time))
        metrics.OUTCOMES.labels(outcome).inc()


async def apply(connection: asyncpg.Connection, batch: Batch) -> bool:
    """Decide and write a batch inside the caller's transaction. False, and nothing written, where it was fenced off."""
    place = (batch.topic, batch.partition)
    if await connection.fetchval(statements.FENCE, *place, batch.first, batch.following) is None:
        return False
    fresh = await _unseen(connection, batch.told)
    seen = Seen()
    records = [_dead_letter(letter) for letter in batch.dead]
    if fresh and isinstance(fresh[0].event, ResumeSaved):
        await _save_resumes(connection, fresh, seen)
    elif fresh:
        records += await _decide(connection, fresh, seen)
    if seen.events:
        await connection.execute(statements.WRITE_INBOX, *place, *_columns(seen.events))
    if records:
        await connection.execute(statements.WRITE_OUTBOX, *place, pack(records))
    return True


async def _unseen(connection: asyncpg.Connection, told: Sequence[Told]) -> list[Told]:
    """The records whose event id comes for the first time, here or ever."""
    ids = {one.envelope.id for one in told}
    known = {row["event_id"] for row in await connection.fetch(statements.LOAD_SEEN, list(ids))} if ids else set()
    fresh = []
    for one in told:
        if one.envelope.id not in known:
            known.add(one.envelope.id)
            fresh.append(one)
    return fresh


async def _decide(connection: asyncpg.Connection, fresh: Sequence[Told], seen: Seen) -> list[Record]:
    commands = [command_of(one.event) for one in fresh]
    world = await _load(connection, commands)
    rooms = Rooms()
    for one, command in zip(fresh, commands, strict=True):
        said = _said(one, world, command)
        case, outcome = world.take(command, said)
        world.advance(command.fair, said)
        rooms.tell(case, command, outcome, said)
        seen.add(one, *_word(outcome))
    await _write(connection, world)
    return [*catalog_records(world), *rooms.records(world)]


def _said(one: Told, world: World, command: Command) -> Said:
    envelope = one.envelope
    now = world.now(command.fair, one.log_time)
    return Said(envelope.id, envelope.actor, envelope.role, envelope.org, now, one.offset, one.position)


def _word(outcome: Outcome) -> tuple[str, str | None]:
    if isinstance(outcome, Refused):
        return "refused", outcome.reason
    return ("unchanged", outcome.reason) if isinstance(outcome, Unchanged) else ("applied", None)


async def _load(connection: asyncpg.Connection, commands: Sequence[Command]) -> World:
    touched, world = Touched(), World()
    for command in commands:
        touched.add(command)
    for row in await connection.fetch(statements.LOAD_FAIRS, list(touched.fairs)):
        world.fairs[row["id"]] = rows.fair_of(row)
        world.books[row["id"]] = Books(row["counters"], row["decided"], row["as_of"])
    if touched.booths:
        for row in await connection.fetch(statements.LOAD_BOOTHS, *_columns(touched.booths)):
            world.booths[row["fair"], row["org"]] = rows.booth_of(row)
    if touched.jobs:
        for row in await connection.fetch(statements.LOAD_JOBS, list(touched.jobs)):
            world.jobs[row["id"]] = rows.job_of(row)
    if touched.applications:
        for row in await connection.fetch(statements.LOAD_APPLICATIONS, list(touched.applications)):
            world.applications[row["id"]] = rows.application_of(row)
    if touched.applicants:
        for row in await connection.fetch(statements.LOAD_APPLICANTS, *_columns(touched.applicants)):
            world.applicants[row["fair"], row["student"]] = rows.applicant_of(row)
    return world


async def _write(connection: asyncpg.Connection, world: World) -> None:
    """Write what changed, a statement a table."""
    changed = world.changed
    rewritten = [rows.job_row(world.jobs[job]) for job in changed.jobs & world.rewritten]
    numbers = [(job, world.jobs[job].submissions, world.jobs[job].standing) for job in changed.jobs - world.rewritten]
    writes = (
        (statements.WRITE_FAIRS, [_fair_row(world, fair) for fair in changed.fairs]),
        (statements.WRITE_BOOKS, [(fair, *_books(kept)) for fair, kept in world.books.items()]),
        (statements.WRITE_MINUTES, _minutes(world)),
        (statements.WRITE_BOOTHS, [rows.booth_row(world.booths[key]) for key in changed.booths]),
        (statements.WRITE_JOBS, rewritten),
        (statements.WRITE_JOB_NUMBERS, numbers),
        (
            statements.WRITE_APPLICATIONS,
            [rows.application_row(world.applications[key]) for key in changed.applications],
        ),
        (statements.WRITE_APPLICANTS, [(*key, world.applicants[key].standing) for key in changed.applicants]),
    )
    for statement, values in writes:
        if values:
            await connection.execute(statement, *_columns(values))


def _fair_row(world: World, fair: Any) -> tuple[Any, ...]:
    return (*rows.fair_row(world.fairs[fair]), *_books(world.books[fair]))


def _books(books: Books) -> tuple[Any, ...]:
    return _text(books.counters), books.decided, books.as_of


def _minutes(world: World) -> list[tuple[Any, ...]]:
    return [
        (fair, minute, _text(counters))
        for fair, kept in world.books.items()
        for minute, counters in kept.minutes.items()
    ]


async def _save_resumes(connection: asyncpg.Connection, fresh: Sequence[Told], seen: Seen) -> None:
    """The newest card of each person; the log's order decides which is newest."""
    newest: dict[str, tuple[Any, ...]] = {}
    for one in fresh:
        event = cast(ResumeSaved, one.event)
        card = event.model_dump_json(exclude={"person"}, exclude_none=True)
        newest[event.person] = (event.person, card, one.log_time)
        seen.add(one, "applied", None)
    await connection.execute(statements.WRITE_RESUMES, *_columns(newest.values()))


def _dead_letter(letter: DeadLetter) -> Record:
    metrics.DEAD_LETTERS.labels(letter.topic).inc()
    return Record(DEAD_LETTERS.name, letter.key or b"", letter.value or b"", letter.to_headers())


def _columns(values: Any) -> tuple[list[Any], ...]:
    """Rows as the columns that `unnest` takes."""
    return tuple(list(column) for column in zip(*values, strict=True))


def _text(value: Any) -> str:
    return _json.encode(value).decode()
