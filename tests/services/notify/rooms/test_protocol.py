"""One connection as a state machine."""

from __future__ import annotations

import json
from typing import Any

import pytest

from services.notify.rooms.permissions import Member
from services.notify.rooms.protocol import (
    Action,
    BadCredentials,
    Close,
    CloseCode,
    Connection,
    Heartbeat,
    Join,
    Leave,
    Limits,
    Send,
)
from tests.services.notify.watching import FAIR, HALL, OWN

LIMITS = Limits(hello_s=10, heartbeat_s=20, pong_s=5, rooms_max=2, frames_per_s=1, frames_burst=10)


def authenticate(token: str) -> Member:
    if token != "ann":
        raise BadCredentials("its signature is wrong")
    return Member("ann", "student", None, valid_s=100)


def connection(*said: dict[str, Any], limits: Limits = LIMITS) -> Connection:
    """A connection opened at time 0 that received these frames."""
    made = Connection(authenticate, limits, now=0)
    for frame in said:
        made.receive(json.dumps(frame), now=0)
    return made


def say(to: Connection, now: float = 0, **frame: str) -> list[Action]:
    return to.receive(json.dumps(frame), now)


def told(actions: list[Action]) -> list[dict[str, Any]]:
    return [json.loads(action.text) for action in actions if isinstance(action, Send)]


HELLO = {"type": "hello"}
ANN = {"type": "hello", "token": "ann"}


@pytest.mark.parametrize(("hello", "user"), [(HELLO, None), (ANN, "ann")])
def test_hello_is_answered_by_a_welcome(hello: dict[str, Any], user: str | None) -> None:
    """Without a name for guests, with it for users, and with the heartbeat interval."""
    assert told(connection().receive(json.dumps(hello), 0)) == [{"type": "welcome", "user": user, "heartbeat_s": 20}]


def test_a_removed_key_ends_the_connections_of_its_tokens() -> None:
    """4401 at the next look at the clock; a guest has no token to lose."""
    trusted = [True]
    member = Member("ann", "student", None, 100, trusted=lambda: trusted[0])
    made = Connection(lambda token: member, LIMITS, now=0)
    say(made, type="hello", token="ann")
    assert made.on_time(1) == []
    trusted[0] = False
    assert made.on_time(2) == [Close(CloseCode.TOKEN, "the token's key was removed")]
    assert connection(HELLO).on_time(2) == []


def test_a_bad_token_is_told_and_ends_it() -> None:
    """An error frame with the reason, then 4401; later frames are ignored."""
    ending = connection()
    actions = say(ending, type="hello", token="forged")
    assert told(actions)[0]["code"] == "forbidden"
    assert actions[-1] == Close(CloseCode.TOKEN, "the token is refused")
    assert say(ending, type="ping") == []


@pytest.mark.parametrize("frame", [{"type": "ping"}, {"type": "subscribe", "room": FAIR}])
def test_hello_comes_first(frame: dict[str, str]) -> None:
    """Earlier frames get errors, and the connection stays."""
    waiting = connection()
    assert told(waiting.receive(json.dumps(frame), 0))[0]["code"] == "hello_first"
    assert told(say(waiting, type="hello"))[0]["type"] == "welcome"


def test_a_second_hello_is_an_error() -> None:
    """The user does not change within a connection."""
    assert told(say(connection(ANN), type="hello"))[0]["code"] == "bad_frame"


def test_an_odd_frame_is_an_error_and_not_the_end() -> None:
    """Ping still works after it."""
    odd = connection(HELLO)
    assert told(odd.receive("no json", 0))[0]["code"] == "bad_frame"
    assert told(say(odd, type="ping")) == [{"type": "pong"}]


def test_a_binary_frame_is_not_the_protocol() -> None:
    """4400."""
    assert connection(HELLO).receive(b"{}", 0) == [Close(CloseCode.NOT_THE_PROTOCOL, "frames are JSON text")]


def test_joining_and_leaving() -> None:
    """Subscribe joins, optionally from a position; unsubscribe leaves, once."""
    viewer = connection(ANN)
    assert say(viewer, type="subscribe", room=FAIR) == [Join(HALL, None)]
    assert say(viewer, type="subscribe", room="me", since="e:0:1") == [Join(OWN, "e:0:1")]
    assert say(viewer, type="unsubscribe", room=FAIR) == [Leave(HALL)]
    assert say(viewer, type="unsubscribe", room=FAIR) == []


def test_subscribing_again_is_leaving_and_joining() -> None:
    """A client may ask for a fresh snapshot at any time."""
    viewer = connection(HELLO, {"type": "subscribe", "room": FAIR})
    assert say(viewer, type="subscribe", room=FAIR) == [Leave(HALL), Join(HALL, None)]


def test_a_denied_room_is_an_error_with_its_name() -> None:
    """A guest has no `me`; the connection goes on."""
    guest = connection(HELLO)
    error = told(say(guest, type="subscribe", room="me"))[0]
    assert (error["code"], error["room"]) == ("forbidden", "me")
    assert say(guest, type="subscribe", room=FAIR) == [Join(HALL, None)]


def test_too_many_rooms() -> None:
    """The error names the bound; leaving a room makes space, and refused rooms do not count."""
    rooms = [FAIR[:-1] + digit for digit in "123"]
    viewer = connection(HELLO, *({"type": "subscribe", "room": room} for room in rooms[:2]))
    assert told(say(viewer, type="subscribe", room=rooms[2]))[0]["code"] == "too_many_rooms"
    assert told(viewer.refused(viewer.rooms[rooms[0]]))[0]["code"] == "unknown_room"
    assert isinstance(say(viewer, type="subscribe", room=rooms[2])[0], Join)


def test_too_many_frames() -> None:
    """A burst is allowed; more than the rate afterwards is 4429."""
    busy = connection(HELLO)
    for _ in range(LIMITS.frames_burst - 1):
        assert told(say(busy, type="ping")) == [{"type": "pong"}]
    assert told(say(busy, now=1, type="ping")) == [{"type": "pong"}]
    assert say(busy, now=1, type="ping") == [Close(CloseCode.TOO_MANY_FRAMES, "too many frames")]


def test_no_hello_in_time() -> None:
    """4408 at the bound, not before."""
    silent = connection()
    assert silent.on_time(9.9) == []
    assert silent.on_time(10) == [Close(CloseCode.SILENT, "no hello")]
    assert silent.on_time(11) == []


def test_heartbeats() -> None:
    """A ping at each interval; clients that answer stay, others are closed with 4408."""
    viewer = connection(HELLO)
    assert viewer.on_time(19) == []
    assert viewer.on_time(20) == [Heartbeat()]
    viewer.heard()
    assert viewer.on_time(26) == []
    assert viewer.on_time(40) == [Heartbeat()]
    assert viewer.on_time(44) == []
    assert viewer.on_time(45) == [Close(CloseCode.SILENT, "no pong")]


def test_a_token_expires_while_connected() -> None:
    """4401 when it expires."""
    viewer = connection(ANN)
    viewer.on_time(20)
    viewer.heard()
    assert viewer.on_time(99) == [Heartbeat()]
    assert viewer.on_time(100) == [Close(CloseCode.TOKEN, "the token has expired")]


def test_an_end_is_told_once() -> None:
    """The server may close it for its own reasons; a second close has no effect."""
    viewer = connection(HELLO)
    assert viewer.end(CloseCode.TOO_SLOW, "too slow") == [Close(CloseCode.TOO_SLOW, "too slow")]
    assert viewer.end(CloseCode.GOING_AWAY, "going away") == []
