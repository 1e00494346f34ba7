"""Apache Kafka's jars."""

from __future__ import annotations

from livefair.servers.jars import fetch_jars


async def test_the_jars_run_a_broker_and_its_formatter() -> None:
    """The folder has Kafka, the storage formatter, and a logging binding, so that failures are logged."""
    names = {jar.name.rsplit("-", 1)[0] for jar in (await fetch_jars()).iterdir()}
    assert {"kafka_2.13", "kafka-server", "kafka-clients", "log4j-slf4j-impl", "log4j-core"} <= names
