"""The command `livefair republish`."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from livefair.audit.republish import Republished, republish
from livefair.commands.options import HOME, HomeOption, PostgresOption
from livefair.system.security import postgres_of


def command(
    home: HomeOption = HOME,
    postgres: PostgresOption = None,
    catalog: Annotated[bool, typer.Option("--catalog", help="Only the catalog, unless --rooms is given too.")] = False,
    rooms: Annotated[bool, typer.Option("--rooms", help="Only the rooms, unless --catalog is given too.")] = False,
) -> None:
    """Make the topics of the catalog and of the public rooms again from the tables. Everything keeps running meanwhile.

    It may be repeated: readers pass over what is not newer. Create the topics first where they are missing. Run it as
    the database user of fair. Exit status 1: no fair published the records within 30 s.
    """
    both = catalog == rooms
    columns = (TextColumn("republishing"), BarColumn(), MofNCompleteColumn(), TextColumn("fairs"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("republishing", total=None)
        doing = republish(
            postgres_of(home, postgres),
            catalog=both or catalog,
            rooms=both or rooms,
            shown=lambda done, number: bar.update(task, completed=done, total=number),
        )
        done = asyncio.run(doing)
    print(told(done))


def told(done: Republished) -> str:
    """What was done, in one line."""
    return f"published {done.entries:,} catalog entries and {done.rooms:,} rooms of {done.fairs:,} fairs"
