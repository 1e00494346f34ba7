"""The command `livefair verify`."""

from __future__ import annotations

import asyncio
import sys

import typer

from livefair.audit.verify import Audit, audit
from livefair.commands.options import HOME, HomeOption, PostgresOption
from livefair.system.security import postgres_of


def command(
    home: HomeOption = HOME,
    postgres: PostgresOption = None,
) -> None:
    """Recount every counter from the rows and compare. Exact while the system runs: it reads one snapshot.

    Exit status 1: something differs; each difference is printed. Each finished check has a line on stderr.
    """
    done = asyncio.run(audit(postgres_of(home, postgres), _checked))
    _print(done)
    raise typer.Exit(1 if done.differences else 0)


def _checked(check: str, differences: int) -> None:
    said = f"{differences:,} differ" if differences else "equal"
    print(f"checked   {check}: {said}", file=sys.stderr, flush=True)


def _print(done: Audit) -> None:
    print(f"compared  {done.counters:,} counters of {done.fairs:,} fairs, and of every row:")
    for check in done.checks:
        print(f"          {check}")
    print("rows      " + ", ".join(f"{table} {count:,}" for table, count in done.rows.items()))
    print("decided   " + (", ".join(f"{place} up to {end:,}" for place, end in done.consumed.items()) or "nothing yet"))
    for difference in done.differences:
        print(f"differs   {difference}")
    print(f"{len(done.differences):,} differences" if done.differences else "all equal")
