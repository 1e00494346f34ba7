"""How large records are in a batch, and which of them fit into one. Does no I/O."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

BATCH_BYTES_MAX = 1_048_576
RECORD_OVERHEAD_BYTES = 32
HEADER_OVERHEAD_BYTES = 10

Headers = Sequence[tuple[str, bytes]]
Value = tuple[bytes | None, Headers]
"""A record's value and headers."""


def parts_of(key: bytes, records: Sequence[Value]) -> Iterator[Sequence[Value]]:
    """Consecutive records that fit into a batch together."""
    first, size = 0, 0
    for number, (value, headers) in enumerate(records):
        one = size_of(key, value, headers)
        if number > first and size + one > BATCH_BYTES_MAX:
            yield records[first:number]
            first, size = number, 0
        size += one
    yield records[first:]


def size_of(key: bytes, value: bytes | None, headers: Headers) -> int:
    """An upper bound of the record's bytes in a batch."""
    size = RECORD_OVERHEAD_BYTES + HEADER_OVERHEAD_BYTES * len(headers) + len(key) + len(value or b"")
    for name, content in headers:
        size += len(name) + len(content)
    return size
