"""The frames as JSON."""

from __future__ import annotations

import json

import pytest

from services.notify.rooms import frames
from services.notify.rooms.beside import Told
from services.notify.rooms.places import Place
from services.notify.rooms.room import Change, Room


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        ('{"type": "hello"}', frames.Hello()),
        ('{"type": "hello", "token": "t"}', frames.Hello("t")),
        ('{"type": "subscribe", "room": "me"}', frames.Subscribe("me")),
        ('{"type": "subscribe", "room": "me", "since": "e:0:1"}', frames.Subscribe("me", "e:0:1")),
        ('{"type": "unsubscribe", "room": "me"}', frames.Unsubscribe("me")),
        ('{"type": "ping"}', frames.Ping()),
    ],
)
def test_what_clients_say(text: str, frame: frames.ClientFrame) -> None:
    """Each frame of the contract is parsed."""
    assert frames.parse(text) == frame


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "[]",
        "null",
        "{}",
        '{"type": "dance"}',
        '{"type": 7}',
        '{"type": "hello", "token": 7}',
        '{"type": "subscribe"}',
        '{"type": "subscribe", "room": ""}',
        '{"type": "subscribe", "room": ["me"]}',
        '{"type": "subscribe", "room": "me", "sinse": "e:0:1"}',
        '{"type": "subscribe", "room": "' + "x" * 301 + '"}',
        '{"type": "subscribe", "room": "\\ud800"}',
        '{"type": "ping", "room": NaN}',
        "[" * 10_000,
        '{"type": "ping"} {"type": "ping"}',
        "\ud800",
    ],
)
def test_odd_frames(text: str) -> None:
    """Everything else raises the exception for a bad frame, and no other."""
    with pytest.raises(frames.BadFrame):
        frames.parse(text)


def test_an_update_carries_items_as_they_are() -> None:
    """The encoded JSON of items is copied into the frame unchanged."""
    change = Change(7, "livefair.fairs:0:3", {"jobs": 1}, (b'{"event":"JobPublished"}',))
    assert json.loads(frames.update("fair:1", Place("e", 2, 7), change)) == {
        "type": "update",
        "room": "fair:1",
        "position": "e:2:7",
        "decided": "livefair.fairs:0:3",
        "counters": {"jobs": 1},
        "items": [{"event": "JobPublished"}],
    }


def test_what_is_beside_the_log_is_told_where_there_is_some() -> None:
    """Its counters are merged with the log's, encoded comments are copied, and a snapshot lists nothing hidden."""
    change = Change(7, "livefair.fairs:0:3", {"drops": 1}, ())
    beside = Told({"comments": 9}, (b'{"id":"a"}',), ("b",), 3)
    told = json.loads(frames.update("session:1", Place("e", 2, 7), change, beside))
    assert told["counters"] == {"drops": 1, "comments": 9}
    assert (told["comments"], told["hidden"], told["comments_skipped"]) == ([{"id": "a"}], ["b"], 3)
    snapshot = json.loads(frames.snapshot("session:1", Place("e", 2, 7), Room(2), beside))
    assert (snapshot["counters"], snapshot["comments"]) == ({"comments": 9}, [{"id": "a"}])
    assert not snapshot.keys() & {"hidden", "comments_skipped"}


def test_an_error_names_its_room_where_there_is_one() -> None:
    """`room` is left out if the error concerns no room."""
    assert json.loads(frames.error("bad_frame", "why")) == {"type": "error", "code": "bad_frame", "message": "why"}
    assert json.loads(frames.error("forbidden", "why", "me"))["room"] == "me"
