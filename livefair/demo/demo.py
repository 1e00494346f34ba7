"""The demo: a whole system in a temporary home, a fair in it, a crowd, and a display of what the crowd does.

It lasts until Ctrl-C. The crowd ends earlier, the wall stays. Afterwards no process, port or folder is left.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from livefair.client.caller import Refused, http_client
from livefair.client.upload import Account
from livefair.demo.broadcast import Broadcast
from livefair.demo.crowd import Crowd, day_s
from livefair.failure import Failure, first_of
from livefair.system.keys import Signer
from livefair.system.system import Options, System
from livefair.system.up import Running, Say, running

SAMPLE = Path(__file__).with_name("samples") / "jobs.csv"
REFUSALS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Wishes:
    """The options of the demo."""

    jobs: Path = SAMPLE
    students: int = 200
    home: Path | None = None  # None: a temporary one


class Display:
    """The crowd's progress as bars."""

    def __init__(self, bars: Bars) -> None:
        self._bars = bars
        self._tasks: dict[str, TaskID] = {}

    def expect(self, step: str, total: int) -> None:
        self._tasks[step] = self._bars.add_task(step, total=total)

    def advance(self, step: str) -> None:
        self._bars.advance(self._tasks[step])


async def run_demo(wishes: Wishes, console: Console) -> None:
    """Runs until it is cancelled. Raises Failure where the fair cannot go on."""
    if not wishes.jobs.is_file():
        raise Failure(f"there is no file {wishes.jobs}: say --jobs PATH (make demo JOBS=PATH)")
    with _home(wishes) as home:
        async with running(System(Options(home)), speaker(console)) as up:
            try:
                async with asyncio.TaskGroup() as demo:
                    demo.create_task(_fair_day(up, wishes, console))
                    demo.create_task(_while_remembered(up))
            except* (Failure, Refused) as problems:
                raise Failure(str(first_of(problems))) from None


def speaker(console: Console) -> Say:
    """Print lines unchanged, above the moving bars."""
    return partial(console.print, markup=False, highlight=False, soft_wrap=True)


async def _fair_day(up: Running, wishes: Wishes, console: Console) -> None:
    run, say = up.current(), speaker(console)
    async with http_client() as http:
        with _bars(console) as bars:
            crowd = Crowd(http, run["ingest"], run["fair"], Signer(up.system.home), Display(bars))
            fair = await crowd.open_fair()
            say(f"the wall  {run['fair']}/wall?fair={fair}  (Ctrl-C ends all)")
            for visitor, page, token in crowd.visitors():
                say(f"{visitor:<9} {run['fair']}/{page}?fair={fair}#token={token}")
            broadcast = Broadcast(crowd)
            on_air = f"{run['fair']}/live?session={await broadcast.begin()}"
            say(f"on air    {on_air}")
            say(f"its host  {on_air}#token={broadcast.host.token}")
            say(describe(wishes.jobs, account := await crowd.import_file(wishes.jobs)))
            async with asyncio.TaskGroup() as fair_day:
                fair_day.create_task(crowd.live(wishes.students, account.position))
                fair_day.create_task(broadcast.drop_all(within_s=day_s(wishes.students)))
    for refusal in crowd.refused[:REFUSALS_SHOWN]:
        say(f"refused   {refusal}")
    say("the crowd has gone home; the wall and the livestream stay until Ctrl-C")
    await asyncio.Event().wait()


async def _while_remembered(up: Running) -> None:
    name = await up.supervisor.lost()
    raise Failure(f"{name} died, and with it the fair that was only in its memory: start the demo again")


def describe(jobs: Path, account: Account) -> str:
    rejected = f", {account.rejected_count:,} rows rejected" if account.rejected_count else ""
    return f"imported  {account.accepted:,} jobs of {jobs.name}{rejected}"


def _bars(console: Console) -> Bars:
    columns = (TextColumn("{task.description:<12}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Bars(*columns, console=console)


@contextmanager
def _home(wishes: Wishes) -> Iterator[Path]:
    """The given home, which is kept, or a temporary one, which is removed."""
    if wishes.home:
        yield wishes.home
        return
    home = Path(tempfile.mkdtemp(prefix="livefair-demo-"))
    try:
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)
