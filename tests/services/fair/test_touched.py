"""Which rows commands name."""

from __future__ import annotations

from services.fair.touched import Touched
from services.fair.translate import command_of
from tests.services.fair.story import Entry, Teller

t = Teller()
JOB = t.job("a")


def touched(*entries: Entry) -> Touched:
    found = Touched()
    for entry in entries:
        found.add(command_of(entry.event))
    return found


def test_every_command_touches_its_fair() -> None:
    """Whatever else it names."""
    for entry in (*t.ready(), t.submitted(), t.accepted(), t.round_held(), t.wished("stu-1", "a"), t.closed()):
        assert touched(entry).fairs == {t.fair}


def test_what_may_free_a_place_needs_the_desk() -> None:
    """Who is invited or shortlisted there may move; a submission moves nobody."""
    for entry in (t.withdrawn(), t.accepted(), t.declined(), t.deadline_passed()):
        assert touched(entry).desks == {JOB}
    assert touched(t.submitted(), t.viewed(), t.invited(), t.ranked("stu-1")).desks == set()


def test_a_ranking_of_jobs_names_them_and_its_student() -> None:
    """The jobs must be known, and what the student said before."""
    found = touched(t.wished("stu-1", "a", "b"), t.wished("stu-2"))
    assert found.jobs == {JOB, t.job("b")}
    assert found.wishes == {(t.fair, "stu-1"), (t.fair, "stu-2")}


def test_a_closing_fair_needs_its_open_invitations() -> None:
    """They end with it. A closing round finds what it needs by itself."""
    assert touched(t.closed(), t.archived()).closing == {t.fair}
    assert touched(t.round_held()) == Touched(fairs={t.fair})
