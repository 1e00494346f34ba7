"""A record becomes an event with its envelope, or a bad record with its raw bytes and the reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from plumbing.eventlog.reading import VALUE_BYTES_MAX, BadRecord, Reader, Received, Unreadable
from tests.plumbing.eventlog.ballots import SINK, Ballot, record
from tests.plumbing.eventlog.votes import Sender, Vote, vote_of

GOOD = Ballot("voter-1", id=UUID(int=7))
BAD: dict[str, tuple[dict[str, Any], str]] = {
    "a null value": ({"value": None}, "the value is null"),
    "too large": ({"value": b" " * (VALUE_BYTES_MAX + 1)}, "the value has 1048577 bytes; at most 1048576 are read"),
    "no envelope": ({"headers": ()}, "no envelope"),
    "no event": ({"value": b"{"}, "truncated"),
    "no key": ({"key": None}, "the key is not the event's own"),
    "another's key": ({"key": b"poll-2"}, "the key is not the event's own"),
    "a key that is not UTF-8": ({"key": b"\xff"}, "the key is not the event's own"),
}


def test_a_good_record_is_received() -> None:
    """With its offset, its position as text and the log time in UTC."""
    one = SINK.read(record(GOOD, 41, 3, timestamp=1_793_523_600_123))
    assert one == Received(
        Sender(UUID(int=7), "voter-1"),
        Vote("poll-1", "yes"),
        41,
        "votes:3:41",
        datetime(2026, 11, 1, 9, 0, 0, 123_000, UTC),
    )


@pytest.mark.parametrize("name", BAD)
def test_a_bad_record_keeps_all_it_had(name: str) -> None:
    """Position, raw key, value and headers, and a reason."""
    changes, reason = BAD[name]
    given = record(GOOD, 7, 3, **changes)
    bad = SINK.read(given)
    assert isinstance(bad, BadRecord)
    assert (bad.topic, bad.partition, bad.offset) == ("votes", 3, 7)
    assert (bad.key, bad.value, bad.headers) == (given.key, given.value, given.headers)
    assert reason in bad.reason


def test_an_event_of_another_topic_is_bad() -> None:
    """If `key_of` has no key for it."""
    read = Reader(Sender.of, vote_of, lambda topic, vote: vote.poll if topic == "votes" else None)
    assert isinstance(read(record(GOOD, 0)), Received)
    assert isinstance(read(record(GOOD, 0, topic="comments")), BadRecord)


def test_a_service_names_its_own_errors() -> None:
    """Errors in `unreadable` make a bad record; any other error is a bug, and is raised."""

    def refused(_: Sender, value: bytes) -> Vote:
        raise LookupError("no such type")

    own = Reader(Sender.of, refused, lambda topic, vote: vote.poll, unreadable=(Unreadable, LookupError))
    bad = own(record(GOOD, 0))
    assert isinstance(bad, BadRecord)
    assert bad.reason == "no such type"
    with pytest.raises(LookupError):
        replace(own, unreadable=(Unreadable,))(record(GOOD, 0))


def test_a_bad_record_can_be_made_to_fit() -> None:
    """A record with too large a value or headers loses both and says so; others are unchanged."""
    small = BadRecord("votes", 0, 1, "bad", b"key", b"x" * 90, (("h", b"y"), ("null", None)))
    assert small.fitting(100) is small
    for large in (replace(small, value=b"x" * 200), replace(small, headers=(("h", b"y" * 200),))):
        cut = large.fitting(100)
        assert (cut.topic, cut.offset, cut.key, cut.value, cut.headers) == ("votes", 1, b"key", None, ())
        assert "bytes, not copied" in cut.reason
    assert len(replace(small, key=b"k" * 5_000, reason="r" * 5_000).fitting(100).reason) < 1_000
