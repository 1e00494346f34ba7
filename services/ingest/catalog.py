"""What exists, who owns it and in which state it is: a projection of the compacted catalog topic, in memory.

Holds three million jobs in under 500 MB: a job is its 16 bytes and a tuple that it shares with all jobs of its
enterprise and state. It decides nothing; each noun's `access.py` does. It can wait for a record that is under way.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple, TypeVar
from uuid import UUID

import structlog
from aiokafka import ConsumerRecord
from pydantic import ValidationError

from plumbing.auth.asker import asker
from plumbing.auth.tokens import Person
from plumbing.http.problem import Problem
from plumbing.limits import ORGANIZATION, PERSON, Limit, Shares
from plumbing.telemetry import metrics
from schemas.catalog import (
    CATALOG_ENTRY,
    BoothEntry,
    BoothState,
    DropEntry,
    FairEntry,
    FairState,
    JobState,
    SessionEntry,
    StaffEntry,
    StaffLinkEntry,
    booth_key,
    staff_key,
    staff_link_key,
)
from schemas.session import DropState, HostRole, SessionState
from schemas.topics import CATALOG

WAIT_S = 2.0
WAITING = Limit(
    "requests that wait up to 2 s for a record of the catalog",
    bound=2_000,
    over="refused at once instead of 2 s later",
    shares={PERSON: 50, ORGANIZATION: 200},
    over_share="refused at once instead of 2 s later",
)
EXPECTED = Limit(
    "changes of the catalog that an own write announced", bound=10_000, over="the oldest is waited for no more"
)

T = TypeVar("T")
log = structlog.get_logger(__name__)


class FairFacts(NamedTuple):
    """A fair's organizer (its unit), its state, and what the state allows; None where only the log knows that."""

    org: str
    state: FairState
    allows: frozenset[str] | None = None

    def permits(self, what: str) -> bool:
        return self.allows is None or what in self.allows

    def is_hidden_from(self, person: Person | None) -> bool:
        """Only its organizer sees a draft."""
        own = person is not None and (person.role, person.org) == ("organizer", self.org)
        return self.state == "draft" and not own


class JobFacts(NamedTuple):
    """A job's fair, enterprise and state."""

    fair: UUID
    org: str
    state: JobState


class StaffFacts(NamedTuple):
    """The enterprise for which a person acts in a fair, and their role there."""

    org: str
    role: str


class LinkFacts(NamedTuple):
    """The booth whose staff may be joined by a link."""

    fair: UUID
    org: str
    link: UUID


class SessionFacts(NamedTuple):
    """A session's fair, host (its org and role), state, and who may not comment in it."""

    fair: UUID
    org: str
    host: HostRole
    state: SessionState
    muted: frozenset[str] = frozenset()


class DropFacts(NamedTuple):
    """A drop's session, job and state."""

    session: UUID
    job: UUID
    state: DropState


class Catalog:
    """Lookups never wait. `once` waits until it finds what is wanted, at most for `wait_s`.

    `complete()` tells whether the topic has been read to its end. Until then nothing may be denied: `check_complete`.
    `limited` gives each person and organization a share of the places to wait.
    """

    def __init__(
        self,
        complete: Callable[[], bool],
        *,
        wait_s: float = WAIT_S,
        waiting_max: int = WAITING.most,
        limited: bool = True,
    ) -> None:
        self._complete = complete
        self._wait_s = wait_s
        self._waiting = Shares(replace(WAITING, bound=waiting_max), limited=limited)
        self._fairs: dict[bytes, FairFacts] = {}
        self._jobs: dict[bytes, JobFacts] = {}
        self._booths: dict[bytes, BoothState] = {}
        self._staff: dict[bytes, StaffFacts] = {}
        self._links: dict[bytes, LinkFacts] = {}
        self._sessions: dict[bytes, SessionFacts] = {}
        self._drops: dict[bytes, DropFacts] = {}
        self._shared: dict[JobFacts, JobFacts] = {}
        self._watchers: dict[bytes, set[asyncio.Future[None]]] = {}
        self._expected: dict[bytes, None] = {}

    @property
    def waiting(self) -> int:
        """The number of requests that wait."""
        return self._waiting.taken

    def fair(self, fair: UUID) -> FairFacts | None:
        return self._fairs.get(fair.bytes)

    def job(self, job: UUID) -> JobFacts | None:
        return self._jobs.get(job.bytes)

    def session(self, session: UUID) -> SessionFacts | None:
        return self._sessions.get(session.bytes)

    def drop(self, drop: UUID) -> DropFacts | None:
        return self._drops.get(drop.bytes)

    def booth(self, fair: UUID, org: str) -> BoothState | None:
        return self._booths.get(booth_key(fair, org).encode())

    def staff(self, fair: UUID, person: str) -> StaffFacts | None:
        return self._staff.get(staff_key(fair, person).encode()) if self._staff else None

    def link(self, sha256: str) -> LinkFacts | None:
        return self._links.get(staff_link_key(sha256).encode())

    def check_complete(self) -> None:
        """Raise Problem 503 until the topic has been read to its end: an entry, or a newer one, may still come."""
        if not self._complete():
            detail = "This instance is still learning what there is. Try again."
            raise Problem(503, detail, headers={"Retry-After": "1"})

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
                self._take(record.key, record.value)
            except (ValueError, ValidationError, AttributeError) as error:
                # Not dead-lettered: the record stays in the topic, and each instance would copy it at each start.
                metrics.UNREADABLE.labels(CATALOG.name).inc()
                log.error("catalog_record_unreadable", offset=record.offset, error=type(error).__name__)
            self._expected.pop(record.key, None)
            for watcher in self._watchers.get(record.key, ()):
                if not watcher.done():
                    watcher.set_result(None)

    def _take(self, key: bytes, value: bytes | None) -> None:
        if value is None:
            self._forget(key)
            return
        entry = CATALOG_ENTRY.validate_json(value)
        if isinstance(entry, FairEntry):
            allows = None if entry.allows is None else frozenset(entry.allows)
            self._fairs[entry.fair.bytes] = FairFacts(entry.org, entry.state, allows)
        elif isinstance(entry, BoothEntry):
            self._booths[key] = entry.state
        elif isinstance(entry, StaffEntry):
            self._staff[key] = StaffFacts(entry.org, entry.role)
        elif isinstance(entry, StaffLinkEntry):
            self._links[key] = LinkFacts(entry.fair, entry.org, entry.link)
        elif isinstance(entry, SessionEntry):
            facts_of = (entry.fair, entry.org, entry.host, entry.state)
            self._sessions[entry.session.bytes] = SessionFacts(*facts_of, frozenset(entry.muted))
        elif isinstance(entry, DropEntry):
            self._drops[entry.drop.bytes] = DropFacts(entry.session, entry.job, entry.state)
        else:
            facts = JobFacts(entry.fair, entry.org, entry.state)
            self._jobs[entry.job.bytes] = self._shared.setdefault(facts, facts)

    def _forget(self, key: bytes) -> None:
        for kept in (self._booths, self._staff, self._links):
            kept.pop(key, None)
        if b":" not in key:
            entity = UUID(key.decode()).bytes
            self._fairs.pop(entity, None)
            self._jobs.pop(entity, None)
            self._sessions.pop(entity, None)
            self._drops.pop(entity, None)

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
