"""The command `livefair replay`."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

import typer
from rich.console import Console
from rich.progress import Progress

from livefair.client.caller import Caller, Refused, http_client
from livefair.commands.options import HOME, HomeOption, KafkaOption, PostgresOption
from livefair.failure import Failure
from livefair.rehearsal.rehearsal import Rehearsal
from livefair.rehearsal.score import score
from livefair.rehearsal.show import SPEED_MAX, Moment, Show, opened, play, show
from livefair.system.home import Home
from livefair.system.keys import Signer
from livefair.system.security import postgres_of
from plumbing.objects.store import Objects, StoreAway
from plumbing.sealing.keys import Keys

SHOWN = ("title", "cap", "applications", "text", "answer", "reason")
TOKEN_S = 12 * 3_600
REFUSALS_SHOWN = 3


def command(
    session: Annotated[UUID, typer.Argument(help="The session's id; it must be over.")],
    home: HomeOption = HOME,
    postgres: PostgresOption = None,
    kafka: KafkaOption = None,
    objects: Annotated[str, typer.Option(help="A folder or s3://BUCKET/PREFIX; without it, that of the system.")] = "",
    speed: Annotated[int, typer.Option(min=1, max=SPEED_MAX, help="This many times as fast as it was.")] = 1,
    at_once: Annotated[bool, typer.Option("--at-once", help="Do not wait between the moments.")] = False,
    line: Annotated[bool, typer.Option("--line", help="Then who came through which drop, by offset.")] = False,
    into: Annotated[
        UUID | None, typer.Option(help="Rehearse: do it all again in this fresh fair of the system.")
    ] = None,
    org: Annotated[str, typer.Option(help="With --into: the unit whose fair that is.")] = "",
) -> None:
    """Replay a session from the log as its room saw it. The log is decided again, beside the live tables.

    With --into it is a rehearsal in another fair of the running system: invented students submit and ask at the
    original pace, and the host repeats their steps. Exit status 1: the log contradicts the tables, or the rehearsal
    has other results.
    """
    if into is not None and not org:
        raise Failure("say --org with --into: the unit whose fair that is")
    run = Home(home).read_run() if into or not (postgres and kafka) else {}
    store = objects or run.get("objects")
    found = asyncio.run(_read(postgres_of(home, postgres), kafka or run["kafka"], session, store))
    began = f"{_plain(found.title)}, started {found.started_at:%Y-%m-%d %H:%M:%S} UTC"
    print(f"{began}; {found.records:,} records decided anew")
    rehearsed = True
    if into is not None:
        rehearsed = asyncio.run(_rehearse(found, Home(home), str(into), org, 0 if at_once else speed))
    elif at_once:
        for moment in found.moments:
            _tell(moment)
    else:
        asyncio.run(play(found.moments, speed, _tell))
    if line:
        _print_line(found)
    print("the tables say the same" if found.same else "the tables say something else: run `livefair rebuild --check`")
    raise typer.Exit(0 if found.same and rehearsed else 1)


async def _read(postgres: str, kafka: str, session: UUID, objects: str | None) -> Show:
    """The show, with its sealed texts opened where the object store is known."""
    found = await show(postgres, kafka, session)
    if not objects:
        return found
    try:
        return replace(found, moments=await opened(found.moments, Keys(Objects(objects))))
    except StoreAway as error:
        raise Failure(f"the object store does not answer: {error}") from None


async def _rehearse(found: Show, home: Home, fair: str, org: str, speed: int) -> bool:
    """Print the numbers. Returns whether they are the expected ones."""
    run, signer = home.read_run(), Signer(home)
    async with http_client() as http:

        def speaks(claims: dict[str, Any]) -> Caller:
            return Caller(http, run["ingest"], run["fair"], signer.token(claims, TOKEN_S))

        rehearsal = Rehearsal(fair, org, score(found.moments), speaks)
        try:
            with Progress(console=Console(stderr=True), transient=True) as bars:
                bar = bars.add_task("students", total=rehearsal.score.crowd)
                await rehearsal.prepare(found.title, lambda: bars.advance(bar))
            print(f"{rehearsal.score.crowd:,} students have come: {run['fair']}/live?session={rehearsal.session}")
            done = await rehearsal.play(speed, _tell)
        except Refused as refusal:
            raise Failure(f"the rehearsal ended: {refusal}") from None
    for number, expected in done.expected.items():
        print(f"drop {number}: {done.counted.get(number, 0):,} submissions, {expected:,} at the time")
    for why in done.refused[:REFUSALS_SHOWN]:
        print(f"refused   {why}")
    print(f"the latest step came {done.late_s:.1f} s after its time, {len(done.refused):,} were refused")
    return done.same


def _tell(moment: Moment) -> None:
    names = sorted(moment.data) if moment.event == "ReactionsCounted" else SHOWN
    shown = ", ".join(f"{name} {_plain(moment.data[name])}" for name in names if name in moment.data)
    sign, after = ("-", -moment.after) if moment.after.days < 0 else ("+", moment.after)
    print(f"{sign}{after}".ljust(18), moment.event.ljust(20), shown, flush=True)


def _plain(said: object) -> str:
    """One line for a terminal, without control characters: a question may hold some, and the terminal would obey."""
    return "".join(one if one.isprintable() else ascii(one)[1:-1] for one in str(said))


def _print_line(found: Show) -> None:
    for one in found.line:
        got_in = "got in" if one["admitted"] else "waited"
        place = f"drop {one['number']} place {one['drop_place']:>6,} offset {one['offset']:>10,}"
        print(f"{place}  {got_in}  {one['student']} ({one['state']})")
