"""What every read shares: who asks, what it waits for, which page, and how the answer is written."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

import asyncpg
import msgspec
from starlette.requests import Request
from starlette.responses import Response

from plumbing.auth.tokens import Person, Verifier, person_from
from plumbing.eventlog.freshness import Freshness
from plumbing.eventlog.progress import WAIT_S, Progress, TooManyWait
from plumbing.http.problem import Problem
from plumbing.kafka.position import BadPosition, Position
from plumbing.kafka.publisher import Publisher
from plumbing.objects.store import Objects
from plumbing.postgres.pool import Pool, Result, Work, can_be_retried
from schemas.topics import CHAT, FAIRS, PEOPLE
from services.fair.engine import queries
from services.fair.kernel.grants import Grants
from services.fair.staff import queries as staff_queries

LIMIT_MAX = 100
LIMIT_DEFAULT = 50
AWAITED = {topic.name: topic.partitions for topic in (FAIRS, PEOPLE, CHAT)}
Rows = list[asyncpg.Record]
Int4 = Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]
"""A number in a cursor, as large as its column may hold."""
Int8 = Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]
"""As above."""


@dataclass(frozen=True, slots=True)
class Reader:
    """What the handlers read from."""

    pool: Pool
    progress: Progress
    freshness: Freshness
    verifier: Verifier
    objects: Objects
    publisher: Publisher
    grants: Grants

    def person(self, request: Request, *roles: str) -> Person:
        """Who asks. Raises Problem 401, and 403 where `roles` are given and theirs is none of them."""
        person = person_from(request, self.verifier)
        if roles and person.role not in roles:
            raise Problem(403, f"This is for the role {' or '.join(roles)}; the token has {person.role}.")
        return person

    def person_or_guest(self, request: Request) -> Person | None:
        return person_from(request, self.verifier) if "authorization" in request.headers else None

    async def rows(self, sql: str, *arguments: Any) -> Rows:
        """The rows of a query. Raises Problem 503 where the database is away."""
        found: Rows = await self.read(lambda connection: connection.fetch(sql, *arguments))
        return found

    async def read(self, work: Work[Result]) -> Result:
        """What `work` reads; it may be run twice. Raises Problem 503 where the database is away."""
        try:
            return await self.pool.read(work)
        except Exception as error:
            if can_be_retried(error):
                raise Problem(503, "The database is away. Try again.", headers={"Retry-After": "1"}) from None
            raise

    async def row(self, sql: str, *arguments: Any) -> asyncpg.Record | None:
        found = await self.rows(sql, *arguments)
        return found[0] if found else None

    async def counts(self, sql: str, *arguments: Any) -> dict[str, Any]:
        """What a list says beside its page: how many there are in each state."""
        return {"counts": {row["state"]: row["number"] for row in await self.rows(sql, *arguments)}}

    async def fair(self, fair: UUID, person: Person | None) -> asyncpg.Record:
        """A fair that is there for `person` (None: a guest). Raises Problem 404, also for another's draft."""
        found = await self.row(queries.FAIR, fair)
        if found is None or (found["state"] == "draft" and not organizes(person, found["org"])):
            raise not_found("fair")
        return found

    async def own_fair(self, fair: UUID, person: Person) -> asyncpg.Record:
        """A fair that `person` organizes. Raises Problem 404, 403."""
        found = await self.fair(fair, person)
        if not organizes(person, found["org"]):
            raise Problem(403, "This is for the fair's own organizer.")
        return found

    async def recruits(self, person: Person, fair: UUID, org: str) -> bool:
        """Whether `person` acts for the enterprise in the fair: by the token, or as one of its staff."""
        if person.role != "enterprise" or person.org == org:
            return person.role == "enterprise"
        return await self.row(staff_queries.IS_STAFF, fair, person.sub, org) is not None

    async def recruiting_at(self, job: UUID, person: Person) -> asyncpg.Record:
        """A job of the enterprise for which `person` acts. Raises Problem 404, 403 without an approved booth."""
        found = await self.row(queries.JOB_OF_ORG, job, person.org, person.sub)
        if found is None:
            raise not_found("job")
        await self.approved_booth(found["fair"], found["org"])
        return found

    async def approved_booth(self, fair: UUID, org: str) -> None:
        """Raises Problem 403 where the enterprise's booth in this fair is not approved: it was refused."""
        state = await self.row(queries.BOOTH_STATE, fair, org)
        if state is not None and state["state"] != "approved":
            raise Problem(403, f"The enterprise's booth in this fair is {state['state']}, not approved.")

    async def acting(self, person: Person | None, fair: UUID) -> Person | None:
        """The same person, with the enterprise for which one acts in this fair: the token's, or as its staff."""
        if person is None or person.role != "enterprise":
            return person
        row = await self.row(staff_queries.ACTING_ORG, fair, person.org, person.sub)
        assert row is not None
        return replace(person, org=row["org"])

    async def awaited(self, request: Request, room_of: UUID | None = None) -> None:
        """Wait for `after=`. Raises Problem 422 for no position, 504 where it is not decided yet.

        Without it, wait a moment for what the log holds by now; with `room_of`, also for what was said in that room.
        """
        given = request.query_params.get("after")
        if given is None:
            await self.freshness.reached(None if room_of is None else (CHAT.name, str(room_of).encode()))
            return
        try:
            position = Position.parse(given)
        except BadPosition as bad:
            raise Problem.at("after", str(bad)) from None
        if position.partition >= AWAITED.get(position.topic, 0):
            raise Problem.at("after", "no record that is decided here stands at such a place")
        try:
            if not await self.progress.reached(position):
                detail = f"{given} is not decided after {WAIT_S:.0f} s. Try again."
                raise Problem(504, detail, headers={"Retry-After": "1"})
        except TooManyWait:
            raise Problem(503, "Too many reads are waiting. Try again.", headers={"Retry-After": "1"}) from None


