"""The three services against a Kafka and a PostgreSQL that allow each of them its own work and nothing else."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest
import pytest_asyncio
from websockets.asyncio.client import connect

from livefair.servers.child import Child
from livefair.servers.ports import free_port
from livefair.servers.service import Service
from livefair.system.acls import acls, allow
from livefair.system.migrations import migrate
from livefair.system.roles import OWNER, Login, make_roles
from livefair.system.topics import create_topics
from tests.plumbing.auth.issuer import Issuer
from tests.services.ingest.write_edge import fair_body
from tests.tls.kafka import SecuredKafka
from tests.tls.postgres import SecuredPostgres

WITHIN_S = 60
SERVICE_OF = {"reads": "fair"}
LOGINS = [Login(OWNER, "owns"), Login("fair", "decides"), Login("fair_reads", "reads")]
USER_OF = {"ingest": "ingest", "fair": "fair", "reads": "fair-reads", "notify": "notify"}  # of Kafka, by kind


@pytest_asyncio.fixture(loop_scope="session")
async def environment(
    secured_kafka: SecuredKafka, secured_postgres: SecuredPostgres, tmp_path: Path
) -> dict[str, dict[str, str]]:
    """What each service is told, once topics, access lists, roles and tables are made as in production."""
    security = secured_kafka.security("owner")
    await create_topics(secured_kafka.bootstrap, security=security)
    await allow(secured_kafka.bootstrap, security, acls())
    await make_roles(secured_postgres.dsn, LOGINS)
    await migrate(secured_postgres.dsn_of(*LOGINS[0]))
    Issuer(tmp_path)
    of_all = {
        "LIVEFAIR_JWKS": str(tmp_path / "jwks.json"),
        "LIVEFAIR_OBJECTS": str(tmp_path / "objects"),
        "LIVEFAIR_GRANT_KEY": "g" * 32,
    }
    told = {kind: {**of_all, **secured_kafka.environment(user)} for kind, user in USER_OF.items()}
    told["fair"] |= {"LIVEFAIR_POSTGRES": secured_postgres.dsn_of(*LOGINS[1]), "LIVEFAIR_ROLE": "log"}
    told["reads"] |= {"LIVEFAIR_POSTGRES": secured_postgres.dsn_of(*LOGINS[2]), "LIVEFAIR_ROLE": "reads"}
    return told


@asynccontextmanager
async def started(kind: str, told: Mapping[str, str], folder: Path) -> AsyncIterator[Service]:
    service = Service(kind, 1, free_port(), folder / f"{kind}.log", told)
    child = Child(service)
    await child.start()
    try:
        yield service
    finally:
        await child.stop()


async def refused(kind: str, told: Mapping[str, str]) -> str:
    """What a service says that must not start."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("LIVEFAIR_")}
    env = {**inherited, **told, "LIVEFAIR_PORT": str(free_port())}
    module = f"services.{SERVICE_OF.get(kind, kind)}"
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", module, env=env, stderr=PIPE)
    _, said = await asyncio.wait_for(process.communicate(), WITHIN_S)
    assert process.returncode == 1
    return said.decode().splitlines()[-1]


async def test_the_whole_path_works_with_least_rights(environment: dict[str, dict[str, str]], tmp_path: Path) -> None:
    """A fair is written, decided and read by two roles of the database, and its room is told by notify."""
    issuer = Issuer(tmp_path)
    token = issuer.token("organizer", "org-1", "unit-1")
    async with AsyncExitStack() as stack:
        ran = {
            kind: await stack.enter_async_context(started(kind, told, tmp_path)) for kind, told in environment.items()
        }
        http = await stack.enter_async_context(httpx.AsyncClient(timeout=WITHIN_S))
        headers = {"Authorization": f"Bearer {token}"}
        made = (await http.post(f"{ran['ingest'].address}/v1/fairs", json=fair_body(), headers=headers)).json()
        opened = await http.post(f"{ran['ingest'].address}/v1/fairs/{made['id']}/open", headers=headers)
        assert opened.status_code == 202, opened.text
        after = opened.json()["receipt"]["position"]
        read = await http.get(f"{ran['reads'].address}/v1/fairs/{made['id']}", params={"after": after})
        assert (read.status_code, read.json()["state"]) == (200, "open")
        seen = await snapshot_of(ran["notify"], f"fair:{made['id']}")
    assert [item["event"] for item in seen["items"]] == ["FairOpened"]
    logged = "".join((tmp_path / f"{kind}.log").read_text() for kind in ran)
    assert "AuthorizationFailed" not in logged
    assert "permission denied" not in logged


async def snapshot_of(notify: Service, room: str) -> dict[str, Any]:
    """What a guest is sent of a room, once notify has read that its fair is open."""
    async with asyncio.timeout(WITHIN_S), connect(f"ws://127.0.0.1:{notify.port}/v1/live") as socket:
        await socket.send(json.dumps({"type": "hello"}))
        await socket.send(json.dumps({"type": "subscribe", "room": room}))
        assert json.loads(await socket.recv())["type"] == "welcome"
        snapshot: dict[str, Any] = json.loads(await socket.recv())
        while not snapshot["items"]:
            snapshot = json.loads(await socket.recv())
        return snapshot


@pytest.mark.parametrize("kind", USER_OF)
async def test_a_wrong_password_of_kafka_stops_a_service(kind: str, environment: dict[str, dict[str, str]]) -> None:
    """Its last line names the broker and the user."""
    said = await refused(kind, {**environment[kind], "LIVEFAIR_KAFKA_PASSWORD": "a guess"})
    assert f"refuses the user {USER_OF[kind]} or its password" in said


async def test_a_wrong_password_of_postgres_stops_fair(environment: dict[str, dict[str, str]]) -> None:
    """Its last line names the user, and not the password."""
    url = environment["fair"]["LIVEFAIR_POSTGRES"].replace("decides", "a-guess")
    said = await refused("fair", {**environment["fair"], "LIVEFAIR_POSTGRES": url})
    assert "PostgreSQL refuses the password" in said
    assert "a-guess" not in said


async def test_plain_text_stops_fair(environment: dict[str, dict[str, str]]) -> None:
    """To the database and to the broker alike."""
    url = environment["fair"]["LIVEFAIR_POSTGRES"].partition("?")[0] + "?sslmode=disable"
    assert "no encryption" in await refused("fair", {**environment["fair"], "LIVEFAIR_POSTGRES": url})
    plain = {**environment["fair"], "LIVEFAIR_KAFKA_CA": "", "LIVEFAIR_KAFKA_USER": ""}
    assert "does it ask for TLS or a user" in await refused("fair", plain)


async def test_fair_under_its_role_cannot_change_the_tables(environment: dict[str, dict[str, str]]) -> None:
    """With the very URL that the service has."""
    connection = await asyncpg.connect(environment["fair"]["LIVEFAIR_POSTGRES"])
    try:
        for statement in ("DROP TABLE fairs", "ALTER TABLE fairs ADD COLUMN x int", "TRUNCATE fairs"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(statement)
    finally:
        await connection.close()
