"""Old records stay readable: a golden sample of each event type, version and record."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from schemas.catalog import CATALOG_ENTRY
from schemas.deadletter import DeadLetter
from schemas.envelope import Envelope
from schemas.event import Event
from schemas.fair import FairChanges
from schemas.job import JobChanges
from schemas.presence import PresenceRecord
from schemas.registry import EVENT_TYPES
from schemas.resume import ResumeCard
from schemas.rooms import RoomRecord
from schemas.session import SessionChanges

GOLDEN = Path(__file__).parents[2] / "schemas" / "golden"
CATALOG = tuple(f"catalog.{kind}" for kind in ("fair", "booth", "job", "session", "drop", "staff", "staff_link"))
RECORDS: dict[str, type[BaseModel]] = {"presence": PresenceRecord, "room": RoomRecord, "resume-card": ResumeCard}
HEADERS = ("envelope", "dead-letter")


def sample(name: str) -> Any:
    """The golden sample of that name."""
    return json.loads((GOLDEN / f"{name}.json").read_text())


def optional_fields(model: type[BaseModel], given: dict[str, Any]) -> Iterator[str]:
    """The fields of a sample that its model does not require."""
    return (name for name in given if not model.model_fields[name].is_required())


def test_every_event_type_has_a_sample_and_every_sample_a_reader() -> None:
    """None is missing or left over: a version that is no longer written keeps its sample and its model."""
    stands_for = {*EVENT_TYPES, *CATALOG, *RECORDS, *HEADERS}
    assert {path.stem for path in GOLDEN.glob("*.json")} == stands_for


@pytest.mark.parametrize("wire_type", EVENT_TYPES)
def test_an_event_is_read_and_written_back_as_it_was(wire_type: str) -> None:
    """Model to JSON to model: nothing is lost or added."""
    read = EVENT_TYPES[wire_type].model_validate(sample(wire_type))
    assert json.loads(read.wire_value()) == sample(wire_type)
    assert read.wire_type() == wire_type


@pytest.mark.parametrize("wire_type", EVENT_TYPES)
def test_a_sample_shows_every_field_of_its_event(wire_type: str) -> None:
    """A field without a sample could change its meaning unnoticed."""
    assert set(sample(wire_type)) == set(EVENT_TYPES[wire_type].model_fields)


@pytest.mark.parametrize("wire_type", EVENT_TYPES)
def test_an_event_is_read_without_what_is_optional_and_with_what_is_unknown(wire_type: str) -> None:
    """An older writer wrote fewer fields, a newer one writes more."""
    model, given = EVENT_TYPES[wire_type], sample(wire_type)
    for name in optional_fields(model, given):
        less = {key: value for key, value in given.items() if key != name}
        assert model.model_validate(less).model_dump(exclude={name}) == model.model_validate(given).model_dump(
            exclude={name}
        )
    assert model.model_validate({**given, "of_a_later_year": 1}) == model.model_validate(given)


@pytest.mark.parametrize("wire_type", EVENT_TYPES)
def test_an_event_is_not_read_without_what_it_needs(wire_type: str) -> None:
    """A missing required field is an error, so the samples prove something."""
    model, given = EVENT_TYPES[wire_type], sample(wire_type)
    required = set(given) - set(optional_fields(model, given))
    for name in required:
        with pytest.raises(ValidationError):
            model.model_validate({key: value for key, value in given.items() if key != name})
    assert required, "an event without any required field says nothing"


@pytest.mark.parametrize("name", CATALOG)
def test_a_catalog_entry_is_read_and_written_back_as_it_was(name: str) -> None:
    """The edge's catalog works with entries of every version of fair."""
    assert json.loads(CATALOG_ENTRY.dump_json(CATALOG_ENTRY.validate_python(sample(name)))) == sample(name)


@pytest.mark.parametrize("name", RECORDS)
def test_a_record_is_read_and_written_back_as_it_was(name: str) -> None:
    """Records of rooms live for a day or longer; a resume's card as long as its document."""
    read = RECORDS[name].model_validate(sample(name))
    assert json.loads(read.model_dump_json()) == sample(name)


def test_an_envelope_is_read_and_written_back_as_it_was() -> None:
    """CloudEvents attributes as headers, in both directions."""
    headers = [(name, text.encode()) for name, text in sample("envelope").items()]
    read = Envelope.from_headers(headers)
    assert {name: value.decode() for name, value in read.to_headers()} == sample("envelope")


def test_a_dead_letter_names_its_place_and_reason_as_it_did() -> None:
    """`livefair dlq` reads dead letters of any age."""
    letter = DeadLetter(
        "livefair.fairs",
        3,
        42,
        "header ce_id is missing",
        b"key",
        b"value",
        (("ce_type", b"livefair.JobPublished.v1"),),
    )
    assert {name: value.decode() for name, value in letter.to_headers()} == sample("dead-letter")


@pytest.mark.parametrize("changes", [SessionChanges, JobChanges, FairChanges])
def test_a_change_clears_nothing_that_is_needed(changes: type[BaseModel]) -> None:
    """A null for a member without which the thing cannot be is refused; a member that is not given stays as it is."""
    needed = {SessionChanges: "starts_at", JobChanges: "title", FairChanges: "title"}[changes]
    with pytest.raises(ValidationError, match=needed):
        changes.model_validate({needed: None})
    assert changes.model_validate({}).model_fields_set == set()


def test_two_event_types_never_share_a_name() -> None:
    """The registry is a dictionary; a duplicate name would hide an event."""
    ours = {model for model in _subclasses(Event) if model.__module__.startswith("schemas.")}
    leaves = [model for model in ours if not model.__subclasses__()]
    assert sorted(model.wire_type() for model in leaves) == sorted(EVENT_TYPES)


def _subclasses(model: type[Event]) -> Iterator[type[Event]]:
    for child in model.__subclasses__():
        yield child
        yield from _subclasses(child)
