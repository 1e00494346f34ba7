"""Times in request bodies."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pydantic import TypeAdapter

from plumbing.http.body import parse
from plumbing.http.problem import Problem
from services.ingest.edge.times import Time

TIME = TypeAdapter(Time)


@pytest.mark.parametrize(
    ("text", "hour"),
    [("2026-11-23T09:00:00Z", 9), ("2026-11-23T09:00:00+08:00", 1), ("2026-11-23t09:00:00.123456789z", 9),
     ("2026-11-23T09:00:00-05:30", 14), ("2026-11-23 09:00:00+00:00", 9)],
)  # fmt: skip
def test_a_time_is_kept_in_utc(text: str, hour: int) -> None:
    """For any offset."""
    read = parse(TIME, f'"{text}"'.encode())
    assert (read.hour, read.tzinfo) == (hour, UTC)
    assert read.date() == datetime(2026, 11, 23, tzinfo=UTC).date()


@pytest.mark.parametrize(
    "text",
    ['"1700000000"', "1700000000", '"2026-11-23T09:00Z"', '"2026-11-23_09:00:00Z"', '"2026-11-23T09:00:00+0800"',
     '"2026-11-23T09:00:00"', '"2026-11-23T25:00:00Z"', '"9999-12-31T23:59:59-14:00"', '"0001-01-01T00:00:00+14:00"',
     '"1999-12-31T23:59:59Z"', "null", '""'],
)  # fmt: skip
def test_what_is_no_time_is_refused(text: str) -> None:
    """Another notation, a missing offset, a year out of range."""
    with pytest.raises(Problem) as refused:
        parse(TIME, text.encode())
    assert refused.value.status == 422


def test_an_offset_that_only_some_know_is_brought_to_utc() -> None:
    """PostgreSQL refuses an offset of almost a day."""
    assert parse(TIME, b'"2026-01-01T00:00:00+23:59"') == datetime(2025, 12, 31, 0, 1, tzinfo=UTC)
