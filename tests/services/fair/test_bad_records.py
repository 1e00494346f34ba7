"""Records that cannot be read or stored, among good ones on a real broker: each is put aside alone."""

from __future__ import annotations

import asyncio
from typing import Any

from aiokafka import AIOKafkaProducer

from livefair.audit.deadletters import Letter, letters
from plumbing.kafka.position import Position
from schemas.topics import FAIRS
from services.fair.settings import Settings
from tests.services.fair.running import Edge, decided, running_fair
from tests.services.fair.story import Teller
from tests.services.fair.tables import contents


async def bad_records(log: str, teller: Teller) -> dict[Position, str]:
    """Write bad records among good ones, bypassing the edge. Returns their positions and the expected reasons."""
    good, nul = teller.submitted("stu-good"), teller.submitted("stu-nul", message="a\0b")
    unstorable = teller.unstorable()
    headers: list[tuple[str, bytes | None]] = [*good.headers]
    wrong: list[tuple[str, bytes | None, list[tuple[str, bytes | None]]]] = [
        ("Invalid JSON", b"{", headers),
        ("fair: Field required", b"{}", headers),
        ("the value is null", None, headers),
        ("header h is null", good.value, [*headers, ("h", None)]),
        ("header h is not UTF-8", good.value, [*headers, ("h", b"\xff")]),
        ("the value has 2097152 bytes", b" " * 2_097_152, headers),
        ("header ce_id is missing", good.value, []),
        ("a text holds NUL", nul.value, [*nul.headers]),
        ("it cannot be stored", unstorable.value, [*unstorable.headers]),
    ]
    producer: Any = AIOKafkaProducer(bootstrap_servers=log, max_request_size=4 * 1_048_576)
    await producer.start()
    places = {}
    key = str(teller.fair).encode()
    try:
        for reason, value, of_record in wrong:
            done = await producer.send_and_wait(FAIRS.name, value, key, headers=of_record)
            places[Position(done.topic, done.partition, done.offset)] = reason
    finally:
        await producer.stop()
    return places


async def letters_at(log: str, places: dict[Position, str]) -> list[Letter]:
    """The dead letters of these positions, once all are written."""
    async with asyncio.timeout(20):
        while len(found := [one for one in await letters(log) if one.place in places]) < len(places):
            await asyncio.sleep(0.05)
    return found


async def test_bad_records_are_put_aside(log: str, fair_settings: Settings, edge: Edge) -> None:
    """Each becomes a dead letter with position and reason, and the good records around it are decided."""
    teller = Teller()
    await edge.write(*teller.ready(), teller.submitted("stu-1"))
    places = await bad_records(log, teller)
    receipts = await edge.write(teller.submitted("stu-2"), teller.submitted("stu-good"))
    async with running_fair(fair_settings) as fair:
        await decided(fair, receipts)
        found = await letters_at(log, places)
    assert all(places[one.place] in one.reason for one in found), found
    assert all(one.key == str(teller.fair) for one in found)
    rows = (await contents(fair_settings.postgres))["applications"]
    assert {row["student"]: row["place"] for row in rows} == {"stu-1": 1, "stu-2": 2, "stu-good": 3}
