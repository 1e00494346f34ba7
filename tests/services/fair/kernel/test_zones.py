"""Times as they were planned."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from services.fair.kernel.zones import planned, zone, zone_name

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(("minutes", "name"), [(0, "UTC"), (480, "UTC+08:00"), (-210, "UTC-03:30"), (345, "UTC+05:45")])
def test_a_zone_has_a_name(minutes: int, name: str) -> None:
    """The offset from UTC, with its sign."""
    assert zone_name(NOON.astimezone(zone(minutes))) == name


def test_a_fair_is_shown_in_its_zone() -> None:
    """The same instants, with the offset of the fair."""
    times = planned({"starts_at": NOON, "ends_at": NOON, "utc_offset_minutes": 480})
    assert [moment.isoformat() for moment in times.values()] == ["2026-12-01T20:00:00+08:00"] * 2
    assert times["starts_at"] == NOON
