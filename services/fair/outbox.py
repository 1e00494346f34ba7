"""What a batch will tell, as it waits in the outbox: all its records in one blob."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec


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
