"""The dead letter of a bad record, as fair publishes it."""

from __future__ import annotations

from plumbing.eventlog.outbox import Record
from plumbing.eventlog.reading import BadRecord
from schemas.deadletter import DeadLetter
from schemas.topics import DEAD_LETTERS


def dead_letter(bad: BadRecord) -> Record:
    """The record for the dead-letter topic: the bad record's position, the reason, and its raw bytes."""
    letter = DeadLetter(bad.topic, bad.partition, bad.offset, bad.reason, bad.key, bad.value, bad.headers)
    return Record(DEAD_LETTERS.name, letter.key or b"", letter.value, letter.to_headers())
