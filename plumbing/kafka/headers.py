"""Polls records whose header names are not UTF-8, which the client cannot decode: it fails at each poll for ever.

Such a record is fetched again by the client's parser in Python, which is slower, with a lenient decoder; bytes that are
not UTF-8 become escapes (`\\xff`). Readers of the record find a header that they do not know.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import structlog
from aiokafka import ConsumerRecord, TopicPartition
from aiokafka.consumer import fetcher
from aiokafka.errors import IllegalStateError
from aiokafka.record.default_records import _DefaultRecordBatchPy
from aiokafka.record.memory_records import _MemoryRecordsPy

log = structlog.get_logger(__name__)
STRICT = fetcher.MemoryRecords
Polled = dict[TopicPartition, list[ConsumerRecord]]


class _Lenient(bytearray):
    """Bytes of which every part can be decoded."""

    def __getitem__(self, place: Any) -> Any:
        part = super().__getitem__(place)
        return part if isinstance(part, int) else _Lenient(part)

    def decode(self, *_: Any) -> str:
        return bytes(self).decode("utf-8", "backslashreplace")


class _LenientBatch(_DefaultRecordBatchPy):  # type: ignore[misc]  # it is final for its own type checks
    _buffer: bytearray

    def __iter__(self) -> _LenientBatch:
        super().__iter__()  # uncompressed from here on, and its checksum was verified
        self._buffer = _Lenient(self._buffer)
        return self


class _LenientRecords(_MemoryRecordsPy):  # type: ignore[misc]  # it is final for its own type checks
    def next_batch(self, *_: Any) -> Any:
        data = self._next_slice
        if data is None or data[self.MAGIC_OFFSET] < 2:  # older formats have no headers
            return super().next_batch()
        self._cache_next()
        return _LenientBatch(data)


async def poll(consumer: Any, *only: TopicPartition, timeout_ms: int, max_records: int | None = None) -> Polled:
    """The next records of each partition, as the client's `getmany`; none while partitions move. Raises KafkaError."""
    try:
        positions = {tp: await consumer.position(tp) for tp in consumer.assignment()}
    except IllegalStateError:
        return {}  # a partition was revoked before it had a position
    try:
        return await _getmany(consumer, only, timeout_ms, max_records)
    except UnicodeDecodeError as error:
        log.warning("header_name_not_utf8", error=repr(error), positions={str(tp): at for tp, at in positions.items()})
    with _leniently():
        for tp in positions.keys() & consumer.assignment():
            consumer.seek(tp, positions[tp])  # also drops what was fetched
        return await _getmany(consumer, only, timeout_ms, max_records)


async def _getmany(consumer: Any, only: Sequence[TopicPartition], timeout_ms: int, max_records: int | None) -> Polled:
    polled: Polled = await consumer.getmany(*only, timeout_ms=timeout_ms, max_records=max_records)
    return polled


@contextmanager
def _leniently() -> Iterator[None]:
    """What any consumer of this process fetches meanwhile is parsed leniently."""
    fetcher.MemoryRecords = _LenientRecords
    try:
        yield
    finally:
        fetcher.MemoryRecords = STRICT
