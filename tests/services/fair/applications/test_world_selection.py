"""Double selection under random commands: the invariants of a job and its applications always hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import product
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from plumbing.eventlog.reading import Received
from services.fair.applications.application import LIVE, MATCHED, Application
from services.fair.applications.selection import BY_ITSELF, MOVES
from services.fair.kernel.log import Told, read
from services.fair.kernel.outcomes import Refused, Unchanged
from tests.services.fair import recount
from tests.services.fair.deciding import World, decide, replays
from tests.services.fair.story import Entry, Teller, at, record

FAIR = Teller(UUID(int=7))
NAMES, STUDENTS = ("a", "b"), ("stu-1", "stu-2", "stu-3", "stu-4")
EVERYBODY = [*product(STUDENTS, NAMES), ("nobody", "a")]
JOBS = {FAIR.job(name): name for name in NAMES}
ENDS = at(7_200)
STATE_AFTER = {
    "ApplicationReceived": "submitted",
    "ApplicationViewed": "viewed",
    "ApplicantShortlisted": "shortlisted",
    "ApplicantInvited": "invited",
    "InvitationAccepted": "accepted",
    "MatchedInRound": "accepted",
    "InvitationDeclined": "declined",
    "InvitationExpired": "expired",
    "ApplicationRefused": "refused",
    "ApplicantHired": "hired",
    "ApplicationWithdrawn": "withdrawn",
}
DRAWN: set[tuple[str | None, str]] = {(met, then) for then, froms in MOVES.items() for met in froms}
DRAWN |= {(met, then) for met, then, _ in BY_ITSELF} | {(None, "submitted"), ("withdrawn", "submitted")}

Say = Callable[..., Entry]
STEPS = [
    *(Teller.viewed, Teller.shortlisted, Teller.invited, Teller.turned_down, Teller.hired),
    *(Teller.accepted, Teller.declined, Teller.withdrawn, Teller.deadline_passed),
]
name, anybody = st.sampled_from(NAMES), st.sampled_from(EVERYBODY)
seconds = st.one_of(st.none(), st.integers(1, 3_600))


class DoubleSelection(RuleBasedStateMachine):
    """A fair with two jobs, four students and an enterprise, and a watcher that runs at random times."""

    offers = "keep"

    def __init__(self) -> None:
        super().__init__()
        self.world, self.log, self.now = World(), list[Told](), 0.0
        self.overbooked = set[UUID]()
        """Jobs with more open invitations than openings."""
        for entry in [FAIR.scheduled(ends_at=ENDS, offers=self.offers), *FAIR.ready(*NAMES)[1:]]:
            self.say(entry)
        for who in EVERYBODY[:-1]:
            self.say(FAIR.submitted(*who))
        for student, name in product(STUDENTS[:2], NAMES):
            self.say(FAIR.shortlisted(student, name))
        for name in NAMES:
            self.say(FAIR.ranked(*STUDENTS, name=name))

    def say(self, entry: Entry) -> None:
        """Decide one event, and check how it moved the applications."""
        before, offset = dict(self.world.applications), len(self.log)
        one = read(record(entry, offset, time=at(self.now)))
        assert isinstance(one, Received)
        self.log.append(one)
        own, *followed = decide(self.world, one)
        changed = [row for row in self.world.applications.values() if row != before.get(row.id)]
        assert len(changed) <= 1 + len(followed)
        assert not (isinstance(own, Refused | Unchanged) and (changed or followed))
        for row in changed:
            self.moved_as_drawn(before.get(row.id), row)

    def moved_as_drawn(self, before: Application | None, after: Application) -> None:
        """A moved application took exactly one step of the diagram, and its history records it."""
        assert (before.state if before else None, after.state) in DRAWN
        assert after.history[:-1] == (before.history if before else ())
        assert after.history[-1].at == self.world.books[FAIR.fair].as_of

    def pick(self, data: st.DataObject, *states: str) -> tuple[str, str]:
        """The (student, job's name) of an application in one of these states, or of any, to provoke refusals too."""
        rows = self.world.applications.values()
        met = [(row.student, JOBS[row.job]) for row in rows if row.state in states]
        one: tuple[str, str] = data.draw(st.sampled_from(met or EVERYBODY))
        return one

    @rule(who=anybody, how=st.sampled_from([Teller.submitted, *STEPS]))
    def try_anything(self, who: tuple[str, str], how: Say) -> None:
        self.say(how(FAIR, *who))

    @rule(data=st.data(), how=st.sampled_from([Teller.viewed, Teller.shortlisted, Teller.turned_down]))
    def choose(self, data: st.DataObject, how: Say) -> None:
        self.say(how(FAIR, *self.pick(data, "submitted", "viewed", "shortlisted")))

    @rule(data=st.data(), within=seconds, overbook=st.booleans())
    def invite(self, data: st.DataObject, within: int | None, overbook: bool) -> None:
        student, name = self.pick(data, "submitted", "viewed", "shortlisted")
        deadline: datetime | None = None if within is None else at(self.now + within)
        if overbook:
            self.overbooked.add(FAIR.job(name))
        self.say(FAIR.invited(student, name, deadline=deadline, overbook=overbook))

    @rule(data=st.data())
    def accept(self, data: st.DataObject) -> None:
        self.say(FAIR.accepted(*self.pick(data, "invited")))

    @rule(data=st.data(), how=st.sampled_from([Teller.declined, Teller.withdrawn]))
    def leave(self, data: st.DataObject, how: Say) -> None:
        self.say(how(FAIR, *self.pick(data, "invited", "accepted")))

    @rule(data=st.data())
    def come_back(self, data: st.DataObject) -> None:
        self.say(FAIR.submitted(*self.pick(data, "withdrawn")))

    @rule(order=st.permutations(STUDENTS), number=st.integers(0, len(STUDENTS)), name=name)
    def rank(self, order: list[str], number: int, name: str) -> None:
        self.say(FAIR.ranked(*order[:number], name=name))

    @rule(student=st.sampled_from(STUDENTS), order=st.permutations(NAMES), number=st.integers(0, len(NAMES)))
    def wish(self, student: str, order: list[str], number: int) -> None:
        self.say(FAIR.wished(student, *order[:number]))

    @rule()
    def hold_a_round(self) -> None:
        self.say(FAIR.round_held())

    @rule(name=name, headcount=st.integers(1, 3))
    def amend(self, name: str, headcount: int) -> None:
        self.say(FAIR.amended(name, headcount=headcount))

    @rule(by=st.floats(0, 1_800))
    def time_passes(self, by: float) -> None:
        self.now += by

    @rule(twice=st.booleans())
    def watch(self, twice: bool) -> None:
        """The watcher reports overdue invitations; a second watcher may report them again."""
        for row in list(self.world.applications.values()):
            if row.state == "invited" and row.deadline is not None and row.deadline <= at(self.now):
                for _ in range(1 + twice):
                    self.say(FAIR.deadline_passed(row.student, JOBS[row.job]))

    @invariant()
    def places_are_given_once(self) -> None:
        """Matches never exceed the headcount; open invitations exceed it only by overbooking.

        No invitation stays open for an opening that is already matched.
        """
        for job in self.world.jobs.values():
            assert job.matches <= job.terms.headcount
            given = job.invitations + job.matches
            assert job.id in self.overbooked or given <= job.terms.headcount
            assert job.matches < job.terms.headcount or not job.invitations

    @invariant()
    def books_balance(self) -> None:
        """The fair's counters and the jobs' numbers equal a recount."""
        recount.balance(self.world)

    @invariant()
    def states_are_explained(self) -> None:
        """The last step explains the state; one application per student and job; only invited ones have a deadline."""
        rows = self.world.applications.values()
        assert set(Counter((row.student, row.job) for row in rows if row.state in LIVE).values()) <= {1}
        for row in rows:
            last = row.history[-1]
            assert (STATE_AFTER[last.event], last.reason) == (row.state, row.reason)
            by_round = row.state in MATCHED and "MatchedInRound" in {step.event for step in row.history}
            assert by_round or (row.deadline is not None) == (row.state in ("invited", "accepted", "hired"))
            if row.deadline is not None and row.invited_at is not None:
                assert timedelta() < row.deadline - row.invited_at
                assert row.deadline <= ENDS

    def teardown(self) -> None:
        """Deciding the log again with any batches gives the same rows, deadlines and alternates included."""
        for again in replays(self.log):
            assert again.rows() == self.world.rows()


class OneOfSeveralOffers(DoubleSelection):
    """The same in a fair where an acceptance releases the student's other open invitations."""

    offers = "release"

    @rule(data=st.data(), how=st.sampled_from([Teller.declined, Teller.withdrawn]))
    def want_whom_another_has(self, data: st.DataObject, how: Say) -> None:
        """Rank and shortlist a student who has a match elsewhere, just before an opening of that job becomes free."""
        rows = self.world.applications.values()
        matched = {row.student for row in rows if row.state in MATCHED}
        wanted = [row for row in rows if row.student in matched and row.state in ("submitted", "viewed")]
        holding = [row for row in rows if row.state == "invited" and row.job in {one.job for one in wanted}]
        if holding:
            leaving = data.draw(st.sampled_from(holding))
            name, student = JOBS[leaving.job], next(one.student for one in wanted if one.job == leaving.job)
            self.say(FAIR.ranked(student, name=name))
            self.say(FAIR.shortlisted(student, name))
            self.say(how(FAIR, leaving.student, name))

    @invariant()
    def nobody_has_two(self) -> None:
        """A student has at most one match, and with a match no open invitation."""
        rows = self.world.applications.values()
        matched = Counter(row.student for row in rows if row.state in MATCHED)
        assert set(matched.values()) <= {1}
        assert not matched.keys() & {row.student for row in rows if row.state == "invited"}


TestDoubleSelection = DoubleSelection.TestCase
TestDoubleSelection.settings = settings(max_examples=100, stateful_step_count=50, deadline=None)
TestOneOfSeveralOffers = OneOfSeveralOffers.TestCase
TestOneOfSeveralOffers.settings = settings(max_examples=100, stateful_step_count=50, deadline=None)
