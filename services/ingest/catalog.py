"""What exists, who owns it and in which state it is: a projection of the compacted catalog topic, in memory.

It decides nothing; each noun's `access.py` does. It can wait for a record that is under way.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar
from uuid import UUID

import structlog
from aiokafka import ConsumerRecord
from pydantic import ValidationError

from plumbing.auth.asker import asker
from plumbing.http.problem import Problem
from plumbing.limits import ORGANIZATION, PERSON, Limit, Shares
from plumbing.telemetry import metrics
from schemas.catalog import BoothState, booth_key, staff_key, staff_link_key
from schemas.topics import CATALOG
from services.ingest.facts import DropFacts, FairFacts, JobFacts, LinkFacts, SessionFacts, StaffFacts
from services.ingest.known import Known

WAIT_S = 2.0
WAITING = Limit(
    "requests that wait up to 2 s for a record of the catalog",
    bound=2_000,
    over="refused at once instead of 2 s later",
    shares={PERSON: 500, ORGANIZATION: 500},
    over_share="refused at once instead of 2 s later",
)
EXPECTED = Limit(
    "changes of the catalog that an own write announced", bound=10_000, over="the oldest is waited for no more"
)

T = TypeVar("T")
log = structlog.get_logger(__name__)


class Catalog:
    """Lookups never wait. `once` waits until it finds what is wanted, at most for `wait_s`.

    `complete()` tells whether the topic has been read to its end. Until then nothing may be denied: `check_complete`.
    `limited` gives each person and organization a share of the places to wait. Beyond `bytes_max` nothing new may be
    written, but what the topic holds is taken: an entry that is missing would be a wrong answer.
    """

    def __init__(
        self,
        complete: Callable[[], bool],
        *,
        wait_s: float = WAIT_S,
        waiting_max: int = WAITING.most,
        limited: bool = True,
        bytes_max: float = math.inf,
    ) -> None:
        self._complete = complete
        self._bytes_max = bytes_max
        metrics.CATALOG_ROOM.set(bytes_max)
        self._wait_s = wait_s
        self._waiting = Shares(replace(WAITING, bound=waiting_max), limited=limited)
        self._known = Known()
        self._watchers: dict[bytes, set[asyncio.Future[None]]] = {}
        self._expected: dict[bytes, None] = {}

    @property
    def waiting(self) -> int:
        """The number of requests that wait."""
        return self._waiting.taken

    @property
    def lost(self) -> str | None:
        """What the log has lost, so that fair does not follow it; None where it does."""
        return self._known.lost

    def decided(self) -> dict[int, int]:
        """The newest offset of each partition of the log of fairs that is known to be decided."""
        return self._known.decided.copy()

    def fair(self, fair: UUID) -> FairFacts | None:
        return self._known.fairs.get(fair.bytes)

    def archived(self, fair: UUID) -> str | None:
        """The organizer of a fair that was archived a while ago at most, so that nobody waits for it."""
        return self._known.archived.get(fair.bytes)

    def job(self, job: UUID) -> JobFacts | None:
        return self._known.jobs.get(job.bytes)

    def session(self, session: UUID) -> SessionFacts | None:
        return self._known.sessions.get(session.bytes)

    def drop(self, drop: UUID) -> DropFacts | None:
        return self._known.drops.get(drop.bytes)

    def booth(self, fair: UUID, org: str) -> BoothState | None:
        return self._known.booths.get(booth_key(fair, org).encode())

    def staff(self, fair: UUID, person: str) -> StaffFacts | None:
        staff = self._known.staff
        return staff.get(staff_key(fair, person).encode()) if staff else None

    def link(self, sha256: str) -> LinkFacts | None:
        return self._known.links.get(staff_link_key(sha256).encode())

    def check_complete(self) -> None:
        """Raise Problem 503 until the topic has been read to its end, and while it is lost with the log: an entry, or
        a newer one, may still come."""
        if self.lost is not None:
            raise Problem(503, "The log has lost records. Try again later.", headers={"Retry-After": "10"})
        if not self._complete():
            detail = "This instance is still learning what there is. Try again."
            raise Problem(503, detail, headers={"Retry-After": "1"})

    def check_room(self) -> None:
        """Raise Problem 503 where no new thing fits. What is under way to the catalog may still pass its bound."""
        if self._known.size_bytes >= self._bytes_max:
            detail = "The system is full: nothing new fits until a fair is archived. Nothing was written."
            raise Problem(503, detail, headers={"Retry-After": "60"})

    async def once(
        self, key: str, look: Callable[[], T], good: Callable[[T], bool], waiting_max: int = WAITING.most
    ) -> T:
        """What `look` finds as soon as that is `good`; after the timeout, what it finds then.

        `key` is the key of the records that may change it. Does not wait where `waiting_max` callers wait already, or
        as many of the asking person or organization as may.
        Raises Problem 503 where the result is not good and the catalog is not complete.
        """
        found = look()
        if not good(found) and self.waiting < waiting_max:
            found = await self._waited(key.encode(), look, good)
        if not good(found):
            self.check_complete()
        return found

    async def _waited(self, key: bytes, look: Callable[[], T], good: Callable[[T], bool]) -> T:
        """What `look` finds as soon as that is `good`, or after `wait_s`; at once where no place is left to wait."""
        who = asker()
        if self._waiting.take(who) is not None:
            return look()
        metrics.CATALOG_WAITING.inc()
        try:
            async with asyncio.timeout(self._wait_s):
                while not good(found := look()):
                    await self._change_of(key)
                return found
        except TimeoutError:
            return look()
        finally:
            self._waiting.give_back(who)
            metrics.CATALOG_WAITING.dec()

    def expect(self, key: str) -> None:
        """Note that a write of ours is about to change this record. Beyond the bound the oldest note is dropped."""
        if len(self._expected) >= EXPECTED.most:
            del self._expected[next(iter(self._expected))]
        self._expected[key.encode()] = None

    async def settled(self, key: str) -> None:
        """Wait for the expected change of this record. If it does not come in time, the log has refused the write."""
        expected = key.encode()
        await self.once(key, lambda: expected in self._expected, lambda still: not still)
        self._expected.pop(expected, None)

    async def apply(self, records: Sequence[ConsumerRecord]) -> None:
        """Apply records in order, and wake the callers that wait for them."""
        for record in records:
            try:
                self._known.take(record.key, record.value, record.headers)
            except (ValueError, ValidationError, AttributeError) as error:
                # Not dead-lettered: the record stays in the topic, and each instance would copy it at each start.
                metrics.UNREADABLE.labels(CATALOG.name).inc()
                log.error("catalog_record_unreadable", offset=record.offset, error=type(error).__name__)
            self._expected.pop(record.key, None)
            for watcher in self._watchers.get(record.key, ()):
                if not watcher.done():
                    watcher.set_result(None)
        metrics.CATALOG_BYTES.set(self._known.size_bytes)

    async def _change_of(self, key: bytes) -> None:
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        watchers = self._watchers.setdefault(key, set())
        watchers.add(woken)
        try:
            await woken
        finally:
            watchers.discard(woken)
            if not watchers and self._watchers.get(key) is watchers:
                del self._watchers[key]
