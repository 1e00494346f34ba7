"""A dead letter has a bad record's position, reason and raw bytes."""

from __future__ import annotations

from plumbing.eventlog.reading import BadRecord
from schemas.topics import DEAD_LETTERS
from services.fair.kernel.dead_letters import dead_letter


def test_a_dead_letter_has_it_all() -> None:
    """Null headers are left out; a record without a key gets an empty one."""
    bad = BadRecord("livefair.fairs", 3, 7, "it is bad", b"key", b"\xff", (("ce_id", b"7"), ("odd", None)))
    told = dead_letter(bad)
    assert (told.topic, told.key, told.value) == (DEAD_LETTERS.name, b"key", b"\xff")
    assert dict(told.headers) == {
        "dlq_topic": b"livefair.fairs",
        "dlq_partition": b"3",
        "dlq_offset": b"7",
        "dlq_reason": b"it is bad",
        "orig_ce_id": b"7",
    }
    assert dead_letter(BadRecord("livefair.fairs", 3, 8, "null", None, None)).key == b""
