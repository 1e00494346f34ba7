"""What is in flight: requests, and the bytes of their bodies that have arrived, of all people and of each person.

A body counts as it arrives, not as it is announced, so a person who announces much and sends nothing takes one place
for the time that a body may take, and no bytes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from plumbing.http.problem import Problem
from services.ingest.edge.write import RETRY_SOON, overloaded

REQUESTS_MAX = 4_096
BYTES_MAX = 256 * 1_048_576
SHARE = 4
"""One person may have this part of either: a fourth."""


class InFlight:
    """Bounds the requests in flight."""

    def __init__(self, requests_max: int = REQUESTS_MAX, bytes_max: int = BYTES_MAX) -> None:
        self._requests_max, self._bytes_max = requests_max, bytes_max
        self._requests = self._bytes = 0
        self._requests_of: Counter[str] = Counter()
        self._bytes_of: Counter[str] = Counter()

    @contextmanager
    def request(self, who: str) -> Iterator[Callable[[int], None]]:
        """A person's request; the function that it gives counts bytes of its body.

        Both raise Problem 503 if there is too much of all people, and 429 if there is too much of this one.
        """
        _bound(self._requests + 1, self._requests_of[who] + 1, self._requests_max)
        self._requests += 1
        self._requests_of[who] += 1
        taken = 0

        def arrived(size: int) -> None:
            nonlocal taken
            _bound(self._bytes + size, self._bytes_of[who] + size, self._bytes_max)
            taken += size
            self._bytes += size
            self._bytes_of[who] += size

        try:
            yield arrived
        finally:
            self._requests -= 1
            self._bytes -= taken
            for counts, number in ((self._requests_of, 1), (self._bytes_of, taken)):
                counts[who] -= number
                if not counts[who]:
                    del counts[who]


def _bound(of_all: int, of_one: int, at_most: int) -> None:
    if of_all > at_most:
        raise overloaded()
    if of_one > max(1, at_most // SHARE):
        raise Problem(429, "Too much of yours is being written at the moment; this was not.", headers=RETRY_SOON)
