"""The domain, as tables: given these events, when this command, then these outcomes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.fair.applications.application import HISTORY_MAX
from services.fair.engine.world import World
from services.fair.kernel.outcomes import Refused, Unchanged
from tests.services.fair.memory import decide, decide_all, is_outcome
from tests.services.fair.story import Entry, Teller, at, told

t = Teller()
READY = t.ready()
SUBMITTED = [*READY, t.submitted()]
Row = tuple[list[Entry], Entry, object]


def by(entry: Entry, actor: str, role: str, org: str | None = None) -> Entry:
    """The same, said by another."""
    return replace(entry, envelope=replace(entry.envelope, actor=actor, role=role, org=org))


def stranger(entry: Entry) -> Entry:
    """The same, said by one of the same role who has another org, or is another student."""
    envelope = entry.envelope
    return by(entry, "a stranger", envelope.role, "another" if envelope.org else None)


def guest(entry: Entry) -> Entry:
    """The same, said by a student."""
    return by(entry, "stu-1", "student")


TABLE: dict[str, Row] = {
    # fairs
    "a fair is scheduled": ([], t.scheduled(), "FairScheduled"),
    "once": ([t.scheduled()], t.scheduled(title="Again"), Unchanged("already_scheduled")),
    "for one's own unit": ([], stranger(t.scheduled()), Refused("not_yours")),
    "by an organizer": ([], by(t.scheduled(), "e", "enterprise", "unit-1"), Refused("not_yours")),
    "it opens": ([t.scheduled()], t.opened(), "FairOpened"),
    "it opens once": ([t.scheduled(), t.opened()], t.opened(), Refused("fair_open")),
    "it opens when it exists": ([], t.opened(), Refused("unknown_fair")),
    "its organizer opens it": ([t.scheduled()], stranger(t.opened()), Refused("not_yours")),
    "it does not open again": ([*READY, t.closed()], t.opened(), Refused("fair_closed")),
    "it closes": ([t.scheduled(), t.opened()], t.closed(), "FairClosed"),
    "it closes after it opened": ([t.scheduled()], t.closed(), Refused("fair_not_open")),
    "it closes once": ([*READY, t.closed()], t.closed(), Refused("fair_closed")),
    "it closes when it exists": ([], t.closed(), Refused("unknown_fair")),
    "its organizer closes it": (READY, stranger(t.closed()), Refused("not_yours")),
    # booths
    "a booth is requested": ([t.scheduled()], t.requested(), "BoothRequested"),
    "in a fair that exists": ([], t.requested(), Refused("unknown_fair")),
    "for one's own enterprise": ([t.scheduled()], stranger(t.requested()), Refused("not_yours")),
    "by the organizer for any": ([t.scheduled()], by(t.requested(), "o", "organizer", t.unit), "BoothRequested"),
    "not by another organizer": ([t.scheduled()], by(t.requested(), "o", "organizer", "u2"), Refused("not_yours")),
    "not by a student": ([t.scheduled()], guest(t.requested()), Refused("not_yours")),
    "not when all is over": ([*READY, t.closed()], t.requested("org-2"), Refused("fair_closed")),
    "a request is one": ([t.scheduled(), t.requested()], t.requested(), Unchanged("booth_requested")),
    "an approved one stays": (READY, t.requested(), Unchanged("booth_approved")),
    "a refused one may ask again": ([t.scheduled(), t.requested(), t.refused()], t.requested(), "BoothRequested"),
    "a booth is approved": ([t.scheduled(), t.requested()], t.approved(), "BoothApproved"),
    "which was requested": ([t.scheduled()], t.approved(), Refused("unknown_booth")),
    "in a fair that is there": ([], t.approved(), Refused("unknown_fair")),
    "by its organizer": ([t.scheduled(), t.requested()], stranger(t.approved()), Refused("not_yours")),
    "approved once": (READY, t.approved(), Unchanged("booth_approved")),
    "approved while there is time": ([*READY, t.requested("o2"), t.closed()], t.approved("o2"), Refused("fair_closed")),
    "a refused one is approved": ([t.scheduled(), t.requested(), t.refused()], t.approved(), "BoothApproved"),
    "a booth is refused": ([t.scheduled(), t.requested()], t.refused(), "BoothRefused"),
    "an approved one is refused": (READY, t.refused(), "BoothRefused"),
    "refused once": ([t.scheduled(), t.requested(), t.refused()], t.refused(), Unchanged("booth_refused")),
    "refused by its organizer": ([t.scheduled(), t.requested()], stranger(t.refused()), Refused("not_yours")),
    "refused where it is": ([t.scheduled()], t.refused(), Refused("unknown_booth")),
    # jobs
    "a job is published": (READY, t.published("b"), "JobPublished"),
    "before the fair opens": ([t.scheduled(), t.requested(), t.approved()], t.published(), "JobPublished"),
    "where a fair is": ([], t.published(), Refused("unknown_fair")),
    "with a booth": ([t.scheduled(), t.opened()], t.published(), Refused("booth_not_approved")),
    "with an approved booth": ([t.scheduled(), t.requested()], t.published(), Refused("booth_not_approved")),
    "not with a refused one": ([*READY, t.refused()], t.published("b"), Refused("booth_not_approved")),
    "by its own enterprise": (READY, stranger(t.published("b")), Refused("not_yours")),
    "by the organizer too": (READY, by(t.published("b"), "o", "organizer", t.unit), "JobPublished"),
    "until the fair closes": ([*READY, t.closed()], t.published("b"), Refused("fair_closed")),
    "a job is published once": (READY, t.published("a", title="Other"), Unchanged("already_published")),
    "a job is amended": (READY, t.amended(headcount=5), "JobAmended"),
    "a field is cleared": ([*READY, t.amended(region="上海")], t.amended(region=None), "JobAmended"),
    "the same again is nothing": (READY, t.amended(headcount=2), Unchanged("same_terms")),
    "a job that is none": (READY, t.amended("z", headcount=5), Refused("unknown_job")),
    "amended by its enterprise": (READY, stranger(t.amended(headcount=5)), Refused("not_yours")),
    "not by the organizer": (READY, by(t.amended(headcount=5), "o", "organizer", t.unit), Refused("not_yours")),
    "not after the end": ([*READY, t.closed()], t.amended(headcount=5), Refused("fair_closed")),
    "not when it is closed": ([*READY, t.job_closed()], t.amended(headcount=5), Refused("job_closed")),
    "a job closes": (READY, t.job_closed(), "JobClosed"),
    "a job closes once": ([*READY, t.job_closed()], t.job_closed(), Refused("job_closed")),
    "or the organizer closes it": (READY, t.job_closed_by_organizer(), "JobClosed"),
    "its own fair's one": (READY, stranger(t.job_closed_by_organizer()), Refused("not_yours")),
    "closed by its enterprise": (READY, stranger(t.job_closed()), Refused("not_yours")),
    "closed where it is": (READY, t.job_closed("z"), Refused("unknown_job")),
    # applications
    "a resume is submitted": (READY, t.submitted(), "ApplicationReceived"),
    "by the student": (READY, stranger(t.submitted()), Refused("not_yours")),
    "not by an enterprise": (READY, by(t.submitted(), "stu-1", "enterprise", "org-1"), Refused("not_yours")),
    "to a job": (READY, t.submitted(name="z"), Refused("unknown_job")),
    "of a fair": ([], t.submitted(), Refused("unknown_job")),
    "that is open": ([*READY, t.job_closed()], t.submitted(), Refused("job_closed")),
    "in a fair that is open": (
        [t.scheduled(), t.requested(), t.approved(), t.published()],
        t.submitted(),
        Refused("fair_not_open"),
    ),
    "and not over": ([*READY, t.closed()], t.submitted(), Refused("fair_closed")),
    "a second one changes nothing": (SUBMITTED, t.submitted(), Unchanged("duplicate")),
    "even when all is over": ([*SUBMITTED, t.closed()], t.submitted(), Unchanged("duplicate")),
    "a withdrawn one comes again": ([*SUBMITTED, t.withdrawn()], t.submitted(), "ApplicationReceived"),
    "it is withdrawn": (SUBMITTED, t.withdrawn(), "ApplicationWithdrawn"),
    "even when the fair is over": ([*SUBMITTED, t.closed()], t.withdrawn(), "ApplicationWithdrawn"),
    "it is withdrawn once": ([*SUBMITTED, t.withdrawn()], t.withdrawn(), Unchanged("already_withdrawn")),
    "where it is": (READY, t.withdrawn(), Refused("unknown_application")),
    "by its student": (SUBMITTED, stranger(t.withdrawn()), Refused("unknown_application")),
    "not by its enterprise": (
        SUBMITTED,
        by(t.withdrawn(), "stu-1", "enterprise", "org-1"),
        Refused("unknown_application"),
    ),
    "a read is noted": (SUBMITTED, t.resume_read(), "ResumeRead"),
    "of its enterprise": (SUBMITTED, t.resume_read(org="org-2"), Refused("unknown_application")),
    "of what is there": (READY, t.resume_read(), Refused("unknown_application")),
}


@pytest.mark.parametrize("name", TABLE)
def test_given_when_then(name: str) -> None:
    """Given these events, when this one is read, then this is its outcome; what changes nothing changes no row."""
    given, when, then = TABLE[name]
    before, _ = decide_all(given)
    after, outcomes = decide_all([*given, when])
    assert is_outcome(outcomes[-1], then)
    same = _rows(before) == _rows(after)
    assert same == (isinstance(then, Refused | Unchanged) or then == "ResumeRead")


def _rows(world: World) -> tuple[object, ...]:
    return world.fairs, world.booths, world.jobs, world.applications, world.applicants


def test_places_are_given_in_log_order() -> None:
    """Who comes back stands at the end of the queue; nobody else's place moves."""
    log = [*READY, *(t.submitted(f"stu-{n}") for n in range(3)), t.withdrawn("stu-0"), t.submitted("stu-0")]
    world, _ = decide_all(log)
    places = {application.student: application.place for application in world.applications.values()}
    assert places == {"stu-1": 2, "stu-2": 3, "stu-0": 4}
    back = next(one for one in world.applications.values() if one.student == "stu-0")
    assert [step.event for step in back.history] == [
        "ApplicationReceived",
        "ApplicationWithdrawn",
        "ApplicationReceived",
    ]
    assert (back.created_at, back.received_at) == (back.history[0].at, back.history[2].at)
    assert back.receipt == f"livefair.fairs:0:{len(log) - 1}"


def test_the_fair_knows_its_last_time() -> None:
    """A record whose clock is behind the fair's is decided at the fair's time, so time never goes back."""
    late, early = told([t.scheduled(), t.opened()])
    world = World()
    for one in (replace(late, log_time=at(50)), replace(early, log_time=at(20))):
        decide(world, one)
    assert world.books[t.fair].as_of == at(50)


def test_a_booth_keeps_its_place() -> None:
    """A booth that asks again has new words and its old place and date."""
    world, _ = decide_all([t.scheduled(), t.requested(), t.refused(), t.requested(name="Better")])
    booth = world.booths[t.fair, "org-1"]
    assert (booth.name, booth.state, booth.reason, booth.place) == ("Better", "requested", None, 1)


def test_an_applications_history_has_a_bound() -> None:
    """Whoever takes back and submits without end is told that it is enough, with the state that it has."""
    turns = [entry for _ in range(HISTORY_MAX) for entry in (t.submitted(), t.withdrawn())]
    world, outcomes = decide_all([*READY, *turns])
    (application,) = world.applications.values()
    assert (application.state, len(application.history)) == ("withdrawn", HISTORY_MAX)
    assert Refused("too_many_steps", "withdrawn") in outcomes
