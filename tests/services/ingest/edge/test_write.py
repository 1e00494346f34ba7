"""The description of a write."""

from __future__ import annotations

from typing import Any

from services.ingest.edge.bodies import NOTHING
from services.ingest.edge.write import Call, Draft, Write, overloaded, tagged


async def prepare(call: Call[Any]) -> Draft:
    raise NotImplementedError


def test_a_tag_is_given_to_what_has_none() -> None:
    """A single write of a list may have another tag; everything else of it stays."""
    one, other = (
        Write("POST", "/v1/x", ("student",), NOTHING, prepare, many="things", tag=tag) for tag in ("", "bulk")
    )
    given = tagged("x", one, other)
    assert [write.tag for write in given] == ["x", "bulk"]
    assert [(write.path, write.many, write.prepare) for write in given] == [("/v1/x", "things", prepare)] * 2


def test_who_comes_when_it_is_full_is_told_to_retry() -> None:
    """503: it was certainly not written."""
    problem = overloaded()
    assert (problem.status, problem.headers) == (503, {"Retry-After": "1"})
