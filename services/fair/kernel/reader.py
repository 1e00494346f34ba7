"""The sources of handlers: the person of a token, rows of the database, files of the object store.

`fairs/reads.py` and `access/asking.py` decide whether a person may see a row.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

import asyncpg
from starlette.requests import Request

from plumbing.auth.asker import asker
from plumbing.auth.tokens import Person, Verifier, person_from
from plumbing.http.problem import Problem
from plumbing.limits import ADDRESS, ALL, PERSON, Limit
from plumbing.objects.store import Objects
from plumbing.postgres.pool import Pool, Result, Work, can_be_retried
from plumbing.sealing.box import key_of
from plumbing.telemetry import metrics
from plumbing.turns import NoTurn, Turns

Rows = list[asyncpg.Record]
AT_ONCE, OF_ONE = 8, 4
"""Reads at the database, in all and of one asker; two connections more are for the offsets and for readiness."""
WAITING = Limit(
    f"reads that wait for one of {AT_ONCE} connections to the database, {OF_ONE} of them for one asker",
    2_000,
    "503, also where the turn does not come within 5 s",
    shares={PERSON: 256, ADDRESS: 256},
    over_share="429; the address counts for guests",
)
WAITING_S = 5.0
RETRY = {"Retry-After": "1"}


class Decided(Protocol):
    """Read-your-writes: lets a read wait until the log is decided as far as it needs."""

    async def awaited(self, after: str | None, room: UUID | None) -> None:
        """Wait for the position `after`; without it, briefly for the end of the log and of the room's chat.

        Raises Problem 422 if `after` is no position, 429, 503 or 504 if it is not decided in time.
        """


@dataclass(frozen=True, slots=True)
class Reader:
    """The sources that all handlers share."""

    pool: Pool
    turns: Turns
    decided: Decided
    verifier: Verifier
    objects: Objects
    watching: Callable[[UUID], int]
    """The number of viewers that a session has now."""

    def person(self, request: Request, *roles: str) -> Person:
        """The person of the token. Raises Problem 401, and 403 if `roles` are given and the person has none of them."""
        person = person_from(request, self.verifier)
        if roles and person.role not in roles:
            raise Problem(403, f"This is for the role {' or '.join(roles)}; the token has {person.role}.")
        return person

    def person_or_guest(self, request: Request) -> Person | None:
        """The person of the token, None without a token. Raises Problem 401 for an invalid one."""
        return person_from(request, self.verifier) if "authorization" in request.headers else None

    async def awaited(self, request: Request, room_of: UUID | None = None) -> None:
        """Wait for the request's `after=`. `room_of`: a session whose comments and reactions are read too."""
        await self.decided.awaited(request.query_params.get("after"), room_of)

    async def read(self, work: Work[Result]) -> Result:
        """The result of `work`, which may be run twice, in the asker's turn.

        Raises Problem 503 if the database does not respond, 429 or 503 if too many reads wait for it.
        """
        try:
            async with self.turns.turn(asker(), WAITING_S):
                return await self.pool.read(work)
        except NoTurn as full:
            raise refused("connections", full.bound) from None
        except Exception as error:
            if can_be_retried(error):
                raise Problem(503, "The database is away. Try again.", headers=RETRY) from None
            raise

    async def rows(self, sql: str, *arguments: Any) -> Rows:
        """The rows of a query. Raises Problem 503 if the database does not respond."""
        found: Rows = await self.read(lambda connection: connection.fetch(sql, *arguments))
        return found

    async def row(self, sql: str, *arguments: Any) -> asyncpg.Record | None:
        """The first row of a query."""
        found = await self.rows(sql, *arguments)
        return found[0] if found else None

    async def message(self, held: str | None) -> str | None:
        """The message of a row: still sealed, as the last step of every read opens it (`opening.py`).

        Old rows hold the path of its text in the object store, for which the store is asked.
        """
        if held is None or key_of(held) is not None:
            return held
        text = await self.objects.get(held)
        return None if text is None else text.decode()

    async def by_state(self, sql: str, *arguments: Any) -> dict[str, int]:
        """The number of rows in each state; `sql` selects `state` and `number`."""
        return {row["state"]: row["number"] for row in await self.rows(sql, *arguments)}


def refused(what: str, bound: str) -> Problem:
    """For a read that finds a bound used up: 503 if it is the bound of all, 429 if it is the asker's share."""
    metrics.READS_REFUSED.labels(what, bound).inc()
    if bound == ALL:
        return Problem(503, "Too many reads are under way. Try again.", headers=RETRY)
    return Problem(429, "Too many reads of yours are under way. Try again.", headers=RETRY)


def organizes(person: Person | None, org: str) -> bool:
    """Whether `person` belongs to the unit `org` that organizes a fair."""
    return person is not None and (person.role, person.org) == ("organizer", org)
