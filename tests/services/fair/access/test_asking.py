"""Which enterprise a person acts for in a fair, and which jobs they may read as its staff."""

from __future__ import annotations

import pytest

from plumbing.auth.tokens import Person
from plumbing.http.problem import Problem
from services.fair.access import asking
from tests.services.fair.site import Site
from tests.services.fair.staff.story import joined, linked, removed
from tests.services.fair.story import Teller

t = Teller()
STAFFED = [*t.ready(), t.requested("org-2"), t.approved("org-2"), linked(t, uses=3), joined(t, "ann"), joined(t, "bob")]


def person(sub: str, role: str, org: str | None) -> Person:
    return Person(sub, role, org, None, 0)


HR, ANN = person("hr", "enterprise", "org-1"), person("ann", "enterprise", None)


async def test_a_person_acts_for_their_token_or_as_staff(site: Site) -> None:
    """A person acts for the token's enterprise if its booth is approved, else for the one whose staff they are."""
    await site.fill([*STAFFED, removed(t, "bob")])
    acting = {
        ("hr", "org-1"): "org-1",
        ("ann", None): "org-1",
        ("ann", "org-2"): "org-2",
        ("ann", "org-9"): "org-1",
        ("bob", "org-9"): "org-9",
    }
    for (sub, org), expected in acting.items():
        found = await asking.acting(site.api.reader, person(sub, "enterprise", org), t.fair)
        assert found is not None
        assert found.org == expected
    student = person("stu-1", "student", None)
    assert await asking.acting(site.api.reader, student, t.fair) is student
    assert await asking.acting(site.api.reader, None, t.fair) is None


async def test_who_recruits_for_an_enterprise(site: Site) -> None:
    """An enterprise's token or staff membership allows recruiting; students and organizers may not recruit."""
    await site.fill(STAFFED)
    for one, expected in ((HR, True), (ANN, True), (person("x", "enterprise", "org-2"), False)):
        assert await asking.recruits(site.api.reader, one, t.fair, "org-1") is expected
    assert not await asking.recruits(site.api.reader, person("x", "organizer", "org-1"), t.fair, "org-1")


async def test_a_job_is_read_with_an_approved_booth_only(site: Site) -> None:
    """Another enterprise's job is answered with 404; a job of their own refused booth with 403."""
    await site.fill([*STAFFED, t.refused()])
    with pytest.raises(Problem, match="no such job"):
        await asking.recruiting_at(site.api.reader, t.job("a"), person("x", "enterprise", "org-2"))
    for one in (HR, ANN):
        with pytest.raises(Problem, match="refused"):
            await asking.recruiting_at(site.api.reader, t.job("a"), one)
