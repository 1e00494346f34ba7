"""Which rows the commands of applications declare that they touch, and what follows from an outcome."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from schemas.application import application_id
from services.fair.applications.application import SubmitResume
from services.fair.applications.looking import to_rank, to_submit
from services.fair.applications.rows import ApplicationRows, Wanted
from services.fair.booths.rows import BoothRows
from services.fair.closing_round.rows import RoundRows
from services.fair.engine.commands import command_of
from services.fair.fairs.rows import FairRows
from services.fair.jobs.job import RankApplicants
from services.fair.jobs.rows import JobRows
from services.fair.sessions import rows as of_sessions
from services.fair.sessions.rows import SessionRows
from services.fair.staff.rows import StaffRows
from tests.services.fair.deciding import one_batch, play, touched
from tests.services.fair.hosting import Host
from tests.services.fair.staff.story import handed, joined, link_of
from tests.services.fair.story import START, Entry, told

h = Host()


def invited(offers: str | None = None) -> list[Entry]:
    """Jobs a and b with one opening each: stu-1 is invited to both, stu-2 is shortlisted and the alternate of both."""
    rule = {} if offers is None else {"offers": offers}
    log = [h.scheduled(ends_at=START + timedelta(days=9), **rule), *h.ready("a", "b")[1:]]
    for name in ("a", "b"):
        log.append(h.amended(name, headcount=1))
        for student in ("stu-1", "stu-2"):
            log += [h.submitted(student, name), h.shortlisted(student, name)]
        log += [h.ranked("stu-2", name=name), h.invited("stu-1", name, deadline=START + timedelta(days=1))]
    return log


MOVED_UP = ["ApplicantInvited"]
RELEASING = invited("release")
FOLLOWING: dict[str, tuple[list[Entry], Entry, list[str]]] = {
    "an invited student declines": (invited(), h.declined(), MOVED_UP),
    "an invited student withdraws": (invited(), h.withdrawn(), MOVED_UP),
    "a matched student withdraws": ([*invited(), h.accepted()], h.withdrawn(), MOVED_UP),
    "an alternate withdraws": (invited(), h.withdrawn("stu-2"), []),
    "nobody moves up after the fair": ([*invited(), h.accepted(), h.closed()], h.withdrawn(), []),
    "offers are kept": (invited("keep"), h.accepted(), []),
    "other offers are released": (RELEASING, h.accepted(), ["InvitationDeclined", *MOVED_UP]),
    "an alternate with a match elsewhere is passed over": (
        [*RELEASING, h.declined("stu-1", "b"), h.accepted("stu-2", "b")],
        h.declined(),
        [],
    ),
    "the other invited student loses the last opening": (
        [*invited(), h.invited("stu-2", overbook=True)],
        h.accepted(),
        ["ApplicantShortlisted"],
    ),
    "the fair closes": (invited(), h.closed(), ["InvitationExpired"] * 2),
    "the fair closes without an open invitation": ([*h.ready(), h.submitted()], h.closed(), []),
}


def wanted_by(*entries: Entry) -> Wanted:
    return touched(*entries).of(ApplicationRows).wanted


def test_a_submission_through_a_drop_touches_it() -> None:
    """It also touches its job, application and student, but not the line: it can only join at the end."""
    state = touched(h.through("stu-1"))
    wanted, on_stage = state.of(ApplicationRows).wanted, state.of(SessionRows).wanted
    assert on_stage == of_sessions.Wanted(drops={h.drop()})
    assert (state.of(JobRows).wanted, wanted.applicants) == ({h.job("a")}, {(h.fair, "stu-1")})
    assert (len(wanted.applications), wanted.desks) == (1, set())


def test_a_ranking_of_jobs_names_them_and_its_student() -> None:
    """It needs to know the jobs and the student's earlier ranking. A closing round finds the rest on its own."""
    state = touched(h.wished("stu-1", "a", "b"), h.wished("stu-2"), h.round_held())
    assert state.of(FairRows).wanted == {h.fair}
    assert state.of(JobRows).wanted == {h.job("a"), h.job("b")}
    assert state.of(RoundRows).wanted == {(h.fair, "stu-1"), (h.fair, "stu-2")}
    assert state.of(ApplicationRows).wanted == Wanted()
    assert state.of(SessionRows).wanted == of_sessions.Wanted()
    assert (state.of(BoothRows).wanted, state.of(StaffRows).wanted_people) == (set(), set())


def test_staff_reach_their_booth_and_a_hand_over_its_application() -> None:
    """A staff command touches its booth, a hand-over its application, and both the rows of the people involved."""
    state = touched(joined(h, "hr-7"), handed(h, "hr-8"))
    staff = state.of(StaffRows)
    assert state.of(BoothRows).wanted == {(h.fair, "org-1")}
    assert (staff.wanted_links, staff.wanted_people) == ({link_of(h)}, {(h.fair, "hr-7"), (h.fair, "hr-8")})
    assert len(state.of(ApplicationRows).wanted.applications) == 1


