"""Single records of a real log: there, at the time that is known, or not."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from aiokafka import TopicPartition

from plumbing.kafka.lookup import Lookup, Marks
from plumbing.kafka.publisher import Publisher, Unavailable
from plumbing.kafka.settings import KafkaSettings
from tests.plumbing.kafka.conftest import MakeTopic


@pytest_asyncio.fixture(loop_scope="session")
async def lookup(kafka_settings: KafkaSettings) -> AsyncIterator[Lookup]:
    lookup = Lookup(kafka_settings)
    yield lookup
    await lookup.stop()


async def written(publisher: Publisher, topic: str, number: int = 5) -> Marks:
    """The marks of records that were written one after the other to the only partition."""
    receipts = [await publisher.publish(topic, b"key", str(each).encode()) for each in range(number)]
    marks: Marks = {}
    for receipt in receipts:
        marks[TopicPartition(topic, 0)] = receipt.offset, round(receipt.time.timestamp() * 1000)
    return marks


async def test_what_is_there_is_found(lookup: Lookup, publisher: Publisher, make_topic: MakeTopic) -> None:
    """The time of a record, of several partitions at once; none is asked for without a place."""
    one, two = [await written(publisher, await make_topic(1)) for _ in range(2)]
    assert await lookup.times({tp: offset for tp, (offset, _) in (one | two).items()}) == one | two
    assert await lookup.times({}) == {}
    assert await lookup.why_another(one | two) is None
    assert await lookup.why_another({}) is None


async def test_another_record_at_the_offset_is_noticed(
    lookup: Lookup, publisher: Publisher, make_topic: MakeTopic
) -> None:
    """One with another time, earlier or later than the known one."""
    ((tp, (offset, ms)),) = (await written(publisher, await make_topic(1))).items()
    for other in (ms - 1_000_000, ms + 1_000_000):
        why = await lookup.why_another({tp: (offset, other)})
        assert why == f"{tp.topic}:0 has another record at {offset} than the database has decided"


async def test_a_log_that_ends_too_early_is_noticed(
    lookup: Lookup, publisher: Publisher, make_topic: MakeTopic
) -> None:
    """So is one whose topic does not exist."""
    (tp,) = await written(publisher, await make_topic(1))
    assert await lookup.why_shorter({tp: 5}) is None
    assert await lookup.why_shorter({}) is None
    assert await lookup.why_shorter({tp: 6}) == f"{tp.topic}:0 ends at 5, but the database has decided it up to 6"
    why = await lookup.why_shorter({TopicPartition("nowhere", 3): 6})
    assert why == "nowhere does not exist, but the database has decided 3 up to 6"


async def test_a_broker_that_is_away_says_nothing() -> None:
    """Which is another thing than a log that lost records."""
    lookup = Lookup(KafkaSettings("127.0.0.1:1", "test"))
    with pytest.raises(Unavailable):
        await lookup.why_shorter({TopicPartition("votes", 0): 1})
    await lookup.stop()
