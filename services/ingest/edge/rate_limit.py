"""Rate limits of writes: by default a person may write 50 times a second, with bursts of 100."""

from __future__ import annotations

import time
from collections.abc import Callable

from plumbing.limits import PERSON, Limit
from plumbing.rate import KNOWN_MAX, Rate

WRITES = Limit("writes", None, unit="a second, twice that at once", shares={PERSON: 50}, over_share="429")
PER_SECOND, BURST = float(WRITES.share(PERSON)), 2 * WRITES.share(PERSON)
TOO_OFTEN = "That is more than 50 writes a second. Slow down."


class RateLimit(Rate):
    """The rate of a person's writes, or that of anything else."""

    def __init__(
        self,
        per_second: float = PER_SECOND,
        burst: int = BURST,
        told: str = TOO_OFTEN,
        known_max: int = KNOWN_MAX,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(per_second, burst, told, known_max, now)
