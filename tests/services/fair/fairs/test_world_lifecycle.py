"""A fair under random moves: the invariants of its states always hold."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from plumbing.eventlog.reading import Received
from services.fair.engine.commands import command_of
from services.fair.fairs.fair import ALLOWED, ALLOWS, MOVES, Fair
from services.fair.kernel.log import Told, read
from services.fair.kernel.outcomes import Refused, Unchanged
from tests.services.fair import recount
from tests.services.fair.deciding import World, decide, replays
from tests.services.fair.staff.story import by_person, handed, joined, linked, removed
from tests.services.fair.story import Entry, Teller, at, record

FAIR = Teller(UUID(int=9))
STUDENTS, NAMES = ("stu-1", "stu-2", "stu-3"), ("a", "b")
EVERYBODY = [*product(STUDENTS, NAMES)]
DAY = 86_400
LATE = 50  # an archive is not tried before this number of records

Say = Callable[..., Entry]
MOVE: dict[str, Say] = {
    "publish": Teller.shown,
    "open": Teller.opened,
    "pause": Teller.paused,
    "resume": Teller.resumed,
    "wind_down": Teller.winding_down,
    "close": Teller.closed,
    "archive": Teller.archived,
}
BY_ENTERPRISE = (Teller.viewed, Teller.shortlisted, Teller.invited, Teller.turned_down, Teller.hired)
BY_STUDENT = (Teller.submitted, Teller.accepted, Teller.declined, Teller.withdrawn)
ALLOWED_TO_MOVE = {
    "ApplicationReceived": "submit",
    "ApplicationViewed": "select",
    "ApplicantShortlisted": "select",
    "ApplicantInvited": "select",
    "ApplicationRefused": "select",
    "InvitationAccepted": "answer",
    "InvitationDeclined": "answer",
    "ApplicantHired": "hire",
    "ApplicationWithdrawn": "withdraw",
}
who, person = st.sampled_from(EVERYBODY), st.sampled_from([None, "ann", "bob"])


class Lifecycle(RuleBasedStateMachine):
    """A fair with two jobs, three students, an enterprise and its staff, and an organizer who moves at random."""

    def __init__(self) -> None:
        super().__init__()
        self.world, self.log, self.now = World(), list[Told](), 0.0
        self.say(FAIR.draft(ends_at=at(DAY)))

    @property
    def fair(self) -> Fair:
        return self.world.fairs[FAIR.fair]

    @property
    def state(self) -> str:
        return self.fair.state

    def say(self, entry: Entry) -> None:
        """Decide one event; everything that moved must have been allowed in the state before it."""
        fair, before = self.world.fairs.get(FAIR.fair), dict(self.world.applications)
        one = read(record(entry, len(self.log), time=at(self.now)))
        assert isinstance(one, Received)
        self.log.append(one)
        own, *followed = decide(self.world, one)
        if fair is None:
            return
        if isinstance(own, Refused | Unchanged):
            assert self.fair == fair
            assert not followed
        elif type(command := command_of(one.event)) in MOVES:
            what, then, _ = MOVES[type(command)]  # type: ignore[index]  # the line before says that it is a move
            assert (fair.state in ALLOWED[what], self.state) == (True, then)
        for row in self.world.applications.values():
            if row != before.get(row.id):
                self.moved_as_allowed(fair, before.get(row.id), row)

    def moved_as_allowed(self, met: Fair, before: object, after: object) -> None:
        """Nothing moves in an archived fair; automatic ends of invitations need no permission."""
        assert met.state != "archived"
        if getattr(before, "history", None) == getattr(after, "history", None):
            assert met.allows("staff"), "only its assignment may have changed"
            return
        last = getattr(after, "history")[-1]  # noqa: B009  # an application, whose kind is no matter here
        if last.event in ALLOWED_TO_MOVE:
            assert met.allows(ALLOWED_TO_MOVE[last.event])

    @initialize(begun=st.integers(0, 3))
    def begin(self, begun: int) -> None:
        """Start with submissions and invitations in most runs."""
        if begun:
            self.say(FAIR.shown())
            self.prepare()
            self.say(FAIR.opened())
            for one in EVERYBODY:
                self.say(FAIR.submitted(*one))
            for one in EVERYBODY[:begun]:
                self.say(FAIR.invited(*one))

    @rule(what=st.sampled_from([what for what in MOVE if what != "archive"]))
    def try_a_move(self, what: str) -> None:
        self.say(MOVE[what](FAIR))

    @rule(data=st.data())
    def move(self, data: st.DataObject) -> None:
        """A move that the state allows, so that all states are reached."""
        able = [what for what in MOVE if self.fair.allows(what) and (what != "archive" or len(self.log) > LATE)]
        if able:
            self.say(MOVE[data.draw(st.sampled_from(able))](FAIR))

    @rule(later=st.integers(-10, 3 * DAY))
    def reopen(self, later: int) -> None:
        self.say(FAIR.reopened(None if later < 0 else at(self.now + later)))

    @rule(later=st.integers(1, 3 * DAY))
    def amend(self, later: int) -> None:
        self.say(FAIR.fair_amended(ends_at=at(self.now + later), title=f"Until {later}"))

    @precondition(lambda self: not self.world.jobs)
    @rule()
    def prepare(self) -> None:
        """Request a booth and publish jobs; a draft refuses them as an unknown fair."""
        for entry in (FAIR.requested(), FAIR.approved(), *map(FAIR.published, NAMES)):
            self.say(entry)

    @rule(one=who)
    def submit(self, one: tuple[str, str]) -> None:
        self.say(FAIR.submitted(*one))

    @rule(one=who, how=st.sampled_from(BY_ENTERPRISE), by=person)
    def choose(self, one: tuple[str, str], how: Say, by: str | None) -> None:
        entry = how(FAIR, *one)
        self.say(entry if by is None else by_person(entry, by))

    @rule(one=who)
    def invite(self, one: tuple[str, str]) -> None:
        self.say(FAIR.invited(*one, overbook=True))

    @rule(one=who, how=st.sampled_from(BY_STUDENT))
    def answer(self, one: tuple[str, str], how: Say) -> None:
        self.say(how(FAIR, *one))

    @rule(data=st.data(), how=st.sampled_from((Teller.accepted, Teller.declined)))
    def answer_an_invitation(self, data: st.DataObject, how: Say) -> None:
        names = {FAIR.job(name): name for name in NAMES}
        met = [(row.student, names[row.job]) for row in self.world.applications.values() if row.state == "invited"]
        if met:
            self.say(how(FAIR, *data.draw(st.sampled_from(met))))

    @rule(name=st.sampled_from(NAMES), order=st.permutations(STUDENTS))
    def rank(self, name: str, order: list[str]) -> None:
        self.say(FAIR.ranked(*order[:2], name=name))

    @rule(what=st.sampled_from((linked, joined, removed)), lead=st.booleans())
    def staff(self, what: Say, lead: bool) -> None:
        self.say(linked(FAIR, role="lead", uses=2) if what is linked and lead else what(FAIR))

    @rule(one=who, to=person, by=person)
    def hand_over(self, one: tuple[str, str], to: str | None, by: str | None) -> None:
        entry = handed(FAIR, to, *one)
        self.say(entry if by is None else by_person(entry, by))

    @rule(by=st.floats(0, DAY / 2))
    def time_passes(self, by: float) -> None:
        self.now += by

    @rule()
    def watch(self) -> None:
        names = {FAIR.job(name): name for name in NAMES}
        for row in list(self.world.applications.values()):
            if row.state == "invited" and row.deadline is not None and row.deadline <= at(self.now):
                self.say(FAIR.deadline_passed(row.student, names[row.job]))

    @invariant()
    def no_invitation_is_open_after_the_end(self) -> None:
        """A closed fair has no open invitation, and expired ones have one of two reasons."""
        rows = self.world.applications.values()
        if self.state in ("closed", "archived"):
            assert not any(row.state == "invited" for row in rows)
            assert not any(job.invitations for job in self.world.jobs.values())
        for row in rows:
            ended = [step.reason for step in row.history if step.event == "InvitationExpired"]
            assert set(ended) <= {"deadline_passed", "fair_closed"}

    @invariant()
    def the_fair_ends_after_it_starts(self) -> None:
        assert self.fair.ends_at > self.fair.starts_at
        assert self.state in ALLOWS

    @invariant()
    def a_draft_is_empty(self) -> None:
        """Only its organizer could add anything, which these rules never do."""
        assert self.state != "draft" or not (self.world.booths or self.world.jobs or self.world.applications)

    @invariant()
    def books_balance(self) -> None:
        recount.balance(self.world)

    @invariant()
    def staff_is_of_one_link(self) -> None:
        """No link was used more often than allowed, and every assignee is or was staff."""
        for link in self.world.links.values():
            assert 0 <= link.used <= link.uses
        known = {person for _, person in self.world.staff} | {"hr of org-1"}
        assert {row.assignee for row in self.world.applications.values()} - {None} <= known

    def teardown(self) -> None:
        """Deciding the log again with any batches gives the same rows."""
        for again in replays(self.log):
            assert again.rows() == self.world.rows()


TestLifecycle = Lifecycle.TestCase
TestLifecycle.settings = settings(max_examples=80, stateful_step_count=60, deadline=None)
