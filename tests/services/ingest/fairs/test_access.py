"""Which fairs a caller may act on."""

from __future__ import annotations

from typing import get_args
from uuid import UUID

import pytest

from plumbing.auth.tokens import Person
from plumbing.http.problem import Problem
from schemas.catalog import FairEntry, FairState
from services.ingest.catalog import Catalog
from services.ingest.fairs.access import FairAccess
from tests.services.ingest.asking import status_of
from tests.services.ingest.write_edge import NOON, CatalogFeed

FAIR = UUID(int=1)


@pytest.mark.parametrize("state", [None, *get_args(FairState)])
async def test_a_fair_takes_submissions_while_it_is_open(state: FairState | None) -> None:
    """An unknown fair and another's draft are 404; any other state is 409."""
    catalog = Catalog(lambda: True, waiting_max=0)
    if state is not None:
        await CatalogFeed(catalog).fair(state=state, fair=FAIR)
    status = 404 if state in (None, "draft", "archived") else 200 if state == "open" else 409
    assert await status_of(FairAccess(catalog).fair(FAIR, None, "submit")) == status


async def test_a_draft_is_its_organizers() -> None:
    """For everybody else a draft does not exist."""
    catalog = Catalog(lambda: True, waiting_max=0)
    await CatalogFeed(catalog).fair("unit-1", "draft", FAIR)
    people = [Person("p", role, org, None, 0) for role in ("organizer", "enterprise") for org in ("unit-1", "unit-2")]
    found = [await status_of(FairAccess(catalog).fair(FAIR, one, what)) for one in people for what in (None, "amend")]
    assert found == [200, 200] + 6 * [404]


async def test_a_refusal_says_the_state_and_what_may_be_done() -> None:
    """So that the caller knows what to wait for."""
    catalog = Catalog(lambda: True, waiting_max=0)
    await CatalogFeed(catalog).fair(state="paused", fair=FAIR)
    with pytest.raises(Problem) as caught:
        await FairAccess(catalog).fair(FAIR, None, "submit")
    assert caught.value.detail.startswith("The fair is paused: it does not allow to submit. Allowed: amend, ")


async def test_what_is_archived_is_refused_at_once() -> None:
    """It is none any more. Without waiting: no newer record could lift the refusal."""
    catalog = Catalog(lambda: True, wait_s=60)
    feed = CatalogFeed(catalog)
    await feed.fair(state="closed", fair=FAIR)
    await feed.put(str(FAIR), None)
    assert await status_of(FairAccess(catalog).fair(FAIR, None, "withdraw")) == 404


async def test_an_entry_of_old_is_left_to_the_log() -> None:
    """An entry of an old version does not say what its state allows, so the log decides."""
    catalog = Catalog(lambda: True, waiting_max=0)
    entry = FairEntry(fair=FAIR, org="unit-1", state="scheduled", ends_at=NOON)
    await CatalogFeed(catalog).put(str(FAIR), entry.model_dump_json(exclude={"allows"}).encode())
    assert await status_of(FairAccess(catalog).fair(FAIR, None, "submit")) == 200