def organizes(person: Person | None, org: str) -> bool:
    """Whether `person` is of the unit `org`, which organizes a fair."""
    return person is not None and (person.role, person.org) == ("organizer", org)


def path_id(request: Request, name: str) -> UUID:
    """An id in the path. Raises Problem 404: what is no UUID in its usual form names nothing."""
    text: str = request.path_params[name]
    try:
        found = UUID(text)
    except ValueError:
        raise not_found(name) from None
    if str(found) != text.lower():
        raise not_found(name)
    return found


def not_found(name: str) -> Problem:
    return Problem(404, f"There is no such {name}, or it is not yours to see.")


def limit_of(request: Request) -> int:
    text = request.query_params.get("limit")
    if text is None:
        return LIMIT_DEFAULT
    if not text.isascii() or not text.isdigit() or len(text) > 9 or not 1 <= int(text) <= LIMIT_MAX:
        raise Problem.at("limit", f"must be a number from 1 to {LIMIT_MAX}")
    return int(text)


def cursor_of(request: Request, *kinds: Any) -> list[Any]:
    """The key after which the page begins, or Nones for the first page. Raises Problem 422."""
    text = request.query_params.get("cursor")
    if not text:
        return [None] * len(kinds)
    try:
        key: list[Any] = msgspec.json.decode(base64.urlsafe_b64decode(text.encode()), type=list[Any])
        return [_part(part, kind) for part, kind in zip(key, kinds, strict=True)]
    except (binascii.Error, UnicodeEncodeError, msgspec.MsgspecError, ValueError, OverflowError, RecursionError):
        raise Problem.at("cursor", "is none that a list gave out") from None


def _part(part: Any, kind: Any) -> Any:
    """One part of a cursor; a time must be one that can be told in UTC, a text one that a column can hold."""
    read = msgspec.convert(part, kind)
    if isinstance(read, str) and "\0" in read:
        raise ValueError("no text of a row holds a NUL")
    return read.astimezone(UTC) if isinstance(read, datetime) else read


def page(
    rows: Rows,
    limit: int,
    key: Callable[[asyncpg.Record], Sequence[Any]],
    items: Sequence[Any],
    more: Mapping[str, Any] | None = None,
) -> Response:
    """A page of `items`, made from one row more than `limit` where there is a next one. `more` is said beside it."""
    cursor = None
    if len(rows) > limit:
        cursor = base64.urlsafe_b64encode(msgspec.json.encode(list(key(rows[limit - 1])))).decode()
    return answer({"items": items[:limit], "next_cursor": cursor, **(more or {})})


def answer(body: Any, media_type: str = "application/json") -> Response:
    return Response(msgspec.json.encode(body), media_type=media_type)


def given(row: Mapping[str, Any], *without: str) -> dict[str, Any]:
    """A row's fields that are set."""
    return {name: value for name, value in row.items() if value is not None and name not in without}
