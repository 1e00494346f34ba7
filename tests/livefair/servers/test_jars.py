"""Apache Kafka's jars."""

from __future__ import annotations

from livefair.servers.jars import fetch_jars


async def test_the_jars_run_a_broker_and_its_formatter() -> None:
    """The folder holds Kafka, what formats its storage, and a binding so that it can say why it stops."""
    names = {jar.name.rsplit("-", 1)[0] for jar in (await fetch_jars()).iterdir()}
    assert {"kafka_2.13", "kafka-server", "kafka-clients", "log4j-slf4j-impl", "log4j-core"} <= names
