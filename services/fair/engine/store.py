"""The store: decides a batch and writes its changes, inside the transaction that `plumbing.eventlog` holds.

Loads the rows that a batch touches, decides its records in memory one by one, and writes with set-based statements.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, cast

import asyncpg

from plumbing.eventlog.inbox import APPLIED, Decided, Verdict
from plumbing.eventlog.outbox import Record
from services.fair.applications.store import write_moved
from services.fair.closing_round.closing_round import HoldClosingRound
from services.fair.closing_round.store import load_round
from services.fair.engine.commands import DECIDED_APART, command_of
from services.fair.engine.deciding import decide, now
from services.fair.engine.dispatch import FAIR
from services.fair.engine.loading import Senders, load
from services.fair.engine.retiring import tombstones
from services.fair.engine.telling import Rooms, catalog_records
from services.fair.kernel.commands import Command
from services.fair.kernel.context import Context
from services.fair.kernel.log import Told
from services.fair.kernel.outcomes import Outcome, Refused, Unchanged
from services.fair.kernel.port import Port
from services.fair.kernel.postgres import Postgres
from services.fair.kernel.state import State
from services.fair.resumes import wire
from services.fair.resumes.store import write_newest
from services.fair.staff.rows import acting

SLICE_RECORDS = 500  # decided while the applications of the previous slice are written


class Seen(list[Verdict]):
    """The verdicts on the batch's events, in order, for the inbox."""

    def add(self, told: Told, outcomes: Sequence[Outcome] = ()) -> None:
        """Add a record with its outcomes, its own one first. Without outcomes it is applied: no rule decides it."""
        self.append(_verdict(outcomes[0] if outcomes else None))


async def decide_batch(connection: asyncpg.Connection, fresh: Sequence[Told]) -> Decided:
    """Decide records that are not in the inbox yet, and write their changes inside the caller's transaction."""
    seen, records, port = Seen(), list[Record](), Postgres(connection)
    if isinstance(fresh[0].event, wire.EVENTS):
        await _save_resumes(port, fresh, seen)
    else:
        for part in cut(fresh):
            records += await decide_records(port, part, seen)
    return Decided(seen, records)


def cut(fresh: Sequence[Told]) -> Iterator[Sequence[Told]]:
    """Cut the batch before and after each record that must be decided apart."""
    first = 0
    for number, one in enumerate(fresh):
        if isinstance(one.event, DECIDED_APART):
            yield from (part for part in (fresh[first:number], fresh[number : number + 1]) if part)
            first = number + 1
    if first < len(fresh):
        yield fresh[first:]


async def decide_records(port: Port, fresh: Sequence[Told], seen: Seen) -> list[Record]:
    """Decide consecutive records of one partition and write their changes. Returns the records to publish."""
    commands = [command_of(one.event) for one in fresh]
    state = await load(port, commands, senders_of(fresh, commands))
    if isinstance(commands[0], HoldClosingRound):  # decided apart
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
    return records + await tombstones(port, state)


def _tell(state: State, command: Command, context: Context, rooms: Rooms) -> list[Outcome]:
    """Decide one command and collect its items. Returns its own outcome and those that followed."""
    taken = decide(state, command, context)
    for outcome in taken:
        rooms.tell(state, command, outcome, context)
    return taken


def senders_of(fresh: Sequence[Told], commands: Sequence[Command]) -> Senders:
    """The senders of these commands."""
    senders = Senders()
    for one, command in zip(fresh, commands, strict=True):
        senders.add(command.fair, one.envelope.actor, one.envelope.role, one.envelope.org)
    return senders


def _said(one: Told, state: State, command: Command) -> Context:
    envelope, at = one.envelope, now(state, command, one.log_time)
    context = Context(envelope.id, envelope.actor, envelope.role, envelope.org, at, one.offset, one.position)
    return acting(state, command.fair, context)


def _verdict(outcome: Outcome | None) -> Verdict:
    match outcome:
        case Refused(reason, state, flags):
            more = {"state": state, "flags": flags}
            return Verdict("refused", reason, {name: value for name, value in more.items() if value})
        case Unchanged(reason):
            return Verdict("unchanged", reason)
        case _:
            return APPLIED


async def _save_resumes(port: Port, fresh: Sequence[Told], seen: Seen) -> None:
    for one in fresh:
        seen.add(one)
    await port.write(write_newest(wire.row_of(cast(Any, one.event), one.log_time) for one in fresh))
