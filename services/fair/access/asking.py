"""What every read shares: who asks, and what they may."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
from starlette.responses import Response

from plumbing.auth.tokens import Person
from plumbing.http.problem import Problem
from plumbing.kafka.publisher import Publisher
from services.fair.access import queries as access_queries
from services.fair.engine import queries
from services.fair.kernel.grants import Grants
from services.fair.kernel.reader import Reader as Sources
from services.fair.kernel.reader import Rows as Rows
from services.fair.kernel.reader import organizes as organizes
from services.fair.kernel.reading import Int4 as Int4
from services.fair.kernel.reading import Int8 as Int8
from services.fair.kernel.reading import cursor_of as cursor_of
from services.fair.kernel.reading import limit_of as limit_of
from services.fair.kernel.reading import not_found as not_found
from services.fair.kernel.reading import path_id as path_id
from services.fair.staff import queries as staff_queries


@dataclass(frozen=True, slots=True)
class Reader(Sources):
    """What the handlers read from, and what persons may see of it."""

    publisher: Publisher
    grants: Grants

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


async def recruits(reader: Sources, person: Person, fair: UUID, org: str) -> bool:
    """Whether `person` acts for the enterprise in the fair: by the token, or as one of its staff."""
    if person.role != "enterprise" or person.org == org:
        return person.role == "enterprise"
    return await reader.row(access_queries.IS_STAFF, fair, person.sub, org) is not None


async def recruiting_at(reader: Sources, job: UUID, person: Person) -> asyncpg.Record:
    """`fair`, `org` and `ranking` of a job of the enterprise for which `person` acts.

    Raises Problem 404, and 403 where the enterprise's booth is not approved.
    """
    found = await reader.row(access_queries.JOB_OF_ORG, job, person.org, person.sub)
    if found is None:
        raise not_found("job")
    await approved_booth(reader, found["fair"], found["org"])
    return found


async def approved_booth(reader: Sources, fair: UUID, org: str) -> None:
    """Raises Problem 403 where the organizer refused the enterprise's booth, or has not judged it yet."""
    state = await reader.row(access_queries.BOOTH_STATE, fair, org)
    if state is not None and state["state"] != "approved":
        raise Problem(403, f"The enterprise's booth in this fair is {state['state']}, not approved.")


async def acting(reader: Sources, person: Person | None, fair: UUID) -> Person | None:
    """The same person with the enterprise for which they act in this fair, by the token or as its staff."""
    if person is None or person.role != "enterprise":
        return person
    row = await reader.row(access_queries.ACTING_ORG, fair, person.org, person.sub)
    assert row is not None
    return replace(person, org=row["org"])
