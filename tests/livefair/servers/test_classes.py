"""The archive of Apache Kafka's classes, which `make kafka` makes."""

from __future__ import annotations

from pathlib import Path

from livefair.servers.classes import make_archive
from livefair.servers.errand import run_errand
from livefair.servers.jars import jars_folder
from livefair.servers.java import find_java
from livefair.servers.kafka import KafkaServer


async def test_java_can_use_the_archive(servers_folder: Path) -> None:
    """With these jars and this collector, and it is made only once."""
    archive = await make_archive()
    with_it = (f"-XX:SharedArchiveFile={archive}", "-Xshare:on", "-XX:+UseSerialGC", "-cp", f"{jars_folder()}/*")
    assert (await run_errand(find_java(), *with_it, "-version")).status == 0
    made = archive.stat().st_mtime_ns
    assert (await make_archive()).stat().st_mtime_ns == made


def test_a_node_uses_it_if_it_can(servers_folder: Path) -> None:
    """Java goes on without it where it is missing or of another Java, and says nothing."""
    argv = KafkaServer(servers_folder, 9001).program().argv
    assert {"-Xshare:auto", "-Xlog:cds*=off"} <= set(argv)
    assert any(option.startswith("-XX:SharedArchiveFile=") for option in argv)
    assert "-Xshare:auto" not in KafkaServer(servers_folder, 9001, options=("-Xint",)).program().argv
