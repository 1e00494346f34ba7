"""Examines a machine: whether it can run Livefair, and if not, what to do. Changes nothing."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from livefair.failure import Failure
from livefair.servers.jars import jars_present
from livefair.servers.java import JAVA_VERSION_MIN, installed_java, installed_maven, java_version
from livefair.servers.mesh import mesh_program
from livefair.servers.ports import free_ports
from livefair.servers.postgres import binary
from livefair.system.home import Home
from livefair.system.migrations import dbmate_program

PYTHON_MIN = (3, 11)
PORTS = 8
DISK_BYTES_MIN = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One check. Where it is not ok, `said` is what to do; `needed` is false for what only some uses need."""

    name: str
    ok: bool
    said: str
    needed: bool = True


def examine(home: Home) -> Iterator[Finding]:
    yield _python()
    yield _program("postgres", lambda: binary("postgres"))
    yield _program("broker", mesh_program)
    yield _program("dbmate", lambda: Path(dbmate_program()))
    yield _java()
    yield _maven()
    yield _ports()
    yield _disk(home)
    yield _home(home)


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    ok = sys.version_info >= PYTHON_MIN
    return Finding("python", ok, version if ok else f"{version} is too old: install Python 3.11 or newer")


def _program(name: str, find: Callable[[], Path]) -> Finding:
    try:
        path = find()
    except Failure as problem:
        return Finding(name, False, str(problem))
    ok = os.access(path, os.X_OK)
    return Finding(name, ok, str(path) if ok else f"{path} cannot be run: `make install` again")


def _java() -> Finding:
    java = installed_java()
    missing = (
        f"no Java {JAVA_VERSION_MIN}: `apt-get install openjdk-17-jre-headless` (for --kafka apache and make test)"
    )
    return Finding("java", bool(java), f"{java} ({java_version(java)})" if java else missing, needed=False)


def _maven() -> Finding:
    if jars_present():
        return Finding("maven", True, "not needed: Apache Kafka's jars are there", needed=False)
    maven = installed_maven()
    missing = "no Maven: `apt-get install maven` (for --kafka apache and make test)"
    return Finding("maven", bool(maven), maven or missing, needed=False)


def _ports() -> Finding:
    try:
        return Finding("ports", bool(free_ports(PORTS)), f"{PORTS} free ones are there")
    except Failure as problem:
        return Finding("ports", False, str(problem))


def _disk(home: Home) -> Finding:
    there = next(folder for folder in (home.path.resolve(), *home.path.resolve().parents) if folder.exists())
    free = shutil.disk_usage(there).free
    ok = free >= DISK_BYTES_MIN
    said = f"{free / 1e9:.1f} GB free at {there}"
    return Finding("disk", ok, said if ok else f"{said}: make room, or say --home on another disk")


def _home(home: Home) -> Finding:
    if not home.path.exists():
        return Finding("home", True, f"{home.path} will be made by `livefair up`")
    if not home.path.is_dir():
        return Finding("home", False, f"{home.path} is no folder: say --home ANOTHER")
    if not os.access(home.path, os.W_OK):
        return Finding("home", False, f"{home.path} cannot be written: say --home ANOTHER")
    return Finding("home", True, f"{home.path} {'has a running system' if home.is_held() else 'is free'}")
