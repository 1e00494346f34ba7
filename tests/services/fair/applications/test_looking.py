"""Which rows the commands of applications declare that they touch."""

from __future__ import annotations

from services.fair.applications.rows import ApplicationRows, Wanted
from services.fair.booths.rows import BoothRows
from services.fair.closing_round.rows import RoundRows
from services.fair.fairs.rows import FairRows
from services.fair.jobs.rows import JobRows
from services.fair.sessions import rows as of_sessions
from services.fair.sessions.rows import SessionRows
from services.fair.staff.rows import StaffRows
from tests.services.fair.deciding import touched
from tests.services.fair.hosting import Host
from tests.services.fair.staff.story import handed, joined, link_of
from tests.services.fair.story import Entry

h = Host()


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
