"""Times outside the UTC calendar, in any field of an event, are found."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from uuid import uuid4

import pytest
from pydantic import BaseModel

from schemas.booth import BoothAmended, BoothChanges, Opening
from schemas.fair import FairAmended, FairChanges, FairClosed, FairReopened
from services.fair.kernel.calendar import outside_of_calendar
from tests.services.fair.story import START

FAIR = uuid4()
EARLY = datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=8)))
LATE = datetime(9999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-8)))


def booth_with(begins: datetime) -> BoothAmended:
    hours = [Opening(begins=START, ends=START), Opening(begins=begins, ends=LATE)]
    return BoothAmended(fair=FAIR, org="org-1", changes=BoothChanges(hours=hours))


TABLE: dict[str, tuple[BaseModel, str | None]] = {
    "none": (FairClosed(fair=FAIR), None),
    "none given": (FairReopened(fair=FAIR), None),
    "within": (FairReopened(fair=FAIR, ends_at=START), None),
    "before": (FairReopened(fair=FAIR, ends_at=EARLY), "ends_at"),
    "after": (FairReopened(fair=FAIR, ends_at=LATE), "ends_at"),
    "in a change": (FairAmended(fair=FAIR, changes=FairChanges(starts_at=EARLY)), "starts_at"),
    "in a change that is not made": (FairAmended(fair=FAIR, changes=FairChanges(title="x")), None),
    "in hours": (booth_with(EARLY), "begins"),
    "at their end": (booth_with(START), "ends"),
    "hours that are cleared": (BoothAmended(fair=FAIR, org="o", changes=BoothChanges(hours=None)), None),
}


@pytest.mark.parametrize("name", TABLE)
def test_what_is_outside_of_the_calendar(name: str) -> None:
    """The first such time of the event is named; without one the result is None."""
    event, outside = TABLE[name]
    assert outside_of_calendar(event) == outside
