"""How often somebody may do something: a rate with bursts. Each instance counts alone.

The generic cell rate algorithm (ITU-T I.371): for each key one number, the time at which its bucket is empty again.
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable

from plumbing.http.problem import Problem

KNOWN_MAX = 100_000


class Rate:
    """Raises Problem 429 with Retry-After beyond the limit of a key: a person, or anything else.

    The least recently used keys are forgotten first. `told` is the detail of the refusal. With an infinite `per_second`
    nothing is refused.
    """

    def __init__(
        self,
        per_second: float,
        burst: int,
        told: str,
        known_max: int = KNOWN_MAX,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._cost_s = 1 / per_second
        self._ahead_s_max = burst / per_second
        self._told = told
        self._known_max = known_max
        self._now = now
        self._empty_at: OrderedDict[str, float] = OrderedDict()

    def spend(self, who: str, times: int = 1) -> None:
        """Count this many times against the limit. Raises Problem 429."""
        now = self._now()
        empty_at = max(self._empty_at.get(who, now), now) + self._cost_s * times
        late_s = empty_at - now - self._ahead_s_max
        if late_s > 1e-9:
            raise Problem(429, self._told, headers={"Retry-After": str(max(1, math.ceil(late_s)))})
        self._empty_at[who] = empty_at
        self._empty_at.move_to_end(who)
        if len(self._empty_at) > self._known_max:
            self._empty_at.popitem(last=False)

    def give_back(self, who: str, times: int = 1) -> None:
        """Return what was spent a moment ago for what did not happen."""
        if who in self._empty_at:
            self._empty_at[who] -= self._cost_s * times
