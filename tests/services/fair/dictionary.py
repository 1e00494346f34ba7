"""The port of loading and writing on dictionaries: what PostgreSQL would find and keep, for tests that run often.

Values go through the same JSON as to PostgreSQL and come back as asyncpg gives them.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from services.fair.kernel.port import Pipeline, Read, Result, Select, Write
from services.fair.kernel.tables import Column, Statement, Table

Row = dict[str, Any]
Rows = Iterable[Row]
INITIAL: dict[str, Callable[[Row], Any]] = {
    "'{}'": lambda _: {},
    "''": lambda _: "",
    "created_at": lambda row: row["created_at"],
}

FUNNEL = ("submissions", "waitlisted", "moved_up", "withdrawn", "views", "shortlisted")
DEFAULTS: dict[str, Row] = {"session_minutes": dict.fromkeys(FUNNEL, 0)}
"""The schema's defaults for columns that a new row does not name."""


class Dictionary:
    """Tables by name, with their rows by key."""

    def __init__(self) -> None:
        self.tables: dict[str, dict[tuple[Any, ...], Row]] = {}
        self.writes = 0
        """The number of writes so far: rows read before the last one are stale."""

    def rows(self, table: str) -> list[Row]:
        """Copies of a table's rows, in insertion order."""
        return [copied(row) for row in self._stored(table)]

    async def select(self, query: Select[Read], *arguments: Any) -> Sequence[Read]:
        found = (
            QUERIES[query.name](self._stored, *arguments)
            if query.table is None
            else _by_key(self._stored, query.table, arguments)
        )
        return [query.read(copied(row)) for row in found]

    def _stored(self, table: str) -> list[Row]:
        return list(self.tables.get(table, {}).values())

    async def write(self, write: Write) -> None:
        rows = list(write.rows)  # mostly none, for most tables
        for given in json.loads(write.statement.json_of(rows)) if rows else ():
            self._write(write.statement, {one.name: _read(given.get(one.name), one) for one in write.statement.columns})

    @asynccontextmanager
    async def pipeline(self) -> AsyncIterator[Pipeline]:
        yield _Sending(self)

    async def be_patient(self) -> None:
        """A dictionary never waits."""

    async def compute(self, function: Callable[..., Result], *arguments: Any) -> Result:
        return function(*arguments)

    def _write(self, statement: Statement, row: Row) -> None:
        self.writes += 1
        table = self.tables.setdefault(statement.table.name, {})
        key = tuple(row[name] for name in statement.table.key)
        known = table.get(key)
        if known is None:
            if statement.kind != "update":
                table[key] = _new(statement, row)
        elif statement.kind == "add":
            known |= {name: (known[name] or 0) + (row[name] or 0) for name in row if name not in statement.table.key}
        elif statement.kind == "insert":
            raise AssertionError(f"{statement.table.name} has {key} already")
        else:
            fixed = {one.name for one in statement.columns if one.fixed}
            known |= {name: value for name, value in row.items() if name not in fixed}


class _Sending:
    def __init__(self, port: Dictionary) -> None:
        self._port = port

    async def send(self, write: Write) -> None:
        await self._port.write(write)


def copied(value: Any) -> Any:
    """A deep copy of lists and dictionaries."""
    if isinstance(value, dict):
        return {key: copied(one) for key, one in value.items()}
    return [copied(one) for one in value] if isinstance(value, list) else value


def _new(statement: Statement, row: Row) -> Row:
    """A new row with all columns of its table."""
    numbers = {name: 0 for name, value in row.items() if value is None} if statement.kind == "add" else {}
    nothing = {one.name: None for one in statement.table.columns}
    return nothing | DEFAULTS.get(statement.table.name, {}) | row | numbers | _initial(statement, row)


def _initial(statement: Statement, row: Row) -> Row:
    return {one.name: INITIAL[one.initial](row) for one in statement.table.columns if one.initial is not None}


