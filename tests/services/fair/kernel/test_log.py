"""A record of fair's logs is read, or is a bad record with its reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from plumbing.eventlog.reading import VALUE_BYTES_MAX, BadRecord, Received
from schemas.event import Event
from schemas.registry import CHAT_EVENTS, EVENT_TYPES, FAIR_EVENTS, PEOPLE_EVENTS
from schemas.topics import CHAT, FAIRS, PEOPLE
from services.fair.kernel.calendar import times_of
from services.fair.kernel.log import read
from tests.contracts.test_golden import GOLDEN
from tests.services.fair.story import Teller, record, saved, says

t = Teller()
GOOD = t.submitted()
LATE = t.scheduled(ends_at=datetime.max.replace(tzinfo=timezone(timedelta(hours=-1))))
KINDS = {FAIRS.name: FAIR_EVENTS, PEOPLE.name: PEOPLE_EVENTS, CHAT.name: CHAT_EVENTS}
KEYS = {FAIRS.name: ("fair",), PEOPLE.name: ("person", "student"), CHAT.name: ("session",), "livefair.rooms": ("fair",)}


def without(name: str) -> tuple[tuple[str, bytes], ...]:
    return tuple(header for header in GOOD.headers if header[0] != name)


def with_(name: str, value: bytes | None) -> tuple[tuple[str, bytes | None], ...]:
    return (*without(name), (name, value))


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "null value": ({"value": None}, "the value is null"),
    "not JSON": ({"value": b"{"}, "Invalid JSON"),
    "not UTF-8": ({"value": b'{"fair": "\xff"}'}, "Invalid JSON"),
    "not an object": ({"value": b"[]"}, "should be an object"),
    "another schema": ({"value": b'{"fair": "no id"}'}, "fair: "),
    "half of a surrogate pair": ({"value": GOOD.value.replace(b"stu-1", b"\\ud800")}, "Invalid JSON"),
    "a time outside of the calendar": (
        {"value": LATE.value, "headers": tuple(LATE.headers)},
        "ends_at is outside of the calendar",
    ),
    "NUL in a text": ({"value": GOOD.value.replace(b"stu-1", b"stu\\u0000")}, "a text holds NUL"),
    "NUL in a header": ({"headers": with_("ce_actor", b"stu\0")}, "header ce_actor holds NUL"),
    "too large": ({"value": b" " * (VALUE_BYTES_MAX + 1)}, "the value has 1048577 bytes"),
    "no headers": ({"headers": ()}, "header ce_id is missing"),
    "no type": ({"headers": without("ce_type")}, "header ce_type is missing"),
    "an unknown type": (
        {"headers": with_("ce_type", b"livefair.Nonsense.v1")},
        "the type livefair.Nonsense.v1 is unknown",
    ),
    "a null header": ({"headers": with_("extra", None)}, "header extra is null"),
    "a header that is not UTF-8": ({"headers": with_("extra", b"\xff")}, "header extra is not UTF-8"),
    "an id that is none": ({"headers": with_("ce_id", b"7")}, "a header is malformed"),
    "a time that is none": ({"headers": with_("ce_time", b"yesterday")}, "a header is malformed"),
    "no key": ({"key": None}, "the key is not the event's own"),
    "another's key": ({"key": b"somebody"}, "the key is not the event's own"),
    "another topic": ({"topic": PEOPLE.name}, "the key is not the event's own"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_record_is_a_dead_letter(name: str) -> None:
    """It keeps its position, raw bytes and headers, and a reason."""
    changes, reason = BAD[name]
    bad = record(GOOD, 7, 3, **changes)
    letter = read(bad)
    assert isinstance(letter, BadRecord)
    assert (letter.topic, letter.partition, letter.offset) == (bad.topic, 3, 7)
    assert (letter.key, letter.value, letter.headers) == (bad.key, bad.value, bad.headers)
    assert reason in letter.reason


def test_a_person_does_not_stand_in_a_fairs_log() -> None:
    """An event of the topic of people is a dead letter in the topic of fairs."""
    letter = read(record(saved("stu-1"), 0, topic=FAIRS.name))
    assert isinstance(letter, BadRecord)


@pytest.mark.parametrize("topic", [FAIRS.name, PEOPLE.name, CHAT.name, "livefair.rooms"])
@pytest.mark.parametrize("event", list(EVENT_TYPES.values()), ids=lambda event: event.__name__)
def test_an_event_stands_in_its_own_topic_alone(event: type[Event], topic: str) -> None:
    """Also if it has a field with the name of the other topic's key: a comment names its person."""
    sample = (GOLDEN / f"{event.wire_type()}.json").read_text()
    entry = says(event.model_validate_json(sample), "stu-1", "student")
    key = next((str(value) for name in KEYS[topic] if (value := getattr(entry.event, name, None))), "none")
    one = read(record(entry, 0, topic=topic, key=key.encode()))
    assert isinstance(one, Received) == (event in KINDS.get(topic, ()))


def test_a_good_record_is_told() -> None:
    """Envelope, event, position and log time; unknown fields and headers of a newer writer are ignored."""
    value = GOOD.value.replace(b"{", b'{"newer": 1,', 1)
    one = read(
        record(GOOD, 41, 3, datetime(2026, 11, 1, 9, 0, 0, 123_000, UTC), value=value, headers=with_("new", b"x"))
    )
    assert isinstance(one, Received)
    assert (one.event, one.envelope) == (GOOD.event, GOOD.envelope)
    assert (one.position, one.offset) == ("livefair.fairs:3:41", 41)
    assert one.log_time == datetime(2026, 11, 1, 9, 0, 0, 123_000, UTC)


def test_every_time_of_every_event_is_looked_at() -> None:
    """Time fields are found by their types; none of the known ones is missed."""
    found = {f"{model.__name__}.{name}" for model in EVENT_TYPES.values() for name in times_of(model)}
    assert {"FairScheduled.starts_at", "FairScheduled.ends_at", "ApplicantInvited.deadline"} <= found
    assert {"DeadlinePassed.deadline", "FairSessionScheduled.starts_at"} <= found
    assert not any(name.endswith((".fair", ".job", ".reason")) for name in found)


def test_a_text_that_only_shows_how_nul_is_written_is_fine() -> None:
    """A backslash, u, and four zeros: the bytes of the escape stand in it, and the character does not."""
    about = replace(GOOD, event=GOOD.event.model_copy(update={"message": r"\u0000"}))
    assert rb"\u0000" in about.value
    assert isinstance(read(record(about, 0)), Received)
