"""Between Postgres and the stage of a batch: which sessions, drops and lines are loaded, and what is written back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID, uuid5

import asyncpg

from services.fair.applications.application import WithdrawApplication
from services.fair.engine import rows, statements
from services.fair.engine.case import Command
from services.fair.engine.touched import Touched
from services.fair.engine.world import World
from services.fair.sessions import question_store
from services.fair.sessions import statements as stage_statements
from services.fair.sessions import telling as stage_telling
from services.fair.sessions.drop import ExtendDrop
from services.fair.sessions.rows import Stage

WHOLE_LINE = 2**31 - 1


async def load_stage(
    connection: asyncpg.Connection, commands: Sequence[Command], touched: Touched, world: World
) -> None:
    """What a batch touches of the stage. The applications that it names are loaded already; jobs it adds to `touched`.

    An application brings its drop, a drop its session; a line is loaded as far as it may move.
    """
    await question_store.load(connection, touched.questions, world.stage.questions)
    drops = {one.drop for one in world.applications.values() if one.drop is not None} | touched.drops
    if not (drops or touched.sessions or touched.endings or touched.publications):
        return
    await _load_sessions(connection, world.stage, touched.sessions, touched.endings, touched.publications)
    ended = {session.id for session in world.stage.sessions.values() if session.fair in touched.endings}
    stages = touched.stages | ended
    if drops or stages:
        for row in await connection.fetch(stage_statements.LOAD_DROPS, list(drops), list(stages)):
            world.stage.drops[row["id"]] = rows.drop_of(row)
    missing = {drop.session for drop in world.stage.drops.values()} - world.stage.sessions.keys()
    await _load_sessions(connection, world.stage, missing)
    for session in touched.stages & world.stage.sessions.keys():
        touched.jobs.update(slot.job for slot in world.stage.sessions[session].run_of_show)
    for session in touched.sessions & world.stage.sessions.keys():
        touched.jobs.update(slot.job for slot in world.stage.sessions[session].run_of_show)
    await _load_lines(connection, wanted_lines(commands, touched, touched.finales | ended, world), touched, world)


async def _load_sessions(connection: asyncpg.Connection, stage: Stage, ids: set[UUID], *of_fairs: set[UUID]) -> None:
    """Those of these ids; the live ones of the first fairs, and all of the second."""
    if ids or any(of_fairs):
        ending, published = of_fairs or (set(), set())
        for row in await connection.fetch(stage_statements.LOAD_SESSIONS, list(ids), list(ending), list(published)):
            stage.sessions[row["id"]] = rows.session_of(row)
            stage.counters[row["id"]] = row["counters"]


def wanted_lines(commands: Iterable[Command], touched: Touched, ending: set[UUID], world: World) -> dict[UUID, int]:
    """How many of each line may move: all where the drop may end, else one for each withdrawal and each place more.

    Neither takes more from the front. Whoever comes meanwhile stands behind those that are loaded, or there was nobody
    else.
    """
    withdrawn = (world.applications.get(one.application) for one in commands if isinstance(one, WithdrawApplication))
    leaving = Counter(one.drop for one in withdrawn if one is not None and one.drop is not None)
    for larger in (one for one in commands if isinstance(one, ExtendDrop)):
        drop = world.stage.drops.get(larger.drop)
        if drop is not None and drop.cap is not None:
            leaving[drop.id] += max(0, larger.cap - drop.cap)
    wanted = {}
    for one in world.stage.drops.values():
        if one.state == "open" and one.waiting:
            all_of_it = one.id in touched.lines or one.session in ending
            if number := WHOLE_LINE if all_of_it else min(leaving[one.id], WHOLE_LINE):
                wanted[one.id] = number
    return wanted


async def _load_lines(connection: asyncpg.Connection, wanted: dict[UUID, int], touched: Touched, world: World) -> None:
    if not wanted:
        return
    if WHOLE_LINE in wanted.values():  # tens of thousands may stand in it, and all of them move with one record
        await connection.execute(statements.WAIT_FOR_US)
    touched.jobs.update(world.stage.drops[drop].job for drop in wanted)
    for row in await connection.fetch(stage_statements.LOAD_LINES, list(wanted), list(wanted.values())):
        world.applications.setdefault(row["id"], rows.application_of(row))
        world.stage.lines.setdefault(row["drop"], {})[row["id"]] = None


def writes(stage: Stage) -> tuple[tuple[str, Iterable[Any]], ...]:
    """What changed on the stage, a statement a table."""
    return (
        (stage_statements.WRITE_SESSIONS, (stage.sessions[one] for one in stage.changed_sessions)),
        (stage_statements.WRITE_SESSION_COUNTERS, _counters(stage)),
        (stage_statements.WRITE_DROPS, (stage.drops[one] for one in stage.changed_drops)),
        (stage_statements.ADD_MINUTES, _minutes(stage)),
        (stage_statements.WRITE_SECONDS, _seconds(stage)),
        (stage_statements.WRITE_VIEWERS, _viewers(stage)),
        (stage_statements.WRITE_ITEMS, _items(stage)),
        *question_store.writes(stage.questions),
    )


def _counters(stage: Stage) -> Iterator[dict[str, Any]]:
    for session in stage.restaged:
        yield {"id": session, "counters": stage.counters[session]}


def _minutes(stage: Stage) -> Iterator[dict[str, Any]]:
    for (session, minute), numbers in stage.funnel.items():
        yield {"session": session, "minute": minute, **numbers}


def _seconds(stage: Stage) -> Iterator[dict[str, Any]]:
    for (key, second), drop in stage.seconds.items():
        numbers = {"submissions": drop.submissions, "standing": drop.standing, "remaining": drop.remaining}
        yield {"drop": key, "second": second, **numbers}


def _items(stage: Stage) -> Iterator[dict[str, Any]]:
    """What each session's room was told, by the record that caused it."""
    numbers = Counter[tuple[UUID, int]]()
    for case, outcome, said in stage.happened:
        session = outcome.session.id
        for _, event, data in stage_telling.in_the_session(case, outcome):
            number = numbers[session, said.offset]
            numbers[session, said.offset] += 1
            event_id = said.event if number == 0 else uuid5(said.event, str(number))
            place = {"session": session, "offset": said.offset, "number": number, "at": said.now}
            yield {**place, "event": event, "event_id": event_id, "data": data}


def _viewers(stage: Stage) -> Iterator[dict[str, Any]]:
    for (session, minute), (viewers, peak) in stage.viewers.items():
        yield {"session": session, "minute": minute, "viewers": viewers, "viewers_peak": peak}
