"""One connection as a state machine: frames and the clock in, actions out.

Pure: it opens no socket and reads no clock. Times are seconds of one monotonic clock, given with every call.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from services.notify.rooms import frames
from services.notify.rooms.permissions import Denied, Member, RoomName, name_for


class CloseCode(IntEnum):
    """Why the server ends a connection."""

    GOING_AWAY = 1001
    NOT_THE_PROTOCOL = 4400
    TOKEN = 4401
    SILENT = 4408
    TOO_SLOW = 4409
    TOO_MANY_FRAMES = 4429


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one connection."""

    hello_s: float = 10.0
    heartbeat_s: float = 20
    pong_s: float = 20.0
    rooms_max: int = 64
    frames_per_s: float = 20.0
    frames_burst: int = 200


@dataclass(frozen=True, slots=True)
class Send:
    """Write this text frame."""

    text: bytes


@dataclass(frozen=True, slots=True)
class Join:
    """Add the viewer to the room, from the position `since` on where one is given."""

    room: RoomName
    since: str | None


@dataclass(frozen=True, slots=True)
class Leave:
    """Remove the viewer from this room."""

    room: RoomName


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """Write a WebSocket ping."""


@dataclass(frozen=True, slots=True)
class Close:
    """End the connection with this code."""

    code: CloseCode
    reason: str


Action = Send | Join | Leave | Heartbeat | Close
Authenticate = Callable[[str], Member]


class BadCredentials(Exception):
    """The token cannot be trusted; the message says why."""


class TooManySockets(Exception):
    """The person of the token has as many connections as one may have."""


class Connection:
    """The state of one connection, and the actions that follow from the next frame or from silence."""

    __slots__ = (
        "_allowance",
        "_authenticate",
        "_awaiting_pong",
        "_closed",
        "_counted_at",
        "_greeted",
        "_hello_by",
        "_limits",
        "_pinged_at",
        "_valid_until",
        "member",
        "rooms",
    )

    def __init__(self, authenticate: Authenticate, limits: Limits, now: float) -> None:
        self.member: Member | None = None
        self.rooms: dict[str, RoomName] = {}
        self._authenticate = authenticate
        self._limits = limits
        self._greeted = False
        self._closed = False
        self._hello_by = now + limits.hello_s
        self._valid_until: float | None = None
        self._pinged_at = now
        self._awaiting_pong = False
        self._allowance = float(limits.frames_burst)
        self._counted_at = now

    def receive(self, message: str | bytes, now: float) -> list[Action]:
        """The actions that follow from one message of the client."""
        if self._closed:
            return []
        if not self._allowed(now):
            return self._close(CloseCode.TOO_MANY_FRAMES, "too many frames")
        if isinstance(message, bytes):
            return self._close(CloseCode.NOT_THE_PROTOCOL, "frames are JSON text")
        try:
            return self._take(frames.parse(message), now)
        except frames.BadFrame as bad:
            return [Send(frames.error("bad_frame", str(bad)))]

    def on_time(self, now: float) -> list[Action]:
        """What is due: a heartbeat, or a close because the client is silent or its token is not valid any more."""
        if self._closed:
            return []
        if not self._greeted:
            return self._close(CloseCode.SILENT, "no hello") if now >= self._hello_by else []
        if self._valid_until is not None and now >= self._valid_until:
            return self._close(CloseCode.TOKEN, "the token has expired")
        if self.member is not None and not self.member.trusted():
            return self._close(CloseCode.TOKEN, "the token's key was removed")
        if self._awaiting_pong and now >= self._pinged_at + self._limits.pong_s:
            return self._close(CloseCode.SILENT, "no pong")
        if not self._awaiting_pong and now >= self._pinged_at + self._limits.heartbeat_s:
            self._pinged_at, self._awaiting_pong = now, True
            return [Heartbeat()]
        return []

    def heard(self) -> None:
        """Note that the client is alive: anything at all has arrived from it."""
        self._awaiting_pong = False

    def end(self, code: CloseCode, reason: str) -> list[Action]:
        """Close for a reason of the server's: too slow, or going away."""
        return [] if self._closed else self._close(code, reason)

    def refused(self, room: RoomName) -> list[Action]:
        """Answer that the room did not appear in time."""
        self.rooms.pop(room.told, None)
        return [Send(frames.error("unknown_room", "there is no such room", room.told))]

    def _allowed(self, now: float) -> bool:
        """A token bucket. Burst and rate suffice for a client that joins all its rooms at once."""
        earned = (now - self._counted_at) * self._limits.frames_per_s
        self._allowance = min(self._allowance + earned, self._limits.frames_burst) - 1
        self._counted_at = now
        return self._allowance >= 0

    def _take(self, frame: frames.ClientFrame, now: float) -> list[Action]:
        if isinstance(frame, frames.Hello):
            return self._greet(frame, now)
        if not self._greeted:
            return [Send(frames.error("hello_first", "say hello first"))]
        if isinstance(frame, frames.Subscribe):
            return self._subscribe(frame)
        if isinstance(frame, frames.Unsubscribe):
            room = self.rooms.pop(frame.room, None)
            return [Leave(room)] if room else []
        return [Send(frames.PONG)]

    def _greet(self, hello: frames.Hello, now: float) -> list[Action]:
        if self._greeted:
            return [Send(frames.error("bad_frame", "hello was said already"))]
        if hello.token is not None:
            try:
                self.member = self._authenticate(hello.token)
            except BadCredentials as bad:
                said = Send(frames.error("forbidden", f"the token is refused: {bad}"))
                return [said, *self._close(CloseCode.TOKEN, "the token is refused")]
            except TooManySockets as many:
                said = Send(frames.error("too_many_sockets", str(many)))
                return [said, *self._close(CloseCode.TOO_MANY_FRAMES, "too many connections")]
            self._valid_until = now + self.member.valid_s
        self._greeted = True
        user = self.member.sub if self.member else None
        return [Send(frames.welcome(user, self._limits.heartbeat_s))]

    def _subscribe(self, frame: frames.Subscribe) -> list[Action]:
        """A second subscribe leaves and joins again: the answer is a snapshot, or what was missed since `since`."""
        if frame.room not in self.rooms and len(self.rooms) >= self._limits.rooms_max:
            message = f"at most {self._limits.rooms_max} rooms at once: leave one first"
            return [Send(frames.error("too_many_rooms", message, frame.room))]
        try:
            room = name_for(frame.room, self.member)
        except Denied as denied:
            return [Send(frames.error(denied.code, denied.message, frame.room))]
        again: list[Action] = [Leave(room)] if frame.room in self.rooms else []
        self.rooms[frame.room] = room
        return [*again, Join(room, frame.since)]

    def _close(self, code: CloseCode, reason: str) -> list[Action]:
        self._closed = True
        return [Close(code, reason)]
