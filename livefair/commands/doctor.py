"""The command `livefair doctor`."""

from __future__ import annotations

import typer

from livefair.commands.options import HOME, HomeOption
from livefair.system.doctor import examine
from livefair.system.home import Home


def command(home: HomeOption = HOME) -> None:
    """Check whether this machine can run Livefair. Prints a line for each check: `ok`, or what to do.

    `--` marks what only `--kafka apache` and `make test` need. Exit status 1: a requirement is missing.
    """
    findings = list(examine(Home(home)))
    for finding in findings:
        mark = "ok" if finding.ok else "no" if finding.needed else "--"
        print(f"{mark}  {finding.name:<9} {finding.said}")
    raise typer.Exit(1 if any(finding.needed and not finding.ok for finding in findings) else 0)
