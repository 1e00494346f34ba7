"""How sessions, drops and their waitlists are loaded, and which of their changes are written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from typing import Any
from uuid import UUID, uuid5

import msgspec

from services.fair.applications.rows import ApplicationRows
from services.fair.applications.store import application_of
from services.fair.booths import store as booths
from services.fair.booths.rows import BoothRows
from services.fair.jobs.rows import JobRows
from services.fair.kernel.entities import entity_of
from services.fair.kernel.port import Port, Row, Select, Write, columns_of
from services.fair.kernel.state import State
from services.fair.sessions import question_store, tables
from services.fair.sessions.drop import TURNED_AWAY_MAX, Drop
from services.fair.sessions.rows import SessionRows
from services.fair.sessions.session import Session, Slot

LARGEST_INT = 2**31 - 1


def _session_of(row: Row) -> tuple[Session, dict[str, int]]:
    slots = msgspec.convert(row["run_of_show"], tuple[Slot, ...])
    return entity_of(Session, row, run_of_show=slots, muted=tuple(row["muted"])), row["counters"]


def _drop_of(row: Row) -> Drop:
    return entity_of(Drop, row)


SESSIONS = Select(
    "sessions by id or fair",
    """
SELECT * FROM sessions WHERE id = ANY($1::uuid[]) OR fair = ANY($2::uuid[])
""",
    _session_of,
)
LIVE = Select(
    "live sessions of fairs or booths",
    """
SELECT first.* FROM unnest($1::uuid[], $2::text[], $3::int[]) AS asked (fair, org, number)
CROSS JOIN LATERAL (
  SELECT * FROM sessions s WHERE s.fair = asked.fair AND s.org = coalesce(asked.org, s.org) AND s.state = 'live'
  ORDER BY s.place, s.id LIMIT asked.number
) AS first
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
    await _load_sessions(port, rows, wanted.sessions, wanted.publications)
    endings = await _load_endings(port, rows)
    stages = wanted.stages.union(*endings)
    if drops or stages:
        for drop in await port.select(DROPS, list(drops), list(stages)):
            rows.drops[drop.id] = drop
    await _load_sessions(port, rows, {drop.session for drop in rows.drops.values()} - rows.sessions.keys())
    applications.admissions = dict(rows.drops)
    for session in (wanted.stages | wanted.sessions) & rows.sessions.keys():
        state.of(JobRows).wanted.update(slot.job for slot in rows.sessions[session].run_of_show)
    await _load_booths(port, state)
    await _load_lines(port, state, wanted_lines(state, endings))


async def _load_sessions(port: Port, rows: SessionRows, ids: set[UUID], of_fairs: Set[UUID] = frozenset()) -> None:
    """Load sessions by id, and all sessions of these fairs."""
    if ids or of_fairs:
        _put(rows, await port.select(SESSIONS, list(ids), list(of_fairs)))


async def _load_endings(port: Port, rows: SessionRows) -> list[list[UUID]]:
    """Load the first live sessions of fairs and booths that may end; returns, for each, all that may end with it."""
    if not rows.wanted.endings:
        return []
    _put(rows, await port.select(LIVE, *columns_of(rows.endings_wanted())))
    in_order = sorted(rows.sessions.values(), key=lambda one: (one.place, one.id))
    return [
        [one.id for one in in_order if one.fair == fair and org in (None, one.org)] for fair, org in rows.wanted.endings
    ]


def _put(rows: SessionRows, found: Iterable[tuple[Session, dict[str, int]]]) -> None:
    for session, counters in found:
        rows.sessions[session.id], rows.counters[session.id] = session, counters


async def _load_booths(port: Port, state: State) -> None:
    """The booths of sessions that may end: those of a refused one end automatically."""
    rows = state.of(SessionRows)
    ending = (rows.sessions[one] for one in rows.wanted.finales if one in rows.sessions)
    state.of(BoothRows).wanted.update((one.fair, one.org) for one in ending)
    await booths.load(port, state)


def wanted_lines(state: State, endings: Sequence[Sequence[UUID]] = ()) -> dict[UUID, int]:
    """How many applications may leave the front of each waitlist: one per withdrawal or added opening, and those that
    the end of its drop refuses.

    `endings`: sessions that end together. Each record refuses at most `TURNED_AWAY_MAX`, drop by drop in their order;
    what other records of the batch take from a waitlist before makes room for the next. Applications that join during
    the batch stand behind the loaded ones, or the waitlist was empty.
    """
    wanted, rows = _leaving(state), state.of(SessionRows)
    alone = [[session] for session in rows.wanted.finales]
    together = [*([one] for one in rows.wanted.lines), *([*_drops_of(rows, ids)] for ids in (*alone, *endings))]
    budget = TURNED_AWAY_MAX * (len(rows.wanted.lines) + len(alone) + rows.wanted.endings.total()) + wanted.total()
    with_line = {one.id: one for one in rows.drops.values() if one.state == "open" and one.waiting}
    for drops in together:
        left = budget
        for drop in (with_line[one] for one in drops if one in with_line):
            taken = min(drop.waiting, left)
            wanted[drop.id], left = max(wanted[drop.id], taken), left - taken
    return {one: min(number, LARGEST_INT) for one, number in wanted.items() if number and one in with_line}


def _drops_of(rows: SessionRows, sessions: Iterable[UUID]) -> Iterator[UUID]:
    return (drop.id for session in sessions for drop in rows.drops_of(session))


def _leaving(state: State) -> Counter[UUID]:
    """How many applications may leave each waitlist by a withdrawal or an added opening."""
    rows, applications = state.of(SessionRows), state.of(ApplicationRows)
    withdrawn = (applications.applications.get(one) for one in applications.wanted.withdrawn)
    leaving = Counter(one.drop for one in withdrawn if one is not None and one.drop is not None)
    for id, cap in rows.wanted.extended:
        drop = rows.drops.get(id)
        if drop is not None and drop.cap is not None:
            leaving[drop.id] += max(0, cap - drop.cap)
    return leaving


async def _load_lines(port: Port, state: State, wanted: dict[UUID, int]) -> None:
    if not wanted:
        return
    rows, applications = state.of(SessionRows), state.of(ApplicationRows).applications
    if sum(wanted.values()) > TURNED_AWAY_MAX:  # by many records of one batch, or by a much higher cap
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
