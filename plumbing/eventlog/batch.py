"""Batches: consecutive records of one partition that are written in one transaction. Does no I/O."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic

from aiokafka import ConsumerRecord

from plumbing.eventlog.reading import BadRecord, E, Received, V
from plumbing.limits import Limit

BATCH = Limit(
    "records that are decided in one transaction, by the bytes of their values: large ones take long to decide",
    1_048_576,
    "the next ones are decided in another",
    "bytes",
)


def runs(records: Sequence[ConsumerRecord], bytes_max: int = BATCH.most) -> Iterator[Sequence[ConsumerRecord]]:
    """Consecutive records whose values have at most `bytes_max` together, or one larger record."""
    first, size = 0, 0
    for number, record in enumerate(records):
        one = len(record.value or b"")
        if number > first and size + one > bytes_max:
            yield records[first:number]
            first, size = number, 0
        size += one
    yield records[first:]


@dataclass(frozen=True, slots=True)
class Batch(Generic[E, V]):
    """Records from offset `first` on; `following` is the offset after the last. Good and bad records, each in order."""

    topic: str
    partition: int
    first: int
    following: int
    received: Sequence[Received[E, V]]
    bad: Sequence[BadRecord] = ()


@dataclass(frozen=True, slots=True)
class Part(Generic[E, V]):
    """Consecutive raw records of one partition and, for each of them, the result of reading it."""

    records: Sequence[ConsumerRecord]
    read: Sequence[Received[E, V] | BadRecord]

    def since(self, offset: int) -> Part[E, V]:
        """Without the records before `offset`."""
        if self.records[0].offset >= offset:
            return self
        passed = sum(record.offset < offset for record in self.records)
        return Part(self.records[passed:], self.read[passed:])

    def singles(self) -> list[Part[E, V]]:
        """Each record alone."""
        return [Part((record,), (read,)) for record, read in zip(self.records, self.read, strict=True)]

    def halves(self) -> tuple[Part[E, V], Part[E, V]]:
        """Split in two; the first half is empty if there is only one record."""
        middle = len(self.records) // 2
        first = Part(self.records[:middle], self.read[:middle])
        return first, Part(self.records[middle:], self.read[middle:])

    def batch(self) -> Batch[E, V]:
        first, last = self.records[0], self.records[-1]
        received = [one for one in self.read if isinstance(one, Received)]
        bad = [one for one in self.read if isinstance(one, BadRecord)]
        return Batch(first.topic, first.partition, first.offset, last.offset + 1, received, bad)
