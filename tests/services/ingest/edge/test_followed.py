"""No write is acknowledged that nobody will decide."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

import pytest

from plumbing.kafka.publisher import Receipt, Unavailable
from plumbing.kafka.sizes import Headers, Value
from schemas.catalog import LOG_KEY, FairEntry, LogEntry
from schemas.topics import FAIRS, PEOPLE
from services.ingest.edge.followed import FollowedLog
from tests.services.ingest.write_edge import NOON, Edge


class Shorter:
    """A log that begins anew."""

    def __init__(self) -> None:
        self.ends = {FAIRS.name: 0, PEOPLE.name: 0}

    async def publish(self, topic: str, key: bytes, value: bytes | None, headers: Headers = ()) -> Receipt:
        self.ends[topic] += 1
        return Receipt(topic, 0, self.ends[topic] - 1, NOON)

    async def publish_in_order(self, topic: str, key: bytes, records: Sequence[Value]) -> list[Receipt]:
        return [await self.publish(topic, key, value, headers) for value, headers in records]


def said(lost: str | None) -> bytes:
    return LogEntry(lost=lost).model_dump_json().encode()


async def test_nothing_is_written_while_the_log_is_not_followed(tmp_path: Path) -> None:
    """From fair's word on, until it follows the log again; also by an instance that has read nothing else."""
    edge = Edge(tmp_path)
    fair = await edge.feed.fair()
    await edge.feed.put(LOG_KEY, said("livefair.fairs:4 ends at 7"))
    answer = await edge.organizer().post(f"/fairs/{fair}/close")
    assert (answer.status_code, answer.headers["retry-after"], edge.log.records) == (503, "1", [])
    unknown = await edge.organizer().post(f"/fairs/{uuid4()}/close")
    assert (unknown.status_code, unknown.headers["retry-after"]) == (503, "10")
    await edge.feed.put(LOG_KEY, said(None))
    assert (await edge.organizer().post(f"/fairs/{fair}/close")).status_code == 202


async def test_a_record_at_a_decided_offset_is_not_acknowledged(tmp_path: Path) -> None:
    """The log of fairs was replaced by a shorter one: known before fair says so. Other topics are not asked."""
    edge = Edge(tmp_path)
    fair = await edge.feed.fair()
    entry = FairEntry(fair=fair, org="unit-1", state="open", ends_at=NOON, decided=f"{FAIRS.name}:0:1")
    await edge.feed.put(str(fair), entry.model_dump_json().encode())
    log = FollowedLog(Shorter(), edge.catalog)
    await log.publish(PEOPLE.name, b"key", b"{}")
    for _ in range(2):
        with pytest.raises(Unavailable, match="nobody decides this one"):
            await log.publish(FAIRS.name, b"key", b"{}")
    receipt = await log.publish(FAIRS.name, b"key", b"{}")
    assert receipt.offset == 2
    anew = FollowedLog(Shorter(), edge.catalog)
    with pytest.raises(Unavailable, match="nobody decides this one"):
        await anew.publish_in_order(FAIRS.name, b"key", [(b"{}", [])] * 3)


async def test_what_is_decided_before_its_receipt_arrives_is_acknowledged(tmp_path: Path) -> None:
    """The entry that a record brought about may be read while its writer still waits for the broker's word."""
    edge = Edge(tmp_path)
    fair = await edge.feed.fair()
    entry = FairEntry(fair=fair, org="unit-1", state="closed", ends_at=NOON, decided=f"{FAIRS.name}:0:0")

    class Quick(Shorter):
        """Its records are decided at once."""

        async def publish(self, topic: str, key: bytes, value: bytes | None, headers: Headers = ()) -> Receipt:
            await edge.feed.put(str(fair), entry.model_dump_json().encode())
            return await super().publish(topic, key, value, headers)

    receipt = await FollowedLog(Quick(), edge.catalog).publish(FAIRS.name, b"key", b"{}")
    assert (receipt.offset, edge.catalog.decided()[0]) == (0, 0)
