"""The command `livefair replay`."""

from __future__ import annotations

import asyncio
from typing import Annotated
from uuid import UUID

import typer

from livefair.commands.options import HOME, HomeOption
from livefair.home import Home
from livefair.show import SPEED_MAX, Moment, Show, play, show

SHOWN = ("title", "cap", "applications", "text", "answer", "reason")


def command(
    session: Annotated[UUID, typer.Argument(help="The session's id; it must be over.")],
    home: HomeOption = HOME,
    postgres: Annotated[str | None, typer.Option(help="DSN; without it, the database of the running system.")] = None,
    kafka: Annotated[str | None, typer.Option(help="HOST:PORT; without it, the broker of the running system.")] = None,
    speed: Annotated[int, typer.Option(min=1, max=SPEED_MAX, help="So many times as fast as it was.")] = 1,
    at_once: Annotated[bool, typer.Option("--at-once", help="Do not wait between the moments.")] = False,
    line: Annotated[bool, typer.Option("--line", help="Then who came through which drop, by offset.")] = False,
) -> None:
    """Replay a session from the log, as its room saw it: decided anew, beside the live tables.

    Exit status 1 where the log tells something else than the tables do.
    """
    dsn = postgres or Home(home).read_run()["postgres"]
    bootstrap = kafka or Home(home).read_run()["kafka"]
    found = asyncio.run(show(dsn, bootstrap, session))
    print(f"{found.title}, started {found.started_at:%Y-%m-%d %H:%M:%S} UTC; {found.records:,} records decided anew")
    if at_once:
        for moment in found.moments:
            _tell(moment)
    else:
        asyncio.run(play(found.moments, speed, _tell))
    if line:
        _print_line(found)
    print("the tables say the same" if found.same else "the tables say something else: run `livefair rebuild --check`")
    raise typer.Exit(0 if found.same else 1)


def _tell(moment: Moment) -> None:
    names = sorted(moment.data) if moment.event == "ReactionsCounted" else SHOWN
    shown = ", ".join(f"{name} {moment.data[name]}" for name in names if name in moment.data)
    sign, after = ("-", -moment.after) if moment.after.days < 0 else ("+", moment.after)
    print(f"{sign}{after}".ljust(18), moment.event.ljust(20), shown, flush=True)


def _print_line(found: Show) -> None:
    for one in found.line:
        got_in = "got in" if one["admitted"] else "waited"
        place = f"drop {one['number']} place {one['drop_place']:>6,} offset {one['offset']:>10,}"
        print(f"{place}  {got_in}  {one['student']} ({one['state']})")
