"""Every topic on one screen: name, key, partitions, retention, who writes, who reads."""

from __future__ import annotations

from dataclasses import dataclass, field

DAY_MS = 86_400_000
RECORD_BYTES_MAX = 4 * 1_048_576  # a room's record may hold everything that one batch changed
KEPT = {"cleanup.policy": "delete", "retention.ms": "-1", "retention.bytes": "-1"}
COMPACTED = {"cleanup.policy": "compact", "min.compaction.lag.ms": "0", "delete.retention.ms": str(DAY_MS)}


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic as `livefair topics` creates it. All topics keep the broker's append time."""

    name: str
    key: str
    partitions: int
    writers: tuple[str, ...]
    readers: tuple[str, ...]
    policy: dict[str, str] = field(default_factory=dict)
    watchers: tuple[str, ...] = ()  # who asks for its end only, to know whether it is decided

    @property
    def config(self) -> dict[str, str]:
        return {"message.timestamp.type": "LogAppendTime", "max.message.bytes": str(RECORD_BYTES_MAX), **self.policy}


FAIRS = Topic("livefair.fairs", "fair id", 12, ("ingest", "fair", "fair-reads"), ("fair",), KEPT, ("fair-reads",))
PEOPLE = Topic("livefair.people", "person", 12, ("ingest",), ("fair", "notify"), KEPT, ("fair-reads",))
CATALOG = Topic("livefair.catalog", "entity id", 12, ("fair",), ("ingest", "fair"), COMPACTED)
ROOMS = Topic("livefair.rooms", "room", 12, ("fair",), ("notify",), {**COMPACTED, "min.compaction.lag.ms": str(DAY_MS)})
CHAT = Topic("livefair.chat", "session", 12, ("ingest",), ("notify", "fair"), KEPT, ("fair-reads",))
PRESENCE = Topic(  # the newest report of each instance is enough: it repeats the peaks; a closed segment is compacted
    "livefair.presence",
    "notify instance",
    1,
    ("notify",),
    ("notify", "fair", "fair-reads"),
    {"cleanup.policy": "compact,delete", "retention.ms": str(7 * DAY_MS), "segment.ms": str(DAY_MS // 24)},
)
DEAD_LETTERS = Topic(
    "livefair.dead-letters", "the record's own key", 3, ("fair", "livefair dlq"), ("livefair dlq",), KEPT
)

TOPICS: tuple[Topic, ...] = (FAIRS, PEOPLE, CATALOG, ROOMS, CHAT, PRESENCE, DEAD_LETTERS)
