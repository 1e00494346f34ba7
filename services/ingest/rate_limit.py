"""How often one person may write: 50 a second with bursts of 100. This instance's count only.

The generic cell rate algorithm (ITU-T I.371): one number a person, the time at which its bucket would be empty again.
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable

from plumbing.http.problem import Problem

PER_SECOND = 50.0
BURST = 100
PERSONS_MAX = 100_000


class RateLimit:
    """Raises Problem 429 with Retry-After beyond the limit. The longest quiet persons are forgotten first."""

    def __init__(
        self,
        per_second: float = PER_SECOND,
        burst: int = BURST,
        persons_max: int = PERSONS_MAX,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._cost_s = 1 / per_second
        self._ahead_s_max = burst / per_second
        self._persons_max = persons_max
        self._now = now
        self._empty_at: OrderedDict[str, float] = OrderedDict()

    def spend(self, person: str, writes: int = 1) -> None:
        """Count so many writes. Raises Problem 429."""
        now = self._now()
        empty_at = max(self._empty_at.get(person, now), now) + self._cost_s * writes
        late_s = empty_at - now - self._ahead_s_max
        if late_s > 1e-9:
            retry_after = {"Retry-After": str(max(1, math.ceil(late_s)))}
            raise Problem(429, "That is more than 50 writes a second. Slow down.", headers=retry_after)
        self._empty_at[person] = empty_at
        self._empty_at.move_to_end(person)
        if len(self._empty_at) > self._persons_max:
            self._empty_at.popitem(last=False)
