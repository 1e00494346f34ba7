"""Who may act on what."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import get_args
from uuid import UUID

import pytest

from plumbing.auth.tokens import Person
from plumbing.http.problem import Problem
from schemas.catalog import FairEntry, FairState, StaffEntry, staff_key
from services.ingest.catalog import Catalog
from services.ingest.edge.access import Access, org_of, path_id
from tests.services.ingest.write_edge import NOON, CatalogFeed

FAIR = UUID(int=1)


def person(org: str | None) -> Person:
    return Person("someone", "enterprise", org, None, 0)


async def status_of(asking: Awaitable[object]) -> int:
    try:
        await asking
    except Problem as problem:
        return problem.status
    return 200


@pytest.mark.parametrize("state", [None, *get_args(FairState)])
async def test_a_fair_takes_submissions_while_it_is_open(state: FairState | None) -> None:
    """Unknown is 404, and so is another's draft; any other state is 409."""
    catalog = Catalog(lambda: True, wait_s=0.01)
    if state is not None:
        await CatalogFeed(catalog).fair(state=state, fair=FAIR)
    status = 404 if state in (None, "draft") else 200 if state == "open" else 409
    assert await status_of(Access(catalog).fair(FAIR, None, "submit")) == status


async def test_a_draft_is_its_organizers() -> None:
    """To all others it does not exist, whatever they ask of it."""
    catalog = Catalog(lambda: True, wait_s=0.01)
    await CatalogFeed(catalog).fair("unit-1", "draft", FAIR)
    people = [Person("p", role, org, None, 0) for role in ("organizer", "enterprise") for org in ("unit-1", "unit-2")]
    found = [await status_of(Access(catalog).fair(FAIR, one, what)) for one in people for what in (None, "amend")]
    assert found == [200, 200] + 6 * [404]


async def test_a_refusal_says_the_state_and_what_may_be_done() -> None:
    """So that a person knows what to wait for."""
    catalog = Catalog(lambda: True, wait_s=0.01)
    await CatalogFeed(catalog).fair(state="paused", fair=FAIR)
    with pytest.raises(Problem) as caught:
        await Access(catalog).fair(FAIR, None, "submit")
    assert caught.value.detail.startswith("The fair is paused: it does not allow to submit. Allowed: amend, ")


async def test_what_is_archived_is_refused_at_once() -> None:
    """No newer record could lift it: nobody waits."""
    catalog = Catalog(lambda: True, wait_s=60)
    await CatalogFeed(catalog).fair(state="archived", fair=FAIR)
    assert await status_of(Access(catalog).fair(FAIR, None, "withdraw")) == 409


async def test_an_entry_of_old_is_left_to_the_log() -> None:
    """It does not say what its state allows."""
    catalog = Catalog(lambda: True, wait_s=0.01)
    entry = FairEntry(fair=FAIR, org="unit-1", state="scheduled", ends_at=NOON)
    await CatalogFeed(catalog).put(str(FAIR), entry.model_dump_json(exclude={"allows"}).encode())
    assert await status_of(Access(catalog).fair(FAIR, None, "submit")) == 200


@pytest.mark.parametrize(
    ("org", "job", "fair", "status"),
    [
        ("ent-1", "open", "open", 200),
        ("ent-1", "open", "scheduled", 200),
        ("ent-1", "closed", "open", 409),
        ("ent-1", "open", "closed", 409),
        ("ent-2", "closed", "closed", 403),
        (None, "open", "open", 403),
    ],
)
async def test_a_job_is_changed_by_its_enterprise(org: str | None, job: str, fair: str, status: int) -> None:
    """While it is open and its fair is not closed. Whose it is comes first."""
    catalog = Catalog(lambda: True, wait_s=0.01)
    feed = CatalogFeed(catalog)
    await feed.fair(state=fair, fair=FAIR)  # type: ignore[arg-type]  # the table's words are its states
    found = await feed.job(FAIR, state=job)  # type: ignore[arg-type]  # as above
    assert await status_of(Access(catalog).own_open_job(found, person(org))) == status


async def test_who_has_just_joined_a_booths_staff_is_waited_for() -> None:
    """One whose token names no org is refused only when the catalog has had time to hear of it."""
    catalog = Catalog(lambda: True, wait_s=30)
    feed = CatalogFeed(catalog)
    await feed.booth(FAIR)
    asking = asyncio.create_task(Access(catalog).approved_booth(FAIR, person(None)))
    while not catalog.waiting:
        await asyncio.sleep(0)
    entry = StaffEntry(fair=FAIR, person="someone", org="ent-1", role="recruiter")
    await feed.put(staff_key(FAIR, "someone"), entry.model_dump_json().encode())
    assert await asking == "ent-1"


def test_a_token_without_an_org_is_told_so() -> None:
    """403 that names what is missing."""
    with pytest.raises(Problem, match="org") as caught:
        org_of(person(None))
    assert caught.value.status == 403


@pytest.mark.parametrize("text", ["", "x", "0" * 32, "0" * 36, "urn:uuid:" + "0" * 27, "{" + "0" * 34 + "}"])
def test_an_id_that_is_none_does_not_exist(text: str) -> None:
    """404, not 422: the address leads nowhere."""
    with pytest.raises(Problem) as caught:
        path_id({"job": text}, "job")
    assert caught.value.status == 404
