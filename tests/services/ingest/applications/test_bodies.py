"""Bodies of writes of applications."""

from __future__ import annotations

from uuid import uuid4

import msgspec
import pytest

from plumbing.http.problem import Problem
from services.ingest.applications.bodies import APPLICATIONS, INVITATION, RANKING
from services.ingest.edge.bodies import ITEMS_MAX


def test_a_thousand_at_most() -> None:
    """A list of a thousand is accepted, one more is refused."""
    ids = [str(uuid4()) for _ in range(ITEMS_MAX + 1)]
    assert len(APPLICATIONS.parse(msgspec.json.encode({"applications": ids[:-1]})).applications) == ITEMS_MAX
    with pytest.raises(Problem):
        APPLICATIONS.parse(msgspec.json.encode({"applications": ids}))


def test_a_ranking_names_each_application_once() -> None:
    """A repeated application has no defined rank."""
    one = str(uuid4())
    assert len(RANKING.parse(msgspec.json.encode({"applications": [one, str(uuid4())]})).applications) == 2
    with pytest.raises(Problem):
        RANKING.parse(msgspec.json.encode({"applications": [one, one]}))


def test_an_invitation_has_its_deadline_ahead() -> None:
    """A deadline must be in the future; without one the default applies when it is decided."""
    assert INVITATION.parse(b"").deadline is None
    with pytest.raises(Problem):
        INVITATION.parse(b'{"deadline": "2020-01-01T00:00:00Z"}')
