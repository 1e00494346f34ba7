"""The single Apache Kafka node."""

from __future__ import annotations

from pathlib import Path

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from livefair.servers.kafka import KafkaServer, answers_kafka
from livefair.servers.ports import free_port
from tests.conftest import RunningKafka


async def _create(bootstrap: str, topic: str) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    await admin.create_topics([NewTopic(topic, 1, 1)])
    await admin.close()


async def _send(bootstrap: str, topic: str, value: bytes) -> int:
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all", enable_idempotence=True)
    await producer.start()
    try:
        return int((await producer.send_and_wait(topic, value)).offset)
    finally:
        await producer.stop()


async def _first(bootstrap: str, topic: str) -> bytes | None:
    consumer = AIOKafkaConsumer(topic, bootstrap_servers=bootstrap, auto_offset_reset="earliest")
    await consumer.start()
    try:
        value: bytes | None = (await consumer.getone()).value
        return value
    finally:
        await consumer.stop()


async def test_a_killed_one_keeps_what_it_acknowledged(own_kafka: RunningKafka) -> None:
    """After kill -9 and a restart on the same port, every acknowledged record is there."""
    await _create(own_kafka.bootstrap, "kept")
    assert await _send(own_kafka.bootstrap, "kept", b"before") == 0
    await own_kafka.kill()
    assert not await answers_kafka(own_kafka.bootstrap)
    await own_kafka.restart()
    assert await _first(own_kafka.bootstrap, "kept") == b"before"
    assert await _send(own_kafka.bootstrap, "kept", b"after") == 1


def test_settings_of_a_test_win(tmp_path: Path) -> None:
    """Settings of the caller replace defaults."""
    server = KafkaServer(tmp_path, free_port(), config={"offsets.topic.num.partitions": "1"})
    lines = server.settings().splitlines()
    assert "offsets.topic.num.partitions=1" in lines
    assert "auto.create.topics.enable=false" in lines
    assert len(lines) == len({line.split("=")[0] for line in lines})


def test_a_door_is_a_listener_that_tells_its_clients_another_port(tmp_path: Path) -> None:
    """As a proxy in front of it needs."""
    lines = KafkaServer(tmp_path, 9001, doors={"fair-1": (9002, 9003)}).settings().splitlines()
    told = dict(line.split("=", 1) for line in lines)
    assert told["listeners"].startswith("PLAINTEXT://127.0.0.1:9001,fair-1://127.0.0.1:9002,CONTROLLER://")
    assert told["advertised.listeners"] == "PLAINTEXT://127.0.0.1:9001,fair-1://127.0.0.1:9003"
    assert told["listener.security.protocol.map"] == "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,fair-1:PLAINTEXT"


def test_the_controller_keeps_its_port(tmp_path: Path) -> None:
    """A restarted node finds its controller at the old port."""
    server = KafkaServer(tmp_path, free_port())
    assert server.settings() == server.settings()
