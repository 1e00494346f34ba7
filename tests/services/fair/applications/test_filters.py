"""Parsing the filters of a fair's list of applications from a request."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from plumbing.http.problem import Problem
from services.fair.applications.reads import filters_of
from services.fair.kernel.search import query
from tests.services.fair.kernel.test_filters import asking


def test_only_what_is_given_is_a_filter() -> None:
    """Only the given parameters become filters, with their parsed types."""
    job = uuid4()
    request = asking(until="2026-11-01T09:00:00+08:00", job=str(job), state="invited", q=" Ｄata ", region="", org="a")
    assert list(filters_of(request).items()) == [
        ("state", "invited"),
        ("org", "a"),
        ("job", UUID(str(job))),
        ("q", query("Ｄata")),
        ("until", datetime(2026, 11, 1, 1, tzinfo=UTC)),
    ]
    assert filters_of(asking()) == {}
    every = asking(**dict.fromkeys(("org", "region", "q"), "x"), state="hired", degree="master", job=str(job))
    assert {*filters_of(every)} == {"org", "region", "q", "state", "degree", "job"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        *[("state", "gone"), ("degree", "phd"), ("job", "7"), ("since", "today"), ("since", "2026-11-01T09:00:00")],
        *[("until", "2026-11-01 "), ("until", "0001-01-01T00:00:00+14:00"), ("since", "2026-13-01T00:00:00Z")],
    ],
)
def test_what_is_none_is_422(name: str, text: str) -> None:
    """An invalid filter value is answered with 422, which names the filter."""
    with pytest.raises(Problem) as problem:
        filters_of(asking(**{name: text}))
    assert (problem.value.status, problem.value.errors[0]["path"]) == (422, name)
