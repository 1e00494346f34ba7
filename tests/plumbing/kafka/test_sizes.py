"""Which records fit into a batch together."""

from __future__ import annotations

from plumbing.kafka.sizes import BATCH_BYTES_MAX, Value, parts_of, size_of

HALF = BATCH_BYTES_MAX // 2


def sizes(*values: int) -> list[list[int]]:
    """The parts of records with values of these sizes."""
    records: list[Value] = [(b"v" * size, []) for size in values]
    return [[len(value or b"") for value, _ in part] for part in parts_of(b"k", records)]


def test_a_part_fits_into_a_batch() -> None:
    """Consecutive records in their order; one that is larger than a batch is a part of its own."""
    assert sizes(1, 2, 3) == [[1, 2, 3]]
    assert sizes(HALF, HALF, 1) == [[HALF], [HALF, 1]], "the overhead counts"
    assert sizes(1, 5 * HALF, 1) == [[1], [5 * HALF], [1]]


def test_everything_of_a_record_counts() -> None:
    """Its key, its value if it has one, and its headers."""
    assert size_of(b"key", None, []) == 35
    assert size_of(b"key", b"value", [("name", b"content")]) == 35 + 5 + 10 + 11
