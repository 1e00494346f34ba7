"""Reads of sessions: those of a fair, one with its drops, its funnel by minute, what is said in its room. Public."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

import asyncpg
import msgspec
from starlette.requests import Request
from starlette.responses import Response

from plumbing.auth.tokens import Person
from plumbing.http.problem import Problem
from services.fair.access.asking import (
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
from services.fair.chat import queries as chat_queries
from services.fair.kernel.filters import is_true, word_of
from services.fair.sessions import queries as session_queries

Number = Annotated[int, msgspec.Meta(ge=-3, le=2**31 - 1)]
"""Which of those that one record caused, in a cursor of a replay; below 0 what is no item of the log's."""
MINUTES_MAX = 10_000  # a week
OF_THE_BOOTH = ("waitlisted", "moved_up", "withdrawn", "views", "shortlisted")
"""What a funnel tells host and organizer alone: with one drop on stage it is how the applicants of one job fared."""
UNTOLD = ("place", "counters", "viewers_peak", "run_of_show", "muted", "draft", "organizer")


class SessionReads:
    """Handlers of `/v1/fairs/{fair}/sessions` and `/v1/sessions…`."""

    def __init__(self, reader: Reader, watching: Callable[[UUID], int]) -> None:
        """`watching` says how many are in a session's room."""
        self._reader = reader
        self._watching = watching

    async def sessions(self, request: Request) -> Response:
        """A fair's sessions, in the order in which they were planned, each with its drops and counters."""
        fair, person = path_id(request, "fair"), self._reader.person_or_guest(request)
        limit, (place,) = limit_of(request), cursor_of(request, Int8)
        await self._reader.awaited(request)
        organizer = (await self._reader.fair(fair, person))["org"]
        after = -1 if place is None else place
        rows = await self._reader.rows(session_queries.SESSIONS, fair, after, limit + 1)
        drops, said = await self._beside([row["id"] for row in rows])
        items = [self._told({**row, "organizer": organizer}, drops, said, person) for row in rows]
        return page(rows, limit, lambda row: (row["place"],), items)

    async def session(self, request: Request) -> Response:
        """One session with its drops and counters; to its host also whom it muted."""
        row = await self._found(request)
        return answer(self._told(row, *await self._beside([row["id"]]), self._reader.person_or_guest(request)))

    async def funnel(self, request: Request) -> Response:
        """What happened in each minute of the session, oldest first; viewers where they are known. What became of
        applications is told to its host and to the fair's organizer.
        """
        row = await self._found(request)
        minutes = await self._reader.rows(session_queries.MINUTES, [row["id"]], MINUTES_MAX)
        untold = {"session"} if _runs(self._reader.person_or_guest(request), row) else {"session", *OF_THE_BOOTH}
        items = [{name: value for name, value in minute.items() if name not in untold} for minute in minutes]
        return answer({"items": items})

    async def comments(self, request: Request) -> Response:
        """What was said in passing, newest first; who said it, and what is hidden, is told to its host."""
        limit, cursor = limit_of(request), cursor_of(request, datetime, Int8)
        row = await self._found(request, said=True)
        person = self._reader.person_or_guest(request)
        is_host = _hosts(person, row)
        rows = await self._reader.rows(chat_queries.COMMENTS, row["id"], is_host, *cursor, limit + 1)
        items = [_comment(comment, person, is_host) for comment in rows]
        return page(rows, limit, lambda row: (row["at"], row["offset"]), items)

    async def questions(self, request: Request) -> Response:
        """What is asked in it, the most wanted first, or first those that are open; its host reads who asked."""
        limit, cursor = limit_of(request), cursor_of(request, bool, Int4, Int8)
        open_first = word_of(request, "sort", ("open",)) is not None
        row, person = await self._found(request), self._reader.person_or_guest(request)
        sub = None if person is None else person.sub
        rows = await self._reader.rows(session_queries.QUESTIONS, row["id"], sub, *cursor, open_first, limit + 1)
        items = [_question(question, sub, _hosts(person, row)) for question in rows]
        return page(rows, limit, lambda row: (row["later"], row["votes"], row["place"]), items)

    async def replay(self, request: Request) -> Response:
        """What the session's room was told, each with its milliseconds from the start, for whoever plays it again."""
        limit, cursor = limit_of(request), cursor_of(request, datetime, Int8, Number)
        asked = session_queries.REPLAY_OF_STAGE if is_true(request, "stage") else session_queries.REPLAY
        row = await self._found(request)
        if row["started_at"] is None:
            raise Problem(409, "The session has not begun.")
        rows = await self._reader.rows(asked, row["id"], *cursor, limit + 1)
        items = [_moment(one, row["started_at"]) for one in rows]
        return page(rows, limit, lambda one: (one["at"], one["offset"], one["number"]), items)

    def _told(
        self,
        row: Mapping[str, Any],
        drops: Sequence[asyncpg.Record],
        said: Sequence[asyncpg.Record],
        person: Person | None,
    ) -> dict[str, Any]:
        """A session as it is listed. `viewers_peak` is kept by the minute, `viewers` are those of now."""
        viewers = {"viewers": self._watching(row["id"]), "viewers_peak": row["viewers_peak"]}
        told = given(row, *UNTOLD) | ({"muted": row["muted"]} if _hosts(person, row) else {})
        slots = [{name: value for name, value in slot.items() if value is not None} for slot in row["run_of_show"]]
        own = [_drop(drop, exact=_runs(person, row)) for drop in drops if drop["session"] == row["id"]]
        counters = {**row["counters"], **viewers, **_said(row["id"], said)}
        return {**told, "run_of_show": slots, "drops": own, "counters": counters}

    async def _beside(self, sessions: Sequence[UUID]) -> tuple[list[asyncpg.Record], list[asyncpg.Record]]:
        """The drops of these sessions, and the sums of what was said in them."""
        drops = await self._reader.rows(session_queries.DROPS, sessions)
        return drops, await self._reader.rows(chat_queries.TOTALS, sessions)

    async def _found(self, request: Request, said: bool = False) -> asyncpg.Record:
        """The session, if its fair is there for whoever asks. `said`: what is said in its room is waited for too."""
        session, person = path_id(request, "session"), self._reader.person_or_guest(request)
        await self._reader.awaited(request, session if said else None)
        row = await self._reader.row(session_queries.SESSION, session)
        if row is None or (row["draft"] and not organizes(person, row["organizer"])):
            raise not_found("session")
        return row


