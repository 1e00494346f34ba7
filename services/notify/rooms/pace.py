"""How often a room is told: at most ten frames in any second. Pure.

The log's frames have a clock of their own: whatever was told beside the log a moment ago, a record goes out as if it
had not been. That clock lets nine frames into a second, so one more always has its place. What is beside the log
travels with the log's frames. It has a frame of its own only where so few went out that nine of the log may follow at
once; and comments travel only as often as their own clock allows, since a flood of them would make every frame of a
burst a large one.
"""

from __future__ import annotations

from dataclasses import dataclass

FRAMES_MAX = 10  # a second
TICK_S = 1 / (FRAMES_MAX - 1)
VIEWERS_TICK_S = 1.0  # viewers come and go all the time: alone they are no reason for more than a frame a second
CHAT_TICK_S = 0.25
NEVER = float("-inf")


@dataclass(slots=True)
class Pace:
    """When a room was told anything, when of the log, and when comments, or something else without the log: the last
    time, in seconds of one clock.

    Each frame takes a tick of `room_at`, from which on there is room for one beside the log: then a tick has passed
    since the last frame, two since the one before it, and so on. So of the frames of any second, up to one beside the
    log, there are no more than ticks have passed in it; and after it the log has no more than the ticks that are left.
    """

    told_at: float = NEVER
    log_at: float = NEVER
    said_at: float = NEVER
    room_at: float = NEVER

    def log_due(self, now: float) -> float:
        """When a record that comes now may be told."""
        return max(now, self.log_at + TICK_S)

    def counters_due(self, now: float, tick_s: float) -> float:
        """When counters beside the log may have a frame of their own."""
        return max(now, self.told_at + tick_s, self.room_at)

    def said_due(self, now: float) -> float:
        """When comments, or that some are hidden, may have one."""
        return max(now, self.said_at + CHAT_TICK_S, self.room_at)

    def may_say(self, now: float) -> bool:
        """Whether a frame that goes out now may have comments."""
        return now >= self.said_at + CHAT_TICK_S

    def tell(self, now: float, *, log: bool, said: bool) -> None:
        """Note what a frame tells."""
        self.told_at = now
        self.room_at = max(self.room_at, now) + TICK_S
        if log:
            self.log_at = now
        if said or not log:
            self.said_at = now
