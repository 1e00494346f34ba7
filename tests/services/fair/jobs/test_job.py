"""Jobs, as tables: given these events, this event has this outcome; rankings, and which headcounts are possible."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest

from schemas.application import application_id
from services.fair.jobs.job import Job, JobClosed, adds
from services.fair.jobs.terms import Terms
from services.fair.kernel.outcomes import Refused, Unchanged
from tests.services.fair.applications.test_alternates import LISTED, ONE_INVITED, OVERBOOKED, THREE
from tests.services.fair.applications.test_selection import t
from tests.services.fair.cases import Row, by, holds, stranger
from tests.services.fair.deciding import Timed, is_outcome, play
from tests.services.fair.story import Entry, at

READY = t.ready()
ORGANIZED = [by(entry, "o", "organizer", t.unit) for entry in (t.requested(), t.approved(), t.published())]
DRAFT = [t.draft(), *ORGANIZED]
TABLE: dict[str, Row] = {
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
    "not amended in an unknown fair": ([], t.amended(headcount=5), Refused("unknown_job")),
    "not closed in an unknown fair": ([], t.job_closed(), Refused("unknown_job")),
    "not published by others in a draft": (DRAFT[:3], t.published(), Refused("unknown_fair")),
    "not amended by others in a draft": (DRAFT, t.amended(headcount=5), Refused("unknown_job")),
    "not amended with a refused booth": ([*READY, t.refused()], t.amended(headcount=5), Refused("booth_not_approved")),
    "not closed with a refused booth": ([*READY, t.refused()], t.job_closed(), Refused("booth_not_approved")),
    "closed already with a refused booth": ([*READY, t.refused()], t.job_closed_by_organizer(), Refused("job_closed")),
}


@pytest.mark.parametrize("name", TABLE)
def test_given_when_then(name: str) -> None:
    """Given these events, this event has the expected outcome; an unchanged or refused one changes no row."""
    holds(TABLE[name])


def test_a_job_has_what_its_publication_names() -> None:
    """The ad, the log offset and the log time; no number counts anything yet."""
    world, _ = play(*READY[:4], (60, t.published("a", headcount=3, region="上海")))
    job = world.jobs[t.job("a")]
    terms = Terms("Job a", 3, region="上海")
    assert job == Job(t.job("a"), t.fair, "org-1", terms, "open", 4, 0, 0, at(60), flags=job.flags)


def test_only_an_open_job_counts() -> None:
    """One job of its fair, with its openings."""
    log = [*READY, t.amended(headcount=5), t.job_closed()]
    jobs = [play(*log[:n])[0].jobs.get(t.job("a")) for n in (4, 5, 6, 7)]
    assert [dict(adds(job)) for job in jobs] == [{}, {"jobs": 1, "positions": 2}, {"jobs": 1, "positions": 5}, {}]


def test_a_closed_job_names_the_organizers_reason() -> None:
    """The outcome has the reason; the job itself is only closed."""
    before, _ = play(*READY)
    closed = replace(before.jobs[t.job("a")], state="closed")
    assert play(*READY, t.job_closed_by_organizer(reason="a mistake"))[1] == [JobClosed(closed, "a mistake")]


RANKING: dict[str, tuple[list[Entry], Entry, object]] = {
    "best first": (THREE, t.ranked("stu-3", "stu-1"), "ApplicantsRanked"),
    "anew": (LISTED, t.ranked("stu-1"), "ApplicantsRanked"),
    "none": (LISTED, t.ranked(), "ApplicantsRanked"),
    "the same": (LISTED, t.ranked("stu-3", "stu-2", "stu-1"), Unchanged("same_ranking")),
    "one that is none": (THREE, t.ranked("stu-1", "stu-9"), Refused("unknown_application")),
    "another job's": ([*THREE, t.published("b")], t.ranked("stu-1", name="b"), "ApplicantsRanked"),
    "a job that is none": (THREE, t.ranked("stu-1", name="z"), Refused("unknown_job")),
    "by another enterprise": (THREE, t.ranked("stu-1", org="org-2"), Refused("unknown_job")),
    "by the organizer": (THREE, by(t.ranked("stu-1"), "boss", "organizer", t.unit), Refused("unknown_job")),
    "by a student": (THREE, by(t.ranked("stu-1"), "stu-1", "student"), Refused("unknown_job")),
    "in an unknown fair": ([], t.ranked("stu-1"), Refused("unknown_job")),
    "with a refused booth": ([*THREE, t.refused()], t.ranked("stu-1"), Refused("booth_not_approved")),
    "after the close": ([*THREE, t.closed()], t.ranked("stu-1"), Refused("fair_closed")),
}


@pytest.mark.parametrize("name", RANKING)
def test_a_ranking(name: str) -> None:
    """Only the job's enterprise may rank its applications; to other enterprises the job does not exist."""
    given, ranking, then = RANKING[name]
    if name == "another job's":
        event = ranking.event.model_copy(update={"applications": [application_id(t.job("a"), "stu-1")]})
        ranking, then = replace(ranking, event=event), Refused("unknown_application")
    world, (outcome,) = play(*given, ranking)
    assert is_outcome(outcome, then)
    if isinstance(then, str):
        assert list(world.jobs[t.job("a")].ranking) == ranking.event.model_dump()["applications"]


def test_a_ranking_names_no_stranger() -> None:
    """A ranking that contains an unknown application id is refused."""
    ranking = t.ranked("stu-1")
    event = ranking.event.model_copy(update={"applications": [uuid4()]})
    assert play(*THREE, replace(ranking, event=event))[1] == [Refused("unknown_application")]


TWO = [*LISTED, t.amended(headcount=3)]
HEADCOUNTS: dict[str, tuple[list[Timed], int, object]] = {
    "more": ([*TWO, t.invited("stu-1")], 4, "JobAmended"),
    "down to the invited": ([*TWO, t.invited("stu-1")], 1, "JobAmended"),
    "below the invited": (
        [*TWO, t.invited("stu-1"), t.invited("stu-2")],
        1,
        Refused("headcount_below_invitations"),
    ),
    "below matches and invitations": (
        [*TWO, t.invited("stu-1"), t.accepted("stu-1"), t.invited("stu-2")],
        1,
        Refused("headcount_below_invitations"),
    ),
    "below the matches": (
        [*TWO, *(say(f"stu-{n}") for n in (1, 2) for say in (t.invited, t.accepted))],
        1,
        Refused("headcount_below_matches"),
    ),
    "to fewer than were overbooked": ([*OVERBOOKED], 2, "JobAmended"),
    "with more overbooked, lower": (
        [*ONE_INVITED, t.amended(headcount=2), t.invited("stu-2"), t.invited("stu-3", overbook=True)],
        1,
        Refused("headcount_below_invitations"),
    ),
}


@pytest.mark.parametrize("name", HEADCOUNTS)
def test_the_headcount_stays_above_what_was_promised(name: str) -> None:
    """The headcount may grow, but not shrink below the number of matches and open invitations."""
    given, headcount, then = HEADCOUNTS[name]
    before = play(*given)[0].jobs[t.job("a")].terms.headcount
    world, (outcome, *_) = play(*given, t.amended(headcount=headcount))
    assert is_outcome(outcome, then)
    assert world.jobs[t.job("a")].terms.headcount == (headcount if then == "JobAmended" else before)
