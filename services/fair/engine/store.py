"""The store: one Postgres transaction for each batch, holding all that it changed and how far the log is decided.

Loads the slice of state that a batch touches, has it decided in memory record by record, writes set-wise. The first
statement moves `consumed` from the expected offset to the new one: whoever finds it moved already writes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

import asyncpg
import msgspec

from plumbing.eventlog.beside import Beside
from plumbing.eventlog.outbox import Record, dead_letter, pack
from plumbing.telemetry import metrics
from schemas.deadletter import DeadLetter
from schemas.resume import ResumeSaved
from services.fair.applications import footprints
from services.fair.cards import store as card_store
from services.fair.closing_round import store as round_store
from services.fair.closing_round.closing_round import HoldClosingRound
from services.fair.engine import rows, statements
from services.fair.engine.case import Command, Outcome
from services.fair.engine.loading import load, load_round
from services.fair.engine.telling import Rooms, catalog_records
from services.fair.engine.translate import DECIDED_APART, Told, command_of
from services.fair.engine.world import Books, World
from services.fair.jobs.advertisement import Flag
from services.fair.jobs.job import Job
from services.fair.kernel.outcomes import Refused, Unchanged
from services.fair.kernel.said import Said
from services.fair.sessions import store as staging
from services.fair.staff import store as staff_store
from services.fair.staff.rows import Person

ROW_RECORDS_MAX = 5_000  # a row of the outbox is sent at once, and the publisher takes no more than it has room for
SLICE_RECORDS = 500  # decided while the applications of those before them are written


@dataclass(frozen=True, slots=True)
class Batch:
    """Consecutive records of one partition: from `first` on, and `following` is the offset after the last one."""

    topic: str
    partition: int
    first: int
    following: int
    told: Sequence[Told]
    dead: Sequence[DeadLetter] = ()


@dataclass(frozen=True, slots=True)
class SeenEvent:
    """A row of the inbox."""

    event_id: UUID
    actor: str
    outcome: str
    reason: str | None
    state: str | None
    offset: int
    at: datetime
    flags: tuple[Flag, ...] | msgspec.UnsetType = msgspec.UNSET


class Seen(list[SeenEvent]):
    """What the inbox will remember of the batch's events."""

    def add(self, told: Told, outcome: Outcome | None = None) -> None:
        """The record with what became of it. None: it was decided by nobody, and is applied."""
        word, reason, state, flags = _word(outcome)
        place = (told.offset, told.log_time)
        self.append(
            SeenEvent(told.envelope.id, told.envelope.actor, word, reason, state, *place, flags or msgspec.UNSET)
        )


async def apply(connection: asyncpg.Connection, batch: Batch) -> bool:
    """Decide and write a batch inside the caller's transaction. False, and nothing written, where it was fenced off."""
    place = (batch.topic, batch.partition)
    if await connection.fetchval(statements.FENCE, *place, batch.first, batch.following) is None:
        return False
    fresh = await _unseen(connection, batch.told)
    seen = Seen()
    records = [dead_letter(letter) for letter in batch.dead]
    if fresh and isinstance(fresh[0].event, ResumeSaved):
        await _save_resumes(connection, fresh, seen)
    elif fresh:
        for part in cut(fresh):
            records += await _decide(connection, part, seen)
    if seen:
        await connection.execute(statements.WRITE_INBOX, *place, rows.as_json(seen))
    for first in range(0, len(records), ROW_RECORDS_MAX):
        row = pack(records[first : first + ROW_RECORDS_MAX])
        await connection.execute(statements.WRITE_OUTBOX, *place, row)
    for outcome, number in Counter(event.outcome for event in seen).items():
        metrics.OUTCOMES.labels(outcome).inc(number)
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


def cut(fresh: Sequence[Told]) -> Iterator[Sequence[Told]]:
    """The batch, cut before and after each record that is decided apart."""
    first = 0
    for number, one in enumerate(fresh):
        if isinstance(one.event, DECIDED_APART):
            yield from (part for part in (fresh[first:number], fresh[number : number + 1]) if part)
            first = number + 1
    if first < len(fresh):
        yield fresh[first:]