APPLICATION, JOB, STUDENT = application_id(h.job("a"), "stu-1"), h.job("a"), (h.fair, "stu-1")
IT = {"applications": {APPLICATION}}
TOUCHED: dict[str, tuple[Entry, set[UUID], dict[str, Any]]] = {
    "a submission": (h.submitted(), {JOB}, {**IT, "applicants": {STUDENT}, "students": {APPLICATION: STUDENT}}),
    "a withdrawal": (
        h.withdrawn(),
        {JOB},
        {**IT, "applicants": {STUDENT}, "desks": {JOB}, "withdrawn": [APPLICATION]},
    ),
    "a view": (h.viewed(), {JOB}, {**IT, "answering": {JOB}}),
    "a shortlisting": (h.shortlisted(), {JOB}, {**IT, "answering": {JOB}}),
    "an invitation": (h.invited(), {JOB}, {**IT, "answering": {JOB}, "invited": [(APPLICATION, JOB)]}),
    "a refusal": (h.turned_down(), {JOB}, {**IT, "answering": {JOB}}),
    "an acceptance": (h.accepted(), {JOB}, {**IT, "desks": {JOB}, "accepted": [APPLICATION]}),
    "a decline": (h.declined(), {JOB}, {**IT, "desks": {JOB}}),
    "a deadline": (h.deadline_passed(), {JOB}, {**IT, "desks": {JOB}}),
    "a hire": (h.hired(), {JOB}, IT),
    "a read": (h.resume_read(), set(), IT),
    "a ranking": (h.ranked("stu-1"), {JOB}, IT),
    "the end of the fair": (h.closed(), set(), {"closing": {h.fair}}),
}


@pytest.mark.parametrize("name", TOUCHED)
def test_what_a_command_touches(name: str) -> None:
    """Exactly these rows of applications and jobs."""
    entry, jobs, wanted = TOUCHED[name]
    state = touched(entry)
    assert (state.of(JobRows).wanted, state.of(ApplicationRows).wanted) == (jobs, Wanted(**wanted))


def test_a_drop_of_another_fair_is_unknown() -> None:
    """Even in a batch that has loaded it for another submission."""
    other = Host()
    state = one_batch(told([*other.live("a"), other.dropped(), *h.live("a"), h.dropped()]))
    for drop, fair in ((h.drop(), h.fair), (other.drop(), None)):
        command = command_of(h.submitted(drop=drop).event)
        assert isinstance(command, SubmitResume)
        through = to_submit(state, command).through
        assert (through and through.fair) == fair


def test_an_application_of_another_job_is_not_ranked() -> None:
    """Only those that belong to the job, of those that are loaded."""
    state = one_batch(told([*h.ready("a", "b"), h.submitted(), h.submitted("stu-2"), h.submitted("stu-1", "b")]))
    for name, students in (("a", ("stu-1", "stu-2", "stu-3")), ("b", ("stu-1",))):
        command = command_of(h.ranked(*students, name=name).event)
        assert isinstance(command, RankApplicants)
        known = [application_id(h.job(name), student) for student in students if student != "stu-3"]
        fair, job = state.of(FairRows).fairs[h.fair], state.of(JobRows).jobs[h.job(name)]
        assert to_rank(state, command) == (fair, job, known)
        assert to_rank(state, replace(command, job=h.job("c"))) == (fair, None, [])


def test_a_student_is_counted_while_an_application_stands() -> None:
    """Once, whatever their number; the row is written only when its numbers change."""
    log = [h.scheduled(offers="release"), *h.ready("a", "b")[1:]]
    found = []
    for step in (h.submitted(), h.submitted(name="b"), h.viewed(), h.withdrawn(), h.withdrawn(name="b")):
        log.append(step)
        world, _ = play(*log)
        found.append(world.books[h.fair].counters["applicants"])
    assert found == [1, 1, 1, 1, 0]
    world, _ = play(*log[:-2])
    rows = one_batch(told([h.shortlisted()], len(log)), world.port).of(ApplicationRows)
    assert rows.applicants.keys() == {STUDENT}
    assert not rows.changed_applicants


def test_what_moves_the_desk_needs_all_at_it() -> None:
    """Answers, withdrawals and passed deadlines load the job's whole desk; the enterprise's own steps do not."""
    for entry in (h.accepted(), h.declined(), h.withdrawn(), h.deadline_passed()):
        assert wanted_by(entry).desks == {h.job("a")}
    assert wanted_by(h.submitted(), h.viewed(), h.shortlisted(), h.invited(), h.turned_down()).desks == set()


def test_the_end_of_a_fair_reaches_its_open_invitations() -> None:
    """Closing or archiving a fair loads its open invitations, and so does reopening it; opening it does not."""
    assert wanted_by(h.closed()).closing == wanted_by(h.archived()).closing == {h.fair}
    assert wanted_by(h.reopened()).closing == {h.fair}
    assert wanted_by(h.opened()).closing == set()


@pytest.mark.parametrize("name", FOLLOWING)
def test_what_follows(name: str) -> None:
    """A freed opening goes to the next alternate, a match takes the last one, and a fair that ends ends invitations."""
    given, when, then = FOLLOWING[name]
    _, outcomes = play(*given, when)
    assert [type(one).__name__ for one in outcomes[1:]] == then
