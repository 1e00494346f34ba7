"""A server of the tests: started, killed and restarted on its port and data."""

from __future__ import annotations

import pytest

from livefair.servers.child import Child, StartFailed
from livefair.servers.kafka import KafkaServer
from livefair.servers.postgres import PostgresServer


class Running:
    """A server of the tests, which can be killed and restarted on its port and data."""

    def __init__(self, server: KafkaServer | PostgresServer) -> None:
        self.server = server
        self._child = Child(server)

    async def start(self) -> None:
        try:
            await self._child.start()
        except StartFailed as problem:
            pytest.exit(str(problem), returncode=1)

    async def launch(self) -> None:
        """Start it without waiting until it answers."""
        await self._child.launch()

    @property
    def pid(self) -> int:
        """Its process, while it runs."""
        assert self._child.pid is not None, f"{self.server.name} does not run"
        return self._child.pid

    async def stop(self) -> None:
        await self._child.stop()

    async def kill(self) -> None:
        """kill -9. Returns when the process is gone."""
        await self._child.kill()

    async def restart(self) -> None:
        """Stop it if it runs, and start it. Returns when it answers."""
        await self._child.restart()
