"""Changes that wait for a room's next frame."""

from __future__ import annotations

from services.notify.rooms.channels import Pending
from tests.services.notify.watching import FAIR, record


def test_a_record_weighs_its_items_and_itself() -> None:
    """A tombstone counts as well, so the waiting changes are bounded."""
    assert [Pending(0, said, 0).weight for said in (record(FAIR, 1), record(FAIR, 1, 1, 2), None)] == [1, 3, 1]
