"""The command `livefair up`."""

from __future__ import annotations

import asyncio
import contextlib
from enum import StrEnum
from typing import Annotated

import typer

from livefair.commands.options import HOME, HomeOption
from livefair.system.setting import Setting
from livefair.system.system import Options
from livefair.system.up import run_until_told

SET = "A variable of a service or of one instance; may be repeated. docs/operations.md lists them."
Count = Annotated[int, typer.Option(min=1, help="How many of this service.")]


class Switch(StrEnum):
    ON = "on"
    OFF = "off"


def command(
    home: HomeOption = HOME,
    kafka: Annotated[str, typer.Option(help="mesh (in memory), apache (durable, on Java), or HOST:PORT.")] = "mesh",
    postgres: Annotated[str | None, typer.Option(help="DSN of a PostgreSQL 18; without it one is started.")] = None,
    ingest: Count = 1,
    fair: Annotated[int, typer.Option(min=1, help="How many decide, at most 12.")] = 1,
    reads: Annotated[int | None, typer.Option(min=1, help="How many answer reads; as many as decide.")] = None,
    notify: Count = 1,
    rate_limit: Annotated[Switch, typer.Option(help="The limits of persons and of rooms.")] = Switch.ON,
    set_: Annotated[list[str] | None, typer.Option("--set", help=SET, metavar="[SERVICE[-N]:]NAME=VALUE")] = None,
) -> None:
    """Start the whole system, stay in the foreground, restart what dies. Ctrl-C stops everything in order.

    HOME/run.json describes what runs where, the logs are in HOME/logs. Exit status 1: it could not start.
    """
    settings = tuple(Setting.parsed(one) for one in set_ or ())
    options = Options(home, kafka, postgres, ingest, fair, notify, rate_limit is Switch.ON, reads, settings)
    asyncio.run(run_until_told(options, _say))


def _say(line: str) -> None:
    """Print a line. The system goes on where its output was closed or the disk is full."""
    with contextlib.suppress(OSError):
        print(line, flush=True)
