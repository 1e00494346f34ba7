"""The commands `livefair dlq list` and `livefair dlq replay`."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Annotated

import typer

from livefair.audit import deadletters
from livefair.audit.deadletters import Letter
from livefair.commands.options import HOME, HomeOption, KafkaOption
from livefair.failure import Failure
from livefair.system.home import Home
from plumbing.kafka.position import BadPosition, Position

KEY_CHARACTERS = 36

app = typer.Typer(no_args_is_help=True, help="The records that no reader could take: look at them, put them back.")


@app.command("list")
def list_(
    home: HomeOption = HOME,
    kafka: KafkaOption = None,
    limit: Annotated[int, typer.Option(min=1, help="At most this number.")] = 50,
    after: Annotated[str | None, typer.Option(help="Go on after this POSITION, the last one of a page.")] = None,
    replayed: Annotated[bool, typer.Option("--replayed", help="Those too that were put back.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="A JSON object a line.")] = False,
) -> None:
    """List the dead letters, oldest first: the position, time, type and key of the record, and the reason."""
    found = [one for one in asyncio.run(deadletters.letters(_broker(home, kafka))) if replayed or not one.replayed]
    if after is not None:
        found = _after(found, _position(after))
    for letter in found[:limit]:
        print(json.dumps(letter.as_json(), ensure_ascii=False) if as_json else _line(letter))
    if as_json:
        return
    if len(found) > limit:
        print(f"{len(found) - limit:,} more: --after {found[limit - 1].place}")
    else:
        print(f"{len(found):,} dead letters" if after is None else "no more")


@app.command("replay")
def replay(
    positions: Annotated[list[str] | None, typer.Argument(metavar="[POSITION]...", help="As `list` says.")] = None,
    every: Annotated[bool, typer.Option("--all", help="All that were not put back yet.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")] = False,
    home: HomeOption = HOME,
    kafka: KafkaOption = None,
) -> None:
    """Publish records again, unchanged, to the end of their topics, each once.

    One that is still bad becomes a new dead letter. Exit status 1: no dead letter has one of the positions.
    """
    if every == bool(positions):
        raise Failure("say which: POSITION..., or --all")
    broker = _broker(home, kafka)
    wanted = {_position(text) for text in positions or ()}
    known = {letter.place: letter for letter in asyncio.run(deadletters.letters(broker))}
    for place in sorted(wanted - known.keys()):
        print(f"unknown   {place}")
    for place in sorted(wanted & known.keys()):
        if known[place].replayed:
            print(f"passed    {place} was put back before, to {known[place].replayed}")
    todo = [place for place, letter in known.items() if (every or place in wanted) and not letter.replayed]
    if dry_run:
        for place in todo:
            print(f"would     {place} be put back")
    else:
        asyncio.run(_replay(broker, todo))
    raise typer.Exit(1 if wanted - known.keys() else 0)


async def _replay(broker: str, todo: list[Position]) -> None:
    done = 0
    async for place, back in deadletters.replay(broker, todo):
        print(f"replayed  {place} -> {back}" if back else f"left      {place}: it was not copied", flush=True)
        done += back is not None
    print(f"{done:,} put back")


def _broker(home: Path, kafka: str | None) -> str:
    broker: str = kafka or Home(home).read_run()["kafka"]
    return broker


def _position(text: str) -> Position:
    try:
        return Position.parse(text)
    except BadPosition as bad:
        raise Failure(str(bad)) from None


def _after(found: list[Letter], place: Position) -> list[Letter]:
    places = [letter.place for letter in found]
    if place not in places:
        raise Failure(f"{place} is none of the dead letters that are listed")
    return found[places.index(place) + 1 :]


def _line(letter: Letter) -> str:
    back = f"  (put back: {letter.replayed})" if letter.replayed else ""
    about = f"{letter.type or 'no type'}  key {letter.key[:KEY_CHARACTERS] or '(none)'}  {letter.bytes:,} bytes"
    return f"{letter.place}  {letter.at:%Y-%m-%d %H:%M:%S}  {about}\n    {letter.reason}{back}"
