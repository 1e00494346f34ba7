"""Dead letters are read, and each is replayed once."""

from __future__ import annotations

import uuid

import pytest
from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition

from livefair.audit.deadletters import Letter, letters, replay
from livefair.failure import Failure
from livefair.servers.ports import free_port
from plumbing.kafka.position import Position
from schemas.deadletter import DeadLetter
from schemas.topics import DEAD_LETTERS, FAIRS
from tests.services.fair.running import edge_to


async def put_aside(broker: str, *bad: DeadLetter) -> list[Position]:
    """Dead letters as a consumer writes them. Returns the positions that name them."""
    async with edge_to(broker) as edge:
        for one in bad:
            value = one.value
            await edge.publisher.publish(DEAD_LETTERS.name, one.key or b"", value, one.to_headers())
    return [Position(one.topic, one.partition, one.offset) for one in bad]


def a_letter(value: bytes | None = b"{", **more: object) -> DeadLetter:
    """A dead letter with its own position."""
    offset = uuid.uuid4().int % 10**15
    headers = (("ce_type", b"livefair.Something.v1"), ("odd", b"\xff"), ("nothing", None))
    fields = {"reason": "it is bad", "key": b"some fair", "value": value, "headers": headers, **more}
    return DeadLetter(FAIRS.name, 3, offset, **fields)  # type: ignore[arg-type]  # the tests' own fields


async def found(broker: str, places: list[Position]) -> list[Letter]:
    return [letter for letter in await letters(broker) if letter.place in places]


async def read(broker: str, place: Position) -> ConsumerRecord:
    consumer = AIOKafkaConsumer(bootstrap_servers=broker)
    await consumer.start()
    try:
        tp = TopicPartition(place.topic, place.partition)
        consumer.assign([tp])
        consumer.seek(tp, place.offset)
        return await consumer.getone()
    finally:
        await consumer.stop()


async def test_a_letter_says_what_it_is(log: str) -> None:
    """Position, reason, type, key and size; a repeated one is listed once."""
    one = a_letter(b"x" * 100)
    places = await put_aside(log, one, one, a_letter(None, key=None, headers=()))
    first, second = await found(log, places)
    assert (first.place, first.reason, first.bytes) == (places[0], "it is bad", 100)
    assert (first.type, first.key, first.replayed) == ("livefair.Something.v1", "some fair", None)
    assert (second.type, second.key, second.bytes) == (None, "", 0)
    assert first.as_json()["position"] == f"livefair.fairs:3:{one.offset}"


async def test_the_record_comes_back_as_it_was(log: str) -> None:
    """Key, value and headers return to the end of the topic, marked, and are not replayed again."""
    places = await put_aside(log, a_letter(b"\x00raw\xff"), a_letter(), a_letter())
    done = [pair async for pair in replay(log, places[:1])]
    assert [place for place, _ in done] == places[:1]
    assert done[0][1] is not None
    back = await read(log, done[0][1])
    assert (back.topic, back.key, back.value) == (FAIRS.name, b"some fair", b"\x00raw\xff")
    assert back.headers == (("ce_type", b"livefair.Something.v1"), ("odd", b"\xff"))
    assert [letter.replayed for letter in await found(log, places)] == [str(done[0][1]), None, None]


async def test_what_was_not_copied_stays(log: str) -> None:
    """A letter without value and headers has nothing to replay."""
    [place] = await put_aside(log, a_letter(None, headers=()))
    assert [pair async for pair in replay(log, [place])] == [(place, None)]
    assert [letter.replayed for letter in await found(log, [place])] == [None]


async def test_what_is_no_dead_letter_is_passed_over(log: str) -> None:
    """A foreign record in the topic is ignored."""
    async with edge_to(log) as edge:
        await edge.publisher.publish(DEAD_LETTERS.name, b"", b"what is this?")
    [place] = await put_aside(log, a_letter())
    assert [letter.place for letter in await found(log, [place])] == [place]


async def test_no_broker_is_one_line() -> None:
    """If no broker answers, the command says so in one line."""
    with pytest.raises(Failure, match=r"cannot read livefair\.dead-letters"):
        await letters(f"127.0.0.1:{free_port()}")
