"""Employer-first under random commands: invariants of cards and approaches, anonymity, and replay."""

from __future__ import annotations

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
from services.fair.cards.rows import CardRows
from services.fair.kernel.log import Told, read
from services.fair.kernel.outcomes import Refused, Unchanged
from tests.services.fair import recount
from tests.services.fair.cards.story import (
    approach_of,
    approached,
    card_of,
    hidden,
    shown,
    taken_up,
    time_over,
    turned_away,
)
from tests.services.fair.deciding import World, decide, one_batch, replays, touched
from tests.services.fair.hearing import room_records
from tests.services.fair.story import ORG, Entry, Teller, at, record, told

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
    """A fair that releases offers, two jobs with one opening each, eight students, a watcher at random times."""

    def __init__(self) -> None:
        super().__init__()
        self.world, self.log, self.now = World(), list[Told](), 0.0
        self.heard = ""
        """Everything that was sent to the enterprise's room."""
        for entry in [FAIR.scheduled(ends_at=at(7_200), offers="release"), *FAIR.ready(*NAMES)[1:]]:
            self.say(entry)
        for name in NAMES:
            self.say(FAIR.amended(name, headcount=1))
        for one in STUDENTS:
            self.say(shown(FAIR, one))

    def say(self, entry: Entry) -> None:
        """Decide one event; collect its outcomes and the room items."""
        one = read(record(entry, len(self.log), time=at(self.now)))
        assert isinstance(one, Received)
        self.log.append(one)
        before = self.world.cards, self.world.approaches
        [own, *_] = decide(self.world, one)
        heard = [one for one in room_records(self.world.records) if one.room == enterprise_room(ORG)]
        self.heard += "".join(one.model_dump_json() for one in heard)
        if isinstance(own, Refused | Unchanged):
            assert before == (self.world.cards, self.world.approaches)

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
    def open_ones_are_bounded(self) -> None:
        """A job never has more open approaches than its openings allow."""
        counted = self.open_approaches()
        assert all(number <= OPEN_PER_PLACE for number in counted.values())

    @invariant()
    def approaches_are_explained(self) -> None:
        """One approach per job and card; exactly the accepted ones have an application."""
        rows = self.world.approaches.values()
        assert len({(row.job, row.card) for row in rows}) == len(rows)
        for row in rows:
            assert row.card == card_of(FAIR, row.student)
            assert row.id == approach_of(FAIR, row.student, "a" if row.job == FAIR.job("a") else "b")
            assert (row.answered_at is not None) == (row.state in ("accepted", "declined"))
            assert (row.application in self.world.applications) == (row.state == "accepted")

    @invariant()
    def books_balance(self) -> None:
        """Applications that came from an approach are counted like all others."""
        recount.balance(self.world)

    @invariant()
    def answers_are_counted(self) -> None:
        """An answer is counted for each submission that is followed by a step of the enterprise."""
        histories = [row.history for row in self.world.applications.values()]
        pairs = [(one.event, then.event) for steps in histories for one, then in pairwise(steps)]
        counted = sum(one == "ApplicationReceived" and then in ANSWERED for one, then in pairs)
        assert sum(row.answers for row in self.world.responses.values()) == counted

    @invariant()
    def enterprises_hear_of_nobody_who_has_not_applied(self) -> None:
        """The enterprise's room contains neither the student's id nor an id derived from it."""
        applied = {row.student for row in self.world.applications.values()}
        for one in set(STUDENTS) - applied:
            assert one not in self.heard
            assert all(str(application_id(FAIR.job(name), one)) not in self.heard for name in NAMES)

    def open_approaches(self) -> Counter[UUID]:
        return Counter(row.job for row in self.world.approaches.values() if row.state == "open")

    def teardown(self) -> None:
        """Deciding the log again with any batches gives the same rows; a batch counts the open approaches."""
        assert +one_batch(self.log).of(CardRows).open == self.open_approaches()
        for again in replays(self.log):
            assert again.rows() == self.world.rows()


TestEmployerFirst = EmployerFirst.TestCase
TestEmployerFirst.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)


def test_what_a_command_touches() -> None:
    """A command loads its own rows, and an approach also the number of the job's open approaches."""
    wanted = touched(shown(FAIR, "s"), approached(FAIR, "t"), taken_up(FAIR, "u", "b")).of(CardRows).wanted
    assert wanted.owners == {(FAIR.fair, "s")}
    assert wanted.cards == {card_of(FAIR, "t")}
    assert wanted.approaches == {approach_of(FAIR, "t"), approach_of(FAIR, "u", "b")}
    assert wanted.jobs == {FAIR.job("a")}


def test_a_card_of_another_fair_is_none() -> None:
    """A card that belongs to another fair is not found, even if a command loaded it."""
    other = Teller()
    log = told([*FAIR.ready(), other.scheduled(), other.opened(), shown(other)])
    rows = one_batch(log).of(CardRows)
    assert rows.card(FAIR.fair, card_of(FAIR)) is None
    rows.cards[card_of(FAIR)] = rows.cards[card_of(other)]
    assert rows.card(FAIR.fair, card_of(FAIR)) is None
    assert rows.card(other.fair, card_of(FAIR)) is not None
