"""Parses a record of fair's logs into its envelope and its event, or returns it as bad with the reason."""

from __future__ import annotations

import json
from typing import Any

from pydantic import ValidationError

from plumbing.eventlog.reading import Reader, Received, Unreadable
from schemas.envelope import BadEnvelope, Envelope
from schemas.event import Event
from schemas.registry import EVENT_TYPES, key_of
from services.fair.kernel.calendar import outside_of_calendar

_NUL = rb"\u0000"
"""NUL as JSON writes it: in nearly all records the search for it is all that is needed."""
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
    if _NUL in value and _holds_nul(json.loads(value)):
        raise Unreadable("a text holds NUL, which cannot be stored")
    if name := outside_of_calendar(event):
        raise Unreadable(f"{name} is outside of the calendar")
    return event


def _holds_nul(value: Any) -> bool:
    if isinstance(value, str):
        return "\0" in value
    if isinstance(value, dict):
        return any(_holds_nul(part) for pair in value.items() for part in pair)
    return isinstance(value, list) and any(map(_holds_nul, value))


def _first_problem(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    return f"{'.'.join(map(str, first['loc'])) or 'value'}: {first['msg']}"


read = Reader(Envelope.from_headers, _event_of, key_of, unreadable=(Unreadable, BadEnvelope))
"""The event in a record, or the bad record."""
