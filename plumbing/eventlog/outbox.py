"""What a batch will tell, as it waits in the outbox: all its records in one blob."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import msgspec

from plumbing.telemetry import metrics
from schemas.deadletter import DeadLetter
from schemas.topics import DEAD_LETTERS

DEAD_LETTER_BYTES_MAX = 3 * 1_048_576  # with its own headers it stays below RECORD_BYTES_MAX


class Record(msgspec.Struct, frozen=True, array_like=True):
    """One record to be published. A value of None is a tombstone."""

    topic: str
    key: bytes
    value: bytes | None
    headers: list[tuple[str, bytes]] = []


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(list[Record])


def pack(records: Iterable[Record]) -> bytes:
    return _encoder.encode(list(records))


def unpack(blob: bytes) -> list[Record]:
    """Raises msgspec.DecodeError where the blob is no outbox row."""
    return _decoder.decode(blob)


def dead_letter(letter: DeadLetter) -> Record:
    """What is told of a bad record: all of it, unless it would not fit into a record any more."""
    metrics.DEAD_LETTERS.labels(letter.topic).inc()
    size = len(letter.key or b"") + len(letter.value or b"")
    size += sum(len(name) + len(value or b"") for name, value in letter.headers)
    if size > DEAD_LETTER_BYTES_MAX:
        reason = f"{letter.reason[:900]} ({size} bytes, not copied: they stay where they are)"
        letter = replace(letter, reason=reason, key=(letter.key or b"")[:1_000], value=None, headers=())
    return Record(DEAD_LETTERS.name, letter.key or b"", letter.value, letter.to_headers())
