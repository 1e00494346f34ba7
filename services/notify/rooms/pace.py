"""How often a room may send frames: at most ten in any second. Pure.

Records are never delayed by what comes beside the log. They may cause nine frames a second, which leaves one for the
rest. Viewers and comments are added to frames that records cause. They cause a frame themselves only where so few were
sent that nine more for records could follow at once. Comments are added no more often than their own tick allows, since
a flood of them would make every frame of a burst large.
"""

from __future__ import annotations

from dataclasses import dataclass

FRAMES_MAX = 10  # per second
TICK_S = 1 / (FRAMES_MAX - 1)
VIEWERS_TICK_S = 1.0  # viewers come and go all the time: their changes alone cause at most one frame a second
CHAT_TICK_S = 0.25
NEVER = float("-inf")


@dataclass(slots=True)
class Pace:
    """When the room's last frames were sent, in seconds of one clock: any frame (`told_at`), one with records
    (`log_at`), and one with comments or without records (`said_at`).

    A leaky bucket: each frame moves `room_at` by a tick, and a frame without records may be sent once `room_at` has
    passed. So up to such a frame, no second holds more frames than ticks; and after it records can only use the ticks
    that are left of the second.
    """

    told_at: float = NEVER
    log_at: float = NEVER
    said_at: float = NEVER
    room_at: float = NEVER

    def log_due(self, now: float) -> float:
        """When a record that comes now may be sent."""
        return max(now, self.log_at + TICK_S)

    def counters_due(self, now: float, tick_s: float) -> float:
        """When counters without records may cause a frame."""
        return max(now, self.told_at + tick_s, self.room_at)

    def said_due(self, now: float) -> float:
        """When new or hidden comments may cause a frame."""
        return max(now, self.said_at + CHAT_TICK_S, self.room_at)

    def may_say(self, now: float) -> bool:
        """Whether a frame that is sent now may hold comments."""
        return now >= self.said_at + CHAT_TICK_S

    def tell(self, now: float, *, log: bool, said: bool) -> None:
        """Note that a frame is sent, and what it holds."""
        self.told_at = now
        self.room_at = max(self.room_at, now) + TICK_S
        if log:
            self.log_at = now
        if said or not log:
            self.said_at = now
