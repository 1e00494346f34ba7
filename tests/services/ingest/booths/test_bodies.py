"""Bodies of writes of booths."""

from __future__ import annotations

import json
from typing import Any

import pytest

from plumbing.http.problem import Problem
from services.ingest.booths.bodies import BOOTH_CHANGES, ORGS, REFUSED_ORGS, BoothChangesBody
from tests.services.ingest.write_edge import hours


def opening(begins: float, ends: float) -> dict[str, str]:
    return {"from": hours(begins), "to": hours(ends)}


def parsed(changes: dict[str, Any]) -> BoothChangesBody:
    return BOOTH_CHANGES.parse(json.dumps(changes).encode())


def test_hours_are_put_in_order() -> None:
    """Sorted by their beginnings; null and an empty list clear them."""
    body = parsed({"hours": [opening(3, 4), opening(1, 2)]})
    assert body.hours is not None
    first, then = body.hours
    assert first.begins < first.ends < then.begins
    assert (parsed({"hours": None}).hours, parsed({"hours": []}).hours) == (None, [])


def test_a_social_credit_code_can_be_cleared() -> None:
    """Null takes it away; what is not given stays."""
    assert parsed({"uscc": None}).model_fields_set == {"uscc"}
    assert parsed({"uscc": "91110000600037341L"}).uscc == "91110000600037341L"


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
        {"website": "www.example.com"},
        {"website": "javascript:alert(1)"},
        {"website": "https://user:secret@example.com/"},
        {"state": "approved"},
        {},
    ],
)
def test_what_is_no_change_of_a_booth_is_refused(changes: dict[str, Any]) -> None:
    """Overlapping, reversed or unknown times, invalid names, and an empty change."""
    with pytest.raises(Problem) as caught:
        parsed(changes)
    assert caught.value.status == 422


def test_to_refuse_booths_needs_a_reason() -> None:
    """As for a single one."""
    assert ORGS.parse(b'{"orgs": ["a"]}').orgs == ["a"]
    with pytest.raises(Problem) as refused:
        REFUSED_ORGS.parse(b'{"orgs": ["a"]}')
    assert refused.value.errors[0]["path"] == "reason"
