"""How often a room is told. Pure.

The log's frames have a clock of their own: whatever was told beside the log a moment ago, a record goes out as if it
had not been. What is beside the log waits longer, and a frame of the log takes it along; comments only as often as
their own clock allows, since a flood of them would make every frame of a burst a large one.
"""

from __future__ import annotations

from dataclasses import dataclass

TICK_S = 0.1
VIEWERS_TICK_S = 1.0  # viewers come and go all the time: alone they are no reason for more than a frame a second
CHAT_TICK_S = 0.25
NEVER = float("-inf")


@dataclass(slots=True)
class Pace:
    """When a room was told anything, when of the log, and when comments, or something else without the log: the last
    time, in seconds of one clock."""

    told_at: float = NEVER
    log_at: float = NEVER
    said_at: float = NEVER

    def log_due(self, now: float) -> float:
        """When a record that comes now may be told."""
        return max(now, self.log_at + TICK_S)

    def counters_due(self, now: float, tick_s: float) -> float:
        """When counters beside the log may have a frame of their own."""
        return max(now, self.told_at + tick_s)

    def said_due(self, now: float) -> float:
        """When comments, or that some are hidden, may have one."""
        return max(now, self.said_at + CHAT_TICK_S, self.told_at + TICK_S)

    def may_say(self, now: float) -> bool:
        """Whether a frame that goes out now may have comments."""
        return now >= self.said_at + CHAT_TICK_S

    def tell(self, now: float, *, log: bool, said: bool) -> None:
        """Note what a frame tells."""
        self.told_at = now
        if log:
            self.log_at = now
        if said or not log:
            self.said_at = now
