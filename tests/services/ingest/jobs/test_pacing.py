"""An import that does not run ahead of fair."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TypeVar
from uuid import UUID

from services.ingest.catalog import WAITING, Catalog
from services.ingest.jobs.pacing import BATCHES_AHEAD_MAX, Pace
from tests.services.ingest.jobs.test_checking import FAIR
from tests.services.ingest.write_edge import CatalogFeed

T = TypeVar("T")
BATCHES = [[UUID(int=10 * number + one) for one in range(1, 4)] for number in range(BATCHES_AHEAD_MAX + 1)]


async def test_a_batch_waits_until_older_ones_are_listed() -> None:
    """The first batches are sent at once, the next one when the catalog has all of the oldest."""
    catalog = Catalog(lambda: True, wait_s=60)
    feed, pace = CatalogFeed(catalog), Pace(catalog)
    for jobs in BATCHES[:-1]:
        await pace.sent(jobs)
    waiting = asyncio.create_task(pace.sent(BATCHES[-1]))
    for job in BATCHES[0]:
        await asyncio.sleep(0)
        assert not waiting.done()
        await feed.job(FAIR, job=job)
    await waiting
    rest = asyncio.create_task(pace.all_listed())
    for job in (job for jobs in BATCHES[1:] for job in jobs):
        await asyncio.sleep(0)
        assert not rest.done()
        await feed.job(FAIR, job=job)
    await rest


class Waits(Catalog):
    """A catalog that counts the waits, and lists one more job before each of them."""

    def __init__(self, listed: Sequence[UUID] = ()) -> None:
        super().__init__(lambda: True, wait_s=0.0)
        self.count = 0
        self._listed = list(listed)

    async def once(
        self, key: str, look: Callable[[], T], good: Callable[[T], bool], waiting_max: int = WAITING.most
    ) -> T:
        self.count += 1
        if self._listed:
            await CatalogFeed(self).job(FAIR, job=self._listed.pop(0))
        return await super().once(key, look, good, waiting_max)


async def test_where_nothing_is_listed_nobody_waits_twice() -> None:
    """A fair that is away, or that refuses the jobs, costs an import one wait."""
    catalog = Waits()
    pace = Pace(catalog)
    for jobs in (*BATCHES, *BATCHES):
        await pace.sent(jobs)
    await pace.all_listed()
    assert catalog.count == 1


async def test_a_slow_fair_is_waited_for_as_long_as_it_goes_on() -> None:
    """Each wait is bounded, and another one follows if a job was listed meanwhile."""
    catalog = Waits(BATCHES[0])
    pace = Pace(catalog)
    await pace.sent(BATCHES[0])
    await pace.all_listed()
    assert catalog.count == len(BATCHES[0])
