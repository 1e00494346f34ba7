"""Owns Apache Kafka's jars: fetched once through `pom.xml` with Maven, kept for every later start."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from livefair.servers.child import StartFailed
from livefair.servers.java import find_maven

POM = Path(__file__).with_name("pom.xml")
REPOSITORY = Path(__file__).parents[2]
FETCH_TIMEOUT_S = 900


def kafka_jars() -> Path:
    """The folder of the jars, which is named after the pom's content: another version is another folder."""
    if not jars_present():
        _fetch(_folder())
    return _folder()


def jars_present() -> bool:
    return _folder().exists()


def _folder() -> Path:
    return _cache() / hashlib.sha256(POM.read_bytes()).hexdigest()[:12]


def _cache() -> Path:
    if (REPOSITORY / "pyproject.toml").exists():
        return REPOSITORY / "build" / "kafka"
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "livefair" / "kafka"


def _fetch(folder: Path) -> None:
    """Into a folder beside, then renamed: who fetches at the same time, or is killed, leaves no half of it."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix="fetching-", dir=folder.parent))
    goal = ["dependency:copy-dependencies", f"-DoutputDirectory={beside}", "-DincludeScope=runtime"]
    try:
        _maven(["-q", "-B", "-f", str(POM), *goal])
        beside.chmod(0o755)
        if not folder.exists():
            beside.rename(folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _maven(arguments: list[str]) -> None:
    try:
        done = subprocess.run([find_maven(), *arguments], capture_output=True, text=True, timeout=FETCH_TIMEOUT_S)
    except subprocess.TimeoutExpired:
        raise StartFailed(f"Maven did not fetch Apache Kafka in {FETCH_TIMEOUT_S} s: run `make kafka` again") from None
    if done.returncode != 0:
        reason = next((line for line in done.stdout.splitlines() if "ERROR" in line), "it said nothing")
        raise StartFailed(f"Maven cannot fetch Apache Kafka: {reason}")


if __name__ == "__main__":
    try:
        print(f"Apache Kafka's jars are in {kafka_jars()}")
    except StartFailed as problem:
        sys.exit(str(problem))
