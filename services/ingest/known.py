"""The newest entries of the catalog, by kind: takes its records in any order, and passes over those that are older.

Holds three million jobs in under 200 MB, and knows how much memory it takes. What an archived fair had is forgotten, so
that memory does not grow with the fairs that there ever were.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from functools import lru_cache
from sys import intern
from typing import TypeVar
from uuid import UUID

from plumbing.limits import Limit
from plumbing.telemetry import metrics
from schemas.catalog import (
    CATALOG_ENTRY,
    LOG_KEY,
    TOMBSTONE_DECIDED,
    AnyEntry,
    BoothEntry,
    BoothState,
    DropEntry,
    FairEntry,
    JobEntry,
    LogEntry,
    SessionEntry,
    StaffEntry,
)
from schemas.topics import CATALOG
from services.ingest.facts import DropFacts, FairFacts, JobFacts, LinkFacts, SessionFacts, StaffFacts
from services.ingest.packed import PackedJobs

GONE = Limit(  # against late older entries: they are late by minutes
    "staff and links that ended, remembered by ingest", bound=5_000, over="the oldest is forgotten"
)
ARCHIVED = Limit("archived fairs remembered by ingest", bound=2_000, over="the oldest is forgotten")
FAIR_BYTES, BOOTH_BYTES, STAFF_BYTES, LINK_BYTES = 500, 220, 300, 550
SESSION_BYTES, MUTED_BYTES, DROP_BYTES = 700, 110, 560
"""What each takes in memory beside its key: measured, rounded up. `MUTED` is for each person muted in a session."""
_OFFSET_BITS = 48
_OFFSET_MASK = (1 << _OFFSET_BITS) - 1
_ORDER_MAX = 1 << 63
Headers = Sequence[tuple[str, bytes]]
T = TypeVar("T")


class Known:
    """Facts by the key of their record, or by the bytes of the id."""

    def __init__(self) -> None:
        self.fairs: dict[bytes, FairFacts] = {}
        self.jobs = PackedJobs()
        self.booths: dict[bytes, BoothState] = {}
        self.staff: dict[bytes, StaffFacts] = {}
        self.links: dict[bytes, LinkFacts] = {}
        self.sessions: dict[bytes, SessionFacts] = {}
        self.drops: dict[bytes, DropFacts] = {}
        self._orders: dict[bytes, int] = {}
        """How new each entry is, by the key of its record; jobs keep it themselves."""
        self._gone: OrderedDict[bytes, int] = OrderedDict()
        self.archived: OrderedDict[bytes, str] = OrderedDict()
        """The organizers of the fairs that were archived last."""
        self.lost: str | None = None
        """What the log has lost, so that fair does not follow it; None where it does."""
        self.decided: dict[int, int] = {}
        """The newest offset of each partition of the log that an entry includes."""
        self._keys_bytes = 0
        self._muted = 0

    @property
    def size_bytes(self) -> int:
        """What all entries take in memory, about. Costs the same however many there are."""
        return (
            self.jobs.size_bytes
            + self._keys_bytes
            + FAIR_BYTES * len(self.fairs)
            + BOOTH_BYTES * len(self.booths)
            + STAFF_BYTES * len(self.staff)
            + LINK_BYTES * len(self.links)
            + SESSION_BYTES * len(self.sessions)
            + MUTED_BYTES * self._muted
            + DROP_BYTES * len(self.drops)
        )

    def take(self, key: bytes, value: bytes | None, headers: Headers) -> None:
        """Take a record. Raises ValueError where it is none of the catalog."""
        if key == LOG_KEY.encode():
            self.lost = None if value is None else LogEntry.model_validate_json(value).lost
            return
        if value is None:
            self._bury(key, _order_of(dict(headers).get(TOMBSTONE_DECIDED)))
            return
        entry = CATALOG_ENTRY.validate_json(value)
        if isinstance(entry, FairEntry) and entry.state == "archived":  # of an earlier version, which kept it
            self._bury(key, _order_of(entry.decided))
        else:
            order = _order_of(entry.decided)
            partition, offset = order >> _OFFSET_BITS, (order & _OFFSET_MASK) - 1
            self.decided[partition] = max(self.decided.get(partition, -1), offset)
            if entry.fair.bytes not in self.archived:
                self._enter(key, entry, order)

    def _enter(self, key: bytes, entry: AnyEntry, order: int) -> None:
        if isinstance(entry, JobEntry):
            job = entry.job.bytes
            if not _older(order, self.jobs.order(job)):
                self.jobs.put(job, JobFacts(entry.fair, entry.org, entry.state), order)
            return
        gone = self._gone.get(key, 0)
        known = self._orders.get(key)
        if _older(order, known or 0) or (gone and (order == gone or _older(order, gone))):
            return
        if known is None:
            self._keys_bytes += len(key)
        self._orders[key] = order
        if isinstance(entry, FairEntry):
            allows = None if entry.allows is None else _one_of(tuple(entry.allows))
            self.fairs[entry.fair.bytes] = FairFacts(intern(entry.org), entry.state, allows)
        elif isinstance(entry, BoothEntry):
            self.booths[key] = entry.state
        elif isinstance(entry, StaffEntry):
            self.staff[key] = StaffFacts(intern(entry.org), entry.role)
        elif isinstance(entry, SessionEntry):
            session, muted = entry.session.bytes, frozenset(entry.muted)
            self._forget_session(session)
            self.sessions[session] = SessionFacts(entry.fair, entry.org, entry.host, entry.state, muted)
            self._muted += len(muted)
        elif isinstance(entry, DropEntry):
            self.drops[entry.drop.bytes] = DropFacts(entry.session, entry.job, entry.state)
        else:
            self.links[key] = LinkFacts(entry.fair, intern(entry.org), entry.link)

    def _bury(self, key: bytes, order: int) -> None:
        """Forget a thing. An id alone is forgotten when its fair is archived, and does not come back."""
        if b":" in key:
            if not _older(order, self._orders.get(key, 0)):
                self._forget_order(key)
                _remember(self._gone, key, order, GONE.most)
                for kept in (self.booths, self.staff, self.links):
                    kept.pop(key, None)
            return
        entity = UUID(key.decode()).bytes
        self._forget_order(key)
        fair = self.fairs.pop(entity, None)
        if fair is not None:
            _remember(self.archived, entity, fair.org, ARCHIVED.most)
        self.jobs.pop(entity)
        self._forget_session(entity)
        self.drops.pop(entity, None)

    def _forget_order(self, key: bytes) -> None:
        if self._orders.pop(key, None) is not None:
            self._keys_bytes -= len(key)

    def _forget_session(self, session: bytes) -> None:
        before = self.sessions.pop(session, None)
        if before is not None:
            self._muted -= len(before.muted)


@lru_cache(64)
def _one_of(allows: tuple[str, ...]) -> frozenset[str]:
    """What a state allows, once for all fairs in that state."""
    return frozenset(allows)


def _remember(kept: OrderedDict[bytes, T], key: bytes, value: T, most: int) -> None:
    kept[key] = value
    kept.move_to_end(key)
    if len(kept) > most:
        kept.popitem(last=False)


def _order_of(decided: str | bytes | None) -> int:
    """A number that grows with the position in one partition of the log; 0 where an earlier version wrote none."""
    if decided is None:
        return 0
    _, partition, offset = (decided if isinstance(decided, str) else decided.decode()).rsplit(":", 2)
    order = (int(partition) << _OFFSET_BITS) + int(offset) + 1
    if int(offset) < 0 or not 0 < order < _ORDER_MAX:
        raise ValueError(f"{decided!r} is no position that Kafka has")
    return order


def _older(order: int, known: int) -> bool:
    """Whether a record is older than what is known, and so is passed over. Positions of two partitions do not compare.

    Counted: a relay that was late wrote the older record behind the newer one, where compaction keeps it.
    """
    is_older = order < known and (not order or order >> _OFFSET_BITS == known >> _OFFSET_BITS)
    if is_older:
        metrics.OLDER.labels(CATALOG.name).inc()
    return is_older
