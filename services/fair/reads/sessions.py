"""Reads of sessions: those of a fair, one with its drops, its funnel by minute. Public."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import asyncpg
from starlette.requests import Request
from starlette.responses import Response

from plumbing.http.problem import Problem
from services.fair import session_queries
from services.fair.reads.asking import (
    Int4,
    Int8,
    Reader,
    answer,
    cursor_of,
    given,
    limit_of,
    not_found,
    organizes,
    page,
    path_id,
)

UNTOLD = ("place", "counters", "viewers_peak", "run_of_show", "draft", "organizer")


class SessionReads:
    """Handlers of `/v1/fairs/{fair}/sessions` and `/v1/sessions…`."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    async def sessions(self, request: Request) -> Response:
        """A fair's sessions, in the order in which they were planned, each with its drops and counters."""
        fair, person = path_id(request, "fair"), self._reader.person_or_guest(request)
        limit, (place,) = limit_of(request), cursor_of(request, Int8)
        await self._reader.awaited(request)
        await self._reader.fair(fair, person)
        after = -1 if place is None else place
        rows = await self._reader.rows(session_queries.SESSIONS, fair, after, limit + 1)
        drops = await self._reader.rows(session_queries.DROPS, [row["id"] for row in rows])
        return page(rows, limit, lambda row: (row["place"],), [_session(row, drops) for row in rows])

    async def session(self, request: Request) -> Response:
        """One session with its drops and counters."""
        row = await self._found(request)
        drops = await self._reader.rows(session_queries.DROPS, [row["id"]])
        return answer(_session(row, drops))

    async def funnel(self, request: Request) -> Response:
        """What happened in each minute of the session, oldest first; viewers where they are known."""
        row = await self._found(request)
        minutes = await self._reader.rows(session_queries.MINUTES, row["id"])
        return answer({"items": [dict(minute) for minute in minutes]})

    async def questions(self, request: Request) -> Response:
        """What is asked in the session, the most wanted first; who asked is told to its host."""
        limit, cursor = limit_of(request), cursor_of(request, Int4, Int8)
        row, person = await self._found(request), self._reader.person_or_guest(request)
        sub = None if person is None else person.sub
        rows = await self._reader.rows(session_queries.QUESTIONS, row["id"], sub, *cursor, limit + 1)
        is_host = person is not None and (person.role, person.org) == (row["host"], row["org"])
        items = [_question(question, sub, is_host) for question in rows]
        return page(rows, limit, lambda row: (row["votes"], row["place"]), items)

    async def replay(self, request: Request) -> Response:
        """What the session's room was told, each with its milliseconds from the start, for whoever plays it again."""
        limit, cursor = limit_of(request), cursor_of(request, datetime, Int8, int)
        row = await self._found(request)
        if row["started_at"] is None:
            raise Problem(409, "The session has not begun.")
        rows = await self._reader.rows(session_queries.REPLAY, row["id"], *cursor, limit + 1)
        items = [_moment(one, row["started_at"]) for one in rows]
        return page(rows, limit, lambda one: (one["at"], one["offset"], one["number"]), items)

    async def _found(self, request: Request) -> asyncpg.Record:
        """The session, if its fair is there for whoever asks."""
        session, person = path_id(request, "session"), self._reader.person_or_guest(request)
        await self._reader.awaited(request)
        row = await self._reader.row(session_queries.SESSION, session)
        if row is None or (row["draft"] and not organizes(person, row["organizer"])):
            raise not_found("session")
        return row


def _session(row: Mapping[str, Any], drops: list[asyncpg.Record]) -> dict[str, Any]:
    """A session as it is listed. `viewers_peak` is kept by the minute; how many watch now, its room tells."""
    counters = {**row["counters"], "viewers_peak": row["viewers_peak"]}
    told = given(row, *UNTOLD)
    run_of_show = [{name: value for name, value in slot.items() if value is not None} for slot in row["run_of_show"]]
    own = [_drop(drop) for drop in drops if drop["session"] == row["id"]]
    return {**told, "run_of_show": run_of_show, "drops": own, "counters": counters}


def _question(row: Mapping[str, Any], sub: str | None, is_host: bool) -> dict[str, Any]:
    told = given(row, "place", "person", "voted")
    own = {} if sub is None else {"mine": row["person"] == sub, "voted": row["voted"]}
    return {**told, **own} | ({"person": row["person"]} if is_host else {})


def _moment(row: Mapping[str, Any], started_at: datetime) -> dict[str, Any]:
    """`offset_ms` is below zero for what was told before the start."""
    offset_ms = (row["at"] - started_at) // timedelta(milliseconds=1)
    return {"offset_ms": offset_ms, **given(row, "offset", "number")}


def _drop(row: Mapping[str, Any]) -> dict[str, Any]:
    """`applications` stand, `admitted` of them got in, `waiting` are in line; `remaining` where there is a cap."""
    told = given(row, "place", "submissions", "standing", "session", "fair")
    left = {} if row["cap"] is None else {"remaining": row["cap"] - row["admitted"]}
    return {**told, "applications": row["standing"], **left}
