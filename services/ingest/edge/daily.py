"""What an organization may make anew in a day: fairs, and jobs. Each instance counts alone."""

from __future__ import annotations

import math
from dataclasses import dataclass

from services.ingest.edge.rate_limit import RateLimit

DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Daily:
    """The limits by organization. It may use all of a day at once."""

    fairs: RateLimit
    jobs: RateLimit

    @classmethod
    def of(cls, fairs: int, jobs: int, *, limited: bool = True) -> Daily:
        """This many a day; any number where not `limited`."""
        return cls(_a_day(fairs, "fairs", limited), _a_day(jobs, "jobs", limited))


def _a_day(most: int, what: str, limited: bool) -> RateLimit:
    told = f"Your organization has made as many {what} as it may in a day."
    return RateLimit(most / DAY_S if limited else math.inf, most, told)
