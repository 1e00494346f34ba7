"""Which command an event of the log requests, as the nouns register it."""

from __future__ import annotations

from schemas.event import Event
from services.fair.engine.dispatch import FAIR
from services.fair.kernel.commands import Command

DECIDED_APART = FAIR.apart
"""The events whose decision looks at more of a fair than they name: all records before them are written first."""


def command_of(event: Event) -> Command:
    """The command that an event of the fairs topic requests. Raises KeyError for an event of another topic."""
    return FAIR.command_of[type(event)](event)
