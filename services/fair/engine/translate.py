"""From the wire to the domain: parses a record of the log, or returns it as bad with the reason."""

from __future__ import annotations

from pydantic import ValidationError

from plumbing.eventlog.reading import Reader, Received, Unreadable
from schemas.envelope import BadEnvelope, Envelope
from schemas.event import Event
from schemas.registry import EVENT_TYPES, key_of
from services.fair.engine.calendar import outside_of_calendar
from services.fair.engine.dispatch import FAIR
from services.fair.kernel.commands import Command

DECIDED_APART = FAIR.apart
"""The events whose decision reads more of a fair than they name: all earlier records must be written first."""


Told = Received[Envelope, Event]
"""One valid record of fair's logs. A name for annotations: construct `Received`, and test for it."""


def _event_of(envelope: Envelope, value: bytes) -> Event:
    model = EVENT_TYPES.get(envelope.type)
    if model is None:
        raise Unreadable(f"the type {envelope.type[:100]} is unknown")
    try:
        event = model.model_validate_json(value)
    except ValidationError as error:
        raise Unreadable(_first_problem(error)) from error
    if name := outside_of_calendar(event):
        raise Unreadable(f"{name} is outside of the calendar")
    return event


def _first_problem(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    return f"{'.'.join(map(str, first['loc'])) or 'value'}: {first['msg']}"


read = Reader(Envelope.from_headers, _event_of, key_of, unreadable=(Unreadable, BadEnvelope))
"""The event in a record, or the bad record."""


def command_of(event: Event) -> Command:
    """The command for an event of the fairs topic."""
    return FAIR.command_of[type(event)](event)
