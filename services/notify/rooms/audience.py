"""Viewers of each session: reports of all instances in, totals and peaks out.

Pure. Log time is the only clock: a report expires when log time has advanced by `SETTLES_MS`, so every instance counts
the same. A viewer who moves from one instance to another counts twice until the first instance reports again or its
report expires. So figures settle only after that time: between two reports, an instance counts the smaller of the two.
Until then a peak is provisional, and is lowered again where it was too high.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass, field

from schemas.presence import SETTLES_MS

UNWATCHED_MAX = 200  # rooms without viewers whose peak is still kept


@dataclass(slots=True)
class _Report:
    """`totals` are those of the rooms that it changed; `following` is the next report of the same instance."""

    instance: str
    here: Mapping[str, int]
    at_ms: int
    totals: dict[str, int] = field(default_factory=dict)
    following: _Report | None = None

    @property
    def stayed(self) -> Mapping[str, int]:
        """The viewers that were certainly there after this report: none who moved elsewhere before the next one."""
        after = self.following.here if self.following else {}
        return {room: min(count, after[room]) for room, count in self.here.items() if room in after}


class _Totals:
    """Viewers by room over all instances. A new report of an instance replaces its last one."""

    def __init__(self) -> None:
        self.by_room: Counter[str] = Counter()
        self._of: dict[str, Mapping[str, int]] = {}

    def replace(self, instance: str, here: Mapping[str, int]) -> set[str]:
        """Replace an instance's report. Returns the rooms whose total has changed."""
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
    """Viewers and peaks by room."""

    def __init__(self) -> None:
        self._now_ms = 0
        self._totals = _Totals()
        self._settled = _Totals()
        self._unsettled: deque[_Report] = deque()
        self._newest: dict[str, _Report] = {}
        self._peaks: dict[str, int] = {}

    @property
    def rooms(self) -> set[str]:
        """Rooms with viewers or a peak."""
        return self._peaks.keys() | self._totals.by_room.keys()

    def viewers(self, room: str) -> int:
        return self._totals.by_room[room]

    def settled(self, room: str) -> int:
        """The viewers `SETTLES_MS` ago, of whom certainly none counted twice."""
        return self._settled.by_room[room]

    def settled_peak(self, room: str) -> int:
        """The highest settled number of viewers."""
        return self._peaks.get(room, 0)

    def peak(self, room: str) -> int:
        seeming = (report.totals.get(room, 0) for report in self._unsettled)
        return max(self.settled_peak(room), self.viewers(room), *seeming)

    def take(self, instance: str, here: Mapping[str, int], peaks: Mapping[str, int], logged_ms: int) -> set[str]:
        """Take an instance's next report. Returns the rooms that have changed or were forgotten."""
        self._now_ms = max(self._now_ms, logged_ms)
        report = _Report(instance, {room: count for room, count in here.items() if count}, self._now_ms)
        if (before := self._newest.get(instance)) is not None:
            before.following = report
        self._newest[instance] = report
        self._unsettled.append(report)
        changed = self._totals.replace(instance, report.here)
        report.totals.update((room, self._totals.by_room[room]) for room in changed)
        changed |= {room for room, peak in peaks.items() if self._raise(room, peak)}
        while self._unsettled[0].at_ms < self._now_ms - SETTLES_MS:
            changed |= self._settle(self._unsettled.popleft())
        return changed | self._forget()

    def _settle(self, report: _Report) -> set[str]:
        """Settle a report after `SETTLES_MS`. If it was the instance's last one, its viewers are gone."""
        settled = self._settled.replace(report.instance, report.here)
        for room in settled:
            self._raise(room, self._settled.by_room[room])
        self._settled.replace(report.instance, report.stayed)
        if report.following is None:
            del self._newest[report.instance]
            settled |= self._totals.replace(report.instance, {})
        return settled | report.totals.keys()

    def _raise(self, room: str, peak: int) -> bool:
        """Record a peak. Returns whether it is new. Newest peaks are last in the dict."""
        if peak <= self._peaks.get(room, 0):
            return False
        self._peaks.pop(room, None)
        self._peaks[room] = peak
        return True

    def _forget(self) -> set[str]:
        """Forget the oldest peaks of rooms without viewers."""
        excess = len(self._peaks) - UNWATCHED_MAX - len(self._totals.by_room)
        if excess <= 0:
            return set()
        unwatched = [room for room in self._peaks if room not in self._totals.by_room][:excess]
        for room in unwatched:
            del self._peaks[room]
        return set(unwatched)
