"""The frames of `/v1/live` as JSON: those of clients, parsed strictly, and those to viewers, encoded once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated

import msgspec

from services.notify.rooms.beside import NOTHING, Told
from services.notify.rooms.places import Place
from services.notify.rooms.room import Change, Room

CLIENT_FRAME_BYTES_MAX = 16 * 1024
_Name = Annotated[str, msgspec.Meta(min_length=1, max_length=300)]
_Since = Annotated[str, msgspec.Meta(max_length=100)]


class BadFrame(ValueError):
    """The frame does not fit the protocol; the message says where."""


class _ClientFrame(msgspec.Struct, tag_field="type", forbid_unknown_fields=True):
    pass


class Hello(_ClientFrame, tag="hello"):
    """The first frame. A guest gives no token."""

    token: str | None = None


class Subscribe(_ClientFrame, tag="subscribe"):
    """Join a room, from the place `since` on where one is given."""

    room: _Name
    since: _Since | None = None


class Unsubscribe(_ClientFrame, tag="unsubscribe"):
    """Leave a room."""

    room: _Name


class Ping(_ClientFrame, tag="ping"):
    """Ask for a pong, for clients that cannot see the WebSocket's own."""


ClientFrame = Hello | Subscribe | Unsubscribe | Ping
_decoder: msgspec.json.Decoder[ClientFrame] = msgspec.json.Decoder(ClientFrame)
_encoder = msgspec.json.Encoder()

PONG = _encoder.encode({"type": "pong"})


def parse(text: str) -> ClientFrame:
    """Parse a client's frame. Raises BadFrame."""
    try:
        return _decoder.decode(text)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError) as error:
        raise BadFrame(str(error)) from error


def welcome(user: str | None, heartbeat_s: float) -> bytes:
    return _encoder.encode({"type": "welcome", "user": user, "heartbeat_s": heartbeat_s})


def error(code: str, message: str, room: str | None = None) -> bytes:
    about = {} if room is None else {"room": room}
    return _encoder.encode({"type": "error", "code": code, "message": message, **about})


def snapshot(room: str, place: Place, state: Room, beside: Told = NOTHING) -> bytes:
    """A snapshot: all that is known of a room, without what was hidden."""
    shown = Told(beside.counters, beside.comments)
    return _encoder.encode(_state("snapshot", room, place, state.decided, state.counters, state.items, shown))


def update(room: str, place: Place, change: Change, beside: Told = NOTHING) -> bytes:
    """An update: what records changed, and what comes beside the log."""
    return _encoder.encode(_state("update", room, place, change.decided, change.counters, change.items, beside))


def resumed(room: str, place: Place) -> bytes:
    return _encoder.encode({"type": "resumed", "room": room, "position": str(place)})


def reload(room: str, reason: str) -> bytes:
    return _encoder.encode({"type": "reload", "room": room, "reason": reason})


def _state(
    kind: str,
    room: str,
    place: Place,
    decided: str | None,
    counters: Mapping[str, int],
    items: Iterable[bytes],
    beside: Told,
) -> dict[str, object]:
    state: dict[str, object] = {
        "type": kind,
        "room": room,
        "position": str(place),
        "decided": decided,
        "counters": {**counters, **beside.counters},
        "items": [msgspec.Raw(item) for item in items],
    }
    if beside.comments:
        state["comments"] = [msgspec.Raw(comment) for comment in beside.comments]
    if beside.hidden:
        state["hidden"] = beside.hidden
    if beside.skipped:
        state["comments_skipped"] = beside.skipped
    return state
