"""The enterprise that a person acts for in a fair, and whether that enterprise may act there."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import asyncpg

from plumbing.auth.tokens import Person
from plumbing.http.problem import Problem
from services.fair.access import queries
from services.fair.kernel.reader import Reader
from services.fair.kernel.reading import not_found


async def recruits(reader: Reader, person: Person, fair: UUID, org: str) -> bool:
    """Whether `person` acts for the enterprise in the fair: by the token, or as a member of its staff."""
    if person.role != "enterprise" or person.org == org:
        return person.role == "enterprise"
    return await reader.row(queries.IS_STAFF, fair, person.sub, org) is not None


async def recruiting_at(reader: Reader, job: UUID, person: Person) -> asyncpg.Record:
    """`fair`, `org` and `ranking` of a job whose enterprise `person` acts for.

    Raises Problem 404, and 403 where the enterprise's booth is not approved.
    """
    found = await reader.row(queries.JOB_OF_ORG, job, person.org, person.sub)
    if found is None:
        raise not_found("job")
    await approved_booth(reader, found["fair"], found["org"])
    return found


async def approved_booth(reader: Reader, fair: UUID, org: str) -> None:
    """Raises Problem 403 if the organizer refused the enterprise's booth, or has not decided yet."""
    state = await reader.row(queries.BOOTH_STATE, fair, org)
    if state is not None and state["state"] != "approved":
        raise Problem(403, f"The enterprise's booth in this fair is {state['state']}, not approved.")


async def acting(reader: Reader, person: Person | None, fair: UUID) -> Person | None:
    """The same person with the enterprise that they act for in this fair, by the token or as a member of its staff."""
    if person is None or person.role != "enterprise":
        return person
    row = await reader.row(queries.ACTING_ORG, fair, person.org, person.sub)
    assert row is not None
    return replace(person, org=row["org"])
