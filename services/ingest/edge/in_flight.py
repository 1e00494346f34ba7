"""What is in flight: requests, and the bytes of their bodies that have arrived, of all people and of each person.

A body counts as it arrives, not as it is announced, so a person who announces much and sends nothing takes one place
for the time that a body may take, and no bytes. A body of at most 16 KiB that is there as a whole with its request
counts no bytes. Every write passes here, so this is written for speed.
"""

from __future__ import annotations

from plumbing.http.problem import Problem
from plumbing.limits import PERSON, Limit
from services.ingest.edge.write import RETRY_SOON, overloaded

SHARE = 4
"""One person may have this part of either: a fourth."""
REQUESTS = Limit("writes in flight", 4_096, "503", shares={PERSON: 4_096 // SHARE}, over_share="429")
BYTES = Limit(
    "bodies of writes in flight, as they arrive",
    256 * 1_048_576,
    "503",
    "bytes",
    shares={PERSON: 256 * 1_048_576 // SHARE},
    over_share="429",
)


class InFlight:
    """Bounds the requests in flight."""

    def __init__(self, requests_max: int = REQUESTS.most, bytes_max: int = BYTES.most) -> None:
        self.requests_max, self.requests_of_one = requests_max, max(1, requests_max // SHARE)
        self.bytes_max, self.bytes_of_one = bytes_max, max(1, bytes_max // SHARE)
        self.requests = self.bytes = 0
        self.requests_of: dict[str, int] = {}
        self.bytes_of: dict[str, int] = {}

    def request(self, who: str) -> Place:
        """A person's request, for a `with` block. Entering it raises Problem 503 or 429."""
        return Place(self, who)


class Place:
    """The place that a request takes."""

    __slots__ = ("_in_flight", "_taken", "_who")

    def __init__(self, in_flight: InFlight, who: str) -> None:
        self._in_flight, self._who, self._taken = in_flight, who, 0

    def __enter__(self) -> Place:
        """Raises Problem 503 if there are too many requests of all people, 429 if there are too many of this one."""
        all_of_it, who = self._in_flight, self._who
        if all_of_it.requests >= all_of_it.requests_max:
            raise overloaded()
        mine = all_of_it.requests_of.get(who, 0)
        if mine >= all_of_it.requests_of_one:
            raise _too_much()
        all_of_it.requests += 1
        all_of_it.requests_of[who] = mine + 1
        return self

    def __exit__(self, *_: object) -> None:
        all_of_it, who = self._in_flight, self._who
        all_of_it.requests -= 1
        _subtract(all_of_it.requests_of, who, 1)
        if self._taken:
            all_of_it.bytes -= self._taken
            _subtract(all_of_it.bytes_of, who, self._taken)

    def arrived(self, size: int) -> None:
        """Count bytes of the body. Raises Problem 503 or 429."""
        all_of_it, who = self._in_flight, self._who
        mine = all_of_it.bytes_of.get(who, 0) + size
        if all_of_it.bytes + size > all_of_it.bytes_max:
            raise overloaded()
        if mine > all_of_it.bytes_of_one:
            raise _too_much()
        self._taken += size
        all_of_it.bytes += size
        all_of_it.bytes_of[who] = mine


def _subtract(counts: dict[str, int], who: str, number: int) -> None:
    left = counts[who] - number
    if left:
        counts[who] = left
    else:
        del counts[who]


def _too_much() -> Problem:
    return Problem(429, "Too much of yours is being written at the moment; this was not.", headers=RETRY_SOON)
