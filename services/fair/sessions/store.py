"""How sessions, drops and their waitlists are loaded, and which of their changes are written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid5

import msgspec

from services.fair.applications.rows import ApplicationRows
from services.fair.applications.store import application_of
from services.fair.jobs.rows import JobRows
from services.fair.kernel.entities import entity_of
from services.fair.kernel.port import Port, Row, Select, Write
from services.fair.kernel.state import State
from services.fair.sessions import question_store, tables
from services.fair.sessions.drop import Drop
from services.fair.sessions.rows import SessionRows
from services.fair.sessions.session import Session, Slot

WHOLE_LINE = 2**31 - 1


def _session_of(row: Row) -> tuple[Session, dict[str, int]]:
    slots = msgspec.convert(row["run_of_show"], tuple[Slot, ...])
    return entity_of(Session, row, run_of_show=slots, muted=tuple(row["muted"])), row["counters"]


def _drop_of(row: Row) -> Drop:
    return entity_of(Drop, row)


SESSIONS = Select(
    "sessions by id or fair",
    """
SELECT * FROM sessions WHERE id = ANY($1::uuid[]) OR (fair = ANY($2::uuid[]) AND state = 'live')
  OR fair = ANY($3::uuid[])
""",
    _session_of,
)
DROPS = Select(
    "drops by id or session",
    "SELECT * FROM drops WHERE id = ANY($1::uuid[]) OR session = ANY($2::uuid[])",
    _drop_of,
)
LINES = Select(
    "lines of drops",
    """
SELECT first.* FROM unnest($1::uuid[], $2::int[]) AS asked (drop, number)
CROSS JOIN LATERAL (
  SELECT * FROM applications a WHERE a.drop = asked.drop AND a.state = 'waitlisted'
  ORDER BY a.drop_place LIMIT asked.number
) AS first ORDER BY first.drop, first.drop_place
""",
    application_of,
)
STATEMENTS = (*tables.STATEMENTS, *question_store.STATEMENTS)


async def load(port: Port, state: State) -> None:
    """Load the sessions and drops that a batch touches. Requires the named applications; adds their jobs to the wanted.

    An application needs its drop, and a drop its session; a waitlist is loaded as far as it may move.
    """
    await question_store.load(port, state)
    rows, applications = state.of(SessionRows), state.of(ApplicationRows)
    wanted = rows.wanted
    drops = {one.drop for one in applications.applications.values() if one.drop is not None} | wanted.drops
    if not (drops or wanted.sessions or wanted.endings or wanted.publications):
        return
    await _load_sessions(port, rows, wanted.sessions, wanted.endings, wanted.publications)
    ended = {session.id for session in rows.sessions.values() if session.fair in wanted.endings}
    stages = wanted.stages | ended
    if drops or stages:
        for drop in await port.select(DROPS, list(drops), list(stages)):
            rows.drops[drop.id] = drop
    await _load_sessions(port, rows, {drop.session for drop in rows.drops.values()} - rows.sessions.keys())
    applications.admissions = dict(rows.drops)
    for session in (wanted.stages | wanted.sessions) & rows.sessions.keys():
        state.of(JobRows).wanted.update(slot.job for slot in rows.sessions[session].run_of_show)
    await _load_lines(port, state, wanted_lines(state, wanted.finales | ended))


async def _load_sessions(port: Port, rows: SessionRows, ids: set[UUID], *of_fairs: set[UUID]) -> None:
    """Load sessions by id, the live sessions of the first set of fairs, and all sessions of the second."""
    if ids or any(of_fairs):
        ending, published = of_fairs or (set(), set())
        for session, counters in await port.select(SESSIONS, list(ids), list(ending), list(published)):
            rows.sessions[session.id], rows.counters[session.id] = session, counters


def wanted_lines(state: State, ending: set[UUID]) -> dict[UUID, int]:
    """How many applications may leave each waitlist: all if the drop may end, else one per withdrawal or added opening.

    Neither takes more from the front. Applications that join during the batch stand behind the loaded ones, or the
    waitlist was empty.
    """
    rows, applications = state.of(SessionRows), state.of(ApplicationRows)
    withdrawn = (applications.applications.get(one) for one in applications.wanted.withdrawn)
    leaving = Counter(one.drop for one in withdrawn if one is not None and one.drop is not None)
    for id, cap in rows.wanted.extended:
        drop = rows.drops.get(id)
        if drop is not None and drop.cap is not None:
            leaving[drop.id] += max(0, cap - drop.cap)
    wanted = {}
    for one in rows.drops.values():
        if one.state == "open" and one.waiting:
            all_of_it = one.id in rows.wanted.lines or one.session in ending
            if number := WHOLE_LINE if all_of_it else min(leaving[one.id], WHOLE_LINE):
                wanted[one.id] = number
    return wanted


async def _load_lines(port: Port, state: State, wanted: dict[UUID, int]) -> None:
    if not wanted:
        return
    rows, applications = state.of(SessionRows), state.of(ApplicationRows).applications
    if WHOLE_LINE in wanted.values():  # tens of thousands may be on it, and one record moves all of them
        await port.be_patient()
    state.of(JobRows).wanted.update(rows.drops[drop].job for drop in wanted)
    for application in await port.select(LINES, list(wanted), list(wanted.values())):
        applications.setdefault(application.id, application)
        if application.drop is not None:
            rows.lines.setdefault(application.drop, {})[application.id] = None


def writes(state: State) -> Iterator[Write]:
    rows = state.of(SessionRows)
    yield Write(tables.WRITE_SESSIONS, (rows.sessions[one] for one in rows.changed_sessions))
    yield Write(tables.WRITE_COUNTERS, ({"id": one, "counters": rows.counters[one]} for one in rows.restaged))
    yield Write(tables.WRITE_DROPS, (rows.drops[one] for one in rows.changed_drops))
    yield Write(tables.ADD_MINUTES, _minutes(rows))
    yield Write(tables.WRITE_SECONDS, _seconds(rows))
    yield Write(tables.WRITE_VIEWERS, _viewers(rows))
    yield Write(tables.WRITE_ITEMS, _items(rows))
    yield from question_store.writes(state)


def _minutes(rows: SessionRows) -> Iterator[dict[str, Any]]:
    for (session, minute), numbers in rows.funnel.items():
        yield {"session": session, "minute": minute, **numbers}


def _seconds(rows: SessionRows) -> Iterator[dict[str, Any]]:
    for (key, second), drop in rows.seconds.items():
        numbers = {"submissions": drop.submissions, "standing": drop.standing, "remaining": drop.remaining}
        yield {"drop": key, "second": second, **numbers}


def _items(rows: SessionRows) -> Iterator[dict[str, Any]]:
    """What each session's room was sent, with the record that caused it."""
    numbers = Counter[tuple[UUID, int]]()
    for happened in rows.happened:
        session, context = happened.session, happened.context
        for _, event, data in happened.items:
            number = numbers[session, context.offset]
            numbers[session, context.offset] += 1
            event_id = context.event if number == 0 else uuid5(context.event, str(number))
            place = {"session": session, "offset": context.offset, "number": number, "at": context.now}
            yield {**place, "event": event, "event_id": event_id, "data": data}


def _viewers(rows: SessionRows) -> Iterator[dict[str, Any]]:
    for (session, minute), (viewers, peak) in rows.viewers.items():
        yield {"session": session, "minute": minute, "viewers": viewers, "viewers_peak": peak}
