"""Which link leads to the staff of a booth."""

from __future__ import annotations

import asyncio
from uuid import UUID

import pytest

from plumbing.http.problem import Problem
from schemas.catalog import StaffLinkEntry, staff_link_key
from services.ingest.catalog import Catalog
from services.ingest.staff.access import StaffAccess
from tests.services.ingest.write_edge import CatalogFeed

FAIR, LINK = UUID(int=1), UUID(int=2)
SHA256 = "a" * 64


async def test_a_link_that_was_made_a_moment_ago_is_waited_for() -> None:
    """The edge waits until its catalog has received the link."""
    catalog = Catalog(lambda: True, wait_s=30)
    asking = asyncio.create_task(StaffAccess(catalog).staff_link(SHA256))
    while not catalog.waiting:
        await asyncio.sleep(0)
    entry = StaffLinkEntry(fair=FAIR, org="ent-1", link=LINK, sha256=SHA256)
    await CatalogFeed(catalog).put(staff_link_key(SHA256), entry.model_dump_json().encode())
    assert await asking == (FAIR, "ent-1", LINK)


async def test_a_link_that_was_used_up_leads_nowhere() -> None:
    """Its entry is gone from the catalog: 404."""
    with pytest.raises(Problem) as refused:
        await StaffAccess(Catalog(lambda: True, waiting_max=0)).staff_link(SHA256)
    assert refused.value.status == 404
