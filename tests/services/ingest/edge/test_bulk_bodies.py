"""What a bulk action may name."""

from __future__ import annotations

from uuid import uuid4

import msgspec
import pytest

from plumbing.http.problem import Problem
from services.ingest.edge.bulk_bodies import APPLICATIONS, ITEMS_MAX, ORGS, REFUSED_ORGS


def test_a_thousand_at_most() -> None:
    """And not one more."""
    ids = [str(uuid4()) for _ in range(ITEMS_MAX + 1)]
    assert len(APPLICATIONS.parse(msgspec.json.encode({"applications": ids[:-1]})).applications) == ITEMS_MAX
    with pytest.raises(Problem):
        APPLICATIONS.parse(msgspec.json.encode({"applications": ids}))


def test_to_refuse_booths_needs_a_reason() -> None:
    """As for one."""
    assert ORGS.parse(b'{"orgs": ["a"]}').orgs == ["a"]
    with pytest.raises(Problem) as refused:
        REFUSED_ORGS.parse(b'{"orgs": ["a"]}')
    assert refused.value.errors[0]["path"] == "reason"
