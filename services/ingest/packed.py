"""The jobs of the catalog in little memory: records of fixed size in buckets, instead of an object for each job.

A record is the job's id, the number of its facts, and how new they are. Jobs of one enterprise and state share their
facts, which are dropped with the last of these jobs.
"""

from __future__ import annotations

import struct

from services.ingest.facts import JobFacts

BUCKETS = 1 << 16
JOB_BYTES, FACTS_BYTES = 60, 400
"""What a job takes in memory, and facts that no other job has, beside their enterprise's name: measured, rounded up."""
_RECORD = struct.Struct("<16sIQ")
_REST = struct.Struct("<IQ")
ID_BYTES = 16


class Shared:
    """Numbers for facts, with how many jobs have each of them."""

    def __init__(self) -> None:
        self._facts: list[JobFacts | None] = []
        self._jobs: list[int] = []
        self._numbers: dict[JobFacts, int] = {}
        self._free: list[int] = []
        self.size_bytes = 0
        """What they take in memory, about."""

    def __len__(self) -> int:
        return len(self._numbers)

    def __getitem__(self, number: int) -> JobFacts:
        facts = self._facts[number]
        assert facts is not None, "a job has the number of facts that were dropped"
        return facts

    def add(self, facts: JobFacts) -> int:
        """The number of these facts, which one more job has."""
        number = self._numbers.get(facts)
        if number is None:
            number = self._numbers[facts] = self._unused()
            self._facts[number] = facts
            self.size_bytes += FACTS_BYTES + len(facts.org)
        self._jobs[number] += 1
        return number

    def remove(self, number: int) -> None:
        """One job less has these facts."""
        self._jobs[number] -= 1
        if not self._jobs[number]:
            self.size_bytes -= FACTS_BYTES + len(self[number].org)
            del self._numbers[self[number]]
            self._facts[number] = None
            self._free.append(number)

    def _unused(self) -> int:
        if self._free:
            return self._free.pop()
        self._facts.append(None)
        self._jobs.append(0)
        return len(self._facts) - 1


class PackedJobs:
    """Facts of jobs by the 16 bytes of their ids. `order` is a number that grows: how new the facts are."""

    def __init__(self) -> None:
        self._buckets: list[bytearray | None] = [None] * BUCKETS
        self._shared = Shared()
        self._jobs = 0

    def __len__(self) -> int:
        return self._jobs

    @property
    def size_bytes(self) -> int:
        """What the jobs take in memory, about."""
        return JOB_BYTES * self._jobs + self._shared.size_bytes

    def get(self, job: bytes) -> JobFacts | None:
        found = self._rest(job)
        return None if found is None else self._shared[found[0]]

    def order(self, job: bytes) -> int:
        """How new the known facts are; 0 where there are none."""
        found = self._rest(job)
        return 0 if found is None else found[1]

    def put(self, job: bytes, facts: JobFacts, order: int) -> None:
        """Add a job, or replace its facts."""
        number = hash(job) % BUCKETS  # not of the id's own bits: chosen ids could fill one bucket
        bucket = self._buckets[number]
        if bucket is None:
            bucket = self._buckets[number] = bytearray()
        at = _find(bucket, job)
        if at < 0:
            bucket += _RECORD.pack(job, self._shared.add(facts), order)
            self._jobs += 1
            return
        before, _ = _REST.unpack_from(bucket, at + ID_BYTES)
        _REST.pack_into(bucket, at + ID_BYTES, self._shared.add(facts), order)
        self._shared.remove(before)

    def pop(self, job: bytes) -> None:
        """Remove a job, if it is known. The last record of the bucket takes its place."""
        number = hash(job) % BUCKETS
        bucket = self._buckets[number]
        at = -1 if bucket is None else _find(bucket, job)
        if bucket is None or at < 0:
            return
        facts, _ = _REST.unpack_from(bucket, at + ID_BYTES)
        self._shared.remove(facts)
        bucket[at : at + _RECORD.size] = bucket[-_RECORD.size :]
        del bucket[-_RECORD.size :]
        if not bucket:
            self._buckets[number] = None
        self._jobs -= 1

    def _rest(self, job: bytes) -> tuple[int, int] | None:
        """The number of a job's facts, and their order."""
        bucket = self._buckets[hash(job) % BUCKETS]
        at = -1 if bucket is None else _find(bucket, job)
        return None if bucket is None or at < 0 else _REST.unpack_from(bucket, at + ID_BYTES)


def _find(bucket: bytearray, job: bytes) -> int:
    """Where the job's record begins; -1 where there is none. Bytes that begin within a record are no id."""
    at = bucket.find(job)
    while at > 0 and at % _RECORD.size:
        at = bucket.find(job, at + 1)
    return at