def _read(value: Any, column: Column) -> Any:
    """A JSON value with the type that asyncpg returns for the column."""
    if value is None:
        return None
    if column.type == "uuid":
        return UUID(value)
    if column.type == "uuid[]":
        return [UUID(one) for one in value]
    return datetime.fromisoformat(value) if column.type == "timestamptz" else value


Tables = Callable[[str], list[Row]]
Query = Callable[..., Rows]


def _by_key(rows: Tables, table: Table, keys: Sequence[Sequence[Any]]) -> Rows:
    """The rows with these keys; keys come as one list for each column."""
    asked = set(zip(*keys, strict=True))
    return (row for row in rows(table.name) if tuple(row[name] for name in table.key) in asked)


def _desks(rows: Tables, jobs: list[UUID]) -> Rows:
    return (row for row in rows("applications") if row["job"] in jobs and row["state"] == "invited")


def _open_jobs(rows: Tables, fairs: list[UUID], orgs: list[str], numbers: list[int]) -> Rows:
    for fair, org, number in zip(fairs, orgs, numbers, strict=True):
        ours = (row for row in rows("jobs") if (row["state"], row["fair"], row["org"]) == ("open", fair, org))
        yield from sorted(ours, key=lambda row: (row["place"], row["id"]))[:number]


def _stranded(rows: Tables, fairs: list[UUID], orgs: list[str], states: list[str], limit: int) -> Rows:
    for fair, org in zip(fairs, orgs, strict=True):
        jobs = {job["id"] for job in rows("jobs") if (job["fair"], job["org"]) == (fair, org)}
        live = (row for row in rows("applications") if row["job"] in jobs and row["state"] in states)
        yield from sorted(live, key=lambda row: row["offset"])[:limit]


def _open_invitations(rows: Tables, fairs: list[UUID], limit: int) -> Rows:
    invited = (row for row in rows("applications") if row["fair"] in fairs and row["state"] == "invited")
    return sorted(invited, key=lambda row: row["offset"])[:limit]


def _offers(rows: Tables, fairs: list[UUID], students: list[str], number: int) -> Rows:
    for asked in zip(fairs, students, strict=True):
        ours = (r for r in rows("applications") if r["state"] == "invited" and (r["fair"], r["student"]) == asked)
        yield from sorted(ours, key=lambda row: (row["offset"], row["id"]))[:number]


def _responses(rows: Tables, jobs: list[UUID]) -> Rows:
    asked = {(job["fair"], job["org"]) for job in rows("jobs") if job["id"] in jobs}
    return (row for row in rows("responses") if (row["fair"], row["org"]) in asked)


def _ranked_jobs(rows: Tables, fair: UUID) -> Rows:
    wished = {job for row in rows("wishes") if row["fair"] == fair for job in row["jobs"]}
    ours = (row for row in rows("jobs") if row["fair"] == fair and (row["ranking"] or row["id"] in wished))
    return ({**row, "description": None} for row in ours)


def _entries(rows: Tables, fair: UUID) -> Rows:
    lists = [row["jobs"] for row in rows("wishes") if row["fair"] == fair]
    lists += [row["ranking"] for row in rows("jobs") if row["fair"] == fair]
    return [{"number": sum(map(len, lists))}]


def _wishes(rows: Tables, fair: UUID) -> Rows:
    return (row for row in rows("wishes") if row["fair"] == fair and row["jobs"])


def _taking_part(rows: Tables, fair: UUID, states: list[str]) -> Rows:
    ranked = {row["student"]: row["jobs"] for row in rows("wishes") if row["fair"] == fair}
    unapproved = {row["org"] for row in rows("booths") if row["fair"] == fair and row["state"] != "approved"}
    ours = (row for row in rows("applications") if row["fair"] == fair and row["state"] in states)
    ours = (row for row in ours if row["org"] not in unapproved)
    return (row for row in ours if row["job"] in ranked.get(row["student"], ()))


