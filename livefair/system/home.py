"""The folder of a system: where each thing lies in it, its lock, and `run.json`, which describes what runs.

run.json  key.json  jwks.json  grant.key  logs/  postgres/  kafka/  objects/     kept between runs
tour/{postgres,objects}                          the same for a system whose log is in memory: emptied at each start
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from livefair.failure import Failure

ADDRESSES = {"ingest", "fair", "notify", "kafka", "postgres"}  # keys of run.json that commands read


@dataclass(frozen=True, slots=True)
class Home:
    """The folder of one system. Opens nothing when it is constructed."""

    path: Path

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def tour(self) -> Path:
        return self.path / "tour"

    @property
    def lock(self) -> Path:
        return self.path / "lock"

    @property
    def key(self) -> Path:
        return self.path / "key.json"

    @property
    def jwks(self) -> Path:
        return self.path / "jwks.json"

    @property
    def grant_key(self) -> Path:
        return self.path / "grant.key"

    @property
    def run(self) -> Path:
        return self.path / "run.json"

    @contextmanager
    def held(self) -> Iterator[None]:
        """Create the folder and lock it for one running system. The kernel releases the lock when that process ends."""
        with self._lock_file() as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise Failure(self._held_by(lock.name)) from None
            lock.truncate(0)
            lock.write(str(os.getpid()))
            lock.flush()
            self.run.unlink(missing_ok=True)  # left by a system that was killed
            try:
                yield
            finally:
                self.run.unlink(missing_ok=True)

    def fresh_tour(self) -> Path:
        """An empty folder for a system that keeps nothing."""
        self.end_tour()
        self.tour.mkdir(parents=True)
        return self.tour

    def end_tour(self) -> None:
        """Remove that folder, and its data in PostgreSQL's shelter."""
        shutil.rmtree((self.tour / "postgres").resolve(), ignore_errors=True)
        shutil.rmtree(self.tour, ignore_errors=True)

    def write_run(self, run: Mapping[str, Any]) -> None:
        """Replace run.json, which holds the database's password."""
        replace_secret(self.run, json.dumps(run, indent=1) + "\n")

    def read_run(self) -> dict[str, Any]:
        """The content of run.json. Raises Failure where nothing runs."""
        again = f"start one with `livefair up --home {self.path}`"
        try:
            run = json.loads(self.run.read_text())
        except FileNotFoundError:
            raise Failure(f"no system runs in {self.path}: {again}") from None
        except OSError as problem:
            raise Failure(f"cannot read {self.run}: {problem.strerror}; say --home ANOTHER") from None
        except (ValueError, RecursionError):
            run = None
        if not isinstance(run, dict) or not run.keys() >= ADDRESSES:
            raise Failure(f"{self.run} is damaged: stop that system and start it with `livefair up --home {self.path}`")
        if self.lock.exists() and not self.is_held():
            raise Failure(f"the system in {self.path} was killed: {again}")
        return run

    def is_held(self) -> bool:
        """Whether a system runs in it, tested by a shared lock. A lock file that may not be read counts as locked."""
        try:
            with self.lock.open("r") as lock:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except FileNotFoundError:
            return False
        except OSError:
            return True
        return False

    def _lock_file(self) -> TextIO:
        """Open the lock file, creating the folder."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            return self.lock.open("a+")
        except OSError as problem:
            raise Failure(f"{self.path} cannot be a home: {problem.strerror}; say --home ANOTHER") from None

    def _held_by(self, lock: str) -> str:
        holder = Path(lock).read_text().strip() or "unknown"
        return f"{self.path} is in use by another `livefair up` (process {holder}): stop it, or say --home ANOTHER"


def replace_secret(path: Path, text: str) -> None:
    """Write a file atomically that only its owner may read."""
    beside = path.with_suffix(".writing")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    beside.replace(path)
