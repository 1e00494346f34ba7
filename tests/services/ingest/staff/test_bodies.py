"""Bodies of writes of a booth's staff."""

from __future__ import annotations

import pytest

from plumbing.http.problem import Problem
from services.ingest.staff.bodies import HAND_OVER, STAFF_LINK


@pytest.mark.parametrize(
    "raw", [b'{"uses": 0}', b'{"uses": 1001}', b'{"role": "boss"}', b'{"expires_at": "2020-01-01T00:00:00Z"}']
)
def test_a_link_has_bounds(raw: bytes) -> None:
    """A number of uses, a role, a future time; without a body the link is for one recruiter."""
    body = STAFF_LINK.parse(b"")
    assert (body.role, body.uses, body.expires_at) == ("recruiter", 1, None)
    with pytest.raises(Problem):
        STAFF_LINK.parse(raw)


def test_to_whom_an_applicant_is_handed_is_said() -> None:
    """Null assigns the applicant to nobody; the field is required."""
    assert HAND_OVER.parse(b'{"to": null}').to is None
    for raw in (b"{}", b'{"to": ""}', b'{"to": 7}'):
        with pytest.raises(Problem):
            HAND_OVER.parse(raw)
