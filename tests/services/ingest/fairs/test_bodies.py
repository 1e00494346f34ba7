"""Bodies of writes of fairs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from plumbing.http.problem import Problem
from services.ingest.fairs.bodies import FAIR_CHANGES, REOPENING, FairBody


def test_a_fair_ends_after_it_starts_and_after_now() -> None:
    """Both errors name `ends_at`."""
    now = datetime.now(UTC)
    body = FairBody(title="a", host="b", starts_at=now, ends_at=now + timedelta(hours=1))
    assert body.ends_at > body.starts_at
    for starts_at, ends_at in ((-2, -1), (2, 1), (1, 1)):
        with pytest.raises(ValueError, match="ends_at"):
            FairBody(
                title="a", host="b", starts_at=now + timedelta(hours=starts_at), ends_at=now + timedelta(hours=ends_at)
            )


@pytest.mark.parametrize("raw", [b"{}", b'{"ends_at": "2020-01-01T00:00:00Z"}'])
def test_a_change_says_something_that_is_ahead(raw: bytes) -> None:
    """An empty amendment is refused, and so is an end in the past."""
    with pytest.raises(Problem):
        FAIR_CHANGES.parse(raw)


def test_a_reopened_fair_ends_later_or_as_it_did() -> None:
    """Without a time the old end stays; a time in the past is refused."""
    assert REOPENING.parse(b"").ends_at is None
    with pytest.raises(Problem):
        REOPENING.parse(b'{"ends_at": "2020-01-01T00:00:00Z"}')
