"""Loading the slice of state that a batch touches: one statement a table, whatever the batch's size."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import asyncpg

from services.fair.applications import footprints
from services.fair.applications.reach import Reach, asked_for, reach_of
from services.fair.cards import store as card_store
from services.fair.closing_round import store as round_store
from services.fair.closing_round.closing_round import HoldClosingRound, refusal
from services.fair.engine import rows, statements
from services.fair.engine.case import Command
from services.fair.engine.touched import Touched
from services.fair.engine.world import Books, World
from services.fair.fairs.fair import LAPSES_MAX, RELEASE
from services.fair.kernel.said import Said
from services.fair.sessions.store import load_stage
from services.fair.staff import store as staff_store
from services.fair.staff.rows import Person


async def load(
    connection: asyncpg.Connection,
    commands: Sequence[Command],
    speakers: Iterable[Person] = (),
    booths: Iterable[tuple[UUID, str]] = (),
) -> World:
    """A world with all that these commands may touch.

    `speakers` say them and may be of some booth's staff; `booths` are those of the enterprises for which they speak.
    """
    touched, world = Touched(), World()
    for command in commands:
        touched.add(command)
    touched.crew.people.update(speakers)
    touched.booths.update(booths)
    for row in await connection.fetch(statements.LOAD_FAIRS, list(touched.fairs)):
        world.fairs[row["id"]] = rows.fair_of(row)
        world.books[row["id"]] = Books(row["counters"], row["decided"], row["as_of"])
    await staff_store.load(connection, touched.crew, world.crew)
    touched.booths.update((staff.fair, staff.org) for staff in world.crew.staff.values())
    if touched.booths:
        for row in await connection.fetch(statements.LOAD_BOOTHS, *_columns(touched.booths)):
            world.booths[row["fair"], row["org"]] = rows.booth_of(row)
    await _load_applications(connection, touched, world)
    await load_stage(connection, commands, touched, world)
    reach = reach_of(commands, world)
    await _load_held(connection, reach, touched, world)
    if touched.jobs:
        for row in await connection.fetch(statements.LOAD_JOBS, list(touched.jobs)):
            world.jobs[row["id"]] = rows.job_of(row)
    await _load_desks(connection, touched, world)
    await _load_invited(connection, touched, world)
    await card_store.load(connection, touched.employer_first, world.employer_first)
    await footprints.load(connection, footprints.answering(commands), world.footprints)
    await round_store.load_wishes(connection, touched.wishes, world.closing)
    await _load_applicants(connection, reach, touched, world)
    return world


async def load_round(connection: asyncpg.Connection, command: HoldClosingRound, said: Said, world: World) -> None:
    """Have a closing round settled, unless it is refused, and load what its matches move."""
    fair = world.fairs.get(command.fair)
    if fair is None or refusal(fair, said) is not None:
        return
    settled = await round_store.load_round(connection, command.fair, world)
    students = {(fair.id, one.student) for one in settled.matches}
    releasing = {fair.id} if fair.offers == RELEASE else set()
    reach = Reach(releasing, applicants=students, holders=students)
    touched = Touched(applications={one.id for one in settled.matches}, desks=round_store.desks_of(world, settled))
    await _load_applications(connection, touched, world)
    await _load_held(connection, reach, touched, world)
    await _load_desks(connection, touched, world)
    await _load_applicants(connection, reach, touched, world)


async def _load_applications(connection: asyncpg.Connection, touched: Touched, world: World) -> None:
    if touched.applications:
        for row in await connection.fetch(statements.LOAD_APPLICATIONS, list(touched.applications)):
            world.applications[row["id"]] = rows.application_of(row)


async def _load_applicants(connection: asyncpg.Connection, reach: Reach, touched: Touched, world: World) -> None:
    touched.applicants.update(asked_for(reach, world))
    if touched.applicants:
        for row in await connection.fetch(statements.LOAD_APPLICANTS, *_columns(touched.applicants)):
            world.applicants[row["fair"], row["student"]] = rows.applicant_of(row)


async def _load_invited(connection: asyncpg.Connection, touched: Touched, world: World) -> None:
    """The open invitations that end with their fair, the first of them, with their jobs."""
    if not touched.closing:
        return
    for row in await connection.fetch(statements.LOAD_INVITED, list(touched.closing), LAPSES_MAX):
        world.applications[row["id"]] = rows.application_of(row)
    jobs = {application.job for application in world.applications.values()}
    for row in await connection.fetch(statements.LOAD_JOBS, list(jobs)):
        world.jobs[row["id"]] = rows.job_of(row)


async def _load_held(connection: asyncpg.Connection, reach: Reach, touched: Touched, world: World) -> None:
    """The other open invitations of those who accept one, where that releases them; their jobs' desks too."""
    touched.desks.update(reach.desks)
    if not reach.holders:
        return
    world.held = {student: {} for student in reach.holders}
    for row in await connection.fetch(statements.LOAD_HELD, *_columns(reach.holders)):
        world.applications.setdefault(row["id"], rows.application_of(row))
        touched.jobs.add(row["job"])
        touched.desks.add(row["job"])
    for application in world.applications.values():
        world.seat(application)


async def _load_desks(connection: asyncpg.Connection, touched: Touched, world: World) -> None:
    """Whoever is at the desks that the batch may move. What the batch touches itself is there already."""
    if not touched.desks:
        return
    world.desks |= {job: {} for job in touched.desks}
    for row in await connection.fetch(statements.LOAD_DESKS, list(touched.desks)):
        application = world.applications.setdefault(row["id"], rows.application_of(row))
        world.seat(application)


def _columns(values: Iterable[tuple[Any, ...]]) -> tuple[list[Any], ...]:
    """Pairs as the two columns that `unnest` takes."""
    return tuple(list(column) for column in zip(*values, strict=True))
