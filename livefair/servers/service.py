"""Starts one instance of one of the three services, and checks its readiness. Imports none of them.

fair has two roles, each a process of its own: the instances that decide are `fair`, those that answer reads `reads`.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from livefair.servers.child import Program
from livefair.servers.ports import HOST

READY_TIMEOUT_S = 2.0
ROLES = {"fair": ("fair", "log"), "reads": ("fair", "reads")}
"""The service and the role of a kind of process, where a service has several."""
READY = b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Service:
    """A service, as its kind of process, on 127.0.0.1:`port`, configured by its environment."""

    kind: str
    number: int
    port: int
    log: Path
    settings: Mapping[str, str] = field(default_factory=dict)
    start_timeout_s: float = 60.0

    @property
    def name(self) -> str:
        return f"{self.kind}-{self.number}"

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}"

    async def prepare(self) -> None:
        """Nothing to prepare: other stages have made what it needs."""

    def program(self) -> Program:
        service, role = ROLES.get(self.kind, (self.kind, ""))
        own = {"LIVEFAIR_HOST": HOST, "LIVEFAIR_PORT": str(self.port), "LIVEFAIR_INSTANCE": self.name}
        own |= {"LIVEFAIR_ROLE": role} if role else {}
        command = (sys.executable, "-P", "-m", f"services.{service}")  # -P: import nothing from the current folder
        return Program(command, self.log, env={**self.settings, **own, "PYTHONUNBUFFERED": "1"})

    async def is_ready(self) -> bool:
        try:
            return await asyncio.wait_for(self._readyz(), READY_TIMEOUT_S)
        except (OSError, TimeoutError, asyncio.IncompleteReadError):
            return False

    async def _readyz(self) -> bool:
        """Whether `/readyz` answers 200. Too simple for a client library."""
        reader, writer = await asyncio.open_connection(HOST, self.port)
        try:
            writer.write(READY)
            status = await reader.readline()
            return status.split(b" ")[1:2] == [b"200"]
        finally:
            writer.close()
