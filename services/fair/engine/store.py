"""The store: what a batch decides and changes, inside the transaction that `plumbing.eventlog` holds.

Loads the slice of state that a batch touches, has it decided in memory record by record, writes set-wise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, cast
from uuid import UUID

import asyncpg

from plumbing.eventlog.beside import Beside
from plumbing.eventlog.inbox import APPLIED, Decided, Verdict
from plumbing.eventlog.outbox import Record
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
from services.fair.jobs.job import Job
from services.fair.kernel.outcomes import Refused, Unchanged
from services.fair.kernel.said import Said
from services.fair.sessions import store as staging
from services.fair.staff import store as staff_store
from services.fair.staff.rows import Person

SLICE_RECORDS = 500  # decided while the applications of those before them are written


class Seen(list[Verdict]):
    """What the inbox will remember of the batch's events, in their order."""

    def add(self, told: Told, outcome: Outcome | None = None) -> None:
        """The record with what became of it. None: it was decided by nobody, and is applied."""
        self.append(_verdict(outcome))


async def decide(connection: asyncpg.Connection, fresh: Sequence[Told]) -> Decided:
    """Decide records that come for the first time, and write what they change, inside the caller's transaction."""
    seen, records = Seen(), list[Record]()
    if isinstance(fresh[0].event, ResumeSaved):
        await _save_resumes(connection, fresh, seen)
    else:
        for part in cut(fresh):
            records += await _decide(connection, part, seen)
    return Decided(seen, records)


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


def _verdict(outcome: Outcome | None) -> Verdict:
    match outcome:
        case Refused(reason, state, flags):
            more = {"state": state, "flags": flags}
            return Verdict("refused", reason, {name: value for name, value in more.items() if value})
        case Unchanged(reason):
            return Verdict("unchanged", reason)
        case _:
            return APPLIED


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
