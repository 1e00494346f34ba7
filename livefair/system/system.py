"""The runnable diagram of a local system: its servers, their stages and settings. `up` and `demo` run it.

Stages start from the first to the last and stop from the last to the first: the edges before the domain, the domain
before its log, the log before its tables.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from livefair.failure import Failure
from livefair.servers.child import Server
from livefair.servers.kafka import KafkaServer, answers_kafka
from livefair.servers.mesh import MeshServer
from livefair.servers.ports import HOST, free_ports, is_address
from livefair.servers.postgres import PostgresServer
from livefair.servers.service import Service
from livefair.system.database import connected
from livefair.system.home import Home
from livefair.system.migrations import migrate
from livefair.system.roles import Login, make_roles
from livefair.system.security import kafka_security
from livefair.system.setting import Setting
from livefair.system.supervisor import Stage
from livefair.system.topics import create_topics
from plumbing.kafka.settings import PLAIN
from schemas.topics import FAIRS

MESH, APACHE = "mesh", "apache"
SERVICES = ("ingest", "fair", "notify")
READ_AT = {"fair": "reads"}
"""Where a service is asked, if not at its processes of the same name."""
ROLE_OF = {"fair": "fair", "reads": "fair_reads"}  # of the database, by the kind of process
IN_MEMORY = (
    "This is a tour: the in-memory broker has no durability, and every start is a fresh one. "
    "`livefair up --kafka apache` keeps what it acknowledges."
)


@dataclass(frozen=True, slots=True)
class Options:
    """The options of a system."""

    home: Path = Path(".livefair")
    kafka: str = MESH  # or apache, or HOST:PORT
    postgres: str | None = None  # a DSN; None for a server of our own
    ingest: int = 1
    fair: int = 1
    notify: int = 1
    rate_limit: bool = True
    reads: int | None = None  # as many as fair decides with
    settings: tuple[Setting, ...] = ()  # over those that the system gives

    def __post_init__(self) -> None:
        if self.fair > FAIRS.partitions:
            raise Failure(
                f"--fair {self.fair} is more than the {FAIRS.partitions} partitions of {FAIRS.name}: say fewer"
            )
        if self.kafka not in (MESH, APACHE) and not is_address(self.kafka):
            raise Failure(f"--kafka {self.kafka} is neither mesh, apache nor HOST:PORT")

    @property
    def in_memory(self) -> bool:
        return self.kafka == MESH


class System:
    """One start of a system: its servers, each on its port, and the content of run.json."""

    def __init__(self, options: Options) -> None:
        self.options, self.home = options, Home(options.home.resolve())
        counts = self._counts()
        ports = iter(free_ports(2 + sum(counts.values())))
        self._kafka_port, self._postgres_port = next(ports), next(ports)
        self._ports = {kind: [next(ports) for _ in range(count)] for kind, count in counts.items()}
        self.data = self.home.tour if options.in_memory else self.home.path
        self.kafka = self._kafka()
        self._logins = {kind: Login(role, secrets.token_urlsafe(24)) for kind, role in ROLE_OF.items()}
        self.security = PLAIN if self.kafka else kafka_security()
        self.postgres = self._postgres()

    @property
    def bootstrap(self) -> str:
        return self.kafka.bootstrap if self.kafka else self.options.kafka

    @property
    def dsn(self) -> str:
        """The DSN of fair's database. A server of our own has one once it is prepared."""
        return self.postgres.dsn if self.postgres else str(self.options.postgres)

    def dsn_of(self, kind: str) -> str:
        """The same as the role of this kind of process; a database that was given has one user."""
        login = self._logins.get(kind)
        return self.postgres.dsn_of_role(*login) if self.postgres and login else self.dsn

    def stages(self) -> tuple[Callable[[], Stage], ...]:
        """The stages, built one after the other: a stage may use what the last one has created."""
        return (
            lambda: Stage(_present(self.postgres), then=self._migrate),
            lambda: Stage(_present(self.kafka), then=self._create_topics, irreplaceable=self.options.in_memory),
            lambda: Stage((*self._services("fair"), *self._services("reads"))),
            lambda: Stage((*self._services("ingest"), *self._services("notify"))),
        )

    def run(self, pids: dict[str, int]) -> dict[str, Any]:
        """The content of run.json. The addresses of `fair` are those where reads are answered."""
        addresses = {kind: self._addresses(READ_AT.get(kind, kind)) for kind in SERVICES}
        kinds = (*SERVICES, "reads")
        running = {kind: [pid for name, pid in pids.items() if name.rpartition("-")[0] == kind] for kind in kinds}
        return {
            **{kind: of_kind[0] for kind, of_kind in addresses.items()},
            "addresses": addresses | {"log": self._addresses("fair")},
            "kafka": self.bootstrap,
            "postgres": self.dsn,
            "objects": str(self.data / "objects"),
            "processes": {**running, "kafka": pids.get("kafka"), "postgres": pids.get("postgres")},
            "broker": self.options.kafka if self.kafka else "external",
            "logs": str(self.home.logs),
        }

    def lines(self, stage: Stage) -> list[str]:
        """One line for each server that has become ready."""
        told = {"kafka": self.bootstrap, "postgres": f"{HOST}:{self._postgres_port}"}
        return [f"{server.name:<9} ready  {told.get(server.name) or self._told(server)}" for server in stage.servers]

    def _counts(self) -> dict[str, int]:
        reads = self.options.reads or self.options.fair
        return {"ingest": self.options.ingest, "fair": self.options.fair, "reads": reads, "notify": self.options.notify}

    def _kafka(self) -> MeshServer | KafkaServer | None:
        log = self.home.logs / "kafka.log"
        if self.options.in_memory:
            return MeshServer(self._kafka_port, log)
        if self.options.kafka == APACHE:
            return KafkaServer(self.data / "kafka", self._kafka_port, log)
        return None

    def _postgres(self) -> PostgresServer | None:
        if self.options.postgres:
            return None
        durable = not self.options.in_memory
        return PostgresServer(self.data / "postgres", self._postgres_port, durable, self.home.logs / "postgres.log")

    def _services(self, kind: str) -> tuple[Service, ...]:
        logs = self.home.logs
        return tuple(
            Service(kind, number, port, logs / f"{kind}-{number}.log", self._settings_of(kind, number))
            for number, port in enumerate(self._ports[kind], start=1)
        )

    def _settings_of(self, kind: str, number: int) -> dict[str, str]:
        given = {one.name: one.value for one in self.options.settings if one.is_for(kind, number)}
        return self._settings() | {"LIVEFAIR_POSTGRES": self.dsn_of(kind)} | given

    def _settings(self) -> dict[str, str]:
        """The environment of all services; each reads what it needs."""
        return {
            "LIVEFAIR_KAFKA": self.bootstrap,
            "LIVEFAIR_KAFKA_CA": self.security.ca,  # the password is inherited
            "LIVEFAIR_KAFKA_USER": self.security.user,
            "LIVEFAIR_KAFKA_IDEMPOTENCE": "off" if self.options.in_memory else "on",
            "LIVEFAIR_KAFKA_FETCH_WAIT_MS": "20" if self.options.in_memory else "500",
            "LIVEFAIR_JWKS": str(self.home.jwks),
            "LIVEFAIR_OBJECTS": str(self.data / "objects"),
            "LIVEFAIR_RATE_LIMIT": "on" if self.options.rate_limit else "off",
            "LIVEFAIR_GRANT_KEY": self.home.grant_key.read_text(),
            "LIVEFAIR_LIVE_URL": self._address("notify", self._ports["notify"][0]),
            "LIVEFAIR_INGEST_URL": self._address("ingest", self._ports["ingest"][0]),
            "LIVEFAIR_PAGES_ORIGINS": " ".join(self._addresses("reads")),
            "LIVEFAIR_MEDIA_ORIGINS": f"http://{HOST}:* http://localhost:*",
        }

    def _addresses(self, kind: str) -> list[str]:
        return [self._address(kind, port) for port in self._ports[kind]]

    def _address(self, kind: str, port: int) -> str:
        return f"{'ws' if kind == 'notify' else 'http'}://{HOST}:{port}"

    def _told(self, server: Server) -> str:
        return self._address(server.name.rpartition("-")[0], server.port)

    async def _migrate(self) -> None:
        if self.options.in_memory and not self.postgres and not await _is_empty(self.dsn):
            raise Failure("the in-memory broker begins empty, this database does not: say --kafka apache, or empty it")
        if self.postgres:
            await make_roles(self.dsn, list(self._logins.values()))
        await migrate(self.dsn)

    async def _create_topics(self) -> None:
        if not self.kafka and not await answers_kafka(self.bootstrap, self.security):
            raise Failure(f"no Kafka answers at {self.bootstrap}: start it, or say --kafka apache")
        made = await create_topics(self.bootstrap, security=self.security)
        if made.differences:
            raise Failure(f"topics differ from schemas/topics.py: {'; '.join(made.differences)}")


def _present(server: Server | None) -> tuple[Server, ...]:
    return (server,) if server else ()


async def _is_empty(dsn: str) -> bool:
    tables = "SELECT count(*) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
    async with connected(dsn) as connection:
        return int(await connection.fetchval(tables)) == 0