async def _decide(connection: asyncpg.Connection, fresh: Sequence[Told], seen: Seen) -> list[Record]:
    commands = [command_of(one.event) for one in fresh]
    world = await load(connection, commands, speakers_of(fresh, commands), booths_of(fresh, commands))
    if isinstance(commands[0], HoldClosingRound):  # it is decided apart
        await load_round(connection, commands[0], _said(fresh[0], world, commands[0]), world)
    rooms = Rooms()
    async with Beside(connection) as beside:
        for number, (one, command) in enumerate(zip(fresh, commands, strict=True), 1):
            said = _said(one, world, command)
            taken = world.take(command, said)
            world.advance(command.fair, said)
            for case, outcome in taken:
                rooms.tell(case, command, outcome, said)
            seen.add(one, taken[0][1])
            if number % SLICE_RECORDS == 0:
                await _write_moved(beside, world)
        await _write_moved(beside, world)
        records = [*catalog_records(world), *rooms.records(world)]
    await _write(connection, world)
    return records


def speakers_of(fresh: Sequence[Told], commands: Sequence[Command]) -> set[Person]:
    """Who says what matters for whom one speaks: only people of enterprises are staff."""
    said = zip(fresh, commands, strict=True)
    return {(command.fair, one.envelope.actor) for one, command in said if one.envelope.role == "enterprise"}


def booths_of(fresh: Sequence[Told], commands: Sequence[Command]) -> set[tuple[UUID, str]]:
    """The booths of the enterprises that speak by their token; those of staff are known once the staff is."""
    said = zip((one.envelope for one in fresh), commands, strict=True)
    return {(command.fair, by.org) for by, command in said if by.role == "enterprise" and by.org is not None}


async def _write_moved(beside: Beside, world: World) -> None:
    if moved := world.moved_applications():
        await beside.send(statements.WRITE_APPLICATIONS, rows.as_json(moved))


def _said(one: Told, world: World, command: Command) -> Said:
    envelope = one.envelope
    now = world.now(command.fair, one.log_time)
    said = Said(envelope.id, envelope.actor, envelope.role, envelope.org, now, one.offset, one.position)
    return world.crew.speaking(command.fair, said, world.booths)


def _word(outcome: Outcome | None) -> tuple[str, str | None, str | None, tuple[Flag, ...]]:
    match outcome:
        case Refused(reason, state, flags):
            return "refused", reason, state, flags
        case Unchanged(reason):
            return "unchanged", reason, None, ()
        case _:
            return "applied", None, None, ()


async def _write(connection: asyncpg.Connection, world: World) -> None:
    """Write what changed, a statement a table."""
    changed = world.changed
    numbers = (world.jobs[job] for job in changed.jobs - world.rewritten)
    writes: tuple[tuple[str, Iterable[Any]], ...] = (
        (statements.WRITE_FAIRS, (world.fairs[fair] for fair in changed.fairs)),
        (statements.WRITE_BOOKS, ({"fair": fair, **_books(kept)} for fair, kept in world.books.items())),
        (statements.WRITE_MINUTES, _minutes(world)),
        (statements.WRITE_BOOTHS, (world.booths[key] for key in changed.booths)),
        (statements.WRITE_JOBS, (rows.job_row(world.jobs[job]) for job in world.rewritten)),
        (statements.WRITE_JOB_NUMBERS, map(_numbers, numbers)),
        (statements.WRITE_APPLICANTS, (world.applicants[key] for key in changed.applicants)),
        *card_store.writes(world.employer_first),
        *staff_store.writes(world.crew),
        *footprints.writes(world.footprints),
        *round_store.writes(world.closing),
        *staging.writes(world.stage),
    )
    for statement, values in writes:
        text = rows.as_json(values)
        if text != "[]":
            await connection.execute(statement, text)


def _books(kept: Books) -> dict[str, Any]:
    return {"counters": kept.counters, "decided": kept.decided, "as_of": kept.as_of}


def _numbers(job: Job) -> dict[str, Any]:
    return {name: getattr(job, name) for name in ("id", "submissions", "standing", "invitations", "matches")}


def _minutes(world: World) -> Iterator[dict[str, Any]]:
    for fair, kept in world.books.items():
        for minute, counters in kept.minutes.items():
            yield {"fair": fair, "minute": minute, "counters": counters}


async def _save_resumes(connection: asyncpg.Connection, fresh: Sequence[Told], seen: Seen) -> None:
    """The newest card of each person; the log's order decides which is newest."""
    newest: dict[str, dict[str, Any]] = {}
    for one in fresh:
        event = cast(ResumeSaved, one.event)
        card = event.model_dump(mode="json", exclude={"person"}, exclude_none=True)
        newest[event.person] = {"person": event.person, "card": card, "saved_at": one.log_time}
        seen.add(one)
    await connection.execute(statements.WRITE_RESUMES, rows.as_json(newest.values()))