def _placed(rows: Tables, fair: UUID) -> Rows:
    ranked = {row["student"] for row in rows("wishes") if row["fair"] == fair}
    ours = (row for row in rows("applicants") if row["fair"] == fair and row["matches"] > 0)
    return (row for row in ours if row["student"] in ranked)


def _cards(rows: Tables, ids: list[UUID], fairs: list[UUID], students: list[str]) -> Rows:
    asked, words = set(zip(fairs, students, strict=True)), ("major_words", "words")
    found = (row for row in rows("cards") if row["id"] in ids or (row["fair"], row["student"]) in asked)
    return ({name: value for name, value in row.items() if name not in words} for row in found)


def _open_approaches(rows: Tables, jobs: list[UUID]) -> Rows:
    for job in jobs:
        number = sum(row["job"] == job and row["state"] == "open" for row in rows("approaches"))
        yield {"job": job, "number": number}


def _sessions(rows: Tables, ids: list[UUID], published: list[UUID]) -> Rows:
    return (row for row in rows("sessions") if row["id"] in ids or row["fair"] in published)


def _live(rows: Tables, fairs: list[UUID], orgs: list[str | None], numbers: list[int]) -> Rows:
    for fair, org, number in zip(fairs, orgs, numbers, strict=True):
        ours = (r for r in rows("sessions") if (r["fair"], r["state"]) == (fair, "live") and org in (None, r["org"]))
        yield from sorted(ours, key=lambda row: (row["place"], row["id"]))[:number]


def _lines(rows: Tables, drops: list[UUID], numbers: list[int]) -> Rows:
    for drop, number in zip(drops, numbers, strict=True):
        line = (row for row in rows("applications") if (row["drop"], row["state"]) == (drop, "waitlisted"))
        yield from sorted(line, key=lambda row: row["drop_place"])[:number]


def _questions(rows: Tables, ids: list[UUID], sessions: list[UUID], persons: list[str]) -> Rows:
    asked = set(zip(sessions, persons, strict=True))
    for row in rows("questions"):
        if row["id"] in ids or (row["state"] == "open" and (row["session"], row["person"]) in asked):
            yield row


def _catalog(table: str, key: str, of: str = "fair") -> Query:
    """The rows of some fairs, with their key under the name that it has in the catalog."""
    return lambda rows, fairs: ({**row, key: row["id"], "decided": None} for row in rows(table) if row[of] in fairs)


def _links(rows: Tables, fairs: list[UUID]) -> Rows:
    for row in _catalog("staff_links", "link")(rows, fairs):
        yield {**row, "leads_somewhere": row["state"] == "open" and row["used"] < row["uses"]}


QUERIES: Mapping[str, Query] = {
    "fairs for the catalog": _catalog("fairs", "fair", "id"),
    "booths for the catalog": lambda rows, fairs: (row for row in rows("booths") if row["fair"] in fairs),
    "jobs for the catalog": _catalog("jobs", "job"),
    "sessions for the catalog": _catalog("sessions", "session"),
    "drops for the catalog": _catalog("drops", "drop"),
    "staff for the catalog": lambda rows, fairs: (row for row in rows("staff") if row["fair"] in fairs),
    "links for the catalog": _links,
    "open invitations to jobs": _desks,
    "open invitations": _open_invitations,
    "open jobs of booths": _open_jobs,
    "live applications to booths": _stranded,
    "offers of students": _offers,
    "responses to jobs": _responses,
    "jobs of a round": _ranked_jobs,
    "entries of a round": _entries,
    "wishes of a fair": _wishes,
    "applications that take part": _taking_part,
    "students who have a match": _placed,
    "cards by id or student": _cards,
    "number of open approaches": _open_approaches,
    "sessions by id or fair": _sessions,
    "live sessions of fairs or booths": _live,
    "drops by id or session": lambda rows, ids, sessions: (
        row for row in rows("drops") if row["id"] in ids or row["session"] in sessions
    ),
    "lines of drops": _lines,
    "questions by id or asker": _questions,
}
"""The implementation of each loading query that is not a look-up by key, by its name."""
