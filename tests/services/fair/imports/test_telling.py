"""Who is notified of an import: the person who started it, and nobody else."""

from __future__ import annotations

from schemas.rooms import person_room
from tests.services.fair.hearing import telling
from tests.services.fair.imports.story import HR, ended, import_of, reported
from tests.services.fair.story import Teller

t = Teller()


def test_progress_is_told_to_the_person() -> None:
    """Absolute numbers and the state, in the order of the reports."""
    rooms, entries = telling(t.ready(), reported(t), reported(t, rows=60), ended(t))
    heard = {room: record.items for room, record in rooms.items() if record.items}
    assert set(heard) == {person_room(HR)}
    items = heard[person_room(HR)]
    assert [(item.event, item.data["state"], item.data["rows"]) for item in items] == [
        ("ImportReported", "running", 0),
        ("ImportReported", "running", 60),
        ("ImportReported", "done", 100),
    ]
    assert {item.data["import"] for item in items} == {str(import_of(t))}
    assert entries == {}
