"""The options that several commands share, so that they have the same names and help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from livefair.failure import Failure
from livefair.servers.ports import is_address

HOME = Path(".livefair")
HomeOption = Annotated[Path, typer.Option("--home", help="The folder of the system, as `livefair up` was told.")]
PostgresOption = Annotated[
    str | None,
    typer.Option("--postgres", help="DSN; without it, that of LIVEFAIR_POSTGRES_FILE, or of the running system."),
]


def _brokers(kafka: str | None) -> str | None:
    if kafka and not all(is_address(one) for one in kafka.split(",")):
        raise Failure(f"--kafka {kafka} is not HOST:PORT (or several of them, with commas)")
    return kafka


KafkaOption = Annotated[
    str | None,
    typer.Option("--kafka", callback=_brokers, help="HOST:PORT; without it, the broker of the running system."),
]
