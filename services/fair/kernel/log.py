"""Parses a record of fair's logs into its envelope and its event, or returns it as bad with the reason."""

from __future__ import annotations

from pydantic import ValidationError

from plumbing.eventlog.reading import Reader, Received, Unreadable
from schemas.envelope import BadEnvelope, Envelope
from schemas.event import Event
from schemas.registry import EVENT_TYPES, key_of
from services.fair.kernel.calendar import outside_of_calendar

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
