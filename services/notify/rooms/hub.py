"""Which viewers watch which room, and when each room gets a frame: records in, deliveries out.

Pure: it reads no clock and writes to no socket. A change after a pause goes out at once; later ones are merged, so that
a room sends at most ten frames a second (`pace.py`). Records of a watched room are not applied until its next frame, so
the directory holds exactly what was sent: a viewer who joins in between gets that state and then the same next frame.

Deliveries must be written before the next call, else a viewer who joins in between would get an update twice.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Generic

from plumbing.limits import Limit, Shares
from schemas.rooms import RoomRecord
from services.notify.rooms import frames
from services.notify.rooms.beside import SESSION, Asides, News, Share, Told
from services.notify.rooms.channels import WAITING, Channel, Delivery, Pending, Refusal, Viewer, Waiting
from services.notify.rooms.directory import KEPT, Directory
from services.notify.rooms.permissions import RoomName
from services.notify.rooms.places import Place
from services.notify.rooms.room import Change, merge
from services.notify.rooms.snapshots import Snapshots

FRAME_BYTES_MAX = 256 * 1024  # the rest waits for the next frame; a record is never split
WAIT_S = 2.0
PENDING = Limit("records that wait for a frame, of all rooms", 256 * 1_048_576, "reading pauses for a tick", "bytes")
NOBODY: Mapping[str, str] = {}


class Hub(Generic[Viewer]):
    """The rooms with their viewers. `epoch` names the log, `partition_of` finds the partition of a room."""

    def __init__(
        self,
        epoch: str,
        partition_of: Callable[[str], int],
        *,
        kept_bytes_max: int = KEPT.most,
        waiting: Limit = WAITING,
        limited: bool = True,
    ) -> None:
        self._epoch = epoch
        self._channels: dict[str, Channel[Viewer]] = {}
        self._directory = Directory(partition_of, pinned=self._channels, kept_bytes_max=kept_bytes_max)
        self._due: list[tuple[float, str]] = []
        self._waiting: list[Waiting[Viewer]] = []
        self._places = Shares(waiting, limited=limited)
        self._pending = 0
        self._snapshots = Snapshots()
        self._asides = Asides()
        self._audience: dict[str, int] = {}

    @property
    def audience(self) -> Mapping[str, int]:
        """The viewers of each session on this instance."""
        return self._audience

    @property
    def crowded(self) -> bool:
        """Whether so much waits for frames that reading should pause until the next tick."""
        return self._pending > PENDING.most

    @property
    def rooms(self) -> int:
        return len(self._directory)

    @property
    def watched(self) -> int:
        """The number of rooms that have viewers."""
        return len(self._channels)

    @property
    def next_due(self) -> float | None:
        """When to call `due` next."""
        return min((*(one.until for one in self._waiting), *(at for at, _ in self._due[:1])), default=None)

    def read(
        self,
        key: str,
        record: RoomRecord | None,
        partition: int,
        offset: int,
        logged_ms: int,
        now: float,
        size: int = 0,
    ) -> None:
        """Take the next record of a partition, whose JSON has `size` bytes; None is a tombstone."""
        if self._directory.reading(partition).advance(offset):
            self._tear(partition, now)
        channel = self._channels.get(key)
        if channel is None:
            self._apply(key, record, partition, offset)
            return
        self._schedule(channel, channel.pace.log_due(now))
        channel.pending.append(Pending(offset, record, logged_ms, size))
        self._pending += channel.pending[-1].weight

    def show(self, key: str, share: Share, news: News, now: float) -> None:
        """Take a feed's news of a room, which have no position; without counters the feed has forgotten the room."""
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

    def empty(self, keys: Collection[str], now: float) -> None:
        """Empty the texts that one of these keys has sealed, for those who watch too, and hide comments among them."""
        for key in self._directory.empty(keys):
            self._snapshots.pop(key, None)
            if (channel := self._channels.get(key)) is not None:
                channel.torn = True
                self._schedule(channel, channel.pace.log_due(now))
        for channel in self._channels.values():
            channel.empty(keys)
        for key, share, news in self._asides.sealed_with(keys):
            self.show(key, share, news, now)

    def skip(self, partition: int, offset: int, now: float) -> None:
        """Note an unreadable record. Viewers of its partition, and those who resume from before it, must reload."""
        self._directory.reading(partition).skip(offset)
        self._tear(partition, now)

    def restart(self, epoch: str, now: float) -> None:
        """Begin to read a log that was made again. All viewers get a new snapshot, with positions of the new epoch."""
        self._epoch = epoch
        for channel in self._channels.values():
            self._take_pending(channel, bytes_max=None)
            channel.torn = True
            self._schedule(channel, channel.pace.log_due(now))
        self._directory.restart()
        self._snapshots.clear()

    def due(self, now: float) -> list[Delivery[Viewer] | Refusal[Viewer]]:
        """The deliveries that are due. Call it after reading, and at `next_due`."""
        told: list[Delivery[Viewer] | Refusal[Viewer]] = []
        while self._due and self._due[0][0] <= now:
            at, key = heapq.heappop(self._due)
            channel = self._channels.get(key)
            if channel is not None and channel.due_at == at:  # else the entry is of a channel that was left meanwhile
                told += self._tell(channel, now)
        return told + self._admit(now)

    def join(
        self, viewer: Viewer, room: RoomName, since: str | None, now: float, who: Mapping[str, str] = NOBODY
    ) -> Sequence[Delivery[Viewer] | Refusal[Viewer]]:
        """Add a viewer: a snapshot, or what they missed since a position. Empty while they wait for the room, which
        those do not for whom, by their kind in `who`, too many wait already."""
        place = Place.parse(since) or Place("", 0, 0) if since is not None else None
        if self._ready(room, place) or self._places.take(who) is not None:
            return self._enter(viewer, room, place)
        self._waiting.append(Waiting(viewer, room, place, now + WAIT_S, who))
        return []

    def leave(self, viewer: Viewer, room: RoomName) -> None:
        """Remove a viewer from this room, or from those who wait for it."""
        for one in [one for one in self._waiting if (one.viewer, one.room) == (viewer, room)]:
            self._waiting.remove(one)
            self._places.give_back(one.who)
        channel = self._channels.get(room.key)
        if channel is None:
            return
        channel.viewers.pop(viewer, None)
        self._count(channel)
        if not channel.viewers:
            del self._channels[room.key]
            self._take_pending(channel, bytes_max=None)

    def _place(self, key: str) -> Place:
        """The position up to which frames of this room were sent: before the oldest waiting record, if any."""
        partition = self._directory.partition_of(key)
        channel = self._channels.get(key)
        if channel is not None and channel.pending:
            return Place(self._epoch, partition, channel.pending[0].offset - 1)
        return Place(self._epoch, partition, self._directory.reading(partition).offset)

    def _apply(self, key: str, record: RoomRecord | None, partition: int, offset: int) -> Change | None:
        if record is not None:
            return self._directory.apply(record, partition, offset)
        self._directory.erase(key, offset)
        self._asides.forget(key)
        return None

    def _tear(self, partition: int, now: float) -> None:
        """Records of some room of a partition are missing: all viewers of its rooms get a new snapshot."""
        for key, channel in self._channels.items():
            if self._directory.partition_of(key) == partition:
                channel.torn = True
                self._schedule(channel, channel.pace.log_due(now))

    def _schedule(self, channel: Channel[Viewer], due_at: float) -> None:
        if channel.due_at is None or due_at < channel.due_at:
            channel.due_at = due_at
            heapq.heappush(self._due, (due_at, channel.room.key))

    def _tell(self, channel: Channel[Viewer], now: float) -> list[Delivery[Viewer]]:
        """Send the room's next frame. What does not fit waits for the one after it."""
        logged_ms = channel.pending[0].logged_ms if channel.pending else None
        changes = self._take_pending(channel, None if channel.torn else FRAME_BYTES_MAX)
        torn = channel.torn or any(change.whole for change in changes)
        channel.torn, channel.due_at = False, None
        beside = channel.beside.take(may_say=torn or channel.pace.may_say(now))
        if changes or beside or torn:
            channel.pace.tell(now, log=bool(changes) or torn, said=bool(beside.comments or beside.hidden))
        if channel.pending:
            self._schedule(channel, channel.pace.log_due(now))
        if channel.beside.talk_waits:
            self._schedule(channel, channel.pace.said_due(now))
        viewers = tuple(channel.viewers)  # a copy: the same call may add viewers after it
        if torn:
            texts = [frames.reload(channel.room.told, "something could not be read"), self._snapshot(channel.room)]
            return [Delivery(text, viewers, logged_ms) for text in texts]
        if not (changes or beside):
            return []
        text = self._update(channel.room, merge(changes), beside)
        return [Delivery(text, viewers, logged_ms, len(beside.comments), beside.skipped)]

    def _update(self, room: RoomName, change: Change | None, beside: Told) -> bytes:
        """A frame of what records changed and what came beside the log. Either may be empty."""
        here = self._place(room.key)
        if change is None:
            change = Change(here.offset, self._directory.room(room.key).decided, {}, ())
        return frames.update(room.told, Place(self._epoch, here.partition, change.offset), change, beside)

    def _take_pending(self, channel: Channel[Viewer], bytes_max: int | None) -> list[Change]:
        """Apply waiting records, up to the bound of a frame or all of them. Returns the changes, without duplicates."""
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
        """Whether a viewer can join now: the room is known, and `since` is not ahead of what was sent here."""
        if not room.stands and room.key not in self._directory:
            return False
        return since is None or not since.is_ahead_of(self._place(room.key))

    def _admit(self, now: float) -> list[Delivery[Viewer] | Refusal[Viewer]]:
        """Add the viewers whose room has appeared, and answer those who have waited too long."""
        told: list[Delivery[Viewer] | Refusal[Viewer]] = []
        waiting, self._waiting = self._waiting, []
        for one in waiting:
            if now >= one.until or self._ready(one.room, one.since):
                self._places.give_back(one.who)
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
        why = since.why_reload(here, self._directory.floor(room.key))
        if why is not None:
            return [frames.reload(room.told, why), self._snapshot(room)]
        missed, beside = self._directory.room(room.key).since(since.offset), self._asides.all_of(room.key)
        if missed is None and not beside:
            return [frames.resumed(room.told, here)]
        return [frames.resumed(room.told, since), self._update(room, missed, beside)]

    def _count(self, channel: Channel[Viewer]) -> None:
        """Update this instance's viewers of a session; they are shown after all instances were added up."""
        if channel.room.key.startswith(SESSION):
            self._audience[channel.room.key] = len(channel.viewers)
            if not channel.viewers:
                del self._audience[channel.room.key]

    def _snapshot(self, room: RoomName) -> bytes:
        """A snapshot of the room, cached while it does not change."""
        kept = self._snapshots.get(room.key)
        if kept is not None:
            return kept
        state, beside = self._directory.room(room.key), self._asides.all_of(room.key)
        text = frames.snapshot(room.told, self._place(room.key), state, beside)
        if room.key in self._channels:
            self._snapshots.keep(room.key, text)
        return text
