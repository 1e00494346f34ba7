"""How many watch each session: reports of all instances in, totals and peaks out.

Pure. The log's time is the only clock: an instance is gone when the log has moved on by `AGE_MS` since its last report,
so every instance counts the same. A viewer who moves from an instance that died to another would count twice until
then. Therefore a peak settles only after that time, when it is known who was still there; until then it is told as it
seems, and taken back where it was not so.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass, field

AGE_MS = 3_500  # three reports missed
UNWATCHED_MAX = 200  # rooms without viewers whose peak is still told


@dataclass(frozen=True, slots=True)
class _Report:
    """`totals` are those of the rooms that it changed."""

    instance: str
    here: Mapping[str, int]
    at_ms: int
    totals: dict[str, int] = field(default_factory=dict)


class _Totals:
    """Viewers by room over all instances. A new report of an instance replaces its last one."""

    def __init__(self) -> None:
        self.by_room: Counter[str] = Counter()
        self._of: dict[str, Mapping[str, int]] = {}

    def replace(self, instance: str, here: Mapping[str, int]) -> set[str]:
        """The rooms whose total is another now."""
        before = self._of.pop(instance, {})
        if here:
            self._of[instance] = here
        changed = {room for room in before.keys() | here.keys() if before.get(room, 0) != here.get(room, 0)}
        for room in changed:
            self.by_room[room] += here.get(room, 0) - before.get(room, 0)
            if not self.by_room[room]:
                del self.by_room[room]
        return changed


class Audience:
    """Viewers and peaks by room, as the log has told them."""

    def __init__(self) -> None:
        self._now_ms = 0
        self._totals = _Totals()
        self._settled = _Totals()
        self._unsettled: deque[_Report] = deque()
        self._newest: dict[str, _Report] = {}
        self._peaks: dict[str, int] = {}

    @property
    def rooms(self) -> set[str]:
        """Rooms of which something is known."""
        return self._peaks.keys() | self._totals.by_room.keys()

    def viewers(self, room: str) -> int:
        return self._totals.by_room[room]

    def settled_peak(self, room: str) -> int:
        """The peak of which it is sure that nobody counted twice."""
        return self._peaks.get(room, 0)

    def peak(self, room: str) -> int:
        seeming = (report.totals.get(room, 0) for report in self._unsettled)
        return max(self.settled_peak(room), self.viewers(room), *seeming)

    def take(self, instance: str, here: Mapping[str, int], peaks: Mapping[str, int], logged_ms: int) -> set[str]:
        """Take an instance's next report. The rooms of which something changed, some of them forgotten."""
        self._now_ms = max(self._now_ms, logged_ms)
        report = _Report(instance, {room: count for room, count in here.items() if count}, self._now_ms)
        self._newest[instance] = report
        self._unsettled.append(report)
        changed = self._totals.replace(instance, report.here)
        report.totals.update((room, self._totals.by_room[room]) for room in changed)
        changed |= {room for room, peak in peaks.items() if self._raise(room, peak)}
        while self._unsettled[0].at_ms < self._now_ms - AGE_MS:
            changed |= self._settle(self._unsettled.popleft())
        return changed | self._forget()

    def _settle(self, report: _Report) -> set[str]:
        """Enough time has passed since. It was so when it was said; no longer, if it was the instance's last word."""
        settled = self._settled.replace(report.instance, report.here)
        for room in settled:
            self._raise(room, self._settled.by_room[room])
        if self._newest[report.instance] is report:
            del self._newest[report.instance]
            self._settled.replace(report.instance, {})
            settled |= self._totals.replace(report.instance, {})
        return settled | report.totals.keys()

    def _raise(self, room: str, peak: int) -> bool:
        """Whether this is a new peak. The newest stand last."""
        if peak <= self._peaks.get(room, 0):
            return False
        self._peaks.pop(room, None)
        self._peaks[room] = peak
        return True

    def _forget(self) -> set[str]:
        """Let go of the oldest peaks of rooms that nobody watches."""
        excess = len(self._peaks) - UNWATCHED_MAX - len(self._totals.by_room)
        if excess <= 0:
            return set()
        unwatched = [room for room in self._peaks if room not in self._totals.by_room][:excess]
        for room in unwatched:
            del self._peaks[room]
        return set(unwatched)
