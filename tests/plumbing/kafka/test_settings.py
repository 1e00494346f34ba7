"""What the settings are for each client, and that every client works over TLS with a password."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Sequence
from pathlib import Path

import pytest
from aiokafka import ConsumerRecord

from livefair.system.certificates import Authority
from livefair.system.topics import create_topics
from plumbing.kafka.publisher import Publisher
from plumbing.kafka.raw import raw_broker
from plumbing.kafka.settings import KafkaSettings, Security
from plumbing.kafka.view import View
from schemas.topics import Topic
from tests.tls.kafka import SecuredKafka

WITHIN_S = 30


def test_plain_text_is_what_is_not_said() -> None:
    """Without a file of certificates there is neither TLS nor a user."""
    settings = KafkaSettings("k:9092", "me")
    assert settings.client() == {"bootstrap_servers": "k:9092", "client_id": "me"}
    assert settings.broker() is None


def test_a_user_proves_itself_over_tls(tmp_path: Path) -> None:
    """The password goes to the clients, and into no text that is logged."""
    ca = tmp_path / "ca.pem"
    ca.write_text(Authority.new("test").own.certificate)
    settings = KafkaSettings("k:9092", "me", security=Security(str(ca), "fair", "a secret"))
    told = settings.client()
    assert (told["security_protocol"], told["sasl_mechanism"]) == ("SASL_SSL", "SCRAM-SHA-512")
    assert (told["sasl_plain_username"], told["sasl_plain_password"]) == ("fair", "a secret")
    assert "a secret" not in repr(settings)
    broker = settings.broker()
    assert broker is not None
    assert broker.use_ssl


@pytest.mark.parametrize("ca", ["system", "file"])
def test_the_broker_is_verified(ca: str, tmp_path: Path) -> None:
    """Its certificate and its name, by the machine's authorities or those of a file."""
    file = tmp_path / "ca.pem"
    file.write_text(Authority.new("test").own.certificate)
    settings = KafkaSettings("k:9092", "me", security=Security(ca if ca == "system" else str(file)))
    context = settings.client()["ssl_context"]
    assert settings.client()["security_protocol"] == "SSL"
    assert context.check_hostname
    assert context.verify_mode is ssl.CERT_REQUIRED
    broker = settings.broker()
    assert broker is not None
    assert broker.use_ssl


async def test_records_go_through_tls(secured_kafka: SecuredKafka) -> None:
    """The publisher writes a record to a real broker, and a view reads it, both as a user with a password."""
    settings = secured_kafka.settings("owner")
    topic = Topic("test-tls", "any", 1, (), ())
    await create_topics(settings.bootstrap, topics=[topic], security=settings.security)
    seen: list[bytes | None] = []

    async def take(records: Sequence[ConsumerRecord]) -> None:
        seen.extend(record.value for record in records)

    publisher, broker = Publisher(settings, deadline_s=WITHIN_S), raw_broker(settings)
    view = View(broker, topic.name, take, fetch_wait_ms=50)
    await publisher.start()
    await broker.start()
    await view.start()
    try:
        assert (await publisher.publish(topic.name, b"key", b"value")).offset == 0
        async with asyncio.timeout(WITHIN_S):
            while not (view.caught_up and seen):
                await asyncio.sleep(0)
    finally:
        await view.stop()
        await broker.stop()
        await publisher.stop()
    assert seen == [b"value"]
