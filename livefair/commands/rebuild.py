"""The command `livefair rebuild`."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Coroutine
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from livefair.audit import rebuild
from livefair.commands.options import HOME, HomeOption, KafkaOption, PostgresOption
from livefair.failure import Failure
from livefair.system.home import Home
from livefair.system.security import postgres_of
from livefair.system.up import until_told
from plumbing.eventlog.rebuild import Rebuilt


def command(
    home: HomeOption = HOME,
    postgres: PostgresOption = None,
    kafka: KafkaOption = None,
    check: Annotated[bool, typer.Option("--check", help="Only compare; change nothing.")] = False,
    drop: Annotated[bool, typer.Option("--drop", help="Do not keep the tables that were replaced.")] = False,
) -> None:
    """Replay the log into empty tables and replace the live ones by them. Fair keeps running meanwhile.

    Differing rows are printed, the first 20 of them. The replaced tables are kept in a separate schema. Exit status 1
    with --check: something differs. Run it as the owner of the tables.
    """
    dsn = postgres_of(home, postgres)
    bootstrap = kafka or Home(home).read_run()["kafka"]
    columns = (TextColumn("replaying"), BarColumn(), MofNCompleteColumn(), TextColumn("records"), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        shown = _Shown(bar)
        doing = rebuild.check(dsn, bootstrap, shown) if check else rebuild.rebuild(dsn, bootstrap, shown, drop=drop)
        done = asyncio.run(_to_its_end(doing))
    _print(done, check, drop)
    raise typer.Exit(1 if check and done.found.different else 0)


async def _to_its_end(doing: Coroutine[Any, Any, Rebuilt]) -> Rebuilt:
    """Run it until it ends. When it is stopped it first removes its tables, which may be gigabytes."""
    found: list[Rebuilt] = []

    async def work() -> None:
        found.append(await doing)

    await until_told(work(), lambda line: print(line, file=sys.stderr))
    if not found:
        raise Failure("told to stop before the end; nothing was replaced, and nothing of it is left")
    return found[0]


class _Shown:
    """The progress bar."""

    def __init__(self, bar: Progress) -> None:
        self._bar = bar
        self._task = bar.add_task("replaying", total=None)

    def expect(self, records: int) -> None:
        self._bar.update(self._task, total=records)

    def moved(self, records: int) -> None:
        self._bar.advance(self._task, records)


def _print(done: Rebuilt, check: bool, drop: bool) -> None:
    print(f"replayed  {done.records:,} records")
    for tp, end in sorted(done.ends.items()):
        if end:
            print(f"          {tp.topic}:{tp.partition} up to {end:,}")
    print("compared  " + ", ".join(f"{table} {count:,}" for table, count in done.found.rows.items()))
    for difference in done.found.first:
        print(f"differs   {difference}")
    if done.found.different > len(done.found.first):
        print(f"          ... and {done.found.different - len(done.found.first):,} more")
    print(f"{done.found.different:,} rows differ" if done.found.different else "all equal")
    if not check:
        kept = "dropped" if drop else f"kept in the schema {done.kept_as}"
        print(f"replaced  the tables are those of the log now; the old ones are {kept}")
