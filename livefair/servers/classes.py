"""An archive of Apache Kafka's loaded classes (class data sharing): a node starts with two thirds of the CPU.

Made once for a version of Kafka, with `make kafka`. A node does without it where it is missing or of another Java.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from pathlib import Path

from livefair.failure import one_line
from livefair.servers.child import Child
from livefair.servers.jars import class_archive, fetch_jars
from livefair.servers.kafka import KafkaServer
from livefair.servers.ports import free_port


async def make_archive() -> Path:
    """The archive's path. Makes it where it is missing: a node writes it when it stops."""
    await fetch_jars()
    archive = class_archive()
    if not archive.exists():
        with tempfile.TemporaryDirectory(dir=archive.parent) as folder:
            beside = Path(folder) / archive.name
            node = Child(
                KafkaServer(Path(folder) / "node", free_port(), options=(f"-XX:ArchiveClassesAtExit={beside}",))
            )
            await node.start()
            await node.stop()
            if beside.exists():  # a Java without this feature writes none
                os.replace(beside, archive)
    return archive


if __name__ == "__main__":
    with one_line():
        print(f"Apache Kafka's classes are in {asyncio.run(make_archive())}")
