"""For every client: snapshot + updates == a fresh snapshot, under cuts, resumes, repetitions, compaction and eviction.

Two instances read one log at different speeds. Clients join, are cut with frames in flight, and reconnect to either
instance, which may have restarted, also on another log (a new epoch). Items are numbered, so that a missing or repeated
one is noticed; positions never go back, and nothing is skipped without a `reload`. People comment in the session's room
through a second log: in the end every client has every comment that is not hidden.
"""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from schemas.chat import CommentHidden, CommentPosted
from schemas.rooms import RoomRecord
from services.notify.rooms.beside import FRAME_COMMENTS_MAX, VIEWERS, News
from services.notify.rooms.directory import KEPT
from services.notify.rooms.hub import WAIT_S
from services.notify.rooms.pace import TICK_S
from services.notify.rooms.permissions import RoomName
from services.notify.rooms.talks import ChatEvent
from tests.services.notify.chatting import posted
from tests.services.notify.distance import PARTITION, Entry, Instance, Watch
from tests.services.notify.watching import DESK, HALL, OTHER_FAIR, OWN, SHOW, Viewer, deliver, record

UNBOUNDED = KEPT.most

OTHER_HALL = RoomName(OTHER_FAIR, OTHER_FAIR, stands=False)
ROOMS = (HALL, OTHER_HALL, SHOW, OWN, DESK)
instances = st.integers(0, 1)
rooms = st.sampled_from(ROOMS)