def _hosts(person: Person | None, session: Mapping[str, Any]) -> bool:
    """Whether `person` speaks for who planned the session, in the same role."""
    return person is not None and (person.role, person.org) == (session["host"], session["org"])


def _runs(person: Person | None, session: Mapping[str, Any]) -> bool:
    """Whether it is `person`'s session, or one of his fair."""
    return _hosts(person, session) or organizes(person, session["organizer"])


def _said(session: UUID, totals: Sequence[asyncpg.Record]) -> dict[str, int]:
    """The counters of what is said in passing: all comments, clicks and reactions, and these each by its name."""
    counters = {"comments": 0, "reactions": 0, "clicks": 0}
    for row in totals:
        if row["session"] == session:
            counters[f"{row['kind']}s"] += row["number"]
            if row["kind"] == "reaction":
                counters[f"reactions_{row['which']}"] = row["number"]
    return counters


def _comment(row: Mapping[str, Any], person: Person | None, is_host: bool) -> dict[str, Any]:
    told = given(row, "offset", "person", "hidden")
    own = {} if person is None else {"mine": row["person"] == person.sub}
    return {**told, **own} | ({"person": row["person"], "hidden": row["hidden"]} if is_host else {})


def _question(row: Mapping[str, Any], sub: str | None, is_host: bool) -> dict[str, Any]:
    told = given(row, "place", "person", "voted", "later")
    own = {} if sub is None else {"mine": row["person"] == sub, "voted": row["voted"]}
    return {**told, **own} | ({"person": row["person"]} if is_host else {})


def _moment(row: Mapping[str, Any], started_at: datetime) -> dict[str, Any]:
    """`offset_ms` is below zero for what was told before the start."""
    offset_ms = (row["at"] - started_at) // timedelta(milliseconds=1)
    return {"offset_ms": offset_ms, **given(row, "offset", "number")}


def _drop(row: Mapping[str, Any], *, exact: bool) -> dict[str, Any]:
    """`applications` stand; `remaining` where there is a cap. `exact`: also how many got in, and how many wait."""
    untold = () if exact else ("admitted", "waiting")
    told = given(row, "place", "submissions", "standing", "session", "fair", *untold)
    left = {} if row["cap"] is None else {"remaining": row["cap"] - row["admitted"]}
    return {**told, "applications": row["standing"], **left}
