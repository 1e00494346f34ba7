"""Filters of lists, as a request says them."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlencode
from uuid import UUID, uuid4

import pytest
from starlette.requests import Request

from plumbing.http.problem import Problem
from services.fair.kernel.filters import application_filters, is_true, query_of, text_of, word_of


def asking(**asked: str) -> Request:
    return Request({"type": "http", "headers": [], "query_string": urlencode(asked).encode()})


def test_only_what_is_given_is_a_filter() -> None:
    """Read as what they are."""
    job = uuid4()
    request = asking(until="2026-11-01T09:00:00+08:00", job=str(job), state="invited", q=" Ｄata ", region="", org="a")
    assert list(application_filters(request).items()) == [
        ("state", "invited"),
        ("org", "a"),
        ("job", UUID(str(job))),
        ("q", "data"),
        ("until", datetime(2026, 11, 1, 1, tzinfo=UTC)),
    ]
    assert application_filters(asking()) == {}
    every = asking(**dict.fromkeys(("org", "region", "q"), "x"), state="hired", degree="master", job=str(job))
    assert {*application_filters(every)} == {"org", "region", "q", "state", "degree", "job"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        *[("state", "gone"), ("degree", "phd"), ("job", "7"), ("since", "today"), ("since", "2026-11-01T09:00:00")],
        *[("until", "2026-11-01 "), ("until", "0001-01-01T00:00:00+14:00"), ("since", "2026-13-01T00:00:00Z")],
    ],
)
def test_what_is_none_is_422(name: str, text: str) -> None:
    """And names the filter."""
    with pytest.raises(Problem) as problem:
        application_filters(asking(**{name: text}))
    assert (problem.value.status, problem.value.errors[0]["path"]) == (422, name)


def test_words_and_texts() -> None:
    """One of the words, true or false, a text that a column can hold."""
    assert word_of(asking(a="x"), "a", ("x", "y")) == "x"
    assert word_of(asking(), "a", ("x", "y")) is None
    assert (is_true(asking(a="true"), "a"), is_true(asking(a="false"), "a"), is_true(asking(), "a")) == (
        True,
        False,
        False,
    )
    assert (text_of(asking(a="b\0c"), "a"), text_of(asking(a=""), "a")) == ("b c", None)
    assert query_of(asking(q="  数据\0 ")) == "数据"
