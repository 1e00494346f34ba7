"""The command `livefair token`. Imports nothing heavy: scripts run it many times."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from livefair.commands.options import HOME, HomeOption
from livefair.system.home import Home
from livefair.system.keys import Signer

HOUR_S = 3_600


class Role(StrEnum):
    ORGANIZER = "organizer"
    ENTERPRISE = "enterprise"
    STUDENT = "student"


def command(
    role: Annotated[Role, typer.Option(help="What the bearer is.")],
    sub: Annotated[str, typer.Option(help="Who the bearer is.")],
    home: HomeOption = HOME,
    org: Annotated[str | None, typer.Option(help="Its enterprise, or its organizer's unit.")] = None,
    name: Annotated[str | None, typer.Option(help="What it is called.")] = None,
    expires_in: Annotated[int, typer.Option(min=1, metavar="S", help="Valid for S seconds.")] = 12 * HOUR_S,
    count: Annotated[int | None, typer.Option(min=1, help="N tokens, a line each, for SUB-1 to SUB-N.")] = None,
) -> None:
    """Print a token signed with the key of a local system. The system need not run, but must have run once."""
    signer = Signer(Home(home))
    subjects = [sub] if count is None else [f"{sub}-{number}" for number in range(1, count + 1)]
    for subject in subjects:
        print(signer.token({"sub": subject, "role": role.value, "org": org, "name": name}, expires_in))
