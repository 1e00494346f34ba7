"""The scripts that start the broker of the compose file and change its passwords, run with a real Apache Kafka.

The programs of its distribution are stood in for by scripts that call the same classes of the same jars.
"""

from __future__ import annotations

import os
import stat
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest_asyncio

from livefair.servers.child import Child, Program
from livefair.servers.errand import run_errand
from livefair.servers.jars import fetch_jars
from livefair.servers.java import find_java
from livefair.servers.kafka import QUICK_START, KafkaServer
from livefair.servers.ports import HOST, free_port
from livefair.system.certificates import Authority
from livefair.system.container_secrets import KAFKA_USERS, make_secrets
from plumbing.kafka.refusal import why_away
from plumbing.kafka.settings import KafkaSettings, Security
from tests.architecture.sources import ROOT
from tests.tls.kafka import deployed

SCRIPTS = ROOT / "deploy" / "kafka"
CLASSES = {
    "kafka-storage.sh": "kafka.tools.StorageTool",
    "kafka-server-start.sh": "kafka.Kafka",
    "kafka-configs.sh": "kafka.admin.ConfigCommand",
}


@dataclass(frozen=True, slots=True)
class Started(KafkaServer):
    """A broker that is started by `deploy/kafka/start`."""

    environment: dict[str, str] = field(default_factory=dict)

    async def prepare(self) -> None:
        """Only the settings: the script formats the storage."""

    def program(self) -> Program:
        command = ("bash", str(SCRIPTS / "start"))
        return Program(command, self.folder / "kafka.log", self.environment, stop_timeout_s=30)


async def distribution(folder: Path) -> Path:
    """The programs that the scripts call."""
    jars = await fetch_jars()
    (folder / "bin").mkdir(parents=True)
    for name, main in CLASSES.items():
        program = folder / "bin" / name
        options = f"-Xmx256m {' '.join(QUICK_START)} -XX:+UseSerialGC"
        logging = f"-Dlog4j2.configurationFile={(SCRIPTS / 'log4j2.properties').as_uri()}"
        program.write_text(f'#!/bin/sh\nexec {find_java()} {options} {logging} -cp "{jars}/*" {main} "$@"\n')
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return folder


@pytest_asyncio.fixture(loop_scope="session")
async def started(servers_folder: Path, tmp_path: Path) -> AsyncIterator[Started]:
    """The broker, with the secrets of `make keys` but a certificate for this machine."""
    secrets, port, controller = tmp_path / "secrets", free_port(), free_port()
    make_secrets(secrets, tmp_path / ".env")
    authority = Authority.new("test")
    issued = authority.issue("kafka", [HOST])
    (secrets / "ca.pem").write_text(authority.own.certificate)
    (secrets / "kafka.pem").write_text(issued.key + issued.certificate)
    told = {key: value.replace("/run/secrets", str(secrets)) for key, value in deployed().items()} | {
        "controller.quorum.voters": f"1@{HOST}:{controller}",
        "listeners": f"SASL_SSL://{HOST}:{port},CONTROLLER://{HOST}:{controller}",
        "advertised.listeners": f"SASL_SSL://{HOST}:{port}",
        "log.dirs": str(tmp_path / "data"),
    }
    properties = tmp_path / "server.properties"
    properties.write_text("".join(f"{key}={value}\n" for key, value in told.items()))
    environment = {
        "KAFKA": str(await distribution(tmp_path / "kafka")),
        "SECRETS": str(secrets),
        "PROPERTIES": str(properties),
        "CLUSTER_ID": "LkU3OEVBNTcwNTJENDM2Q",
        "BOOTSTRAP": f"{HOST}:{port}",
    }
    owner = Security(str(secrets / "ca.pem"), "owner", (secrets / "kafka_owner").read_text())
    server = Started(tmp_path, port, security=owner, environment=environment, start_timeout_s=150)
    child = Child(server)
    await child.start()
    yield server
    await child.kill()


async def test_the_broker_starts_with_its_users_and_their_passwords_can_be_changed(started: Started) -> None:
    """Each user of the secrets is known; after `users` the new password counts and the old one no more."""
    secrets = Path(started.environment["SECRETS"])
    for user in KAFKA_USERS:
        security = replace(started.security, user=user, password=(secrets / f"kafka_{user}").read_text())
        assert await why_away(KafkaSettings(started.bootstrap, "test", security=security)) is None, user
    fair = replace(started.security, user="fair", password=(secrets / "kafka_fair").read_text())
    (secrets / "kafka_fair").write_text("another")
    said = await run_errand("bash", str(SCRIPTS / "users"), env={**os.environ, **started.environment})
    assert said.status == 0, said.text
    refused = await why_away(KafkaSettings(started.bootstrap, "test", security=fair))
    assert refused == f"{started.bootstrap} refuses the user fair or its password"
    changed = replace(fair, password="another")
    assert await why_away(KafkaSettings(started.bootstrap, "test", security=changed)) is None
