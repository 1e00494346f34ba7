"""Apache Kafka's jars: fetched once with Maven by `pom.xml`, and kept for later starts."""

from __future__ import annotations

import asyncio
import hashlib
import os
import tempfile
from pathlib import Path

from livefair.failure import one_line
from livefair.servers.child import StartFailed
from livefair.servers.errand import run_errand
from livefair.servers.java import find_maven

POM = Path(__file__).with_name("pom.xml")
REPOSITORY = Path(__file__).parents[2]
FETCH_TIMEOUT_S = 900


async def fetch_jars() -> Path:
    """The folder of the jars. Fetches them where they are missing."""
    folder = jars_folder()
    if not jars_present():
        await _fetch(folder)
    return folder


def jars_present() -> bool:
    return jars_folder().exists()


def jars_folder() -> Path:
    """The folder, named by a hash of `pom.xml`: another version has another folder."""
    return _cache() / hashlib.sha256(POM.read_bytes()).hexdigest()[:12]


def class_archive() -> Path:
    """Where the archive of the classes in these jars is, if it was made."""
    return jars_folder().with_suffix(".jsa")


def _cache() -> Path:
    if (REPOSITORY / "pyproject.toml").exists():
        return REPOSITORY / "build" / "kafka"
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "livefair" / "kafka"


async def _fetch(folder: Path) -> None:
    """Fetch into a temporary folder and rename it, so that a concurrent or killed fetch leaves no partial folder."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="fetching-", dir=folder.parent, ignore_cleanup_errors=True) as beside:
        jars = Path(beside) / "jars"
        await _copy_dependencies(jars)
        if not jars_present():
            jars.rename(folder)


async def _copy_dependencies(into: Path) -> None:
    maven = await asyncio.to_thread(find_maven)
    goal = ("dependency:copy-dependencies", f"-DoutputDirectory={into}", "-DincludeScope=runtime")
    try:
        async with asyncio.timeout(FETCH_TIMEOUT_S):
            said = await run_errand(maven, "-q", "-B", "-f", str(POM), *goal)
    except TimeoutError:
        raise StartFailed(f"Maven did not fetch Apache Kafka in {FETCH_TIMEOUT_S} s: run `make kafka` again") from None
    if said.status != 0:
        reason = next((line for line in said.text.splitlines() if "ERROR" in line), said.last_line)
        raise StartFailed(f"Maven cannot fetch Apache Kafka: {reason}")


if __name__ == "__main__":
    with one_line():
        print(f"Apache Kafka's jars are in {asyncio.run(fetch_jars())}")
