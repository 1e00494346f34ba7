"""The in-memory broker."""

from __future__ import annotations

from pathlib import Path

from aiokafka.client import AIOKafkaClient

from livefair.servers.child import Child
from livefair.servers.mesh import MeshServer
from livefair.servers.ports import free_port


async def _cluster_topics(bootstrap: str) -> set[str]:
    client = AIOKafkaClient(bootstrap_servers=bootstrap)
    await client.bootstrap()
    topics = set(client.cluster.topics())
    await client.close()
    return topics


async def test_each_start_is_empty(tmp_path: Path) -> None:
    """It speaks Kafka's protocol, and each start has no topics and a new cluster id."""
    server = MeshServer(free_port(), tmp_path / "mesh.log")
    child = Child(server)
    await child.start()
    topics = await _cluster_topics(server.bootstrap)
    await child.stop()
    assert topics == set()
    assert server.program().argv[-1] != server.program().argv[-1]
