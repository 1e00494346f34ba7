"""Which booths a caller may act for."""

from __future__ import annotations

import asyncio
from uuid import UUID

from schemas.catalog import StaffEntry, staff_key
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
    catalog = Catalog(lambda: True, wait_s=0.01)
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
