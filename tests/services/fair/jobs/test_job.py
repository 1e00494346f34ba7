"""Jobs, as a table: given these events, this event has this outcome."""

from __future__ import annotations

import pytest

from services.fair.kernel.outcomes import Refused, Unchanged
from tests.services.fair.cases import Row, by, holds, stranger
from tests.services.fair.story import Teller

t = Teller()
READY = t.ready()
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
}


@pytest.mark.parametrize("name", TABLE)
def test_given_when_then(name: str) -> None:
    """Given these events, this event has the expected outcome; an unchanged or refused one changes no row."""
    holds(TABLE[name])
