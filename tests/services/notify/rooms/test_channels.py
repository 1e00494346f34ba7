"""Changes that wait for a room's next frame."""

from __future__ import annotations

from services.notify.rooms.channels import PART_BYTES, Pending
from tests.services.notify.watching import FAIR, record


def test_a_record_weighs_its_items_and_itself() -> None:
    """With its JSON; a tombstone counts as well, so the waiting changes are bounded."""
    weights = [Pending(0, said, 0, size=10).weight for said in (record(FAIR, 1), record(FAIR, 1, 1, 2), None)]
    assert weights == [PART_BYTES + 30, 3 * PART_BYTES + 30, PART_BYTES + 30]
