"""A drop under random commands: the cap is never exceeded, and the line moves in log order."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from plumbing.eventlog.reading import Received
from services.fair.applications.application import LIVE, Application
from services.fair.kernel.log import Told, read
from services.fair.kernel.outcomes import Refused, Unchanged
from tests.services.fair import recount
from tests.services.fair.deciding import World, decide, replays
from tests.services.fair.hosting import Host
from tests.services.fair.story import Entry, at, record

FAIR = Host(UUID(int=9))
JOBS, STUDENTS = ("a", "b"), tuple(f"stu-{number}" for number in range(1, 7))
job, student = st.sampled_from(JOBS), st.sampled_from(STUDENTS)


class Drops(RuleBasedStateMachine):
    """A fair with one live session of two jobs, and six students who submit and withdraw."""

    beginning: ClassVar[list[Entry]] = FAIR.live(*JOBS)

    def __init__(self) -> None:
        super().__init__()
        self.world, self.log, self.made = World(), list[Told](), list[tuple[str, str]]()
        """`made`: the drops, as (name, job)."""
        self.muted = list[str]()
        for entry in self.beginning:
            self.say(entry)

    def say(self, entry: Entry) -> None:
        before, offset = dict(self.world.applications), len(self.log)
        one = read(record(entry, offset, time=at(offset)))
        assert isinstance(one, Received)
        self.log.append(one)
        own, *followed = decide(self.world, one)
        changed = [row for row in self.world.applications.values() if row != before.get(row.id)]
        assert not (isinstance(own, Refused | Unchanged) and (changed or followed))
        self.moves_in_order(before, changed)

    def moves_in_order(self, before: dict[UUID, Application], changed: list[Application]) -> None:
        """An application that was admitted from the line was submitted before all that still wait."""
        for row in changed:
            was = before.get(row.id)
            if was is not None and (was.state, row.state) == ("waitlisted", "submitted") and row.drop is not None:
                assert all(row.offset < other.offset for other in self.line(row.drop))

    def line(self, drop: UUID) -> list[Application]:
        return [row for row in self.world.applications.values() if (row.drop, row.state) == (drop, "waitlisted")]

    @rule(job=job, cap=st.one_of(st.none(), st.integers(1, 3)))
    def drop(self, job: str, cap: int | None) -> None:
        name = str(len(self.made))
        self.say(FAIR.dropped(job, name, cap))
        if FAIR.drop(name) in self.world.drops:
            self.made.append((name, job))

    @rule(data=st.data(), student=student)
    def submit(self, data: st.DataObject, student: str) -> None:
        if self.made:
            name, job = data.draw(st.sampled_from(self.made))
            self.say(FAIR.through(student, name, job))

    @rule(data=st.data())
    def everybody(self, data: st.DataObject) -> None:
        """All students submit through the newest drop."""
        if self.made:
            for student in data.draw(st.permutations(STUDENTS)):
                self.say(FAIR.through(student, *self.made[-1]))

    @rule(job=job, student=student)
    def submit_without(self, job: str, student: str) -> None:
        self.say(FAIR.submitted(student, job))

    @rule(job=job, student=student)
    def withdraw(self, job: str, student: str) -> None:
        self.say(FAIR.withdrawn(student, job))

    @rule(job=job, student=student)
    def choose(self, job: str, student: str) -> None:
        self.say(FAIR.turned_down(student, job))

    @rule(data=st.data(), cap=st.integers(1, 5))
    def extend(self, data: st.DataObject, cap: int) -> None:
        if self.made:
            self.say(FAIR.extended(cap, data.draw(st.sampled_from(self.made))[0]))

    @rule(data=st.data())
    def close(self, data: st.DataObject) -> None:
        if self.made:
            self.say(FAIR.drop_closed(data.draw(st.sampled_from(self.made))[0]))

    @rule(student=student, hushes=st.booleans())
    def hush(self, student: str, hushes: bool) -> None:
        session = self.world.sessions[FAIR.session()]
        self.say(FAIR.muted(student) if hushes else FAIR.unmuted(student))
        if session.state != "ended" and hushes != (student in self.muted):
            (self.muted.append if hushes else self.muted.remove)(student)

    @rule(how=st.sampled_from([Host.ended, Host.closed, *[None] * 8]))
    def end(self, how: Callable[[Host], Entry] | None) -> None:
        """Rarely, since little happens afterwards."""
        if how is not None:
            self.say(how(FAIR))

    @invariant()
    def the_cap_holds(self) -> None:
        """Admissions never exceed the cap, and nobody waits while a slot is free or after the drop ended."""
        for drop in self.world.drops.values():
            through = [row for row in self.world.applications.values() if row.drop == drop.id and row.counts]
            admitted = [row for row in through if row.admitted]
            assert (drop.standing, drop.admitted, drop.waiting) == (
                len(through),
                len(admitted),
                len(self.line(drop.id)),
            )
            assert drop.cap is None or len(admitted) <= drop.cap
            assert not drop.waiting or (drop.state == "open" and drop.remaining == 0)

    @invariant()
    def the_first_get_in(self) -> None:
        """Every admitted application is earlier in the log than every waiting one; places follow the log."""
        for drop in self.world.drops:
            own = [row for row in self.world.applications.values() if row.drop == drop]
            own.sort(key=lambda row: row.offset)
            places = [row.drop_place or 0 for row in own]
            assert places == sorted(set(places))
            got_in = [row.offset for row in own if row.admitted]
            assert all(offset < row.offset for row in self.line(drop) for offset in got_in)

    @invariant()
    def books_balance(self) -> None:
        """The fair's counters, each job's numbers and each room's counters equal a recount."""
        recount.balance(self.world)

    @invariant()
    def who_is_muted_is_known(self) -> None:
        """The list equals the host's last word on each person, whatever else happened."""
        if (session := self.world.sessions.get(FAIR.session())) is not None:
            assert list(session.muted) == self.muted

    @invariant()
    def one_live_application(self) -> None:
        """A student has one live application per job, since its id is derived from both."""
        live = [(row.student, row.job) for row in self.world.applications.values() if row.state in LIVE]
        assert len(live) == len(set(live))

    def teardown(self) -> None:
        """Deciding the log again with any batches gives the same rows, counters and minutes."""
        for again in replays(self.log):
            assert again.rows() == self.world.rows()


TestDrops = Drops.TestCase
TestDrops.settings = settings(max_examples=100, stateful_step_count=50, deadline=None)


def test_the_funnel_counts_each_step_in_its_minute() -> None:
    """Only applications through a drop of the session are counted."""
    log = [*FAIR.live(*JOBS), FAIR.dropped(cap=1), FAIR.through("stu-1"), FAIR.through("stu-2")]
    log += [FAIR.viewed("stu-1"), FAIR.shortlisted("stu-1"), FAIR.submitted("stu-3", "b"), FAIR.viewed("stu-3", "b")]
    log += [FAIR.withdrawn("stu-1")]
    world = World()
    for offset, entry in enumerate(log):
        one = read(record(entry, offset, time=at(offset)))
        assert isinstance(one, Received)
        decide(world, one)
    (row,) = world.port.rows("session_minutes")
    assert (row.pop("session"), row.pop("minute")) == (FAIR.session(), at(0))
    assert {name: number for name, number in row.items() if number} == {
        "submissions": 2,
        "waitlisted": 1,
        "views": 1,
        "shortlisted": 1,
        "withdrawn": 1,
        "moved_up": 1,
    }
