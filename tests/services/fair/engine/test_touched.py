"""Which rows a batch may touch, as far as its commands say."""

from __future__ import annotations

from schemas import session as events
from services.fair.engine.touched import Touched, shown_by
from services.fair.engine.translate import command_of
from tests.services.fair.hosting import Host
from tests.services.fair.staffing import handed, joined, link_of
from tests.services.fair.story import Entry

h = Host()


def touched_by(*entries: Entry) -> Touched:
    touched = Touched()
    for entry in entries:
        touched.add(command_of(entry.event))
    return touched


def test_a_submission_through_a_drop_touches_it() -> None:
    """And its job, its application, its student; no line, since it can only stand at the end."""
    touched = touched_by(h.through("stu-1"))
    assert (touched.drops, touched.jobs, touched.applicants) == ({h.drop()}, {h.job("a")}, {(h.fair, "stu-1")})
    assert (len(touched.applications), touched.lines, touched.sessions) == (1, set(), set())


def test_a_ranking_of_jobs_names_them_and_its_student() -> None:
    """The jobs must be known, and what the student said before. A closing round finds what it needs by itself."""
    found = touched_by(h.wished("stu-1", "a", "b"), h.wished("stu-2"), h.round_held())
    assert found == Touched(
        fairs={h.fair}, jobs={h.job("a"), h.job("b")}, wishes={(h.fair, "stu-1"), (h.fair, "stu-2")}
    )


def test_what_ends_or_grows_needs_all() -> None:
    """Of a drop that ends its line, of a session its drops, of a fair its live sessions."""
    assert touched_by(h.drop_closed()).lines == touched_by(h.extended(3)).drops == {h.drop()}
    assert touched_by(h.ended()).stages == touched_by(h.dropped()).stages == {h.session()}
    assert touched_by(h.closed()).endings == {h.fair}
    assert touched_by(h.planned(org="org-2")).booths == {(h.fair, "org-2")}


def test_the_jobs_that_a_host_names() -> None:
    """In a plan, in a change of it, on stage."""
    slots = [events.Slot(job=h.job("b"))]
    amended = h.of(events.FairSessionAmended, changes=events.SessionChanges(run_of_show=slots))
    named = {"a": (h.planned("a"), h.dropped(), h.of(events.JobPinned, job=h.job("a"))), "b": (amended,)}
    for name, entries in named.items():
        for entry in entries:
            assert touched_by(entry).jobs == {h.job(name)}
    nothing = command_of(h.dropped(None).event)
    assert shown_by(nothing) == []  # type: ignore[arg-type]  # it is a command of a session


def test_staff_reach_their_booth_and_a_hand_over_its_application() -> None:
    """And the rows of the people whom they are about."""
    touched = touched_by(joined(h, "hr-7"), handed(h, "hr-8"))
    assert touched.booths == {(h.fair, "org-1")}
    assert (touched.crew.links, touched.crew.people) == ({link_of(h)}, {(h.fair, "hr-7"), (h.fair, "hr-8")})
    assert len(touched.applications) == 1


def test_the_end_of_a_fair_reaches_its_open_invitations() -> None:
    """No other move does."""
    assert touched_by(h.closed()).closing == touched_by(h.archived()).closing == {h.fair}
    assert touched_by(h.opened()).closing == set()
