"""Reads of sessions with their drops, of the funnel by minute, and of the room: questions, comments, replay. Public."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

import asyncpg
import msgspec
from starlette.requests import Request
from starlette.responses import Response

from plumbing.auth.tokens import Person
from plumbing.http.problem import Problem
from services.fair.chat import queries as chat_queries
from services.fair.fairs.reads import visible_fair
from services.fair.kernel.answer import Filled
from services.fair.kernel.asked import Paged
from services.fair.kernel.filters import is_true, word_of
from services.fair.kernel.read import BUSY, Read, public
from services.fair.kernel.reader import Reader, organizes
from services.fair.kernel.reading import Int4, Int8, answer, cursor_of, limit_of, not_found, page, path_id
from services.fair.sessions import answers, queries

Number = Annotated[int, msgspec.Meta(ge=-3, le=2**31 - 1)]
"""The ordinal among the items of one record, in a replay cursor; negative for sums and comments."""
MINUTES_MAX = 10_000  # a week
OF_THE_BOOTH = ("waitlisted", "moved_up", "withdrawn", "views", "shortlisted")
"""Figures that only the host and the organizer see: with one open drop they describe a single job's applicants."""


class SessionReads:
    """Handlers of `/v1/fairs/{fair}/sessions` and `/v1/sessions…`."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def served(self) -> Sequence[Read]:
        tag, one = "sessions", "/v1/sessions/{session}"
        questions = public(answers.Questions, tag, answers.QuestionsAsked)
        replay = public(answers.Replay, tag, answers.ReplayAsked, problems=(404, 409, 422, *BUSY))
        return (
            Read("/v1/fairs/{fair}/sessions", self.sessions, public(answers.Sessions, tag, Paged)),
            Read(one, self.session, public(answers.Session, tag)),
            Read(f"{one}/funnel", self.funnel, public(answers.FunnelOfSession, tag)),
            Read(f"{one}/questions", self.questions, questions),
            Read(f"{one}/comments", self.comments, public(answers.Comments, tag, Paged)),
            Read(f"{one}/replay", self.replay, replay),
        )

    async def sessions(self, request: Request) -> Response:
        """A fair's sessions, in the order in which they were planned, each with its drops and counters."""
        fair, person = path_id(request, "fair"), self._reader.person_or_guest(request)
        limit, (place,) = limit_of(request), cursor_of(request, Int8)
        await self._reader.awaited(request)
        organizer = (await visible_fair(self._reader, fair, person))["org"]
        after = -1 if place is None else place
        rows = await self._reader.rows(queries.SESSIONS, fair, after, limit + 1)
        drops, totals = await self._beside([row["id"] for row in rows])
        items = [self._session({**row, "organizer": organizer}, drops, totals, person) for row in rows]
        return page(answers.Sessions, rows, limit, lambda row: (row["place"],), items)

    async def session(self, request: Request) -> Response:
        """One session with its drops and counters; to its host also whom it muted."""
        row = await self._found(request)
        return answer(self._session(row, *await self._beside([row["id"]]), self._reader.person_or_guest(request)))

    async def funnel(self, request: Request) -> Response:
        """What happened in each minute of the session, oldest first; viewers where they are known. The states of
        applications are for its host and the fair's organizer.
        """
        row = await self._found(request)
        minutes = await self._reader.rows(queries.MINUTES, [row["id"]], MINUTES_MAX)
        names = OF_THE_BOOTH if _runs(self._reader.person_or_guest(request), row) else ()
        of = answers.MinuteOfSession.of
        items = [of(minute, **{name: minute[name] for name in names}) for minute in minutes]
        return answer(answers.FunnelOfSession.of(items=items))

    async def comments(self, request: Request) -> Response:
        """The comments, newest first; only the host sees their authors and hidden comments."""
        limit, cursor = limit_of(request), cursor_of(request, datetime, Int8)
        row = await self._found(request, with_comments=True)
        person = self._reader.person_or_guest(request)
        is_host = _hosts(person, row)
        rows = await self._reader.rows(chat_queries.COMMENTS, row["id"], is_host, *cursor, limit + 1)
        items = [_comment(comment, person, is_host) for comment in rows]
        return page(answers.Comments, rows, limit, lambda row: (row["at"], row["offset"]), items)

    async def questions(self, request: Request) -> Response:
        """What is asked in it, the most wanted first, or first those that are open; its host reads who asked."""
        limit, cursor = limit_of(request), cursor_of(request, bool, Int4, Int8)
        open_first = word_of(request, "sort", ("open",)) is not None
        row, person = await self._found(request), self._reader.person_or_guest(request)
        sub = None if person is None else person.sub
        rows = await self._reader.rows(queries.QUESTIONS, row["id"], sub, *cursor, open_first, limit + 1)
        items = [_question(question, sub, _hosts(person, row)) for question in rows]
        return page(answers.Questions, rows, limit, lambda row: (row["later"], row["votes"], row["place"]), items)

    async def replay(self, request: Request) -> Response:
        """What the session's room was told, each with its milliseconds from the start, for replaying it."""
        limit, cursor = limit_of(request), cursor_of(request, datetime, Int8, Number)
        asked = queries.REPLAY_OF_STAGE if is_true(request, "stage") else queries.REPLAY
        row = await self._found(request)
        if row["started_at"] is None:
            raise Problem(409, "The session has not begun.")
        rows = await self._reader.rows(asked, row["id"], *cursor, limit + 1)
        items = [_moment(one, row["started_at"]) for one in rows]
        return page(answers.Replay, rows, limit, lambda one: (one["at"], one["offset"], one["number"]), items)

    def _session(
        self,
        row: Mapping[str, Any],
        drops: Sequence[asyncpg.Record],
        totals: Sequence[asyncpg.Record],
        person: Person | None,
    ) -> Filled:
        """A session as listed. `viewers_peak` is updated each minute, `viewers` is the current number."""
        viewers = {"viewers": self._reader.watching(row["id"]), "viewers_peak": row["viewers_peak"]}
        return answers.Session.of(
            row,
            muted=row["muted"] if _hosts(person, row) else None,
            run_of_show=[_without_nulls(slot) for slot in row["run_of_show"]],
            drops=[_drop(drop, exact=_runs(person, row)) for drop in drops if drop["session"] == row["id"]],
            counters={**row["counters"], **viewers, **_room_counters(row["id"], totals)},
        )

    async def _beside(self, sessions: Sequence[UUID]) -> tuple[list[asyncpg.Record], list[asyncpg.Record]]:
        """The drops of these sessions, and the totals of their comments, clicks and reactions."""
        drops = await self._reader.rows(queries.DROPS, sessions)
        return drops, await self._reader.rows(chat_queries.TOTALS, sessions)

    async def _found(self, request: Request, with_comments: bool = False) -> asyncpg.Record:
        """The session, if the person may see its fair. `with_comments`: wait for the session's chat too."""
        session, person = path_id(request, "session"), self._reader.person_or_guest(request)
        await self._reader.awaited(request, session if with_comments else None)
        row = await self._reader.row(queries.SESSION, session)
        if row is None or (row["draft"] and not organizes(person, row["organizer"])):
            raise not_found("session")
        return row


