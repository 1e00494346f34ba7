"""What an organization may make anew in a day: fairs, jobs, and all else of the catalog. Each instance counts alone."""

from __future__ import annotations

import math
from dataclasses import dataclass

from plumbing.auth.tokens import Person
from services.ingest.edge.rate_limit import RateLimit

DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Daily:
    """The limits by organization. It may use all of a day at once."""

    fairs: RateLimit
    jobs: RateLimit
    entries: RateLimit

    @classmethod
    def of(cls, fairs: int, jobs: int, entries: int, *, limited: bool = True) -> Daily:
        """This many a day; any number where not `limited`."""
        told = (fairs, "fairs"), (jobs, "jobs"), (entries, "booths, sessions, drops and links")
        return cls(*(_a_day(most, what, limited) for most, what in told))

    def spend_entry(self, person: Person) -> None:
        """Count one of `entries` for the person's organization. Raises Problem 429."""
        self.entries.spend(person.org or person.sub)


def _a_day(most: int, what: str, limited: bool) -> RateLimit:
    told = f"Your organization has made as many {what} as it may in a day."
    return RateLimit(most / DAY_S if limited else math.inf, most, told)
