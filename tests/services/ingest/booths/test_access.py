"""Which booths a caller may act for."""

from __future__ import annotations

import asyncio
from uuid import UUID

import pytest

from plumbing.http.problem import Problem
from schemas.catalog import BoothState, StaffEntry, staff_key
from services.ingest.booths.access import BoothAccess
from services.ingest.catalog import Catalog
from services.ingest.fairs.access import FairAccess
from tests.services.ingest.asking import person, status_of
from tests.services.ingest.write_edge import CatalogFeed

FAIR = UUID(int=1)


async def test_who_has_just_joined_a_booths_staff_is_waited_for() -> None:
    """Somebody without an org is refused only after the catalog had time to receive their staff entry."""
    catalog = Catalog(lambda: True, wait_s=30)
    feed = CatalogFeed(catalog)
    await feed.booth(FAIR)
    asking = asyncio.create_task(BoothAccess(catalog, FairAccess(catalog)).approved_booth(FAIR, person(None)))
    while not catalog.waiting:
        await asyncio.sleep(0)
    entry = StaffEntry(fair=FAIR, person="someone", org="ent-1", role="recruiter")
    await feed.put(staff_key(FAIR, "someone"), entry.model_dump_json().encode())
    assert await asking == "ent-1"


async def test_only_a_lead_deals_with_the_booth_of_another_org() -> None:
    """Staff act for the booth, leads manage it, whatever org their token has."""
    catalog = Catalog(lambda: True, waiting_max=0)
    feed, booths = CatalogFeed(catalog), BoothAccess(catalog, FairAccess(catalog))
    await feed.fair(fair=FAIR)
    await feed.booth(FAIR)
    led, staffed = [], []
    for role in (None, "recruiter", "lead"):
        if role is not None:
            entry = StaffEntry(fair=FAIR, person="someone", org="ent-1", role=role)
            await feed.put(staff_key(FAIR, "someone"), entry.model_dump_json().encode())
        led.append(await status_of(booths.led_booth(FAIR, "ent-1", person(None), "staff")))
        staffed.append(await status_of(booths.staffed_booth(FAIR, "ent-1", person(None))))
    assert (led, staffed) == ([403, 403, 200], [403, 200, 200])
    assert await status_of(booths.led_booth(FAIR, "ent-1", person("ent-1"), "staff")) == 200


@pytest.mark.parametrize(
    ("state", "detail"),
    [
        (None, "Your enterprise has no booth in this fair."),
        ("requested", "Your enterprise has a booth that is requested, not approved in this fair."),
        ("refused", "Your enterprise has a booth that is refused, not approved in this fair."),
    ],
)
async def test_a_refusal_says_what_the_booth_lacks(state: BoothState | None, detail: str) -> None:
    """Acting for a booth needs its approval. The log decides about a booth that is not in the catalog yet."""
    catalog = Catalog(lambda: True, waiting_max=0)
    booths = BoothAccess(catalog, FairAccess(catalog))
    if state is not None:
        await CatalogFeed(catalog).booth(FAIR, state=state)
    with pytest.raises(Problem) as caught:
        await booths.approved_booth(FAIR, person("ent-1"))
    assert (caught.value.status, caught.value.detail) == (403, detail)
    assert await status_of(booths.booth(FAIR, "ent-1")) == (404 if state is None else 200)
    assert await status_of(booths.not_refused(FAIR, "ent-1")) == (200 if state is None else 403)


async def test_an_approval_lifts_a_refusal() -> None:
    """As soon as its record is in the catalog, also while a request waits for it."""
    catalog = Catalog(lambda: True, wait_s=30)
    feed, booths = CatalogFeed(catalog), BoothAccess(catalog, FairAccess(catalog))
    await feed.booth(FAIR, state="refused")
    asking = asyncio.create_task(booths.not_refused(FAIR, "ent-1"))
    while not catalog.waiting:
        await asyncio.sleep(0)
    await feed.booth(FAIR, state="approved")
    await asking
    assert await booths.approved_booth(FAIR, person("ent-1")) == "ent-1"
