"""How fast an enterprise answers in a fair: the median time from a submission to the enterprise's first step.

A sketch of buckets whose bounds grow by 1/25: exact below 50 s, at most 2% off above, and at most about 360 numbers.
Method: C. Masson, J. E. Rim, H. K. Lee, DDSketch (PVLDB 12/12, 2019); with bounds in whole seconds, so that every
machine that replays a log finds the same buckets.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import accumulate
from uuid import UUID

from services.fair.applications.application import Application
from services.fair.kernel.context import ITSELF

ANSWERS = frozenset({"viewed", "shortlisted", "invited", "refused"})
SHOWN_EVERY = 5
"""The public sees the values as of the last fifth answer: never fewer, and two reads reveal no single answer."""
LONGEST_S = 90 * 86_400


def bounds() -> tuple[int, ...]:
    """The lower bound of each bucket, in seconds."""
    found = [0]
    while found[-1] < LONGEST_S:
        found.append(max(found[-1] + 1, found[-1] * 26 // 25))
    return tuple(found)


BOUNDS = bounds()


@dataclass(frozen=True, slots=True)
class Responses:
    """An enterprise's answers in a fair. `buckets`: (index of the bucket, answers in it), in order.

    `shown` and `shown_median_s` are the public values.
    """

    fair: UUID
    org: str
    answers: int = 0
    buckets: tuple[tuple[int, int], ...] = ()
    median_s: int = 0
    shown: int = 0
    shown_median_s: int | None = None

    def with_answer(self, seconds: int) -> Responses:
        """The responses with one more answer."""
        counts, bucket = dict(self.buckets), bisect_right(BOUNDS, seconds) - 1
        counts[bucket] = counts.get(bucket, 0) + 1
        answers, buckets = self.answers + 1, tuple(sorted(counts.items()))
        after = replace(self, answers=answers, buckets=buckets, median_s=_median_s(buckets, answers))
        return after if answers % SHOWN_EVERY else replace(after, shown=answers, shown_median_s=after.median_s)


def response_s(before: Application | None, after: Application) -> int | None:
    """The enterprise's response time in seconds if this is its first step since the submission or the admission."""
    if before is None or before.state != "submitted" or after.state not in ANSWERS:
        return None
    if after.history[-1].by == ITSELF:
        return None
    return max(0, (after.history[-1].at - before.history[-1].at) // timedelta(seconds=1))


def _median_s(buckets: tuple[tuple[int, int], ...], answers: int) -> int:
    """The middle of the bucket that contains the (lower) median."""
    reached = accumulate(number for _, number in buckets)
    bucket = next(bucket for (bucket, _), sum_ in zip(buckets, reached, strict=True) if 2 * sum_ >= answers)
    following = BOUNDS[bucket + 1] if bucket + 1 < len(BOUNDS) else BOUNDS[bucket] + 1
    return (BOUNDS[bucket] + following - 1) // 2
