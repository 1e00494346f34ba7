"""What the bodies of writes of applications may hold."""

from __future__ import annotations

from uuid import uuid4

import msgspec
import pytest

from plumbing.http.problem import Problem
from services.ingest.applications.bodies import APPLICATIONS, INVITATION, RANKING
from services.ingest.edge.bodies import ITEMS_MAX


def test_a_thousand_at_most() -> None:
    """And not one more."""
    ids = [str(uuid4()) for _ in range(ITEMS_MAX + 1)]
    assert len(APPLICATIONS.parse(msgspec.json.encode({"applications": ids[:-1]})).applications) == ITEMS_MAX
    with pytest.raises(Problem):
        APPLICATIONS.parse(msgspec.json.encode({"applications": ids}))


def test_a_ranking_names_each_application_once() -> None:
    """Twice the same says nothing of which is better."""
    one = str(uuid4())
    assert len(RANKING.parse(msgspec.json.encode({"applications": [one, str(uuid4())]})).applications) == 2
    with pytest.raises(Problem):
        RANKING.parse(msgspec.json.encode({"applications": [one, one]}))


def test_an_invitation_has_its_deadline_ahead() -> None:
    """Or none, which the log sets."""
    assert INVITATION.parse(b"").deadline is None
    with pytest.raises(Problem):
        INVITATION.parse(b'{"deadline": "2020-01-01T00:00:00Z"}')
