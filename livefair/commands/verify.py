"""The command `livefair verify`."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from livefair.commands.options import HOME, HomeOption
from livefair.home import Home
from livefair.verify import Audit, audit


def command(
    home: HomeOption = HOME,
    postgres: Annotated[str | None, typer.Option(help="DSN; without it, the database of the running system.")] = None,
) -> None:
    """Recount every counter from the rows and compare. Exact while the system runs: it looks at one moment.

    Exit status 0: all equal; 1: something differs, and each difference is printed.
    """
    done = asyncio.run(audit(postgres or Home(home).read_run()["postgres"]))
    _print(done)
    raise typer.Exit(1 if done.differences else 0)


def _print(done: Audit) -> None:
    print(f"compared  {done.counters:,} counters of {done.fairs:,} fairs, and of every row:")
    for check in done.checks:
        print(f"          {check}")
    print("rows      " + ", ".join(f"{table} {count:,}" for table, count in done.rows.items()))
    print("decided   " + (", ".join(f"{place} up to {end:,}" for place, end in done.consumed.items()) or "nothing yet"))
    for difference in done.differences:
        print(f"differs   {difference}")
    print(f"{len(done.differences):,} differences" if done.differences else "all equal")
