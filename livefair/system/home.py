"""Owns a system's folder: where each thing lies in it, who holds it, and `run.json`, which says what runs.

run.json  key.json  jwks.json  grant.key  logs/  postgres/  kafka/  objects/     kept between runs
tour/{postgres,objects}                          the same of a system whose log is in memory: begun anew each time
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

ADDRESSES = {"ingest", "fair", "notify", "kafka", "postgres"}  # of run.json: commands ask for these


@dataclass(frozen=True, slots=True)
class Home:
    """A folder of one system. Nothing is opened before it is asked for."""

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
        """Make the folder and hold it for one running system. The kernel lets go of it when that process ends."""
        with self._lock_file() as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise Failure(self._held_by(lock.name)) from None
            lock.truncate(0)
            lock.write(str(os.getpid()))
            lock.flush()
            self.run.unlink(missing_ok=True)  # of one that was killed
            try:
                yield
            finally:
                self.run.unlink(missing_ok=True)

    def fresh_tour(self) -> Path:
        """An empty folder for a system that remembers nothing."""
        self.end_tour()
        self.tour.mkdir(parents=True)
        return self.tour

    def end_tour(self) -> None:
        """Removes it, and what lies in PostgreSQL's shelter of it."""
        shutil.rmtree((self.tour / "postgres").resolve(), ignore_errors=True)
        shutil.rmtree(self.tour, ignore_errors=True)

    def write_run(self, run: Mapping[str, Any]) -> None:
        """Replace run.json, in which the database's password is."""
        replace_secret(self.run, json.dumps(run, indent=1) + "\n")

    def read_run(self) -> dict[str, Any]:
        """What runs now. Raises Failure where nothing does."""
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
        """Whether a system runs in it. A moment's shared lock tells; one that may not be read counts as held."""
        try:
            with self.lock.open("r") as lock:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except FileNotFoundError:
            return False
        except OSError:
            return True
        return False

    def _lock_file(self) -> TextIO:
        """Open, in a folder that is there then."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            return self.lock.open("a+")
        except OSError as problem:
            raise Failure(f"{self.path} cannot be a home: {problem.strerror}; say --home ANOTHER") from None

    def _held_by(self, lock: str) -> str:
        holder = Path(lock).read_text().strip() or "unknown"
        return f"{self.path} is in use by another `livefair up` (process {holder}): stop it, or say --home ANOTHER"


def replace_secret(path: Path, text: str) -> None:
    """Write a file that its owner only may read, in one step: a reader sees the old one or the new one."""
    beside = path.with_suffix(".writing")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    beside.replace(path)