def _hosts(person: Person | None, session: Mapping[str, Any]) -> bool:
    """Whether `person` belongs to the unit or enterprise that planned the session, in the same role.

    An enterprise whose booth is not approved hosts nothing: it reads what everybody reads.
    """
    if person is None or (person.role, person.org) != (session["host"], session["org"]):
        return False
    return not (session["host"] == "enterprise" and session["unapproved"])


def _runs(person: Person | None, session: Mapping[str, Any]) -> bool:
    """Whether `person` hosts the session or organizes its fair."""
    return _hosts(person, session) or organizes(person, session["organizer"])


def _room_counters(session: UUID, totals: Sequence[asyncpg.Record]) -> dict[str, int]:
    """The totals of comments, clicks and reactions, and of each reaction by name."""
    counters = {"comments": 0, "reactions": 0, "clicks": 0}
    for row in totals:
        if row["session"] == session:
            counters[f"{row['kind']}s"] += row["number"]
            if row["kind"] == "reaction":
                counters[f"reactions_{row['which']}"] = row["number"]
    return counters


def _without_nulls(slot: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in slot.items() if value is not None}


def _comment(row: Mapping[str, Any], person: Person | None, is_host: bool) -> Filled:
    """A comment. The host also sees its author and whether it is hidden."""
    own = {} if person is None else {"mine": row["person"] == person.sub}
    of_host = {"person": row["person"], "hidden": row["hidden"]} if is_host else {}
    return answers.Comment.of(row, **own, **of_host)


def _question(row: Mapping[str, Any], sub: str | None, is_host: bool) -> Filled:
    """A question. A signed-in person sees which questions are theirs; the host sees who asked."""
    own = {} if sub is None else {"mine": row["person"] == sub, "voted": row["voted"]}
    of_host = {"person": row["person"]} if is_host else {}
    return answers.Question.of(row, **own, **of_host)


def _moment(row: Mapping[str, Any], started_at: datetime) -> Filled:
    """`offset_ms` is negative for what happened before the start."""
    return answers.Moment.of(row, offset_ms=(row["at"] - started_at) // timedelta(milliseconds=1))


def _drop(row: Mapping[str, Any], *, exact: bool) -> Filled:
    """A drop; `remaining` if it has a cap. `exact`: also the numbers of admitted and of waiting applications."""
    numbers = {"admitted": row["admitted"], "waiting": row["waiting"]} if exact else {}
    remaining = None if row["cap"] is None else row["cap"] - row["admitted"]
    return answers.Drop.of(row, applications=row["standing"], remaining=remaining, **numbers)
