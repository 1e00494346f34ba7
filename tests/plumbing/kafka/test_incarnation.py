"""Which topic it is, according to a real Kafka."""

from __future__ import annotations

from aiokafka.admin import AIOKafkaAdminClient

from plumbing.kafka.incarnation import incarnations
from tests.conftest import RunningKafka
from tests.plumbing.kafka.conftest import MakeTopic, make_again


async def test_a_topic_that_is_made_again_is_another(kafka: RunningKafka, make_topic: MakeTopic) -> None:
    """It has another id; one that exists no more has none."""
    topic = await make_topic(3)
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka.bootstrap)
    await admin.start()
    try:
        first = await incarnations(admin._client, [topic, "nobodys"])
        assert await incarnations(admin._client, [topic]) == first
        assert first.keys() == {topic}
        assert first[topic].partitions == 3
        await make_again(kafka.bootstrap, topic, partitions=3)
        second = await incarnations(admin._client, [topic])
    finally:
        await admin.close()
    assert second[topic].id != first[topic].id
