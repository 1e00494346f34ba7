"""Who watches which room, and when they are told: records in, deliveries out.

Pure: it reads no clock and writes to nobody. A change after a pause goes out at once, later ones are merged, so that a
room sends at most ten frames a second (`pace.py`). Records of a watched room wait unapplied until its next
frame: the directory therefore always holds exactly what was told, and who joins in between gets that state and the same
next frame.

What a call returns must be written before the next call is made, else a viewer who joins between would hear twice.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Mapping, Sequence
from typing import Generic

from schemas.rooms import RoomRecord
from services.notify.rooms import frames
from services.notify.rooms.beside import SESSION, Asides, News, Share, Told
from services.notify.rooms.channels import Channel, Delivery, Pending, Refusal, Viewer, Waiting
from services.notify.rooms.directory import KEPT_MAX, Directory
from services.notify.rooms.permissions import RoomName
from services.notify.rooms.places import Place
from services.notify.rooms.room import Change, merge

FRAME_BYTES_MAX = 256 * 1024  # beyond it the rest waits for the next frame; one record is never divided
WAIT_S = 2.0
WAITING_MAX = 1_000
PENDING_MAX = 100_000  # items that wait for their frame, over all rooms: beyond it the log is not read on
SNAPSHOTS_MAX = 64


class Hub(Generic[Viewer]):
    """The rooms with their viewers. `epoch` names the log, `partition_of` says where a room's records are."""

    def __init__(self, epoch: str, partition_of: Callable[[str], int], *, kept_max: int = KEPT_MAX) -> None:
        self._epoch = epoch
        self._channels: dict[str, Channel[Viewer]] = {}
        self._directory = Directory(partition_of, pinned=self._channels, kept_max=kept_max)
        self._due: list[tuple[float, str]] = []
        self._waiting: list[Waiting[Viewer]] = []
        self._pending = 0
        self._snapshots: dict[str, bytes] = {}
        self._asides = Asides()
        self._audience: dict[str, int] = {}

    @property
    def audience(self) -> Mapping[str, int]:
        """How many watch each session's room here."""
        return self._audience

    @property
    def crowded(self) -> bool:
        """So much waits for its frame that no more should be read before the next tick."""
        return self._pending > PENDING_MAX

    @property
    def rooms(self) -> int:
        return len(self._directory)

    @property
    def watched(self) -> int:
        """How many rooms have a viewer."""
        return len(self._channels)

    @property
    def next_due(self) -> float | None:
        """When `due` has something to do next."""
        times = [waiting.until for waiting in self._waiting] + [at for at, _ in self._due[:1]]
        return min(times, default=None)

    def read(
        self, key: str, record: RoomRecord | None, partition: int, offset: int, logged_ms: int, now: float
    ) -> None:
        """Take the next record of a partition; None is a tombstone."""
        if self._directory.reading(partition).advance(offset):
            self._tear(partition, now)
        channel = self._channels.get(key)
        if channel is None:
            self._apply(key, record, partition, offset)
            return
        self._schedule(channel, channel.pace.log_due(now))
        pending = Pending(offset, record, logged_ms)
        channel.pending.append(pending)
        self._pending += pending.weight

    def show(self, key: str, share: Share, news: News, now: float) -> None:
        """Take what one reader says of a room beside the log; without counters, that it knows nothing of it any more.

        It has no place in the log: a snapshot and the answer to `since` always hold all that is kept of it.
        """
        new = self._asides.take(key, share, news)
        self._snapshots.pop(key, None)
        channel = self._channels.get(key)
        if channel is None:
            return
        channel.beside.add(new)
        if new.counters:
            self._schedule(channel, channel.pace.counters_due(now, share.tick_s))
        if channel.beside.talk_waits:
            self._schedule(channel, channel.pace.said_due(now))

    def skip(self, partition: int, offset: int, now: float) -> None:
        """A record cannot be read. Whoever watches a room of its partition, or resumes from before it, must reload."""
        self._directory.reading(partition).skip(offset)
        self._tear(partition, now)

    def due(self, now: float) -> list[Delivery[Viewer] | Refusal[Viewer]]:
        """What is to be written now. Call it after reading, and when `next_due` has come."""
        told: list[Delivery[Viewer] | Refusal[Viewer]] = []
        while self._due and self._due[0][0] <= now:
            at, key = heapq.heappop(self._due)
            channel = self._channels.get(key)
            if channel is not None and channel.due_at == at:  # else a channel of that name that was left meanwhile
                told += self._tell(channel, now)
        return told + self._admit(now)

    def join(
        self, viewer: Viewer, room: RoomName, since: str | None, now: float
    ) -> Sequence[Delivery[Viewer] | Refusal[Viewer]]:
        """Let a viewer in: a snapshot, or what was missed since then. Empty while the room must be waited for."""
        place = Place.parse(since) or Place("", 0, 0) if since is not None else None
        if self._ready(room, place) or len(self._waiting) >= WAITING_MAX:
            return self._enter(viewer, room, place)
        self._waiting.append(Waiting(viewer, room, place, now + WAIT_S))
        return []

    def leave(self, viewer: Viewer, room: RoomName) -> None:
        """Nothing more for this viewer from this room, even if it was still waited for."""
        self._waiting = [one for one in self._waiting if (one.viewer, one.room) != (viewer, room)]
        channel = self._channels.get(room.key)
        if channel is None:
            return
        channel.viewers.pop(viewer, None)
        self._count(channel)
        if not channel.viewers:
            del self._channels[room.key]
            self._take_pending(channel, bytes_max=None)

    def _place(self, key: str) -> Place:
        """Up to where this room was told: before what still waits, else all that was read of its partition."""
        partition = self._directory.partition_of(key)
        channel = self._channels.get(key)
        if channel is not None and channel.pending:
            return Place(self._epoch, partition, channel.pending[0].offset - 1)
        return Place(self._epoch, partition, self._directory.reading(partition).offset)

    def _apply(self, key: str, record: RoomRecord | None, partition: int, offset: int) -> Change | None:
        if record is not None:
            return self._directory.apply(record, partition, offset)
        self._directory.erase(key, offset)
        return None

    def _tear(self, partition: int, now: float) -> None:
        """Something is missing in a partition: nobody knows of which room. Its viewers start from a snapshot again."""
        for key, channel in self._channels.items():
            if self._directory.partition_of(key) == partition:
                channel.torn = True
                self._schedule(channel, channel.pace.log_due(now))

    def _schedule(self, channel: Channel[Viewer], due_at: float) -> None:
        if channel.due_at is None or due_at < channel.due_at:
            channel.due_at = due_at
            heapq.heappush(self._due, (due_at, channel.room.key))

    def _tell(self, channel: Channel[Viewer], now: float) -> list[Delivery[Viewer]]:
        """The room's next frame. What does not fit waits for the one after it."""
        logged_ms = channel.pending[0].logged_ms if channel.pending else None
        torn, channel.torn, channel.due_at = channel.torn, False, None
        beside = channel.beside.take(may_say=torn or channel.pace.may_say(now))
        changes = self._take_pending(channel, None if torn else FRAME_BYTES_MAX)
        if changes or beside or torn:
            channel.pace.tell(now, log=bool(changes) or torn, said=bool(beside.comments or beside.hidden))
        if channel.pending:
            self._schedule(channel, channel.pace.log_due(now))
        if channel.beside.talk_waits:
            self._schedule(channel, channel.pace.said_due(now))
        viewers = tuple(channel.viewers)  # not those whom the same call lets in after it
        if torn:
            texts = [frames.reload(channel.room.told, "something could not be read"), self._snapshot(channel.room)]
            return [Delivery(text, viewers, logged_ms) for text in texts]
        if not (changes or beside):
            return []
        text = self._update(channel.room, merge(changes), beside)
        return [Delivery(text, viewers, logged_ms, len(beside.comments), beside.skipped)]

    def _update(self, room: RoomName, change: Change | None, beside: Told) -> bytes:
        """What the log changed, and beside it what is true without a record. Either may be nothing."""
        here = self._place(room.key)
        if change is None:
            change = Change(here.offset, self._directory.room(room.key).decided, {}, ())
        return frames.update(room.told, Place(self._epoch, here.partition, change.offset), change, beside)

    def _take_pending(self, channel: Channel[Viewer], bytes_max: int | None) -> list[Change]:
        """Apply what waits, up to the frame's bound or all of it; what came of it without the repetitions."""
        self._snapshots.pop(channel.room.key, None)
        partition = self._directory.partition_of(channel.room.key)
        changes: list[Change] = []
        size = 0
        while channel.pending and (bytes_max is None or size < bytes_max):
            pending = channel.pending.popleft()
            self._pending -= pending.weight
            change = self._apply(channel.room.key, pending.record, partition, pending.offset)
            if change is not None:
                changes.append(change)
                size += change.size_bytes
        return changes

    def _ready(self, room: RoomName, since: Place | None) -> bool:
        """Whether joining now has a good answer: the room is known, and `since` is not ahead of what was told here."""
        if not room.stands and room.key not in self._directory:
            return False
        here = self._place(room.key)
        return (
            since is None
            or since.epoch != here.epoch
            or since.partition != here.partition
            or since.offset <= here.offset
        )

    def _admit(self, now: float) -> list[Delivery[Viewer] | Refusal[Viewer]]:
        """Let in who has waited long enough, or need wait no more."""
        told: list[Delivery[Viewer] | Refusal[Viewer]] = []
        waiting, self._waiting = self._waiting, []
        for one in waiting:
            if now >= one.until or self._ready(one.room, one.since):
                told += self._enter(one.viewer, one.room, one.since)
            else:
                self._waiting.append(one)
        return told

    def _enter(self, viewer: Viewer, room: RoomName, since: Place | None) -> list[Delivery[Viewer] | Refusal[Viewer]]:
        if not room.stands and room.key not in self._directory:
            return [Refusal(room, viewer)]
        texts = [self._snapshot(room)] if since is None else self._resume(room, since)
        channel = self._channels.setdefault(room.key, Channel(room))
        channel.viewers[viewer] = None
        self._count(channel)
        return [Delivery(text, (viewer,)) for text in texts]

    def _resume(self, room: RoomName, since: Place) -> list[bytes]:
        here = self._place(room.key)
        if (since.epoch, since.partition) != (here.epoch, here.partition):
            return [frames.reload(room.told, "the position is of another epoch"), self._snapshot(room)]
        if since.offset > here.offset:
            return [frames.reload(room.told, "the position is not known here yet"), self._snapshot(room)]
        if since.offset < self._directory.floor(room.key):
            return [frames.reload(room.told, "the position is too old"), self._snapshot(room)]
        missed, beside = self._directory.room(room.key).since(since.offset), self._asides.all_of(room.key)
        if missed is None and not beside:
            return [frames.resumed(room.told, here)]
        return [frames.resumed(room.told, since), self._update(room, missed, beside)]

    def _count(self, channel: Channel[Viewer]) -> None:
        """Keep the number of a session's viewers, who are told of it by way of all instances."""
        if channel.room.key.startswith(SESSION):
            self._audience[channel.room.key] = len(channel.viewers)
            if not channel.viewers:
                del self._audience[channel.room.key]

    def _snapshot(self, room: RoomName) -> bytes:
        """The room as it was told last. Kept while unchanged, since many join the same room at once.

        A kept one may name an older place than a new one would; nothing happened in the room between the two.
        """
        kept = self._snapshots.get(room.key)
        if kept is not None:
            return kept
        state, beside = self._directory.room(room.key), self._asides.all_of(room.key)
        text = frames.snapshot(room.told, self._place(room.key), state, beside)
        if room.key in self._channels:
            while len(self._snapshots) >= SNAPSHOTS_MAX:
                del self._snapshots[next(iter(self._snapshots))]
            self._snapshots[room.key] = text
        return text
