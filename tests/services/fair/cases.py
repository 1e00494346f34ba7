"""Rows of tables: given these events, when this one is read, then this is its outcome. And who else may say it."""

from __future__ import annotations

from dataclasses import replace

from services.fair.kernel.outcomes import Refused, Unchanged
from tests.services.fair.deciding import World, decide_all, is_outcome
from tests.services.fair.story import Entry

Row = tuple[list[Entry], Entry, object]
"""What was, what comes, and its outcome: a refusal, or the name of what happened."""


def by(entry: Entry, actor: str, role: str, org: str | None = None) -> Entry:
    """The same, said by another."""
    return replace(entry, envelope=replace(entry.envelope, actor=actor, role=role, org=org))


def stranger(entry: Entry) -> Entry:
    """The same, said by one of the same role who has another org, or is another student."""
    envelope = entry.envelope
    return by(entry, "a stranger", envelope.role, "another" if envelope.org else None)


def guest(entry: Entry) -> Entry:
    """The same, said by a student."""
    return by(entry, "stu-1", "student")


def holds(row: Row) -> None:
    """Assert that it comes out as the row says; what changes nothing changes no row of the fair, and only that."""
    given, when, then = row
    before, _ = decide_all(given)
    after, outcomes = decide_all([*given, when])
    assert is_outcome(outcomes[-1], then)
    same = _rows(before) == _rows(after)
    assert same == (isinstance(then, Refused | Unchanged) or then == "ResumeRead")


def _rows(world: World) -> tuple[object, ...]:
    return world.fairs, world.booths, world.jobs, world.applications, world.applicants
