"""The command `livefair migrate`."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from livefair.commands.options import HOME, HomeOption, PostgresOption
from livefair.system.migrations import migrate
from livefair.system.security import postgres_of


def command(
    home: HomeOption = HOME,
    postgres: PostgresOption = None,
    schema: Annotated[str | None, typer.Option(help="Work in this schema, made where it is missing.")] = None,
) -> None:
    """Bring the fair's tables to the newest version. Several may run at once: they wait for each other."""
    applied = asyncio.run(migrate(postgres_of(home, postgres), schema))
    for name in applied:
        print(f"applied  {name}")
    if not applied:
        print("nothing to do: the tables are of the newest version")
