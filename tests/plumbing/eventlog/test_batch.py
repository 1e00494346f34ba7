"""Records of a partition are cut at given offsets and become batches."""

from __future__ import annotations

from plumbing.eventlog.batch import Part, runs
from plumbing.eventlog.reading import BadRecord, Received
from tests.plumbing.eventlog.ballots import SINK, Ballot, record, records

GIVEN = [*records([Ballot("1"), Ballot("2")], 10), record(Ballot("3"), 12, value=None), record(Ballot("4"), 15)]
PART = Part(GIVEN, [SINK.read(one) for one in GIVEN])


def test_a_batch_has_its_good_and_bad_records_apart() -> None:
    """It goes from the first offset to the one after the last, whatever is missing in between."""
    batch = PART.batch()
    assert (batch.topic, batch.partition, batch.first, batch.following) == ("votes", 0, 10, 16)
    assert [one.offset for one in batch.received] == [10, 11, 15]
    assert [one.offset for one in batch.bad] == [12]


def test_records_before_an_offset_are_left_out() -> None:
    """None, some, or all records."""
    assert PART.since(3) is PART
    assert [one.offset for one in PART.since(12).records] == [12, 15]
    assert [type(one) for one in PART.since(12).read] == [BadRecord, Received]
    assert PART.since(16).records == []


def test_a_part_has_two_halves() -> None:
    """The first half of a single record is empty."""
    first, second = PART.halves()
    assert [one.offset for one in first.records] == [10, 11]
    assert [one.offset for one in second.records] == [12, 15]
    assert [type(one) for one in second.read] == [BadRecord, Received]
    none, one = PART.since(15).halves()
    assert (list(none.records), [one.offset for one in one.records]) == ([], [15])


def test_large_records_are_few_in_a_batch() -> None:
    """Consecutive runs below a number of bytes. A larger record is a run of its own; a missing value has no bytes."""
    given = [
        record(Ballot("1"), offset, value=value) for offset, value in enumerate([b"12", b"34", None, b"56789", b"0"])
    ]
    cut = [[one.offset for one in run] for run in runs(given, bytes_max=4)]
    assert cut == [[0, 1, 2], [3], [4]]
    assert [list(run) for run in runs(given)] == [given]
