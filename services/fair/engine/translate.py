"""From the wire to the domain: reads a record of the log, or says why it cannot be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from aiokafka import ConsumerRecord
from pydantic import ValidationError

from plumbing.kafka.position import Position
from schemas.deadletter import DeadLetter
from schemas.envelope import BadEnvelope, Envelope
from schemas.event import Event
from schemas.registry import EVENT_TYPES, key_of
from services.fair.engine.calendar import outside_of_calendar
from services.fair.engine.dispatch import FAIR
from services.fair.kernel.commands import Command

VALUE_BYTES_MAX = 1_048_576
DECIDED_APART = FAIR.apart
"""The events of which the decision looks at more of a fair than it names: all before must be written."""


@dataclass(frozen=True, slots=True)
class Told:
    """One good record: its envelope, its event, where it stands and the log's time."""

    envelope: Envelope
    event: Event
    offset: int
    position: str
    log_time: datetime


class Unreadable(ValueError):
    """The record is no event of ours; the message says why."""


def read(record: ConsumerRecord) -> Told | DeadLetter:
    """The event in a record, or the dead letter that it becomes."""
    try:
        return _read(record)
    except (Unreadable, BadEnvelope) as bad:
        place = (record.topic, record.partition, record.offset)
        return DeadLetter(*place, str(bad), record.key, record.value, tuple(record.headers))


def _read(record: ConsumerRecord) -> Told:
    if record.value is None:
        raise Unreadable("the value is null")
    if len(record.value) > VALUE_BYTES_MAX:
        raise Unreadable(f"the value has {len(record.value)} bytes; at most {VALUE_BYTES_MAX} are read")
    envelope = Envelope.from_headers(record.headers)
    model = EVENT_TYPES.get(envelope.type)
    if model is None:
        raise Unreadable(f"the type {envelope.type[:100]} is unknown")
    try:
        event = model.model_validate_json(record.value)
    except ValidationError as error:
        raise Unreadable(_first_problem(error)) from error
    if name := outside_of_calendar(event):
        raise Unreadable(f"{name} is outside of the calendar")
    if record.key is None or record.key.decode(errors="replace") != key_of(record.topic, event):
        raise Unreadable("the key is not the event's own, or its topic is another")
    position = str(Position(record.topic, record.partition, record.offset))
    return Told(envelope, event, record.offset, position, datetime.fromtimestamp(record.timestamp / 1000, UTC))


def _first_problem(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    return f"{'.'.join(map(str, first['loc'])) or 'value'}: {first['msg']}"


def command_of(event: Event) -> Command:
    """The command that an event of the fairs topic asks for."""
    return FAIR.command_of[type(event)](event)
