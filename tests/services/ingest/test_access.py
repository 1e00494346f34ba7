"""Who may act on what."""

from __future__ import annotations

from collections.abc import Awaitable
from uuid import UUID

import pytest

from plumbing.auth.tokens import Person
from plumbing.http.problem import Problem
from services.ingest.access import Access, org_of, path_id
from services.ingest.catalog import Catalog
from tests.services.ingest.edge import CatalogFeed

FAIR = UUID(int=1)


def person(org: str | None) -> Person:
    return Person("someone", "enterprise", org, None, 0)


async def status_of(asking: Awaitable[object]) -> int:
    try:
        await asking
    except Problem as problem:
        return problem.status
    return 200


@pytest.mark.parametrize(("state", "status"), [(None, 404), ("scheduled", 409), ("open", 200), ("closed", 409)])
async def test_a_fair_takes_submissions_while_it_is_open(state: str | None, status: int) -> None:
    """Unknown is 404, any other state 409."""
    catalog = Catalog(wait_s=0.01)
    if state is not None:
        await CatalogFeed(catalog).fair(state=state, fair=FAIR)  # type: ignore[arg-type]  # the table's words are its states
    assert await status_of(Access(catalog).open_fair(FAIR)) == status


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
    catalog = Catalog(wait_s=0.01)
    feed = CatalogFeed(catalog)
    await feed.fair(state=fair, fair=FAIR)  # type: ignore[arg-type]  # the table's words are its states
    found = await feed.job(FAIR, state=job)  # type: ignore[arg-type]  # as above
    assert await status_of(Access(catalog).own_open_job(found, person(org))) == status


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
