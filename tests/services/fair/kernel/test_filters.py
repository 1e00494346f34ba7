"""Parsing filters of lists from a request."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from starlette.requests import Request

from plumbing.http.problem import Problem
from services.fair.kernel.filters import id_of, is_true, query_of, text_of, time_of, word_of


def asking(**asked: str) -> Request:
    return Request({"type": "http", "headers": [], "query_string": urlencode(asked).encode()})


@pytest.mark.parametrize("text", ["today", "2026-11-01T09:00:00", "2026-11-01 ", "0001-01-01T00:00:00+14:00"])
def test_a_time_has_an_offset(text: str) -> None:
    """A time without an offset is 422, which names the filter."""
    with pytest.raises(Problem) as problem:
        time_of(asking(a=text), "a")
    assert (problem.value.status, problem.value.errors[0]["path"]) == (422, "a")
    assert time_of(asking(a="2026-11-01T09:00:00+08:00"), "a") == datetime(2026, 11, 1, 1, tzinfo=UTC)
    assert time_of(asking(a=""), "a") is None


def test_an_id_is_a_uuid() -> None:
    """Anything but a UUID is 422."""
    one = uuid4()
    assert (id_of(asking(a=str(one)), "a"), id_of(asking(), "a")) == (one, None)
    with pytest.raises(Problem, match="UUID"):
        id_of(asking(a="7"), "a")


def test_words_and_texts() -> None:
    """One of a set of words, a boolean, and a text that PostgreSQL can store."""
    assert word_of(asking(a="x"), "a", ("x", "y")) == "x"
    assert word_of(asking(), "a", ("x", "y")) is None
    assert (is_true(asking(a="true"), "a"), is_true(asking(a="false"), "a"), is_true(asking(), "a")) == (
        True,
        False,
        False,
    )
    assert (text_of(asking(a="b\0c"), "a"), text_of(asking(a=""), "a")) == ("b c", None)
    found = query_of(asking(q="  数据\0 "))
    assert found is not None
    assert (found.text, found.terms) == ("数据", ["数据"])
    assert query_of(asking(q=" \0 ")) is None