class LiveEdge(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        self.epoch = "epoch0"
        self.log: dict[int, list[Entry]] = {0: [], 1: []}
        self.next_offset = {0: 0, 1: 0}
        self.decided = {"livefair.fairs:0": 0, "livefair.fairs:1": 0}
        self.numbers = 0
        self.items: dict[str, list[int]] = {room.key: [] for room in ROOMS}
        self.counters: dict[str, dict[str, int]] = {room.key: {} for room in ROOMS}
        self.shown = {"viewers": 0, "viewers_peak": 0}
        self.chat: list[ChatEvent] = []
        self.hidden: set[str] = set()
        self.watches: list[Watch] = []
        self.compacted: set[int] = set()

    @initialize(kept_bytes_max=st.sampled_from([3_000, 60_000, UNBOUNDED]))
    def start(self, kept_bytes_max: int) -> None:
        self.kept_bytes_max = kept_bytes_max
        self.instances = [Instance(kept_bytes_max, self.epoch), Instance(kept_bytes_max, self.epoch)]

    @rule(
        room=rooms,
        count=st.sampled_from([0, 1, 1, 2, 3, 40, 130]),
        source=st.sampled_from([0, 0, 1]),
        jobs=st.integers(0, 3),
    )
    def something_happens(self, room: RoomName, count: int, source: int, jobs: int) -> None:
        name = f"livefair.fairs:{source if room in (OWN, DESK) else 0}"
        self.decided[name] += 1
        numbers = range(self.numbers, self.numbers + count)
        self.numbers += count
        counters = {"jobs": jobs, "applications": self.numbers} if room in (HALL, OTHER_HALL, SHOW) else None
        self.append(record(room.key, self.decided[name], *numbers, counters=counters, source=name), repeated=False)
        self.items[room.key] += numbers
        self.counters[room.key] |= counters or {}

    @precondition(lambda self: not self.compacted and self.kept_bytes_max == UNBOUNDED)
    @rule(pick=st.randoms(use_true_random=False))
    def a_zombie_publishes_again(self, pick) -> None:  # type: ignore[no-untyped-def]  # a random.Random of Hypothesis
        """Not together with compaction, which could keep only the repetition, nor with evicted rooms."""
        said = [entry.record for entries in self.log.values() for entry in entries]
        if said:
            self.append(pick.choice(said), repeated=True)

    @rule(instance=instances, partition=st.integers(0, 1), count=st.integers(1, 6))
    def an_instance_reads_on(self, instance: int, partition: int, count: int) -> None:
        self.read(self.instances[instance], partition, count)

    @rule(viewers=st.integers(0, 3), instance=instances)
    def an_instance_learns_the_viewers(self, viewers: int, instance: int) -> None:
        """The other instance learns them when all reports are read."""
        self.shown = {"viewers": viewers, "viewers_peak": max(viewers, self.shown["viewers_peak"])}
        self.show(self.instances[instance])

    @precondition(lambda self: len(self.chat) < FRAME_COMMENTS_MAX)  # so that none is skipped
    @rule(hides=st.booleans(), back=st.integers(1, 3), instance=instances)
    def somebody_talks_or_the_host_hides(self, hides: bool, back: int, instance: int) -> None:
        said = [event for event in self.chat if isinstance(event, CommentPosted)]
        if hides and len(said) >= back:
            self.chat.append(CommentHidden(session=said[-back].session, comment=said[-back].comment))
            self.hidden.add(str(said[-back].comment))
        else:
            self.chat.append(posted(len(self.chat)))
        self.hear(self.instances[instance])

    @rule(seconds=st.sampled_from([0.01, 0.05, TICK_S, WAIT_S]))
    def time_passes(self, seconds: float) -> None:
        self.now += seconds
        for instance in self.instances:
            deliver(instance.hub.due(self.now))

    @rule(room=rooms, instance=instances)
    def a_viewer_joins(self, room: RoomName, instance: int) -> None:
        self.watches.append(Watch(room, instance))
        self.join(self.watches[-1], instance)

    @precondition(lambda self: self.watches)
    @rule(index=st.integers(0), instance=instances, arrived=st.sampled_from([0, 1, 2, 9, 9]))
    def a_viewer_is_cut_and_comes_back(self, index: int, instance: int, arrived: int) -> None:
        watch = self.watches[index % len(self.watches)]
        watch.viewer.arrive(arrived)
        self.cut(watch)
        self.join(watch, instance)

    @precondition(lambda self: self.watches)
    @rule(index=st.integers(0), instance=instances, arrived=st.sampled_from([1, 9]), count=st.sampled_from([0, 1, 2]))
    def a_viewer_misses_something(self, index: int, instance: int, arrived: int, count: int) -> None:
        """The usual cut: a client had frames, misses some, and reconnects."""
        watch = self.watches[index % len(self.watches)]
        watch.viewer.arrive(arrived)
        self.cut(watch)
        self.something_happens(room=watch.room, count=count, source=0, jobs=1)
        self.read(self.instances[instance], PARTITION[watch.room.key], count=1_000)
        self.join(watch, instance)

    @precondition(lambda self: self.watches)
    @rule(index=st.integers(0), count=st.integers(1, 3))
    def frames_arrive(self, index: int, count: int) -> None:
        self.watches[index % len(self.watches)].viewer.arrive(count)

    @precondition(lambda self: self.watches)
    @rule(index=st.integers(0))
    def a_viewer_is_cut(self, index: int) -> None:
        self.cut(self.watches[index % len(self.watches)])

    @precondition(lambda self: not any(entry.repeated for entries in self.log.values() for entry in entries))
    @rule(instance=instances, clean=st.integers(0, 8))
    def the_log_is_compacted_and_an_instance_starts_anew(self, instance: int, clean: int) -> None:
        """Compaction keeps each room's newest record of the old part."""
        for watch in self.watches:
            if watch.at == instance:
                self.cut(watch)
        for partition, entries in self.log.items():
            removed_before = max((entry.offset + 1 for entry in entries[:clean]), default=0)
            for other in self.instances:
                other.whole &= other.read[partition] >= removed_before
            self.compacted |= {item.data["n"] for entry in entries[:clean] for item in entry.record.items}
            newest = {entry.record.room: entry for entry in entries[:clean]}
            entries[:clean] = sorted(newest.values(), key=lambda entry: entry.offset)
            self.compacted -= {item.data["n"] for entry in entries[:clean] for item in entry.record.items}
        self.instances[instance] = Instance(self.kept_bytes_max, self.epoch, whole=False)

    @rule()
    def the_log_is_lost_and_another_begins(self) -> None:
        """Its offsets start again, so an old position would name another record."""
        for watch in self.watches:
            self.cut(watch)
        self.epoch = f"epoch{int(self.epoch[5:]) + 1}"
        self.log, self.next_offset = {0: [], 1: []}, {0: 0, 1: 0}
        self.compacted.clear()
        self.chat.clear()
        self.hidden.clear()
        for room in ROOMS:
            self.items[room.key], self.counters[room.key] = [], {}
        self.instances = [Instance(self.kept_bytes_max, self.epoch), Instance(self.kept_bytes_max, self.epoch)]

    @invariant()
    def no_item_comes_twice_or_out_of_order(self) -> None:
        for watch in self.watches:
            assert watch.viewer.items == sorted(set(watch.viewer.items))

    def teardown(self) -> None:
        """When everything was read and sent, every client's state equals the truth, to the last item."""
        if not hasattr(self, "instances"):
            return
        self.settle()
        for watch in self.watches:
            if watch.at is None or watch.viewer.refused:
                self.join(watch, watch.at or 0)
        self.settle()
        for watch in self.watches:
            self.agrees(watch)

    def agrees(self, watch: Watch) -> None:
        viewer, key = watch.viewer, watch.room.key
        if viewer.refused:
            assert not self.items[key]
            assert not self.counters[key]
            return
        truth, shown = self.still_there(self.items[key]), self.still_there(viewer.items)
        assert shown == truth[len(truth) - len(shown) :]
        assert viewer.counters == self.counters[key] | (self.beside() if watch.room is SHOW else {})
        assert viewer.comments == (
            [name for name in self.said() if name not in self.hidden] if watch.room is SHOW else []
        )
        assert watch.at is not None
        instance = self.instances[watch.at]
        fresh = Viewer()
        deliver(instance.hub.join(fresh, watch.room, None, self.now))
        assert (fresh.counters, fresh.comments) == (viewer.counters, viewer.comments)
        kept = self.still_there(fresh.items)
        assert kept == truth[len(truth) - len(kept) :]
        if instance.whole and self.kept_bytes_max == UNBOUNDED:
            assert fresh.items == self.items[key][-100:]
            assert len(shown) >= len(fresh.items) or self.compacted
        instance.hub.leave(fresh, watch.room)

    def said(self) -> list[str]:
        return [str(event.comment) for event in self.chat if isinstance(event, CommentPosted)]

    def beside(self) -> dict[str, int]:
        return self.shown | ({"comments": len(self.said())} if self.chat else {})

    def still_there(self, numbers: list[int]) -> list[int]:
        """The items except those that compaction removed, which only some clients have seen."""
        return [number for number in numbers if number not in self.compacted]

    def append(self, said: RoomRecord, repeated: bool) -> None:
        partition = PARTITION[said.room]
        self.log[partition].append(Entry(self.next_offset[partition], said, repeated))
        self.next_offset[partition] += 1

    def read(self, instance: Instance, partition: int, count: int) -> None:
        for entry in self.log[partition]:
            if entry.offset >= instance.read[partition] and count:
                instance.hub.read(entry.record.room, entry.record, partition, entry.offset, 0, self.now)
                instance.read[partition] = entry.offset + 1
                count -= 1
        deliver(instance.hub.due(self.now))

    def join(self, watch: Watch, instance: int) -> None:
        watch.at, watch.viewer.refused = instance, False
        watch.viewer.joins()
        hub = self.instances[instance].hub
        deliver(hub.join(watch.viewer, watch.room, watch.viewer.position, self.now))

    def cut(self, watch: Watch) -> None:
        if watch.at is not None:
            self.instances[watch.at].hub.leave(watch.viewer, watch.room)
        watch.at = None
        watch.viewer.on_the_way.clear()

    def show(self, instance: Instance) -> None:
        instance.hub.show(SHOW.key, VIEWERS, News(self.shown), self.now)
        deliver(instance.hub.due(self.now))

    def hear(self, instance: Instance) -> None:
        instance.hear(self.chat, self.now)
        deliver(instance.hub.due(self.now))

    def settle(self) -> None:
        for _ in range(4):
            for instance in self.instances:
                for partition in self.log:
                    self.read(instance, partition, count=1_000)
                self.show(instance)
                self.hear(instance)
            self.time_passes(WAIT_S)
        for watch in self.watches:
            watch.viewer.arrive(len(watch.viewer.on_the_way))


LiveEdge.TestCase.settings = settings(max_examples=400, stateful_step_count=40, deadline=None)
TestLiveEdge = LiveEdge.TestCase
