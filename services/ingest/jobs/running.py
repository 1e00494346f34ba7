"""Runs one import: its rows are sorted and published in batches, in the order of the file.

The ids of jobs and booths derive from their content, so a repeated import has no second effect. An import with a name
(one in the background) also derives its event ids, so that what it publishes twice is decided once.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar
from uuid import UUID, uuid5

from plumbing.auth.tokens import Person
from plumbing.http.problem import Problem
from plumbing.ids import new_id
from plumbing.kafka.publisher import Receipt
from schemas.booth import BoothApproved, BoothRequested
from schemas.event import Event
from schemas.job import JobPublished
from services.ingest.catalog import Catalog
from services.ingest.edge.access import org_of
from services.ingest.edge.daily import Daily
from services.ingest.edge.write import Draft
from services.ingest.edge.writing import Writer, receipt_of
from services.ingest.imports import Layout
from services.ingest.jobs.checking import GoodRow
from services.ingest.jobs.file_reader import JobFile, Rows, batches_of
from services.ingest.jobs.import_rows import Account, Acknowledged, Sorting
from services.ingest.jobs.pacing import Pace

BATCHES_IN_FLIGHT_MAX = 4  # of 500 rows each
AGAIN_S = 2.0

Published = TypeVar("Published")


@dataclass(frozen=True, slots=True)
class Order:
    """An import that is allowed. `org` is that of the enterprise; None where the organizer imports for all.

    `name` is the id of an import in the background.
    """

    fair: UUID
    person: Person
    org: str | None
    dry_run: bool
    request_id: str
    name: UUID | None = None


@dataclass(frozen=True, slots=True)
class Means:
    """What every import needs."""

    writer: Writer
    catalog: Catalog
    daily: Daily
    acknowledged: Acknowledged = field(default_factory=Acknowledged)


@dataclass(slots=True)
class Result:
    """What an import has come to so far: its account, what was understood of the file, the last event's receipt."""

    account: Account = field(default_factory=Account)
    layout: Layout = field(default_factory=Layout)
    receipt: Receipt | None = None

    def told(self) -> dict[str, Any]:
        """As it is answered."""
        receipt = None if self.receipt is None else receipt_of(self.receipt)
        return {**self.account.told(), **self.layout.told(), "receipt": receipt}


class Run:
    """One import. `rows` may be overridden to note where it stands."""

    def __init__(self, means: Means, order: Order) -> None:
        self.order, self.result = order, Result()
        self._means = means
        self.sorting = Sorting(means.catalog, order.fair, means.acknowledged)
        self.batches = Batches(means, order, self.result)
        self._pace = Pace(means.catalog)

    async def over(self, source: JobFile) -> Result:
        """Sort and publish all rows. The next batch is read while the last one is being published.

        Raises UnreadableFile, and Problem where the rows cannot be published: those before are.
        """
        try:
            async with aclosing(batches_of(source, self.result.layout)) as read:
                async for found in read:
                    await self.rows(found)
            await self.batches.drained()
        finally:
            self.batches.cancel()
        await self._pace.all_listed()  # so that the same file, sent again to any instance, finds its jobs there
        return self.result

    async def rows(self, found: Rows) -> None:
        """Sort and publish some rows."""
        new = self.sorting.sort(found, self.result.account)
        if not self.order.dry_run:
            await self.publish(new)

    async def publish(self, new: list[GoodRow]) -> None:
        """Publish new jobs, after the booths of their enterprises. Raises Problem 429, 503."""
        means, order = self._means, self.order
        booths, org = self.sorting.without_booth(new), order.org or org_of(order.person)
        means.catalog.check_room()
        means.daily.jobs.spend(org, len(new))
        means.daily.entries.spend(org, len(booths))
        await self.batches.booths(booths)
        await self.batches.jobs(new)
        await self._pace.sent([row.job for row in new])


async def patiently(publish: Callable[[], Awaitable[Published]]) -> Published:
    """Publish, and again as long as the log does not answer: for events whose ids are the same each time."""
    while True:
        try:
            return await publish()
        except Problem as problem:
            if problem.status != 503:
                raise
        await asyncio.sleep(AGAIN_S)


class Batches:
    """Publishes for one import, in the order of the file, with a bound on the batches in flight."""

    def __init__(self, means: Means, order: Order, result: Result) -> None:
        self._means, self._order, self._result = means, order, result
        self._flying: deque[tuple[asyncio.Future[list[Receipt]], list[UUID]]] = deque()
        self.landed: Callable[[], None] = lambda: None
        """Called for each batch of jobs that the log has."""

    async def booths(self, enterprises: Mapping[str, str]) -> None:
        """Create approved booths, and wait for the acknowledgement before any of their jobs is published."""
        fair = self._order.fair
        events: list[tuple[str, Event]] = []
        for org, name in enterprises.items():
            events.append((f"requested {org}", BoothRequested(fair=fair, org=org, name=name)))
            events.append((f"approved {org}", BoothApproved(fair=fair, org=org)))
        if events:
            self._send(events, [])
            await self.drained()

    async def jobs(self, rows: list[GoodRow]) -> None:
        """Publish these rows. Backpressure: waits for older batches where too many are in flight."""
        fair = self._order.fair
        if rows:
            jobs = [row.job for row in rows]
            published = [JobPublished(fair=fair, org=row.org, job=row.job, **dict(row.fields)) for row in rows]
            self._send(list(zip(map(str, jobs), published, strict=True)), jobs)
        while len(self._flying) > BATCHES_IN_FLIGHT_MAX:
            await self._land()

    async def drained(self) -> None:
        while self._flying:
            await self._land()

    def cancel(self) -> None:
        """Cancel the batches in flight after a failure."""
        for flying, _ in self._flying:
            if not flying.cancel() and not flying.cancelled():
                flying.exception()  # retrieved, so that asyncio does not log it: the first failure is reported

    def _send(self, events: Sequence[tuple[str, Event]], jobs: list[UUID]) -> None:
        """Events with a name of each, unique in the import, from which its id is derived."""
        fair = str(self._order.fair)
        publishing = [self._publish(Draft(fair, event, fair), name) for name, event in events]
        self._flying.append((asyncio.gather(*publishing), jobs))

    async def _publish(self, draft: Draft, name: str) -> Receipt:
        """One event. An import in the background waits for a broker that is away: its ids are the same again."""
        order, event_id = self._order, self._event_id(name)
        publish = partial(self._means.writer.publish, draft, event_id, order.person, order.request_id)
        return await (publish() if order.name is None else patiently(publish))

    def _event_id(self, name: str) -> UUID:
        return new_id() if self._order.name is None else uuid5(self._order.name, name)

    async def _land(self) -> None:
        """Wait for the oldest batch to reach the log. Raises Problem 503 where it fails: the file may be sent again."""
        flying, jobs = self._flying.popleft()
        receipts = await flying
        self._result.receipt = receipts[-1]
        self._means.acknowledged.add(jobs)
        if jobs:
            self.landed()
