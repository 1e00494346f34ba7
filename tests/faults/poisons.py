"""Records that the edge would never write, and how a test puts them into the log and finds them put aside."""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.producer import message_accumulator
from aiokafka.producer import producer as client
from aiokafka.record.default_records import _DefaultRecordBatchBuilderPy

from tests.e2e.running import System
from tests.e2e.waiting import until

LOG = "livefair.fairs"
RECORD_BYTES_MAX = 4 * 1_048_576
LISTED_S = 60.0
Headers = list[tuple[str, bytes | None]]


@dataclass(frozen=True)
class Bad:
    """A record, and words of the reason for which it is put aside; None where it is decided."""

    value: bytes | None
    headers: Headers
    why: str | None = None


class NotUtf8(str):
    """A header name that is written as bytes that are not UTF-8."""

    def encode(self, *_: Any) -> bytes:
        return b"\xff\xfename"


def envelope(org: str, type_: str = "JobClosed.v1", actor: str = "nobody", role: str = "enterprise") -> Headers:
    """CloudEvents headers as `docs/contracts/records/envelope.json` requires them."""
    told = {
        "content-type": "application/json",
        "ce_specversion": "1.0",
        "ce_id": str(uuid.uuid4()),
        "ce_type": f"livefair.{type_}",
        "ce_source": "/tests",
        "ce_time": datetime.now(UTC).isoformat(),
        "ce_actor": actor,
        "ce_role": role,
        "ce_org": org,
    }
    return [(name, text.encode()) for name, text in told.items()]


async def put(system: System, fair: str, records: Collection[Bad]) -> list[str]:
    """Append the records to the fair's log with a client that checks nothing. Returns their positions."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (client, message_accumulator):
            patch.setattr(module, "DefaultRecordBatchBuilder", _DefaultRecordBatchBuilderPy)
        producer = AIOKafkaProducer(
            bootstrap_servers=system.run["kafka"], acks="all", max_request_size=RECORD_BYTES_MAX
        )
        await producer.start()
        try:
            sent = [await producer.send(LOG, one.value, key=fair.encode(), headers=one.headers) for one in records]
            told = [await each for each in sent]
        finally:
            await producer.stop()
    return [f"{one.topic}:{one.partition}:{one.offset}" for one in told]


async def letters(system: System, positions: Collection[str]) -> dict[str, dict[str, Any]]:
    """The dead letters of these positions, by position, as `livefair dlq` lists them once all are there."""

    async def found() -> dict[str, dict[str, Any]]:
        ran = await system.livefair("dlq", "list", "--json", "--limit", "1000")
        assert ran.status == 0, ran.output
        listed = [json.loads(line) for line in ran.output.splitlines()]
        assert len(listed) == len({letter["position"] for letter in listed})
        ours = {letter["position"]: letter for letter in listed if letter["position"] in positions}
        return ours if len(ours) == len(positions) else {}

    return await until(found, f"{len(positions)} dead letters", LISTED_S) if positions else {}
