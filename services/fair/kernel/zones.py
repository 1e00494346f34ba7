"""The zone of a fair, a fixed offset from UTC: times as they were planned."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any


def zone(utc_offset_minutes: int) -> timezone:
    """The zone; `UTC` for no offset."""
    return timezone(timedelta(minutes=utc_offset_minutes)) if utc_offset_minutes else UTC


def planned(row: Mapping[str, Any]) -> dict[str, datetime]:
    """The beginning and the end of a fair in its zone, from its row."""
    own = zone(row["utc_offset_minutes"])
    return {name: row[name].astimezone(own) for name in ("starts_at", "ends_at")}


def zone_name(moment: datetime) -> str:
    """`UTC`, or `UTC+08:00`."""
    return moment.tzname() or ""
