"""The store: one Postgres transaction for each batch, holding all that it changed and how far the log is decided.

Loads the slice of state that a batch touches, has it decided in memory record by record, writes set-wise. The first
statement moves `consumed` from the expected offset to the new one: whoever finds it moved already writes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

import asyncpg
import msgspec

from plumbing.telemetry import metrics
from schemas.deadletter import DeadLetter
from services.fair.applications.store import write_moved
from services.fair.closing_round.closing_round import HoldClosingRound
from services.fair.closing_round.store import load_round
from services.fair.engine import statements
from services.fair.engine.deciding import decide, now
from services.fair.engine.dispatch import FAIR
from services.fair.engine.loading import Senders, load
from services.fair.engine.outbox import Record, dead_letter, pack
from services.fair.engine.telling import Rooms, catalog_records
from services.fair.engine.translate import DECIDED_APART, Told, command_of
from services.fair.kernel.commands import Command
from services.fair.kernel.outcomes import Outcome, Refused, Unchanged
from services.fair.kernel.port import Port
from services.fair.kernel.postgres import Postgres
from services.fair.kernel.said import Said
from services.fair.kernel.state import State
from services.fair.kernel.tables import as_json
from services.fair.resumes import wire
from services.fair.resumes.store import write_newest
from services.fair.staff.rows import acting

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
    flags: tuple[object, ...] | msgspec.UnsetType = msgspec.UNSET


class Seen(list[SeenEvent]):
    """What the inbox will remember of the batch's events."""

    def add(self, told: Told, outcomes: Sequence[Outcome] = ()) -> None:
        """The record with what became of it, first of all. None: it was decided by nobody, and is applied."""
        word, reason, state, flags = _word(outcomes[0] if outcomes else None)
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
    if fresh and isinstance(fresh[0].event, wire.EVENTS):
        await _save_resumes(connection, fresh, seen)
    elif fresh:
        for part in cut(fresh):
            records += await decide_records(Postgres(connection), part, seen)
    if seen:
        await connection.execute(statements.WRITE_INBOX, *place, as_json(seen))
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


async def decide_records(port: Port, fresh: Sequence[Told], seen: Seen) -> list[Record]:
    """Decide consecutive records of one fairs partition and write what they changed; answers what is told of it."""
    commands = [command_of(one.event) for one in fresh]
    state = await load(port, commands, senders_of(fresh, commands))
    if isinstance(commands[0], HoldClosingRound):  # it is decided apart
        await load_round(port, commands[0], _said(fresh[0], state, commands[0]), state)
    rooms = Rooms()
    async with port.pipeline() as pipeline:
        for number, (one, command) in enumerate(zip(fresh, commands, strict=True), 1):
            seen.add(one, _tell(state, command, _said(one, state, command), rooms))
            if number % SLICE_RECORDS == 0:
                await pipeline.send(write_moved(state))
        await pipeline.send(write_moved(state))
        records = [*catalog_records(state), *rooms.records(state)]
    for noun in FAIR.nouns:
        for write in noun.writes(state):
            await port.write(write)
    return records


def _tell(state: State, command: Command, said: Said, rooms: Rooms) -> list[Outcome]:
    """Decide one command and have it told. Answers its own outcome and what followed."""
    taken = decide(state, command, said)
    for outcome in taken:
        rooms.tell(state, command, outcome, said)
    return taken


def senders_of(fresh: Sequence[Told], commands: Sequence[Command]) -> Senders:
    """Who sends these commands."""
    senders = Senders()
    for one, command in zip(fresh, commands, strict=True):
        senders.add(command.fair, one.envelope.actor, one.envelope.role, one.envelope.org)
    return senders


def _said(one: Told, state: State, command: Command) -> Said:
    envelope, at = one.envelope, now(state, command, one.log_time)
    said = Said(envelope.id, envelope.actor, envelope.role, envelope.org, at, one.offset, one.position)
    return acting(state, command.fair, said)


def _word(outcome: Outcome | None) -> tuple[str, str | None, str | None, tuple[object, ...]]:
    match outcome:
        case Refused(reason, state, flags):
            return "refused", reason, state, flags
        case Unchanged(reason):
            return "unchanged", reason, None, ()
        case _:
            return "applied", None, None, ()


async def _save_resumes(connection: asyncpg.Connection, fresh: Sequence[Told], seen: Seen) -> None:
    for one in fresh:
        seen.add(one)
    saved = (wire.row_of(cast(Any, one.event), one.log_time) for one in fresh)
    await Postgres(connection).write(write_newest(saved))
