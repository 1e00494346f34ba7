"""A single Apache Kafka node (KRaft) on the machine's Java: its folder, settings and process. No topics.

The folder holds `server.properties`, written at each start, and `data/`, which keeps acknowledged records.
"""

from __future__ import annotations

import asyncio
import base64
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from livefair.servers.child import Program, StartFailed
from livefair.servers.errand import run_errand
from livefair.servers.jars import class_archive, fetch_jars, jars_folder
from livefair.servers.java import find_java
from livefair.servers.ports import HOST, free_port, is_free
from plumbing.kafka.settings import MECHANISM, PLAIN, KafkaSettings, Security

LOG4J = Path(__file__).with_name("log4j2.properties")
CONNECT_TIMEOUT_MS = 2_000
QUICK_START = ("-XX:TieredStopAtLevel=1",)  # only the first compiler of two: the second pays after minutes
ONE_NODE = {
    "process.roles": "broker,controller",
    "node.id": "1",
    "controller.listener.names": "CONTROLLER",
    "auto.create.topics.enable": "false",
    "offsets.topic.replication.factor": "1",
    "offsets.topic.num.partitions": "4",  # fifty partitions would slow down the first start of a group
    "transaction.state.log.replication.factor": "1",
    "transaction.state.log.min.isr": "1",
    "share.coordinator.state.topic.replication.factor": "1",
    "share.coordinator.state.topic.min.isr": "1",
    "group.initial.rebalance.delay.ms": "0",  # a member that joins alone need not wait for others
    "broker.session.timeout.ms": "3000",  # after kill -9 the node waits this long for its old session to expire
    "broker.heartbeat.interval.ms": "500",
    "group.min.session.timeout.ms": "1000",  # allows fair's 6 s and the tests' shorter sessions
}


@dataclass(frozen=True, slots=True)
class KafkaServer:
    """One node in `folder`, listening on 127.0.0.1:`port` only."""

    folder: Path
    port: int
    log: Path | None = None
    heap_mb: int = 512
    short_lived: bool = False  # as a test's: it starts with two thirds of the CPU, and is slower under load
    config: Mapping[str, str] = field(default_factory=dict)  # over ONE_NODE
    security: Security = PLAIN  # of the clients' listener, and of the broker's own check
    users: Mapping[str, str] = field(default_factory=dict)  # their passwords, when the storage is formatted
    doors: Mapping[str, tuple[int, int]] = field(default_factory=dict)  # more listeners: their port, the advertised one
    options: tuple[str, ...] = ()  # of Java, and then without the archive of classes
    name: str = "kafka"
    start_timeout_s: float = 60.0

    @property
    def bootstrap(self) -> str:
        return f"{HOST}:{self.port}"

    async def prepare(self) -> None:
        """Fetch the jars where they are missing, write the settings, format the storage where it is new."""
        self.folder.mkdir(parents=True, exist_ok=True)
        await fetch_jars()
        await asyncio.to_thread(self._properties.write_text, self.settings())
        if not (self.folder / "data" / "meta.properties").exists():
            await self._format()

    def program(self) -> Program:
        classes = self.options or (f"-XX:SharedArchiveFile={class_archive()}", "-Xshare:auto", "-Xlog:cds*=off")
        options = (f"-Xmx{self.heap_mb}m", "-XX:+UseSerialGC", *classes, *(QUICK_START if self.short_lived else ()))
        return Program(
            argv=(*self._java(*options), "kafka.Kafka", str(self._properties)),
            log=self.log or self.folder / "kafka.log",
            cwd=self.folder,
            stop_timeout_s=30.0,
        )

    async def is_ready(self) -> bool:
        return await answers_kafka(self.bootstrap, self.security)

    @property
    def _properties(self) -> Path:
        return self.folder / "server.properties"

    def settings(self) -> str:
        controller = self._controller_port()
        protocol = self.security.protocol
        own = {protocol: self.port, **{door: port for door, (port, _) in self.doors.items()}}
        told = {protocol: self.port, **{door: advertised for door, (_, advertised) in self.doors.items()}}
        addresses = {
            "listeners": _listeners({**own, "CONTROLLER": controller}),
            "advertised.listeners": _listeners(told),
            "listener.security.protocol.map": self._protocols(),
            "inter.broker.listener.name": protocol,
            "controller.quorum.voters": f"1@{HOST}:{controller}",
            "log.dirs": str(self.folder / "data"),
        }
        return "".join(f"{key}={value}\n" for key, value in {**ONE_NODE, **addresses, **self.config}.items())

    def _protocols(self) -> str:
        """Which protocol each listener speaks, where its name does not say it."""
        ours = self.security.protocol
        spoken = {"CONTROLLER": "PLAINTEXT", ours: ours, **dict.fromkeys(self.doors, ours)}
        return ",".join(f"{name}:{protocol}" for name, protocol in spoken.items())

    def _controller_port(self) -> int:
        """The controller's port of the last start where it is still free: only the node itself uses it."""
        known = self.folder / "controller-port"
        port = int(known.read_text()) if known.exists() else free_port()
        port = port if is_free(port) else free_port()
        known.write_text(str(port))
        return port

    async def _format(self) -> None:
        # An id with a leading dash would be taken for an option.
        cluster = base64.urlsafe_b64encode(b"L" + uuid.uuid4().bytes[1:]).decode().rstrip("=")
        command = (*self._java(*QUICK_START), "kafka.tools.StorageTool", "format", "-t", cluster)
        users = [f"{MECHANISM}=[name={user},password={password}]" for user, password in self.users.items()]
        scram = [part for user in users for part in ("--add-scram", user)]
        said = await run_errand(*command, "-c", str(self._properties), *scram)
        if said.status != 0:
            raise StartFailed(f"Apache Kafka cannot format {self.folder}: {said.last_line}")

    def _java(self, *options: str) -> tuple[str, ...]:
        logging = f"-Dlog4j2.configurationFile={LOG4J.as_uri()}"
        return (find_java(), *options, logging, "-cp", f"{jars_folder()}/*")


def _listeners(ports: Mapping[str, int]) -> str:
    return ",".join(f"{name}://{HOST}:{port}" for name, port in ports.items())


async def answers_kafka(bootstrap: str, security: Security = PLAIN) -> bool:
    """Whether a broker at `bootstrap` answers with the brokers of its cluster."""
    from aiokafka.client import AIOKafkaClient
    from aiokafka.errors import KafkaError

    if not await _accepts(bootstrap):  # the client would log an error for a broker that is not up yet
        return False
    settings = KafkaSettings(bootstrap, "livefair", security=security)
    client = AIOKafkaClient(**settings.client(), request_timeout_ms=CONNECT_TIMEOUT_MS)
    try:
        await client.bootstrap()
        return bool(client.cluster.brokers())
    except (KafkaError, OSError, TimeoutError):
        return False
    finally:
        await client.close()


async def _accepts(address: str) -> bool:
    host, _, port = address.rpartition(":")
    try:
        _, writer = await asyncio.wait_for(asyncio.open_connection(host, int(port)), CONNECT_TIMEOUT_MS / 1_000)
    except (OSError, TimeoutError):
        return False
    writer.close()
    return True
