"""Rows of tables: given these events, this event has this outcome. Also changes the sender of an event."""

from __future__ import annotations

from dataclasses import replace

from services.fair.kernel.outcomes import Refused, Unchanged
from tests.services.fair.deciding import World, decide_all, is_outcome, without_books
from tests.services.fair.story import Entry

Row = tuple[list[Entry], Entry, object]
"""The earlier events, the event, and its outcome: a refusal, or the name of the outcome's class."""


def by(entry: Entry, actor: str, role: str, org: str | None = None) -> Entry:
    """The same event, sent by another person."""
    return replace(entry, envelope=replace(entry.envelope, actor=actor, role=role, org=org))


def stranger(entry: Entry) -> Entry:
    """The same event, sent by a person of the same role with another org, or by another student."""
    envelope = entry.envelope
    return by(entry, "a stranger", envelope.role, "another" if envelope.org else None)


def guest(entry: Entry) -> Entry:
    """The same event, sent by a student."""
    return by(entry, "stu-1", "student")


def holds(row: Row) -> None:
    """Assert the row's outcome, and that exactly the events that are unchanged or refused change no row."""
    given, when, then = row
    before, _ = decide_all(given)
    after, outcomes = decide_all([*given, when])
    assert is_outcome(outcomes[-1], then)
    same = _rows(before) == _rows(after)
    assert same == isinstance(then, Refused | Unchanged)


def _rows(world: World) -> dict[str, object]:
    """All rows but the counters of fairs, which count every record."""
    return {**without_books(world), "fairs": world.fairs}
