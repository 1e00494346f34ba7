"""Finds Java and Maven on this machine, and installs them with apt-get where allowed. Starts no server."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from functools import cache

from livefair.servers.child import StartFailed

JAVA_VERSION_MIN = 17
JAVA_PACKAGES = ("openjdk-17-jre-headless", "openjdk-21-jre-headless", "default-jre-headless")
INSTALL_TIMEOUT_S = 600
_VERSION = re.compile(r'version "(\d+)')


@cache
def find_java() -> str:
    """The path of a Java that runs Kafka. Installs it where it is missing and we are root."""
    return installed_java() or _install("java", JAVA_PACKAGES, installed_java)


@cache
def find_maven() -> str:
    return installed_maven() or _install("mvn", ("maven",), installed_maven)


def java_version(java: str) -> int:
    """The major version; 0 where it is unknown."""
    try:
        said = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=30, check=True).stderr
    except (OSError, subprocess.SubprocessError):
        return 0
    found = _VERSION.search(said)
    return int(found.group(1)) if found else 0


def installed_java() -> str | None:
    home = os.environ.get("JAVA_HOME")
    candidates = [os.path.join(home, "bin", "java")] if home else []
    candidates += [path] if (path := shutil.which("java")) else []
    return next((java for java in candidates if java_version(java) >= JAVA_VERSION_MIN), None)


def installed_maven() -> str | None:
    return shutil.which("mvn")


def _install(program: str, packages: tuple[str, ...], find: Callable[[], str | None]) -> str:
    """Install the first available package. Where that is not possible, say why, and what the user can run."""
    command = ["apt-get", "install", "-y", "--no-install-recommends"]
    refused = ""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _apt(["apt-get", "update"])
        for package in packages:
            refused = _apt([*command, package])
            if found := find():
                return found
    wanted = f"Java {JAVA_VERSION_MIN}" if program == "java" else "Maven"
    tried = f", and apt-get could not bring it ({refused})" if refused else ""
    raise StartFailed(f"{wanted} is missing for Apache Kafka{tried}: run `sudo {' '.join(command)} {packages[0]}`")


def _apt(command: list[str]) -> str:
    """Run it. Returns the last line of its output, the reason, where it failed."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    out, err, limit = subprocess.PIPE, subprocess.STDOUT, INSTALL_TIMEOUT_S
    try:
        ran = subprocess.run(command, stdout=out, stderr=err, timeout=limit, env=environment)
    except (OSError, subprocess.SubprocessError) as problem:
        return str(problem)
    lines = ran.stdout.decode(errors="replace").strip().splitlines()
    return "" if ran.returncode == 0 else (lines or ["it said nothing"])[-1]
