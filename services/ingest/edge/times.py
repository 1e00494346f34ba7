"""Times in bodies: RFC 3339 with an offset, in the years 2000 to 2199, kept in UTC.

Stricter than the libraries that read them later: a Unix timestamp, a time without seconds or an offset that PostgreSQL
does not know would be acknowledged here and rejected there.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BeforeValidator

YEARS = range(2000, 2200)
_RFC3339 = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})"
)


def _from_rfc3339(given: object) -> object:
    if not isinstance(given, str):
        return given
    if not _RFC3339.fullmatch(given):
        raise ValueError("must be a time as in RFC 3339, with an offset: 2026-11-23T09:00:00+08:00")
    return datetime.fromisoformat(given.upper())


def _in_our_years(given: datetime) -> datetime:
    if given.year not in YEARS:
        raise ValueError(f"must be in a year from {YEARS.start} to {YEARS.stop - 1}")
    return given


def _in_our_time(given: datetime) -> datetime:
    return _in_our_years(given).astimezone(UTC)


ZonedTime = Annotated[AwareDatetime, BeforeValidator(_from_rfc3339), AfterValidator(_in_our_years)]
"""A time in a body, with the offset that it was given."""
Time = Annotated[AwareDatetime, BeforeValidator(_from_rfc3339), AfterValidator(_in_our_time)]
"""A time in a body, in UTC once it is read."""
