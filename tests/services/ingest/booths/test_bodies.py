"""What bodies of booths and their staff may say."""

from __future__ import annotations

import json
from typing import Any

import pytest

from plumbing.http.problem import Problem
from services.ingest.booths.bodies import BOOTH_CHANGES, HAND_OVER, STAFF_LINK, BoothChangesBody
from tests.services.ingest.write_edge import hours


def opening(begins: float, ends: float) -> dict[str, str]:
    return {"from": hours(begins), "to": hours(ends)}


def parsed(changes: dict[str, Any]) -> BoothChangesBody:
    return BOOTH_CHANGES.parse(json.dumps(changes).encode())


def test_hours_are_put_in_order() -> None:
    """By their beginnings; null and none at all clear them."""
    body = parsed({"hours": [opening(3, 4), opening(1, 2)]})
    assert body.hours is not None
    first, then = body.hours
    assert first.begins < first.ends < then.begins
    assert (parsed({"hours": None}).hours, parsed({"hours": []}).hours) == (None, [])


@pytest.mark.parametrize(
    "changes",
    [
        {"hours": [opening(1, 3), opening(2, 4)]},
        {"hours": [opening(2, 1)]},
        {"hours": [{"from": hours(1)}]},
        {"hours": [{"begins": hours(1), "ends": hours(2)}]},
        {"hours": [{**opening(1, 2), "note": "x"}]},
        {"hours": [opening(number, number + 0.5) for number in range(51)]},
        {"hours": [{"from": 1, "to": 2}]},
        {"uscc": "911100006000373410"},
        {"state": "approved"},
        {},
    ],
)
def test_what_is_no_change_of_a_booth_is_refused(changes: dict[str, Any]) -> None:
    """Times that overlap, are upside down or unknown; names that are none; nothing at all."""
    with pytest.raises(Problem) as caught:
        parsed(changes)
    assert caught.value.status == 422


@pytest.mark.parametrize(
    "raw", [b'{"uses": 0}', b'{"uses": 1001}', b'{"role": "boss"}', b'{"expires_at": "2020-01-01T00:00:00Z"}']
)
def test_a_link_has_bounds(raw: bytes) -> None:
    """Some uses, a known role, a time ahead; without a body it is good for one recruiter."""
    body = STAFF_LINK.parse(b"")
    assert (body.role, body.uses, body.expires_at) == ("recruiter", 1, None)
    with pytest.raises(Problem):
        STAFF_LINK.parse(raw)


def test_to_whom_an_applicant_is_handed_is_said() -> None:
    """Null is nobody in particular; to leave it out is no answer."""
    assert HAND_OVER.parse(b'{"to": null}').to is None
    for raw in (b"{}", b'{"to": ""}', b'{"to": 7}'):
        with pytest.raises(Problem):
            HAND_OVER.parse(raw)
