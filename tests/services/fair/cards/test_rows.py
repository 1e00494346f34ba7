"""Employer-first under random commands: what must hold of cards and approaches, what enterprises hear, and replay."""

from __future__ import annotations

import json
from collections import Counter
from itertools import pairwise, product
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from plumbing.eventlog.reading import Received
from schemas.application import application_id
from schemas.rooms import enterprise_room
from services.fair.cards.approach import OPEN_PER_PLACE
from services.fair.cards.rows import CardRows, TouchedCards
from services.fair.engine.telling import Rooms
from services.fair.engine.translate import Told, command_of, read
from services.fair.engine.world import World
from services.fair.kernel.outcomes import Refused, Unchanged
from tests.services.fair import recount
from tests.services.fair.approaching import (
    approach_of,
    approached,
    card_of,
    hidden,
    shown,
    taken_up,
    time_over,
    turned_away,
)
from tests.services.fair.memory import decide, replays, rows_of, said_of
from tests.services.fair.story import ORG, Entry, Teller, at, record

FAIR = Teller(UUID(int=9))
NAMES, STUDENTS = ("a", "b"), tuple(f"somebody-{n}" for n in range(8))
EVERYBODY = [*product(STUDENTS, NAMES)]
ANSWERS = (taken_up, turned_away)
STEPS = (approached, *ANSWERS, time_over)
SELECTION = (
    *(Teller.submitted, Teller.withdrawn, Teller.viewed, Teller.invited, Teller.accepted, Teller.turned_down),
    Teller.resume_read,
)
ANSWERED = {"ApplicationViewed", "ApplicantShortlisted", "ApplicantInvited", "ApplicationRefused"}
student, who = st.sampled_from(STUDENTS), st.sampled_from(EVERYBODY)


class EmployerFirst(RuleBasedStateMachine):
    """A fair that releases, two jobs of one place each, eight students, a watcher that looks whenever it likes."""

    def __init__(self) -> None:
        super().__init__()
        self.world, self.rooms, self.log, self.now = World(), Rooms(), list[Told](), 0.0
        for entry in [FAIR.scheduled(ends_at=at(7_200), offers="release"), *FAIR.ready(*NAMES)[1:]]:
            self.say(entry)
        for name in NAMES:
            self.say(FAIR.amended(name, headcount=1))
        for one in STUDENTS:
            self.say(shown(FAIR, one))

    def say(self, entry: Entry) -> None:
        """One record, what it did, and what was told of it."""
        told = read(record(entry, len(self.log), time=at(self.now)))
        assert isinstance(told, Received)
        self.log.append(told)
        before, said = rows_of(self.world)[5:7], said_of(self.world, told)
        before = tuple(dict(rows) for rows in before if isinstance(rows, dict))
        taken = decide(self.world, told)
        for case, outcome in taken:
            self.rooms.tell(case, command_of(told.event), outcome, said)
        if isinstance(taken[0][1], Refused | Unchanged):
            assert before == rows_of(self.world)[5:7]

    @rule(one=student, wish=st.sampled_from([[], ["杭州"], ["宁波", "330200"]]))
    def show(self, one: str, wish: list[str]) -> None:
        self.say(shown(FAIR, one, regions=wish))

    @rule(one=student)
    def hide(self, one: str) -> None:
        self.say(hidden(FAIR, one))

    @rule(to=who, within=st.one_of(st.none(), st.integers(1, 3_600)))
    def approach(self, to: tuple[str, str], within: int | None) -> None:
        self.say(approached(FAIR, *to, deadline=None if within is None else at(self.now + within)))

    @rule(to=who, how=st.sampled_from([*STEPS, *ANSWERS]))
    def step(self, to: tuple[str, str], how: object) -> None:
        assert callable(how)
        self.say(how(FAIR, *to))

    @rule(to=who, how=st.sampled_from(SELECTION))
    def select(self, to: tuple[str, str], how: object) -> None:
        assert callable(how)
        self.say(how(FAIR, *to))

    @rule(by=st.floats(0, 1_800))
    def time_passes(self, by: float) -> None:
        self.now += by

    @invariant()
    def open_ones_are_counted_and_bounded(self) -> None:
        """What is kept of a job is what there is, and never more than its places allow."""
        rows = self.world.employer_first
        counted = Counter(row.job for row in rows.approaches.values() if row.state == "open")
        assert +rows.open == counted
        assert all(number <= OPEN_PER_PLACE for number in counted.values())

    @invariant()
    def approaches_are_explained(self) -> None:
        """One for a job and a card; the accepted ones have an application; those that end, ended for a reason."""
        rows = self.world.employer_first
        assert len({(row.job, row.card) for row in rows.approaches.values()}) == len(rows.approaches)
        for row in rows.approaches.values():
            assert row.card == card_of(FAIR, row.student)
            assert row.id == approach_of(FAIR, row.student, "a" if row.job == FAIR.job("a") else "b")
            assert (row.answered_at is not None) == (row.state in ("accepted", "declined"))
            assert (row.application in self.world.applications) == (row.state == "accepted")

    @invariant()
    def books_balance(self) -> None:
        """Applications that came by an approach count as all others do."""
        recount.balance(self.world)

    @invariant()
    def answers_are_counted(self) -> None:
        """Each submission that the enterprise's own step follows in the history."""
        histories = [row.history for row in self.world.applications.values()]
        pairs = [(one.event, then.event) for steps in histories for one, then in pairwise(steps)]
        counted = sum(one == "ApplicationReceived" and then in ANSWERED for one, then in pairs)
        assert sum(row.answers for row in self.world.footprints.responses.values()) == counted

    @invariant()
    def enterprises_hear_of_nobody_who_has_not_applied(self) -> None:
        """Neither by name nor by an id that could be made of it."""
        heard = json.dumps(self.rooms.items.get(enterprise_room(ORG), []), default=str)
        applied = {row.student for row in self.world.applications.values()}
        for one in set(STUDENTS) - applied:
            assert one not in heard
            assert all(str(application_id(FAIR.job(name), one)) not in heard for name in NAMES)

    def teardown(self) -> None:
        """The log again, however it is cut into batches, gives the same rows."""
        for memory in replays(self.log):
            assert memory.rows() == rows_of(self.world)


TestEmployerFirst = EmployerFirst.TestCase
TestEmployerFirst.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)


def test_what_a_command_touches() -> None:
    """Its own rows, and how many approaches of the job are open where that bounds it."""
    touched = TouchedCards()
    for entry in (shown(FAIR, "s"), approached(FAIR, "t"), taken_up(FAIR, "u", "b")):
        touched.add(command_of(entry.event))  # type: ignore[arg-type]  # all of them are about cards
    assert touched.owners == {(FAIR.fair, "s")}
    assert touched.cards == {card_of(FAIR, "t")}
    assert touched.approaches == {approach_of(FAIR, "t"), approach_of(FAIR, "u", "b")}
    assert touched.jobs == {FAIR.job("a")}


def test_a_card_of_another_fair_is_none() -> None:
    """Though the command names it and it was loaded."""
    world, other = World(), Teller()
    for number, entry in enumerate([*FAIR.ready(), other.scheduled(), other.opened(), shown(other)]):
        told = read(record(entry, number))
        assert isinstance(told, Received)
        decide(world, told)
    rows: CardRows = world.employer_first
    command = command_of(approached(FAIR).event)
    met = rows.met(command)  # type: ignore[arg-type]  # it is about a card
    rows.cards[card_of(FAIR)] = rows.cards[card_of(other)]
    assert (met.card, rows.met(command).card) == (None, None)  # type: ignore[arg-type]  # as above
