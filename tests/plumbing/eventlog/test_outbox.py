"""The outbox's rows: packed and unpacked unchanged, few and large, found by partition, deleted by id."""

from __future__ import annotations

import asyncpg
import msgspec
import pytest

from plumbing.eventlog import outbox
from plumbing.eventlog.outbox import Record, pack, unpack
from plumbing.postgres.pool import lies_in_the_data


def test_what_goes_in_comes_out() -> None:
    """Bytes, tombstones and headers, in order."""
    records = [
        Record("results", b"poll-1", b"\x00\xff{}"),
        Record("results", b"k", None),
        Record("dead-letters", b"", b"", [("topic", b"t"), ("topic", b"\xff")]),
    ]
    assert unpack(pack(records)) == records


def test_a_blob_that_is_none_is_an_error() -> None:
    """An invalid blob raises an error."""
    with pytest.raises(msgspec.DecodeError):
        unpack(b"nonsense")


async def test_many_records_make_few_rows(connection: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    """In order, each small enough to be sent at once; without records there is no row."""
    monkeypatch.setattr(outbox, "ROW_RECORDS_MAX", 3)
    records = [Record("results", b"k", str(number).encode()) for number in range(7)]
    await outbox.write(connection, "votes", 0, records)
    await outbox.write(connection, "votes", 0, [])
    rows = await outbox.waiting(connection, [("votes", 0)], 10)
    assert [len(unpack(row["records"])) for row in rows] == [3, 3, 1]
    assert [record for row in rows for record in unpack(row["records"])] == records


async def test_a_record_that_the_broker_does_not_take_is_refused(connection: asyncpg.Connection) -> None:
    """Before it is stored: it would keep back everything behind it. Its batch is halved, and its cause put aside."""
    largest = Record("results", b"k", b" " * (outbox.RECORD_BYTES_MAX - 1))
    await outbox.write(connection, "votes", 0, [largest])
    with pytest.raises(outbox.TooLarge, match="for results") as refused:
        await outbox.write(connection, "votes", 0, [largest, Record("results", b"k", (largest.value or b"") + b" ")])
    assert lies_in_the_data(refused.value)
    assert await connection.fetchval("SELECT count(*) FROM outbox") == 1


async def test_rows_are_found_and_deleted(connection: asyncpg.Connection) -> None:
    """The oldest rows of these partitions come first; deleting some keeps the others."""
    for number in range(6):
        await outbox.write(connection, "votes", number % 3, [Record("results", b"k", str(number).encode())])
    rows = await outbox.waiting(connection, [("votes", 0), ("votes", 2)], 3)
    assert [row["partition"] for row in rows] == [0, 2, 0]
    await outbox.delete(connection, [rows[0]["id"], rows[2]["id"]])
    assert await connection.fetchval("SELECT count(*) FROM outbox") == 4
    assert [row["partition"] for row in await outbox.waiting(connection, [("votes", 0), ("votes", 2)], 9)] == [2, 2]
